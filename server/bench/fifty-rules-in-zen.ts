import type { Condition, Operand } from "@/server/rules/core/ast";

/** The same fifty rules in zen's expression language. Missing is null there, and comparing with null is an error, so each has its `??`. */
export function zenOf(condition: Condition, today: string): string {
  switch (condition.op) {
    case "all":
      return condition.of.map((part) => `(${zenOf(part, today)})`).join(" and ");
    case "any":
      return condition.of.map((part) => `(${zenOf(part, today)})`).join(" or ");
    case "≥":
      return `(${pathOf(condition.left)} ?? -1) >= ${literalOf(condition.right)}`;
    case ">":
      return moreMoney(condition.left, literalOf(condition.right) as { amount: number; currency: string });
    case "<": {
      if (!("ageInYears" in condition.left)) throw new Error("the bench has no zen for this age");
      const years = Number(literalOf(condition.right));
      const cut = `${Number(today.slice(0, 4)) - years}${today.slice(4, 10)}`;
      // Younger than eighteen is born after the day eighteen years ago; it has no calendar without a clock.
      return `d(${pathOf(condition.left.ageInYears)} ?? "1000-01-01") > d("${cut}")`;
    }
    case "in":
      return `${pathOf(condition.left)} in ${JSON.stringify(literalOf(condition.right))}`;
    case "is_true":
      return `${pathOf(condition.left)} == true`;
    case "some": {
      const { where } = condition;
      if (where.op !== "≥") throw new Error("the bench has no zen for this list");
      return `some(${condition.list} ?? [], #.${pathOf(where.left).replace("item.", "")} >= ${literalOf(where.right)})`;
    }
    default:
      throw new Error(`the bench has no zen for “${condition.op}”`);
  }
}

function moreMoney(left: Operand, { amount, currency }: { amount: number; currency: string }): string {
  const times = "formula" in left && left.formula.op === "multiply" ? left.formula : undefined;
  const field = times?.left.op === "field" ? times.left.field : "field" in left ? left.field : undefined;
  if (!field) throw new Error("the bench has no zen for this amount");
  const factor = times?.right.op === "value" ? ` * ${times.right.value}` : "";
  return `${field}.currency == "${currency}" and ${field}.amount${factor} > ${amount}`;
}

function literalOf(source: Operand): unknown {
  if (!("value" in source)) throw new Error("the bench compares with values only");
  return source.value;
}

function pathOf(source: Operand): string {
  if (!("field" in source)) throw new Error("the bench has no zen for this operand");
  return source.field;
}
