import { type PartKind, partOf } from "@/server/workflows/parts/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";

/** What of the workflow a step goes by, and is edited where the step is: its rules, its table, its form. */
export interface StepParts {
  kind: PartKind;
  /** The setting of the step that names it; of formulas a list of names. */
  setting: string;
  tab: string;
  /** What its tab counts; without, the parts themselves. */
  list: string | undefined;
  /** Where parts of this kind stand in the document. */
  part: "rules" | "tables" | "scorecards" | "formulas" | "forms";
}

const byType: { readonly [type: string]: StepParts } = {
  rules: { kind: "ruleSet", setting: "ruleSet", tab: "Rules", list: "rules", part: "rules" },
  decision_table: { kind: "table", setting: "table", tab: "Table", list: "rows", part: "tables" },
  scorecard: {
    ...{ kind: "scorecard", setting: "scorecard", tab: "Scorecard", list: "factors", part: "scorecards" },
  },
  compute: { kind: "formula", setting: "formulas", tab: "Formulas", list: undefined, part: "formulas" },
  collect: { kind: "form", setting: "form", tab: "Form", list: "pages", part: "forms" },
};

export const stepPartsOf = (type: string): StepParts | undefined =>
  Object.hasOwn(byType, type) ? byType[type] : undefined;

/** The keys a step names, whether they are there or not. */
export function partsNamed({ setting }: StepParts, config: Record<string, unknown>): string[] {
  const named = config[setting];
  return (Array.isArray(named) ? named : [named]).filter(
    (one): one is string => typeof one === "string" && one !== "",
  );
}

/** How many there are of what the parts consist of: rules, rows, pages. */
export function partCount(
  document: WorkflowDocument,
  { kind, list }: StepParts,
  keys: readonly string[],
): number {
  if (list === undefined) return keys.length;
  return keys.reduce((count, key) => {
    const held = (partOf(document, kind, key) as Record<string, unknown> | undefined)?.[list];
    return count + (Array.isArray(held) ? held.length : 0);
  }, 0);
}
