import type { Operand } from "./ast";
import { addDuration, compareMoments, type Moment, parseMoment } from "./calendar";
import type { Environment, Get, Test, ValueTest } from "./environment";
import { constantOf, isListCondition, type LeafCondition } from "./layout";
import { namedListTest } from "./named-lists";
import { memberTest, networkTest, overlapTest } from "./set-tests";
import { patternTest, similarTest, textTest } from "./text-tests";
import {
  and,
  equals,
  FALSE,
  isDuration,
  isMissing,
  isMoney,
  isMoneyIn,
  not,
  obstacleOf,
  orderOf,
  TOO_MUCH,
  TRUE,
  Unknown,
} from "./value";
import { spend } from "./work";

export type SimpleCondition = Exclude<LeafCondition, { list: string }>;

type Accepts = (order: number) => boolean;
const ORDERS: { readonly [op: string]: Accepts } = {
  "<": (order) => order < 0,
  "≤": (order) => order <= 0,
  ">": (order) => order > 0,
  "≥": (order) => order >= 0,
  before: (order) => order < 0,
  after: (order) => order > 0,
};

/** The two most frequent shapes, a number or money against a written-down limit, without the general comparison. */
function orderTest(op: string, right: Operand, get: Get, timeZone: string): ValueTest {
  const accepts = ORDERS[op]!;
  const limit = constantOf(right);
  const general: ValueTest = (left, env) => {
    const order = orderOf(left, get(env), timeZone);
    return order > 1 ? order : accepts(order) ? TRUE : FALSE;
  };
  // One closure per sign: a shared one would have to call what accepts, for every test of every rule.
  const rising = op === ">" || op === "≥" || op === "after";
  const withLimit = op === "≤" || op === "≥";
  if (typeof limit === "number") {
    const isKnown = (left: unknown): left is number => typeof left === "number" && Number.isFinite(left);
    if (rising && withLimit)
      return (left, env) => (isKnown(left) ? (left >= limit ? TRUE : FALSE) : general(left, env));
    if (rising) return (left, env) => (isKnown(left) ? (left > limit ? TRUE : FALSE) : general(left, env));
    if (withLimit)
      return (left, env) => (isKnown(left) ? (left <= limit ? TRUE : FALSE) : general(left, env));
    return (left, env) => (isKnown(left) ? (left < limit ? TRUE : FALSE) : general(left, env));
  }
  if (isMoney(limit)) {
    const { amount, currency } = limit;
    if (rising) {
      const least = withLimit ? amount : amount + 1;
      return (left, env) =>
        isMoneyIn(left, currency) ? (left.amount >= least ? TRUE : FALSE) : general(left, env);
    }
    const most = withLimit ? amount : amount - 1;
    return (left, env) =>
      isMoneyIn(left, currency) ? (left.amount <= most ? TRUE : FALSE) : general(left, env);
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
    case "in_list":
      return namedListTest(condition.listKey);
    case "not_in_list": {
      const isOn = namedListTest(condition.listKey);
      return (left, env) => not(isOn(left, env));
    }
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
        case "not_overlaps": {
          const overlaps = overlapTest(right, get, ignoreCase, timeZone);
          return (left, env) => not(overlaps(left, env));
        }
        case "in_network":
          return networkTest(right, get);
        case "not_in_network": {
          const inNetwork = networkTest(right, get);
          return (left, env) => not(inNetwork(left, env));
        }
        case "similar_to":
          return similarTest(get, condition.atLeast);
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
    if (!spend(env, list.length)) return TOO_MUCH;
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
