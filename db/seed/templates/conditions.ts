import type { Condition, Literal, Operand } from "@/server/rules/core/ast";
import { isGroup, isListCondition } from "@/server/rules/core/layout";

/** Short hands for writing conditions down. Ids come last, from `numbered`. */

type Side = string | Operand;

const side = (of: Side): Operand => (typeof of === "string" ? { field: of } : of);
const id = "unnumbered";

export const all = (...of: Condition[]): Condition => ({ id, op: "all", of });
export const any = (...of: Condition[]): Condition => ({ id, op: "any", of });

const compare =
  (op: "=" | "<" | "≤" | ">" | "≥") =>
  (left: Side, value: Literal): Condition => ({ id, op, left: side(left), right: { value } });
export const is = compare("=");
export const under = compare("<");
export const over = compare(">");
export const atLeast = compare("≥");
export const atMost = compare("≤");

export const oneOf = (left: Side, values: string[]): Condition => ({
  id,
  op: "in",
  left: side(left),
  right: { value: values },
});
export const noneOf = (left: Side, values: string[]): Condition => ({
  id,
  op: "not_in",
  left: side(left),
  right: { value: values },
});
export const isMissing = (left: Side): Condition => ({ id, op: "is_missing", left: side(left) });
export const isPresent = (left: Side): Condition => ({ id, op: "is_present", left: side(left) });
export const isYes = (left: Side): Condition => ({ id, op: "is_true", left: side(left) });
export const isNo = (left: Side): Condition => ({ id, op: "is_false", left: side(left) });
export const some = (list: string, where: Condition): Condition => ({ id, op: "some", list, where });

/** The same condition with an id per test, in document order: `DISSOLVED.1`, `DISSOLVED.2`, … */
export function numbered(prefix: string, condition: Condition): Condition {
  let count = 0;
  const walk = (part: Condition): Condition => {
    const own = `${prefix}.${++count}`;
    if (isGroup(part)) return { ...part, id: own, of: part.of.map(walk) };
    return isListCondition(part) ? { ...part, id: own, where: walk(part.where) } : { ...part, id: own };
  };
  return walk(condition);
}
