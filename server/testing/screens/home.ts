import type { Screen } from "./screen";
import { press } from "./steps";

export const home: readonly Screen[] = [
  { name: "home", state: "analyst", as: "analyst", path: "/home" },
  { name: "home", state: "risk-manager", as: "risk_manager", path: "/home" },
  { name: "home", state: "auditor", as: "auditor", path: "/home" },
  { name: "not-found", state: "member", as: "analyst", path: "/nothing-here", status: 404 },
  { name: "palette", state: "open", as: "analyst", path: "/home", steps: press("Control+k") },
  { name: "keys", state: "open", as: "analyst", path: "/home", steps: press("?") },
  { name: "applications", state: "filled", as: "risk_manager", path: "/home/applications" },
  {
    name: "applications",
    state: "filtered",
    as: "risk_manager",
    path: "/home/applications?result=positive&by=system",
  },
  {
    name: "applications",
    state: "nothing-matches",
    as: "risk_manager",
    path: "/home/applications?startedOn=2020-01-01",
  },
];
