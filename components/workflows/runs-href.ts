import type { RunMode } from "@/db/enums/enums";
import { type CountPeriod, countPeriods } from "@/server/runs/schema";
import type { CountedPlace } from "./counted-graph";

interface CountedRuns {
  workflow: string;
  version: number;
  period: CountPeriod;
  mode: RunMode | null;
}

/** The list of the very runs that a number on the drawing counts. */
export function runsHref(
  { workflow, version, period, mode }: CountedRuns,
  place: CountedPlace | { view: "all" | "active" | "attention" },
): string {
  const params = new URLSearchParams({
    view: "view" in place ? viewOf(place.view, mode) : viewOf(views[place.stands ?? "came"], mode),
    workflow,
    version: String(version),
    newerThanHours: String(countPeriods[period]),
    ...(mode && { mode }),
  });
  if ("node" in place)
    for (const key of ["node", "outlet", "stands"] as const) {
      const value = place[key];
      if (value !== undefined) params.set(key, value);
    }
  return `/runs?${params}`;
}

const views = { came: "all", waiting: "active", attention: "attention" } as const;

/** Silent runs never ask for attention, so that view holds none of them. */
const viewOf = (view: "all" | "active" | "attention", mode: RunMode | null) =>
  view === "attention" && mode === "shadow" ? "active" : view;
