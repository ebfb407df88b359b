import type { WorkflowDocument, WorkflowNode } from "@/server/workflows/schema";
import type { FieldInfo, FieldType } from "./fields";
import type { Add } from "./schema-fields";
import { type DecisionTable, type Given, listsValues, type OutputColumn } from "./table";
import { humanise, large } from "./words";

/** What formulas, tables and scorecards leave for later steps: `values.KEY`, and the outputs of their nodes. */

type Value = Pick<FieldInfo, "title" | "type"> & { key: string; of?: FieldType; currency?: string };

const GROUP = "Computed values";
const own = <T>(of: { readonly [key: string]: T }, key: unknown): T | undefined =>
  typeof key === "string" && Object.hasOwn(of, key) ? of[key] : undefined;

function typeOfGiven(given: Given): FieldType {
  return typeof given === "string"
    ? "text"
    : typeof given === "object"
      ? "money"
      : (typeof given as "number" | "boolean");
}

function tableValue(table: DecisionTable, output: OutputColumn): Value {
  const { key, title, currency } = output;
  const type: FieldType = output.type ?? "any";
  if (listsValues(table)) return { key, title, type: "list", of: type };
  if (table.collect === "count") return { key, title, type: "number" };
  return { key, title, type, ...(currency === undefined ? {} : { currency }) };
}

/** A formula's type is “any” here: telling it needs the fields themselves, so the checker finds it out. */
export function addComputed(document: WorkflowDocument, add: Add): void {
  const put = (path: string, group: string, { key, ...rest }: Value) =>
    add({ path: `${path}.${key}`, group, ...rest });
  for (const [key, { title }] of Object.entries(document.formulas))
    put("values", GROUP, { key, title, type: "any" });
  for (const table of Object.values(document.tables))
    for (const output of table.outputs)
      if (output.kind === "value") put("values", GROUP, tableValue(table, output));
  for (const card of Object.values(document.scorecards)) {
    if (card.total !== undefined)
      put("values", GROUP, { key: card.total, title: `${card.title}: total`, type: "number" });
    for (const { values = {} } of card.bands)
      for (const [key, given] of Object.entries(values))
        put("values", GROUP, { key, title: large(humanise(key)), type: typeOfGiven(given) });
  }
  for (const [key, node] of Object.entries(document.nodes)) addOutputs(document, node, `nodes.${key}`, add);
}

function addOutputs(document: WorkflowDocument, node: WorkflowNode, path: string, add: Add): void {
  const group = node.title;
  const put = (key: string, title: string, type: FieldType, of?: FieldType) =>
    add({ path: `${path}.${key}`, title: `${group}: ${title}`, group, type, ...(of ? { of } : {}) });
  if (node.type === "compute") {
    put("values", "values", "any");
    put("unknown", "what could not be computed", "any");
  }
  const isTable = node.type === "decision_table" && own(document.tables, node.config["table"]);
  const isCard = node.type === "scorecard" && own(document.scorecards, node.config["scorecard"]);
  if (!isTable && !isCard) return;
  put("outcome", "outcome", "text");
  put("reasonCodes", "reason codes", "list", "text");
  if (isTable) {
    put("matched", "rows that hold", "list", "number");
    put("unknown", "rows that could not be told", "list", "number");
    put("isDefault", "no row held", "boolean");
    put("points", "points", "number");
    put("queue", "queue", "text");
  } else {
    put("total", "total", "number");
    put("band", "band", "text");
    put("factors", "points of each factor", "list", "object");
    for (const [key, type] of [
      ["key", "text"],
      ["points", "number"],
      ["cost", "number"],
    ] as const)
      add({ path: `${path}.factors[].${key}`, title: humanise(key), group, type });
  }
}
