import type { Condition, Expression, Literal, Operand } from "./ast";
import { currencyDigits } from "./currency";
import { minorText } from "./number-text";
import { isMoney } from "./value";

const SIGNS = { add: "+", subtract: "-", multiply: "*", divide: "/" } as const;
const TESTS: { readonly [op: string]: string } = {
  "=": "=",
  "≠": "!=",
  "<": "<",
  "≤": "<=",
  ">": ">",
  "≥": ">=",
  in: "in",
};
const TOTALS = {
  sum: "sum",
  average: "average",
  min: "smallest",
  max: "largest",
  distinct: "distinct",
} as const;
/** Words that mean something else at the start of a path. */
const TAKEN = new Set("input party forms nodes values item and or not in true false null this".split(" "));
const PLAIN = /^[A-Za-z_]\w*(\[\])?$/;

/** What the text has no words for: the condition stays possible in rules, and cannot be part of a formula. */
class NoText extends Error {}

/** A formula as its author would write it; undefined when it holds a test that formulas have no words for. */
export function formulaText(expression: Expression): string | undefined {
  try {
    return expressionText(expression);
  } catch (error) {
    if (error instanceof NoText) return undefined;
    throw error;
  }
}

function strength(expression: Expression): number {
  if (expression.op === "add" || expression.op === "subtract") return 1;
  return expression.op === "multiply" || expression.op === "divide" ? 2 : 3;
}

function expressionText(expression: Expression): string {
  const part = (of: Expression, least: number) =>
    strength(of) < least ? `(${expressionText(of)})` : expressionText(of);
  switch (expression.op) {
    case "value":
      return literalText(expression.value);
    case "field":
      return expression.default === undefined
        ? pathText(expression.field)
        : `coalesce(${pathText(expression.field)}, ${literalText(expression.default)})`;
    case "operand":
      return operandText(expression.of);
    case "negate":
      // -5 is a number; minus five negated is not.
      return expression.of.op === "value"
        ? `-(${expressionText(expression.of)})`
        : `-${part(expression.of, 3)}`;
    case "abs":
      return `abs(${expressionText(expression.of)})`;
    case "min":
    case "max":
    case "coalesce":
      return `${expression.op}(${expression.of.map(expressionText).join(", ")})`;
    case "if":
      return `if(${conditionText(expression.when, 0)}, ${expressionText(expression.yes)}, ${expressionText(expression.no)})`;
    case "days_between":
      return `days_between(${operandText(expression.from)}, ${operandText(expression.to)})`;
    case "round": {
      const mode = expression.mode === "half_even" ? "" : `, "${expression.mode}"`;
      return `round(${expressionText(expression.of)}, ${expression.digits}${mode})`;
    }
    default: {
      const own = strength(expression);
      return `${part(expression.left, own)} ${SIGNS[expression.op]} ${part(expression.right, own + 1)}`;
    }
  }
}

function pathText(path: string): string {
  const steps = path.split(".");
  const [first, ...rest] = steps;
  if (!steps.every((step) => PLAIN.test(step))) return `field(${quoted(path)})`;
  if (first === "values" && rest.length === 1 && !TAKEN.has(rest[0]!)) return rest[0]!;
  return path === "item" || (TAKEN.has(first!) && rest.length > 0) ? path : `field(${quoted(path)})`;
}

function quoted(text: string): string {
  const inner = text
    .replace(/[\\"]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `"${inner}"`;
}

function literalText(literal: Literal): string {
  if (typeof literal === "string") return quoted(literal);
  if (typeof literal === "number" || typeof literal === "boolean") return String(literal);
  if (Array.isArray(literal)) return `[${literal.map(literalText).join(", ")}]`;
  if (isMoney(literal))
    return `money(${minorText(literal.amount, currencyDigits(literal.currency))}, "${literal.currency}")`;
  throw new NoText();
}

function operandText(operand: Operand): string {
  if ("value" in operand) return literalText(operand.value);
  if ("field" in operand) {
    if (operand.default === undefined) return pathText(operand.field);
    throw new NoText();
  }
  if ("formula" in operand) return expressionText(operand.formula);
  if ("ageInYears" in operand) return `age(${operandText(operand.ageInYears)})`;
  if ("daysSince" in operand) return `days_since(${operandText(operand.daysSince)})`;
  const where = operand.where ? `, ${conditionText(operand.where, 0)}` : "";
  if ("count" in operand) return `count(${pathText(operand.count)}${where})`;
  const of = operand.of.replace(/^item(\.|$)/, "");
  const path = `${operand.list.replace(/\[\]$/, "")}[]${of === "" ? "" : `.${of}`}`;
  return `${TOTALS[operand.aggregate]}(${pathText(path)}${where})`;
}

/** `outer`: 1 inside “or”, 2 inside “and”; looser groups stand in brackets. */
function conditionText(condition: Condition, outer: number): string {
  if (condition.op === "all" || condition.op === "any") {
    const own = condition.op === "all" ? 2 : 1;
    const [only, ...more] = condition.of;
    if (more.length === 0) return conditionText(only!, outer);
    // The text knows pairs; a longer group is pairs of pairs, from the left.
    const text = condition.of
      .map((part, i) => conditionText(part, i === 0 ? own : own + 1))
      .join(condition.op === "all" ? " and " : " or ");
    return own < outer ? `(${text})` : text;
  }
  if (condition.op === "none") {
    const [only, ...more] = condition.of;
    if (more.length > 0) return `not (${conditionText({ ...condition, op: "any" }, 0)})`;
    return `not (${conditionText(only!, 0)})`;
  }
  if (condition.op === "is_missing") return `missing(${operandText(condition.left)})`;
  if (condition.op === "is_present") return `present(${operandText(condition.left)})`;
  if (condition.op === "is_true" && "field" in condition.left) return operandText(condition.left);
  const sign = Object.hasOwn(TESTS, condition.op) ? TESTS[condition.op] : undefined;
  if (sign === undefined || !("right" in condition) || ("ignoreCase" in condition && condition.ignoreCase))
    throw new NoText();
  return `${sideText(condition.left)} ${sign} ${sideText(condition.right)}`;
}

/** Sums bind tighter than tests, so what stands beside a test needs no brackets. */
const sideText = (operand: Operand): string => operandText(operand);
