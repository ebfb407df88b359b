import type { Condition, Operand } from "@/server/rules/core/ast";

/** The same fifty rules for json-rules-engine: a fact per part of the record and a path into it. */
export type JsonRule = { all: JsonRule[] } | { any: JsonRule[] } | JsonRuleTest;

interface JsonRuleTest {
  fact: string;
  path: string;
  operator: string;
  value: unknown;
}

export function jsonRuleOf(condition: Condition): JsonRule {
  switch (condition.op) {
    case "all":
      return { all: condition.of.map(jsonRuleOf) };
    case "any":
      return { any: condition.of.map(jsonRuleOf) };
    case "≥":
      return testOf(condition.left, "greaterThanInclusive", condition.right);
    case ">": {
      const { left } = condition;
      const times = "formula" in left && left.formula.op === "multiply" ? left.formula : undefined;
      if (times?.left.op !== "field" || times.right.op !== "value")
        return testOf(left, "moreMoney", condition.right);
      const value = { times: times.right.value, ...(literalOf(condition.right) as object) };
      return testOf({ field: times.left.field }, "moreMoney", { value: value as never });
    }
    case "<":
      if (!("ageInYears" in condition.left)) break;
      return testOf(condition.left.ageInYears, "youngerThan", condition.right);
    case "in":
      return testOf(condition.left, "in", condition.right);
    case "is_true":
      return testOf(condition.left, "equal", { value: true });
    case "some":
      if (condition.where.op !== "≥") break;
      return testOf({ field: condition.list }, "someShareOf", condition.where.right);
  }
  throw new Error(`the bench has no json-rules-engine rule for “${condition.op}”`);
}

interface Money {
  amount: number;
  currency: string;
}

/** Tests it has none of itself. */
export const ownTests: { [name: string]: (seen: never, limit: never) => boolean } = {
  moreMoney: (seen: Money | undefined, limit: Money & { times?: number }) =>
    seen?.currency === limit.currency && seen.amount * (limit.times ?? 1) > limit.amount,
  someShareOf: (seen: { share: number }[] | undefined, limit: number) =>
    seen?.some(({ share }) => share >= limit) === true,
};

function literalOf(source: Operand): unknown {
  if (!("value" in source)) throw new Error("the bench compares with values only");
  return source.value;
}

function testOf(left: Operand, operator: string, right: Operand): JsonRuleTest {
  if (!("field" in left)) throw new Error("the bench has no json-rules-engine fact for this operand");
  const [place, ...path] = left.field.split(".");
  return { fact: place!, path: `$.${path.join(".")}`, operator, value: literalOf(right) };
}
