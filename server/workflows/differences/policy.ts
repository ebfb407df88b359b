import type { NodeCatalogue } from "@/server/engine/node";
import { wordsOf } from "@/server/rules/core/fields";
import type { WorkflowDocument } from "../schema";
import type { Comparison } from "./lines";
import { documentShape } from "./shape";
import { type Step, stepsBetween, withSteps } from "./steps";
import { tell } from "./tell";
import { unitOf } from "./units";
import type { DifferenceLine } from "./values";

/** Two versions of a policy side by side: what was added, removed and changed, in words and as steps that can be taken. */

export const differenceParts = [
  "General",
  "Outcomes",
  "Steps",
  "Ways",
  "Rules",
  "Tables",
  "Scorecards",
  "Formulas",
  "Forms",
  "Reason codes",
  "Queues",
  "Document types",
  "Texts",
] as const;
export type DifferencePart = (typeof differenceParts)[number];

export interface Difference {
  /** Where in the document: `rules/main/rules/R04`. */
  id: string;
  part: DifferencePart;
  kind: "added" | "removed" | "changed";
  /** “Rule R04 “Owner is a PEP””. */
  title: string;
  lines: DifferenceLine[];
  /** The thing it belongs to, which can be restored as a whole: `rules/main`, `nodes/review`. */
  thing: string;
  /** Nodes of the canvas it is about. */
  nodes: string[];
  steps: Step[];
}

const MOST_LINES = 40;

function cut(lines: DifferenceLine[]): DifferenceLine[] {
  if (lines.length <= MOST_LINES) return lines;
  const more = lines.length - MOST_LINES + 1;
  return [...lines.slice(0, MOST_LINES - 1), { label: `${more} more`, before: null, after: null }];
}

const isQuiet = (step: Step) => (step.op === "set" || step.op === "order") && step.isQuiet;

/** Everything that differs, in the order in which a policy is read. Equal versions differ in nothing. */
export function differencesOf(
  before: WorkflowDocument,
  after: WorkflowDocument,
  catalogue: NodeCatalogue,
): Difference[] {
  const units = new Map<string, Step[]>();
  for (const step of stepsBetween(documentShape, before, after)) {
    const id = unitOf(step.path).join("/");
    units.set(id, [...(units.get(id) ?? []), step]);
  }
  const loud = [...units].filter(([, steps]) => !steps.every(isQuiet));
  if (loud.length === 0) return [];
  const comparison: Comparison = {
    before: { document: before, words: wordsOf(before) },
    after: { document: after, words: wordsOf(after) },
    catalogue,
  };
  return loud
    .map(([id, steps]): Difference => {
      const { lines, ...told } = tell(steps, comparison);
      return { id, ...told, lines: cut(lines), steps };
    })
    .sort((a, b) => differenceParts.indexOf(a.part) - differenceParts.indexOf(b.part));
}

/** The document with those differences made in it. With all of them it says what the other one says. */
export const withDifferences = (
  document: WorkflowDocument,
  differences: readonly Difference[],
): WorkflowDocument =>
  withSteps(
    documentShape,
    document,
    differences.flatMap(({ steps }) => steps),
  ) as WorkflowDocument;

/** One difference as a sentence: "Rule R04 “Owner is a PEP”: points 120 → 140". */
export function differenceSentence({ title, kind, lines }: Difference): string {
  if (kind !== "changed") return `${title}: ${kind}`;
  const told = lines.map(({ label, before, after }) => {
    const name = label.charAt(0).toLowerCase() + label.slice(1);
    if (before === null && after === null) return name;
    return `${name} ${before ?? "nothing"} → ${after ?? "nothing"}`.trim();
  });
  return `${title}: ${told.join("; ")}`;
}
