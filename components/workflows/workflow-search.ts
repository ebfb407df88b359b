import { parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs";
import { runModes } from "@/db/enums/enums";
import { type CountPeriod, countPeriods } from "@/server/runs/schema";

/** How the version is shown: as a drawing, or as numbered sentences. */
export const workflowViews = ["canvas", "policy"] as const;
/** What the lower drawer shows. */
export const workflowDrawers = ["runs", "versions"] as const;

/** What the address of a workflow's page carries, so that a link shows the same picture. */
export const workflowSearch = {
  version: parseAsInteger,
  view: parseAsStringLiteral(workflowViews).withDefault("canvas"),
  node: parseAsString,
  /** The “for each” whose body is open, and the element of the run that is shown there. */
  body: parseAsString,
  element: parseAsString,
  run: parseAsString,
  /** Set: the runs that started in this time are counted on the drawing. Modes as in the list of runs. */
  counts: parseAsStringLiteral(Object.keys(countPeriods) as CountPeriod[]),
  mode: parseAsStringLiteral(runModes),
  drawer: parseAsStringLiteral(workflowDrawers),
};
