import type { Screen } from "./screen";

export const audit: readonly Screen[] = [{ name: "audit", state: "filled", as: "auditor", path: "/audit" }];
