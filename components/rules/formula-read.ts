import type { Expression } from "@/server/rules/core/ast";
import { newWalk } from "@/server/rules/core/check";
import { checkOperand, TYPE_NAMES } from "@/server/rules/core/check-operand";
import type { FieldCatalogue } from "@/server/rules/core/fields";
import { parseFormula } from "@/server/rules/core/formula-parse";

export interface FormulaFault {
  message: string;
  /** Where in the text; without, the whole of it. */
  from: number;
  to: number;
  /** What was written and what was probably meant. */
  name?: string | undefined;
  instead?: string | undefined;
}

export interface ReadFormula {
  expression: Expression | undefined;
  /** “a number”, “money in EUR”. */
  type: string | undefined;
  fault: FormulaFault | undefined;
}

/** A formula's text read and checked, with the place of what is wrong. */
export function readFormula(text: string, fields: FieldCatalogue | undefined, list?: string): ReadFormula {
  const read = parseFormula(text);
  if (!read.ok) return { expression: undefined, type: undefined, fault: read.problems[0] };
  const { expression, places } = read;
  if (!fields || fields.size === 0) return { expression, type: undefined, fault: undefined };
  const none = new Set<string>();
  const scope = { fields, outcomes: none, reasonCodes: none, queues: none, documentTypes: none };
  const walk = newWalk(scope, list);
  const { type, currency } = checkOperand(walk, { formula: expression }, "");
  const [problem] = walk.problems;
  const told =
    type === "any" ? undefined : currency ? `${TYPE_NAMES[type]} in ${currency}` : TYPE_NAMES[type];
  if (!problem) return { expression, type: told, fault: undefined };
  const { message, name, instead } = problem;
  const steps = problem.path.split(".").filter((step) => step !== "" && step !== "formula");
  let place = places.get("");
  for (let end = steps.length; end > 0; end--) {
    const found = places.get(steps.slice(0, end).join("."));
    if (found) {
      place = found;
      break;
    }
  }
  return {
    expression,
    type: told,
    fault: {
      ...{ message, name, from: place?.from ?? 0, to: place?.to ?? text.length },
      instead: instead === undefined ? undefined : String(instead),
    },
  };
}
