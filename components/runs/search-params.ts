import { parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { type RunMode, runModes } from "@/db/enums/enums";
import { type ListRunsInput, runSorts, runStands } from "@/server/runs/schema";

/** The views everybody works from; the first one is what asks for a person. */
export const runViews = ["attention", "active", "completed", "cancelled", "all"] as const;
export type RunViewName = (typeof runViews)[number];

/** What a link to the list of runs carries. */
export const runParams = {
  view: parseAsStringLiteral(runViews).withDefault("attention"),
  workflow: parseAsString,
  version: parseAsInteger,
  olderThanHours: parseAsInteger,
  newerThanHours: parseAsInteger,
  /** Came to this step of the version; left it by this way, or stands there now. */
  node: parseAsString,
  outlet: parseAsString,
  stands: parseAsStringLiteral(runStands),
  /** Absent: every run but those that run silently beside another. */
  mode: parseAsStringLiteral(runModes),
  search: parseAsString,
  sort: parseAsStringLiteral(runSorts),
};

export interface RunFilterValues {
  view: RunViewName;
  workflow: string | null;
  version: number | null;
  olderThanHours: number | null;
  newerThanHours: number | null;
  node: string | null;
  outlet: string | null;
  stands: (typeof runStands)[number] | null;
  mode: RunMode | null;
  search: string | null;
  sort: (typeof runSorts)[number] | null;
}

/** The filters as the list's procedure wants them. */
export function runQuery({ view, ...filters }: RunFilterValues): Omit<ListRunsInput, "limit"> {
  const set = Object.entries(filters).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(set), ...(view === "all" ? {} : { status: view }) };
}

export const runTabs = ["steps", "asked", "waits", "journal", "data"] as const;

/** What the address of a run's page carries: the moment that is shown, the step, the tab. */
export const runPageParams = {
  at: parseAsInteger,
  node: parseAsString,
  /** The “for each” whose body is open, and the element that is shown there. */
  body: parseAsString,
  element: parseAsString,
  tab: parseAsStringLiteral(runTabs).withDefault("steps"),
};
