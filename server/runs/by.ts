import type { Actor } from "@/server/context";
import type { By } from "@/server/engine/state";

/** Who let a run hear something, as its journal keeps it. */
export const byOf = ({ kind, id }: Actor): By => ({ kind, id });
