import { RE2JS } from "re2js";
import type { Operand } from "./ast";
import { addDuration, compareMoments, type Moment, parseMoment } from "./calendar";
import type { Environment, Get, Test } from "./environment";
import { isListCondition, type LeafCondition } from "./layout";
import {
  and,
  BAD_PATTERN,
  equals,
  FALSE,
  foldText,
  isDuration,
  isMissing,
  isMoney,
  isMoneyIn,
  MISSING,
  not,
  obstacleOf,
  or,
  orderOf,
  TRUE,
  type Truth,
  Unknown,
  WRONG_TYPE,
} from "./value";

export type SimpleCondition = Exclude<LeafCondition, { list: string }>;
/** A test of the value on the left; the right side is already known to it. */
export type ValueTest = (left: unknown, env: Environment) => Truth;

type Accepts = (order: number) => boolean;
const ORDERS: { readonly [op: string]: Accepts } = {
  "<": (order) => order < 0,
  "≤": (order) => order <= 0,
  ">": (order) => order > 0,
  "≥": (order) => order >= 0,
  before: (order) => order < 0,
  after: (order) => order > 0,
};

function constantOf(operand: Operand): unknown {
  return "value" in operand ? operand.value : undefined;
}

/** The two most frequent shapes, a number or money against a written-down limit, without the general comparison. */
function orderTest(op: string, right: Operand, get: Get, timeZone: string): ValueTest {
  const accepts = ORDERS[op]!;
  const limit = constantOf(right);
  const general: ValueTest = (left, env) => {
    const order = orderOf(left, get(env), timeZone);
    return order > 1 ? order : accepts(order) ? TRUE : FALSE;
  };
  if (typeof limit === "number")
    return (left, env) =>
      typeof left === "number" && Number.isFinite(left)
        ? accepts(left - limit)
          ? TRUE
          : FALSE
        : general(left, env);
  if (isMoney(limit)) {
    const { amount, currency } = limit;
    return (left, env) =>
      isMoneyIn(left, currency) ? (accepts(left.amount - amount) ? TRUE : FALSE) : general(left, env);
  }
  return general;
}

function equalTest(right: Operand, get: Get, timeZone: string): ValueTest {
  const expected = constantOf(right);
  const general: ValueTest = (left, env) => equals(left, get(env), timeZone);
  if (typeof expected === "boolean" || typeof expected === "number")
    return (left, env) =>
      typeof left === typeof expected && !Number.isNaN(left)
        ? left === expected
          ? TRUE
          : FALSE
        : general(left, env);
  return general;
}

function key(value: unknown, ignoreCase: boolean): unknown {
  return typeof value === "string" && ignoreCase ? foldText(value) : value;
}

function isScalar(value: unknown): boolean {
  return (
    (typeof value === "string" && value !== "") || typeof value === "number" || typeof value === "boolean"
  );
}

/** A missing element leaves the answer open; one of another type does not, unless all are. */
function containsValue(
  list: readonly unknown[],
  wanted: unknown,
  ignoreCase: boolean,
  timeZone: string,
): Truth {
  let result: Truth = list.length === 0 ? FALSE : WRONG_TYPE;
  for (const element of list) {
    const folded = ignoreCase && typeof element === "string" && typeof wanted === "string";
    const truth = folded
      ? equals(foldText(wanted), foldText(element), timeZone)
      : equals(wanted, element, timeZone);
    if (truth === TRUE) return TRUE;
    if (truth === MISSING || (truth === FALSE && result === WRONG_TYPE)) result = truth;
  }
  return result;
}

function memberTest(right: Operand, get: Get, ignoreCase: boolean, timeZone: string): ValueTest {
  const constant = constantOf(right);
  if (Array.isArray(constant)) {
    const known = new Set<unknown>(constant.map((element) => key(element, ignoreCase)));
    const kinds = new Set<string>(constant.map((element) => typeof element));
    return (left) =>
      isScalar(left) && (kinds.has(typeof left) || constant.length === 0)
        ? known.has(key(left, ignoreCase))
          ? TRUE
          : FALSE
        : obstacleOf(left);
  }
  return (left, env) => {
    const list = get(env);
    if (!Array.isArray(list)) return obstacleOf(list);
    if (!isScalar(left) && !isMoney(left)) return obstacleOf(left);
    return containsValue(list, left, ignoreCase, timeZone);
  };
}

function overlapTest(right: Operand, get: Get, ignoreCase: boolean, timeZone: string): ValueTest {
  const member = memberTest(right, get, ignoreCase, timeZone);
  return (left, env) => {
    if (isMissing(left) || left instanceof Unknown) return obstacleOf(left);
    const elements: unknown[] = Array.isArray(left) ? left : [left];
    if (elements.length === 0) {
      const list = get(env);
      return Array.isArray(list) ? FALSE : obstacleOf(list);
    }
    return or(elements.map((element) => member(element, env)));
  };
}

function textTest(
  op: "contains" | "starts_with" | "ends_with",
  get: Get,
  ignoreCase: boolean,
  timeZone: string,
): ValueTest {
  return (left, env) => {
    const wanted = get(env);
    if (op === "contains" && Array.isArray(left))
      return isScalar(wanted) || isMoney(wanted)
        ? containsValue(left, wanted, ignoreCase, timeZone)
        : obstacleOf(wanted);
    if (typeof left !== "string" || left === "") return obstacleOf(left);
    if (typeof wanted !== "string" || wanted === "") return obstacleOf(wanted);
    const text = ignoreCase ? foldText(left) : left;
    const part = ignoreCase ? foldText(wanted) : wanted;
    const found =
      op === "contains"
        ? text.includes(part)
        : op === "starts_with"
          ? text.startsWith(part)
          : text.endsWith(part);
    return found ? TRUE : FALSE;
  };
}

/** The pattern as a program that runs in linear time; undefined when it is none. Finds anywhere, like JSON Schema's `pattern`. */
export function compilePattern(pattern: string, ignoreCase: boolean): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch {
    return undefined;
  }
}

function patternTest(right: Operand, ignoreCase: boolean): ValueTest {
  const pattern = constantOf(right);
  const program = typeof pattern === "string" ? compilePattern(pattern, ignoreCase) : undefined;
  if (!program) return () => BAD_PATTERN;
  return (left) =>
    typeof left === "string" && left !== ""
      ? program.matcher(left).find()
        ? TRUE
        : FALSE
      : obstacleOf(left);
}

/** "Within last 3 months" of a value: it is not in the future, and value + 3 months is not yet past. */
function ageTest(op: "within_last" | "older_than", get: Get, timeZone: string): ValueTest {
  return (left, env) => {
    const moment: Moment | undefined = typeof left === "string" ? parseMoment(left, timeZone) : undefined;
    if (!moment) return obstacleOf(left);
    const span = get(env);
    if (!isDuration(span)) return obstacleOf(span);
    const older = compareMoments(addDuration(moment, span, timeZone), env.now) < 0;
    if (op === "older_than") return older ? TRUE : FALSE;
    return !older && compareMoments(moment, env.now) <= 0 ? TRUE : FALSE;
  };
}

function presenceTest(op: "is_missing" | "is_present"): ValueTest {
  return (left) => {
    if (left instanceof Unknown) return left.truth;
    return isMissing(left) === (op === "is_missing") ? TRUE : FALSE;
  };
}

function flagTest(op: "is_true" | "is_false"): ValueTest {
  return (left) =>
    typeof left === "boolean" ? (left === (op === "is_true") ? TRUE : FALSE) : obstacleOf(left);
}

function betweenTest(
  condition: Extract<SimpleCondition, { op: "between" }>,
  operand: (operand: Operand) => Get,
  timeZone: string,
): ValueTest {
  const low = orderTest(condition.openLow ? ">" : "≥", condition.low, operand(condition.low), timeZone);
  const high = orderTest(condition.openHigh ? "<" : "≤", condition.high, operand(condition.high), timeZone);
  return (left, env) => and([low(left, env), high(left, env)]);
}

/** The test of one value; `operand` compiles what it is compared with. */
export function compileValueTest(
  condition: SimpleCondition,
  operand: (operand: Operand) => Get,
  timeZone: string,
): ValueTest {
  switch (condition.op) {
    case "between":
      return betweenTest(condition, operand, timeZone);
    case "is_missing":
    case "is_present":
      return presenceTest(condition.op);
    case "is_true":
    case "is_false":
      return flagTest(condition.op);
    default: {
      const { op, right } = condition;
      const get = operand(right);
      const ignoreCase = "ignoreCase" in condition && condition.ignoreCase === true;
      switch (op) {
        case "=":
          return equalTest(right, get, timeZone);
        case "≠": {
          const equal = equalTest(right, get, timeZone);
          return (left, env) => not(equal(left, env));
        }
        case "in":
          return memberTest(right, get, ignoreCase, timeZone);
        case "not_in": {
          const member = memberTest(right, get, ignoreCase, timeZone);
          return (left, env) => not(member(left, env));
        }
        case "overlaps":
          return overlapTest(right, get, ignoreCase, timeZone);
        case "contains":
        case "starts_with":
        case "ends_with":
          return textTest(op, get, ignoreCase, timeZone);
        case "matches":
          return patternTest(right, ignoreCase);
        case "within_last":
        case "older_than":
          return ageTest(op, get, timeZone);
        default:
          return orderTest(op, right, get, timeZone);
      }
    }
  }
}

export function isSimple(condition: LeafCondition): condition is SimpleCondition {
  return !isListCondition(condition);
}

/** Any element of the list passes; an unknown one does not. */
export function compileAnyElement(
  get: Get,
  test: ValueTest,
  finding?: (env: Environment, found: { of: number; matched: number[]; unknown: number[] }) => void,
): Test {
  return (env) => {
    const list = get(env);
    if (!Array.isArray(list)) return obstacleOf(list);
    const matched: number[] = [];
    const unknown: number[] = [];
    for (let i = 0; i < list.length; i++) {
      const truth = test(list[i], env);
      if (truth === TRUE) matched.push(i);
      else if (truth > TRUE) unknown.push(i);
    }
    finding?.(env, { of: list.length, matched, unknown });
    return matched.length > 0 ? TRUE : FALSE;
  };
}
