import type { RunData } from "@/server/engine/state";
import { fieldsOf, findField } from "@/server/rules/core/fields";
import { readPath } from "@/server/rules/core/read";
import type { WorkflowDocument } from "@/server/workflows/schema";

/** One value that a node's settings, or the rules they name, read. */
interface Read {
  path: string;
  title: string;
  value: unknown;
}

const PATH = /^(input|party|forms|nodes|values|item|index)(\.[\w-]+(\[\])?)*(\[\])?$/;
const IN_TEXT = /\{\{\s*([\w.[\]-]+)\s*\}\}/g;
const MOST = 200;

function pathsIn(value: unknown, found: Set<string>): void {
  if (typeof value === "string") {
    if (value.includes(".") && PATH.test(value)) found.add(value);
    for (const [, path = ""] of value.matchAll(IN_TEXT)) if (PATH.test(path)) found.add(path);
  } else if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) if (found.size < MOST) pathsIn(part, found);
}

/** What a node's settings name: a rule set, a table, a scorecard. */
function artifactsOf({ rules, tables, scorecards, formulas }: WorkflowDocument, config: object): unknown[] {
  const named = new Set(
    Object.values(config)
      .flat()
      .filter((one): one is string => typeof one === "string"),
  );
  return [rules, tables, scorecards, formulas].flatMap((kept) =>
    Object.entries(kept).flatMap(([key, artifact]) => (named.has(key) ? [artifact] : [])),
  );
}

/** The values a node could read at one of its visits, by the paths that stand in its settings and rules. */
export function readsOf(document: WorkflowDocument, node: string, saw: RunData): Read[] {
  const config = document.nodes[node]?.config ?? {};
  const paths = new Set<string>();
  for (const part of [config, ...artifactsOf(document, config)]) pathsIn(part, paths);
  const fields = fieldsOf(document);
  return [...paths].sort().map((path) => ({
    path,
    title: findField(fields, path)?.title ?? path,
    value: readPath(saw, path),
  }));
}
