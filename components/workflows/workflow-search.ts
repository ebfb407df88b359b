import { parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs";

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
  drawer: parseAsStringLiteral(workflowDrawers),
};
