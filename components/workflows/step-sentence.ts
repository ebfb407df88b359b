import type { JsonObject } from "@/server/engine/state";
import type { ScorecardResult } from "@/server/rules/core/compile-scorecard";
import type { TableResult } from "@/server/rules/core/compile-table";
import { wordsOf } from "@/server/rules/core/fields";
import { explainScorecard, explainTable } from "@/server/rules/core/table-sentences";
import { valueText } from "@/server/rules/core/words";
import type { RunStep } from "@/server/runs/schema";
import { definitionOf } from "@/server/workflows/edits/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** The table or scorecard a node names. */
function partOf<T>(
  of: Record<string, T>,
  document: WorkflowDocument,
  node: string,
  setting: string,
): T | undefined {
  const key = document.nodes[node]?.config[setting];
  return typeof key === "string" && Object.hasOwn(of, key) ? of[key] : undefined;
}

/** The types whose words are the whole workflow's (titles of fields and values); all others say it themselves. */
const sayers: Record<
  string,
  (output: Record<string, unknown>, step: RunStep, document: WorkflowDocument) => string | null
> = {
  decision_table(output, step, document) {
    const table = partOf(document.tables, document, step.node, "table");
    // An answer by hand has no rows.
    if (!table || !Array.isArray(output["matched"])) return null;
    return explainTable(table, output as unknown as TableResult, wordsOf(document)).join(" ");
  },
  scorecard(output, step, document) {
    const card = partOf(document.scorecards, document, step.node, "scorecard");
    if (!card || !Array.isArray(output["factors"])) return null;
    return explainScorecard(card, output as unknown as ScorecardResult, wordsOf(document)).join(" ");
  },
  compute(output, _, document) {
    const words = wordsOf(document);
    const values = Object.entries(record(output["values"]));
    if (values.length === 0) return null;
    const title = (key: string) => document.formulas[key]?.title ?? key;
    return values
      .map(([key, value]) =>
        value === null
          ? `${title(key)} could not be told.`
          : `${title(key)} is ${valueText(value as object, `values.${key}`, words)}.`,
      )
      .join(" ");
  },
};

function saidOf(
  type: string,
  output: Record<string, unknown>,
  step: RunStep,
  document: WorkflowDocument,
): string | null {
  if (Object.hasOwn(sayers, type)) return sayers[type]!(output, step, document);
  const definition = definitionOf(type);
  const config = document.nodes[step.node]?.config ?? {};
  return definition?.said?.(output as JsonObject, { outlet: step.outlet, config, source: document }) || null;
}

/** The sentence of one step of a run: what it waits for or suffers, else what came of it, else how it was left. */
export function stepSentence(
  step: RunStep,
  document: WorkflowDocument,
  outletTitle: (outlet: string) => string,
): string | null {
  const { items } = step;
  if (items && step.state === "performing")
    return `${items.done} of ${items.total} done${items.failed > 0 ? `, ${items.failed} failed` : ""}.`;
  if (step.sentence !== null) return step.sentence;
  const type = document.nodes[step.node]?.type ?? "";
  // What an element found by itself is gone once it is over: that is not the same as having found nothing.
  const said = step.output === null ? null : saidOf(type, record(step.output), step, document);
  if (said !== null || step.outlet === null || ["next", "", "sent", "answered"].includes(step.outlet))
    return said;
  return `${outletTitle(step.outlet)}.`;
}
