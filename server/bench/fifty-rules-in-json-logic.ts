import type { Condition, Operand } from "@/server/rules/core/ast";

/** The same fifty rules as JSON Logic, for the engine we compare with: money is compared within its currency only. */

type Logic = unknown;

export function jsonLogicOf(condition: Condition): Logic {
  switch (condition.op) {
    case "all":
      return { and: condition.of.map(jsonLogicOf) };
    case "any":
      return { or: condition.of.map(jsonLogicOf) };
    case "≥":
      return { ">=": [wanted(condition.left), literalOf(condition.right)] };
    case "<":
      return { "<": [wanted(condition.left), literalOf(condition.right)] };
    case ">":
      return isMoreMoney(condition.left, literalOf(condition.right) as Money);
    case "in":
      return { in: [wanted(condition.left), literalOf(condition.right)] };
    case "is_true":
      return { "===": [wanted(condition.left), true] };
    case "some":
      return { some: [{ var: condition.list }, jsonLogicOf(condition.where)] };
    default:
      throw new Error(`the bench has no JSON Logic for “${condition.op}”`);
  }
}

interface Money {
  amount: number;
  currency: string;
}

function isMoreMoney(left: Operand, { amount, currency }: Money): Logic {
  const factor = "formula" in left && left.formula.op === "multiply" ? left.formula : undefined;
  const field = factor?.left.op === "field" ? factor.left.field : "field" in left ? left.field : undefined;
  if (!field) throw new Error("the bench has no JSON Logic for this amount");
  const own = { var: `${field}.amount` };
  const times = factor?.right.op === "value" ? factor.right.value : undefined;
  return {
    and: [
      { "===": [{ var: `${field}.currency` }, currency] },
      { ">": [times === undefined ? own : { "*": [own, times] }, amount] },
    ],
  };
}

function literalOf(source: Operand): Logic {
  if (!("value" in source)) throw new Error("the bench compares with values only");
  return source.value;
}

function wanted(source: Operand): Logic {
  if ("field" in source) return { var: source.field.replace(/^item\./, "") };
  if ("ageInYears" in source) return { age_in_years: [wanted(source.ageInYears)] };
  throw new Error("the bench has no JSON Logic for this operand");
}
