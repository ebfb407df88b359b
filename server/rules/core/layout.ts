import type { Condition, Operand, RuleSet } from "./ast";
import { listPath } from "./read";

export const MAX_DEPTH = 32;

export type GroupCondition = Extract<Condition, { of: Condition[] }>;
export type ListCondition = Extract<Condition, { list: string }>;
export type LeafCondition = Exclude<Condition, GroupCondition>;

/** A test whose answer a trace records, and the slots its values stand in. */
export interface Leaf {
  /** Position of its rule in the rule set. */
  rule: number;
  condition: LeafCondition;
  /** One per operand; a written-down value has none. */
  slots: (number | undefined)[];
}

/** Which answer and which value stands where in a trace. Compiler and reader both derive it from the rule set. */
export interface Layout {
  leaves: Leaf[];
  operands: Operand[];
}

export function isGroup(condition: Condition): condition is GroupCondition {
  return "of" in condition;
}

export function isListCondition(condition: Condition): condition is ListCondition {
  return "list" in condition;
}

/** Whether it is left out. A group of nothing else, and a test over a list that asks nothing, are out with it. */
export function isOut(condition: Condition): boolean {
  if (condition.off) return true;
  if (isGroup(condition)) return condition.of.every(isOut);
  return isListCondition(condition) && isOut(condition.where);
}

/** What of a group is asked. */
export const inUse = ({ of }: GroupCondition): Condition[] => of.filter((part) => !isOut(part));

/** What is written down; undefined when it is read or calculated. */
export function constantOf(operand: Operand): unknown {
  return "value" in operand ? operand.value : undefined;
}

/** The operands of a test in reading order; a test over a list has none of its own. */
export function operandsOf(condition: LeafCondition): Operand[] {
  if (isListCondition(condition)) return [];
  if (condition.op === "between") return [condition.left, condition.low, condition.high];
  return "right" in condition ? [condition.left, condition.right] : [condition.left];
}

/** These look at a list as a whole; every other test with a `[]` on its left asks about any element. */
export function isOverlap({ op }: LeafCondition): boolean {
  return op === "overlaps" || op === "not_overlaps";
}

/** The list a test asks about element by element: of a quantifier, or of a `[]` in what stands on the left. */
export function listOf(condition: LeafCondition): string | undefined {
  if (isListCondition(condition)) return listPath(condition.list);
  if (isOverlap(condition) || !("field" in condition.left)) return undefined;
  const end = condition.left.field.lastIndexOf("[]");
  return end < 0 ? undefined : condition.left.field.slice(0, end);
}

/** The tests of one condition in document order; tests inside a quantifier belong to the quantifier. */
export function leavesOf(condition: Condition, depth = 0): LeafCondition[] {
  if (depth > MAX_DEPTH || isOut(condition)) return [];
  return isGroup(condition) ? inUse(condition).flatMap((part) => leavesOf(part, depth + 1)) : [condition];
}

export function layoutConditions(conditions: readonly Condition[]): Layout {
  const operands: Operand[] = [];
  const slotOf = new Map<string, number>();
  const leaves = conditions.flatMap((condition, rule) =>
    leavesOf(condition).map((leaf): Leaf => {
      const slots = operandsOf(leaf).map((operand) => {
        if ("value" in operand) return undefined;
        const key = JSON.stringify(operand);
        const known = slotOf.get(key);
        if (known !== undefined) return known;
        slotOf.set(key, operands.length);
        return operands.push(operand) - 1;
      });
      return { rule, condition: leaf, slots };
    }),
  );
  return { leaves, operands };
}

export function layoutRuleSet(ruleSet: RuleSet): Layout {
  return layoutConditions(ruleSet.rules.map((rule) => rule.when));
}
