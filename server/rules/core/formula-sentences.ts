import { MAX_FORMULA_DEPTH } from "./arithmetic";
import type { Condition, Expression, Operand } from "./ast";
import { formatNumber } from "./currency";
import { operator, type Part, text, value, valueText, type Words } from "./words";

/** How the other parts of the language are said; given down so that formulas need not know them. */
export interface Sayer {
  words: Words;
  field(path: string): Part[];
  operand(operand: Operand, depth: number): Part[];
  condition(condition: Condition, depth: number): Part[];
}

const SIGNS = { add: "+", subtract: "−", multiply: "×", divide: "÷" } as const;
const ROUNDING = {
  half_even: "to the nearest, halves to even",
  half_up: "to the nearest, halves up",
  down: "down",
  up: "up",
};
const LISTS = { min: "the smallest of", max: "the largest of", coalesce: "the first known of" } as const;

function strength(expression: Expression): number {
  if (expression.op === "if") return 0;
  if (expression.op === "add" || expression.op === "subtract") return 1;
  return expression.op === "multiply" || expression.op === "divide" ? 2 : 3;
}

/** "Monthly volume ÷ 30 × Delivery days". */
export function formulaParts(expression: Expression, say: Sayer, depth: number): Part[] {
  if (depth > MAX_FORMULA_DEPTH) return [text("…")];
  const part = (of: Expression, least: number): Part[] => {
    const parts = formulaParts(of, say, depth + 1);
    return strength(of) < least ? [text("("), ...parts, text(")")] : parts;
  };
  switch (expression.op) {
    case "value":
      return [value(valueText(expression.value, undefined, say.words))];
    case "field": {
      const parts = say.field(expression.field);
      return expression.default === undefined
        ? parts
        : [...parts, text(`(${valueText(expression.default, undefined, say.words)} when missing)`)];
    }
    case "operand":
      return say.operand(expression.of, depth + 1);
    case "negate":
      return [operator("minus"), ...part(expression.of, 3)];
    case "abs":
      return [operator("the size of"), ...part(expression.of, 3)];
    case "days_between":
      return [
        text("days from"),
        ...say.operand(expression.from, depth + 1),
        text("to"),
        ...say.operand(expression.to, depth + 1),
      ];
    case "if":
      return [
        ...part(expression.yes, 1),
        operator("if"),
        ...say.condition(expression.when, depth + 1),
        operator("else"),
        ...part(expression.no, 1),
      ];
    case "round":
      return [
        ...part(expression.of, 3),
        text(`rounded ${ROUNDING[expression.mode]}, to ${formatNumber(expression.digits)} decimals`),
      ];
    case "min":
    case "max":
    case "coalesce": {
      const all = expression.of.flatMap((of, i) => [...(i === 0 ? [] : [text(",")]), ...part(of, 1)]);
      return [operator(LISTS[expression.op]), text("("), ...all, text(")")];
    }
    default: {
      const own = strength(expression);
      // The right side of − and ÷ binds tighter: a − (b − c).
      return [
        ...part(expression.left, own),
        operator(SIGNS[expression.op]),
        ...part(expression.right, own + 1),
      ];
    }
  }
}
