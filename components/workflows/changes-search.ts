import { parseAsBoolean, parseAsString } from "nuqs";
import type { SideName } from "@/server/workflows/differences/schema";

/** Which two texts are compared, and what is looked at. */
export const changesSearch = {
  from: parseAsString,
  to: parseAsString,
  node: parseAsString,
  /** The “for each” whose body is open. */
  body: parseAsString,
  /** Whether somebody is choosing what to bring back. */
  restore: parseAsBoolean.withDefault(false),
};

/** A side as an address can hold it: `3`, `draft`, `chp_…`. */
export function sideNamed(text: string | null): SideName | undefined {
  if (text === null) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  return text === "draft" || /^chp_[0-9a-z]{1,60}$/.test(text) ? text : undefined;
}

/** The page on which two texts stand side by side. */
export const changesHref = (workflowId: string, from: SideName, to: SideName, restore = false): string =>
  `/workflows/${workflowId}/changes?from=${from}&to=${to}${restore ? "&restore=true" : ""}`;
