import type { Condition, Operand } from "./ast";
import type { CalendarSettings } from "./calendar";
import type { Environment, Get, ListFinding, Test } from "./environment";
import { inUse, isGroup, isOut, type LeafCondition, type ListCondition, listOf, MAX_DEPTH } from "./layout";
import { compileAnyElement, compileValueTest, isSimple } from "./leaf";
import { compileOperand, compileWalk, type Kit } from "./operand";
import { FALSE, not, TOO_DEEP, TRUE, type Truth, Unknown } from "./value";

type Note = (env: Environment, finding: ListFinding) => void;

function verdict(condition: ListCondition, matched: number, of: number): Truth {
  const n = condition.n ?? 1;
  switch (condition.op) {
    case "some":
      return matched > 0 ? TRUE : FALSE;
    case "every":
      return matched === of ? TRUE : FALSE;
    case "no":
      return matched === 0 ? TRUE : FALSE;
    case "at_least":
      return matched >= n ? TRUE : FALSE;
    default:
      return matched === n ? TRUE : FALSE;
  }
}

/** Unknown elements count as not matching; `note` hears which they were. */
function compileListTest(condition: ListCondition, kit: Kit, depth: number, note?: Note): Test {
  const walk = compileWalk(condition.list, condition.where, kit, depth);
  return (env) => {
    const matched: number[] = [];
    const unknown: number[] = [];
    const of = walk(env, (_, i, truth) => {
      if (truth === TRUE) matched.push(i);
      else if (truth > TRUE) unknown.push(i);
    });
    if (of instanceof Unknown) return of.truth;
    note?.(env, { of, matched, unknown });
    return verdict(condition, matched.length, of);
  };
}

/** One test; `operand` says where the values come from. */
export function compileLeaf(
  condition: LeafCondition,
  operand: (operand: Operand, position: number) => Get,
  kit: Kit,
  depth: number,
  note?: Note,
): Test {
  if (!isSimple(condition)) return compileListTest(condition, kit, depth, note);
  let position = 0;
  const left = operand(condition.left, position);
  const test = compileValueTest(condition, (next) => operand(next, ++position), kit.settings.timeZone);
  if (listOf(condition) !== undefined) return compileAnyElement(left, test, note);
  return (env) => test(left(env), env);
}

/** Kleene's and and or in one: the first `decisive` decides, else the first unknown. No list is made on the way. */
function compileGroup(parts: readonly Test[], decisive: Truth): Test {
  const neutral = decisive === TRUE ? FALSE : TRUE;
  return (env) => {
    let result: Truth = neutral;
    for (let i = 0; i < parts.length; i++) {
      const truth = parts[i]!(env);
      if (truth === decisive) result = decisive;
      else if (truth > TRUE && result === neutral) result = truth;
    }
    return result;
  };
}

/** Every part of a group is evaluated, so that a trace is complete. */
export function compileGroups(
  condition: Condition,
  leaf: (condition: LeafCondition, depth: number) => Test,
  depth = 0,
): Test {
  if (depth > MAX_DEPTH) return () => TOO_DEEP;
  // Where nothing is asked, nothing holds: a rule without a test never fires.
  if (isOut(condition)) return () => FALSE;
  if (!isGroup(condition)) return leaf(condition, depth);
  const parts = inUse(condition).map((part) => compileGroups(part, leaf, depth + 1));
  if (parts.length === 1 && condition.op !== "none") return parts[0]!;
  const group = compileGroup(parts, condition.op === "all" ? FALSE : TRUE);
  return condition.op === "none" ? (env) => not(group(env)) : group;
}

export function newKit(settings: CalendarSettings): Kit {
  const kit: Kit = {
    settings,
    elementTest: (condition, depth) =>
      compileGroups(
        condition,
        (leaf, at) => compileLeaf(leaf, (operand) => compileOperand(operand, kit, at + 1), kit, at + 1),
        depth,
      ),
  };
  return kit;
}
