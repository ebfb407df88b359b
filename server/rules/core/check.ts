import type { Condition, Operand } from "./ast";
import {
  type CheckScope,
  checkList,
  checkOperand,
  isTime,
  type Kind,
  kindOfLiteral,
  meaning,
  type RuleProblem,
  say,
  TYPE_NAMES,
  type Walk,
} from "./check-operand";
import type { FieldType } from "./fields";
import { isGroup, isListCondition } from "./layout";
import { askedOf } from "./list-kinds";
import { nearest } from "./nearest";
import { parseNetwork } from "./network";
import { listPath } from "./read";
import { compilePattern, MAX_PATTERN } from "./text-tests";

/** A test of one value against another. */
type SideBySide = Extract<Condition, { left: Operand; right: Operand }>;

function comparable(a: Kind, b: Kind): boolean {
  if (a.type === "any" || b.type === "any") return true;
  if (isTime(a) && isTime(b)) return true;
  return a.type === b.type;
}

function compare(walk: Walk, left: Kind, operand: Operand, at: string): void {
  const right = checkOperand(walk, operand, at);
  if (isTime(left) && "value" in operand && operand.value === "") {
    say(walk, at, "bad_date", "A date is missing here.");
    return;
  }
  const zero = "value" in operand && operand.value === 0;
  if (zero && left.type === "money") return;
  if (!comparable(left, right)) {
    say(
      walk,
      at,
      "wrong_type",
      `The field is ${TYPE_NAMES[left.type]}, and it is compared with ${TYPE_NAMES[right.type]}.`,
      meaning("value" in operand ? asType(operand.value, left.type) : undefined),
    );
    return;
  }
  if (left.type === "money" && left.currency && right.currency && left.currency !== right.currency)
    say(walk, at, "currency_mismatch", `The field is in ${left.currency}, the limit in ${right.currency}.`);
  checkChoice(walk, left, operand, at);
}

/** The same written as the field has it: "18" for a number is 18. */
function asType(value: unknown, type: FieldType): string | number | boolean | undefined {
  if (type === "text" && (typeof value === "number" || typeof value === "boolean")) return String(value);
  if (typeof value !== "string") return undefined;
  if (type === "number" && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
  return type === "boolean" && (value === "true" || value === "false") ? value === "true" : undefined;
}

function checkChoice(walk: Walk, left: Kind, operand: Operand, at: string): void {
  if (!left.choices || !("value" in operand)) return;
  const wanted: unknown[] = Array.isArray(operand.value) ? operand.value : [operand.value];
  for (const value of wanted)
    if (typeof value === "string" && !Object.hasOwn(left.choices, value))
      say(
        walk,
        at,
        "unknown_value",
        `The field never is “${value}”. It is one of: ${Object.keys(left.choices).join(", ")}.`,
        { name: value, ...meaning(nearest(value, Object.keys(left.choices))) },
      );
}

function needs(walk: Walk, kind: Kind, types: readonly FieldType[], what: string, at: string): void {
  if (kind.type !== "any" && !types.includes(kind.type))
    say(
      walk,
      at,
      "wrong_type",
      `${what} needs ${TYPE_NAMES[types[0]!]}, and this is ${TYPE_NAMES[kind.type]}.`,
    );
}

function checkSet(walk: Walk, test: SideBySide, at: string): void {
  const left = checkOperand(walk, test.left, `${at}.left`);
  const right = checkOperand(walk, test.right, `${at}.right`);
  needs(walk, right, ["list"], "The right side", `${at}.right`);
  const element: Kind =
    (test.op === "overlaps" || test.op === "not_overlaps") && left.type === "list"
      ? { type: left.of ?? "any", choices: left.choices }
      : left;
  if ("value" in test.right && Array.isArray(test.right.value)) {
    const kinds = test.right.value.map(kindOfLiteral);
    if (!kinds.every((kind) => comparable(element, kind) || (element.type === "text" && isTime(kind))))
      say(
        walk,
        `${at}.right`,
        "wrong_type",
        `The field is ${TYPE_NAMES[element.type]}; the list holds other things.`,
      );
  }
  checkChoice(walk, element, test.right, `${at}.right`);
}

function checkText(walk: Walk, test: SideBySide, at: string): void {
  const left = checkOperand(walk, test.left, `${at}.left`);
  const right = checkOperand(walk, test.right, `${at}.right`);
  if (test.op === "contains" && left.type === "list") return;
  needs(walk, left, ["text", "date", "date_time"], "This test", `${at}.left`);
  needs(walk, right, ["text", "date", "date_time"], "The right side", `${at}.right`);
  if (test.op !== "matches") return;
  const pattern = "value" in test.right ? test.right.value : undefined;
  if (typeof pattern !== "string" || !compilePattern(pattern, false))
    say(
      walk,
      `${at}.right`,
      "bad_pattern",
      `Write the pattern down as a regular expression in RE2's syntax (no look-around, no back-references), of at most ${MAX_PATTERN} characters.`,
    );
}

const MAX_NAMED = 5;

function checkNetwork(walk: Walk, test: SideBySide, at: string): void {
  needs(walk, checkOperand(walk, test.left, `${at}.left`), ["text"], "An address", `${at}.left`);
  const right = checkOperand(walk, test.right, `${at}.right`);
  needs(walk, right, ["list", "text"], "The right side", `${at}.right`);
  if (!("value" in test.right)) return;
  const written: unknown[] = Array.isArray(test.right.value) ? test.right.value : [test.right.value];
  const wrong = written.filter((one) => typeof one !== "string" || !parseNetwork(one));
  for (const one of wrong.slice(0, MAX_NAMED))
    say(
      walk,
      `${at}.right`,
      "bad_network",
      `“${String(one)}” is no address and no network. Write 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32.`,
    );
}

function checkLikeness(walk: Walk, test: SideBySide, at: string): void {
  needs(walk, checkOperand(walk, test.left, `${at}.left`), ["text"], "This test", `${at}.left`);
  const right = checkOperand(walk, test.right, `${at}.right`);
  needs(walk, right, ["text", "list"], "The right side", `${at}.right`);
  if ("value" in test.right && Array.isArray(test.right.value))
    if (!test.right.value.every((one) => typeof one === "string"))
      say(walk, `${at}.right`, "wrong_type", "Names are compared with names; the list holds other things.");
}

function checkNamedList(walk: Walk, test: Extract<Condition, { listKey: string }>, at: string): void {
  const { scope } = walk;
  const left = checkOperand(walk, test.left, `${at}.left`);
  const key = test.listKey;
  scope.heard?.({ kind: "list", key, path: `${at}.listKey` });
  if (scope.isBesideLists) {
    say(
      walk,
      `${at}.listKey`,
      "list_not_here",
      "No list can be asked here. Ask it in a rule set, a formula or a branch, and test what that found.",
    );
    return;
  }
  const asked: Kind = left.type === "list" ? { type: left.of ?? "any" } : left;
  needs(walk, asked, ["text", "number"], "A list", `${at}.left`);
  if (!scope.lists) return;
  const list = scope.lists.get(key);
  if (!list) {
    const instead = nearest(key, new Set(scope.lists.keys()));
    say(walk, `${at}.listKey`, "unknown_list", `This workspace has no list “${key}”.`, {
      name: key,
      ...meaning(instead),
    });
    return;
  }
  const wanted = askedOf(list);
  if (asked.type !== wanted && (asked.type === "text" || asked.type === "number"))
    say(
      walk,
      `${at}.left`,
      "list_kind",
      `“${list.title}” is asked about ${TYPE_NAMES[wanted]}, and this is ${TYPE_NAMES[asked.type]}.`,
    );
}

function checkTime(walk: Walk, test: SideBySide, at: string): void {
  const left = checkOperand(walk, test.left, `${at}.left`);
  needs(walk, left, ["date", "date_time"], "This test", `${at}.left`);
  const right = checkOperand(walk, test.right, `${at}.right`);
  const isSpan = test.op === "within_last" || test.op === "older_than";
  if (isSpan) needs(walk, right, ["duration"], "The right side", `${at}.right`);
  else if ("value" in test.right && !isTime(right))
    say(walk, `${at}.right`, "bad_date", "Write a date as YYYY-MM-DD, or a time as 2026-01-31T12:00:00Z.");
  else needs(walk, right, ["date", "date_time"], "The right side", `${at}.right`);
}

function walkCondition(walk: Walk, test: Condition, at: string): void {
  if (test.off) return;
  if (isGroup(test)) {
    test.of.forEach((part, i) => {
      walkCondition(walk, part, `${at}.of.${i}`);
    });
    return;
  }
  if (isListCondition(test)) {
    const list = checkList(walk, test.list, `${at}.list`);
    if ((test.op === "at_least" || test.op === "exactly") && test.n === undefined)
      say(walk, `${at}.n`, "missing_count", "Say how many.");
    walkCondition({ ...walk, list }, test.where, `${at}.where`);
    return;
  }
  switch (test.op) {
    case "in":
    case "not_in":
    case "overlaps":
    case "not_overlaps":
      checkSet(walk, test, at);
      return;
    case "in_network":
    case "not_in_network":
      checkNetwork(walk, test, at);
      return;
    case "similar_to":
      checkLikeness(walk, test, at);
      return;
    case "contains":
    case "starts_with":
    case "ends_with":
    case "matches":
      checkText(walk, test, at);
      return;
    case "before":
    case "after":
    case "within_last":
    case "older_than":
      checkTime(walk, test, at);
      return;
    case "is_missing":
    case "is_present":
      checkOperand(walk, test.left, `${at}.left`);
      return;
    case "is_true":
    case "is_false":
      needs(walk, checkOperand(walk, test.left, `${at}.left`), ["boolean"], "This test", `${at}.left`);
      return;
    case "in_list":
    case "not_in_list":
      checkNamedList(walk, test, at);
      return;
    case "between": {
      const left = ordered(walk, test.left, at);
      compare(walk, left, test.low, `${at}.low`);
      compare(walk, left, test.high, `${at}.high`);
      return;
    }
    case "=":
    case "≠":
      compare(walk, checkOperand(walk, test.left, `${at}.left`), test.right, `${at}.right`);
      return;
    default:
      compare(walk, ordered(walk, test.left, at), test.right, `${at}.right`);
  }
}

function ordered(walk: Walk, operand: Operand, at: string): Kind {
  const kind = checkOperand(walk, operand, `${at}.left`);
  needs(walk, kind, ["number", "money", "date", "date_time"], "More or less", `${at}.left`);
  return kind;
}

function duplicateIds(test: Condition, at: string, seen: Set<string>, problems: RuleProblem[]): void {
  if (seen.has(test.id))
    problems.push({ path: `${at}.id`, code: "duplicate_id", message: `The id “${test.id}” is used twice.` });
  seen.add(test.id);
  if (isGroup(test))
    test.of.forEach((part, i) => {
      duplicateIds(part, `${at}.of.${i}`, seen, problems);
    });
  else if (isListCondition(test)) duplicateIds(test.where, `${at}.where`, seen, problems);
}

/** A fresh walk over something outside every list. */
export function newWalk(scope: CheckScope, list?: string): Walk {
  return {
    scope,
    list: list === undefined ? undefined : listPath(list),
    problems: [],
    where: walkCondition,
  };
}

/** One condition against the fields it can read. `list`: the list whose element `item` is. */
export function checkCondition(
  test: Condition,
  scope: CheckScope,
  at = "when",
  list?: string,
): RuleProblem[] {
  const walk = newWalk(scope, list);
  duplicateIds(test, at, new Set(), walk.problems);
  walkCondition(walk, test, at);
  return walk.problems;
}
