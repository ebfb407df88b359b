import {
  type ArithmeticKit,
  addQuantities,
  compileExpression,
  type Quantity,
  quantityOf,
  valueOfQuantity,
} from "./arithmetic";
import type { Condition, Operand } from "./ast";
import { type CalendarSettings, parseMoment, yearsBetween } from "./calendar";
import type { Environment, Get, Test } from "./environment";
import { isOut, leavesOf, MAX_DEPTH } from "./layout";
import { divide } from "./rational";
import { compilePath, listPath, MAX_LIST, stepsOf } from "./read";
import {
  isMissing,
  isMoney,
  obstacleOf,
  orderOf,
  TOO_DEEP,
  TOO_LONG,
  TOO_MUCH,
  TRUE,
  Unknown,
  WRONG_TYPE,
} from "./value";
import { spend } from "./work";

/** How operands and the conditions inside them are compiled; given down so the two files need not know each other. */
export interface Kit {
  settings: CalendarSettings;
  /** Compiles a condition over one element of a list. */
  elementTest(condition: Condition, depth: number): Test;
}

/** Reads `item…` from the element under test and everything else from the run's data. */
export function compileField(path: string): Get {
  if (path === "item") return (env) => env.item;
  if (path.startsWith("item.")) {
    const read = compilePath(path.slice(5));
    return (env) => read(env.item);
  }
  const read = compilePath(path);
  return (env) => read(env.data);
}

/** Evaluates `visit` for every element a condition lets through; names those whose condition is unknown. */
export function compileWalk(
  list: string,
  where: Condition | undefined,
  kit: Kit,
  depth: number,
): (env: Environment, visit: (element: unknown, index: number, truth: number) => void) => number | Unknown {
  // `a[].b` as a list means all b's of all a's, so only a last `[]` is dropped.
  const get = compileField(listPath(list));
  const nested = stepsOf(listPath(list)).some((step) => step.each);
  const test = where && !isOut(where) ? kit.elementTest(where, depth + 1) : undefined;
  const each = where ? 1 + leavesOf(where).length : 1;
  return (env, visit) => {
    const found = get(env);
    if (!Array.isArray(found)) return new Unknown(obstacleOf(found));
    const elements = nested ? found.flatMap((part) => (Array.isArray(part) ? part : [])) : found;
    if (elements.length > MAX_LIST) return new Unknown(TOO_LONG);
    if (!spend(env, each * elements.length)) return new Unknown(TOO_MUCH);
    const outer = env.item;
    for (let i = 0; i < elements.length; i++) {
      env.item = elements[i];
      visit(elements[i], i, test ? test(env) : TRUE);
    }
    env.item = outer;
    return elements.length;
  };
}

type Aggregate = Extract<Operand, { aggregate: string }>["aggregate"];

function total(kind: "sum" | "average", values: unknown[]): unknown {
  let sum: Quantity = { amount: 0, currency: undefined };
  let hasNumber = false;
  for (const value of values) {
    const quantity = quantityOf(value);
    if (quantity instanceof Unknown) return quantity;
    // 1 − 1 + EUR 5 must not depend on the order: a number other than zero never goes with money.
    if (quantity.currency === undefined) hasNumber ||= quantity.amount !== 0;
    if (hasNumber && (quantity.currency ?? sum.currency) !== undefined) return new Unknown(WRONG_TYPE);
    const next = addQuantities(sum, quantity);
    if (next instanceof Unknown) return next;
    sum = next;
  }
  return valueOfQuantity(kind === "sum" ? sum : { ...sum, amount: divide(sum.amount, values.length) });
}

function extreme(kind: "min" | "max", values: unknown[], timeZone: string): unknown {
  let best = values[0];
  for (const value of values) {
    const order = orderOf(value, best, timeZone);
    if (order > 1) return new Unknown(order);
    if (kind === "min" ? order < 0 : order > 0) best = value;
  }
  return best;
}

function distinctKey(value: unknown): string {
  return isMoney(value) ? `${value.currency} ${value.amount}` : JSON.stringify(value);
}

/** Of no values a sum is 0 and there are 0 distinct; min, max and average are missing. */
function aggregate(kind: Aggregate, values: unknown[], timeZone: string): unknown {
  if (kind === "distinct") return new Set(values.map(distinctKey)).size;
  if (kind === "sum") return total(kind, values);
  if (values.length === 0) return undefined;
  return kind === "average" ? total(kind, values) : extreme(kind, values, timeZone);
}

/** What arithmetic needs of the rest of the language. A formula inside a formula's condition counts as deeper. */
export function arithmeticKit(kit: Kit, depth: number): ArithmeticKit {
  return {
    timeZone: kit.settings.timeZone,
    field: compileField,
    operand: (operand) => compileOperand(operand, kit, depth + 1),
    test: (condition) => kit.elementTest(condition, depth + 1),
  };
}

/** `slot` is where left-out elements are noted, for operands a trace records. */
export function compileOperand(operand: Operand, kit: Kit, depth: number, slot?: number): Get {
  if (depth > MAX_DEPTH) return () => new Unknown(TOO_DEEP);
  const { timeZone, leapDayBirthday } = kit.settings;
  if ("value" in operand) {
    const { value } = operand;
    return () => value;
  }
  if ("field" in operand) {
    const get = compileField(operand.field);
    const fallback = operand.default;
    if (fallback === undefined) return get;
    return (env) => {
      const value = get(env);
      return isMissing(value) ? fallback : value;
    };
  }
  if ("formula" in operand) return compileExpression(operand.formula, arithmeticKit(kit, depth));
  if ("ageInYears" in operand || "daysSince" in operand) {
    const isAge = "ageInYears" in operand;
    const of = compileOperand(isAge ? operand.ageInYears : operand.daysSince, kit, depth + 1);
    return (env) => {
      const value = of(env);
      const moment = typeof value === "string" ? parseMoment(value, timeZone) : undefined;
      if (!moment) return new Unknown(obstacleOf(value));
      return isAge ? yearsBetween(moment.day, env.now.day, leapDayBirthday) : env.now.day - moment.day;
    };
  }
  const note = (env: Environment, left: number[]) => {
    if (slot !== undefined && left.length > 0) env.left[slot] = left;
  };
  if ("count" in operand) {
    const walk = compileWalk(operand.count, operand.where, kit, depth);
    return (env) => {
      let count = 0;
      const left: number[] = [];
      const size = walk(env, (_, i, truth) => {
        if (truth === TRUE) count++;
        else if (truth > TRUE) left.push(i);
      });
      note(env, left);
      return size instanceof Unknown ? size : count;
    };
  }
  const walk = compileWalk(operand.list, operand.where, kit, depth);
  const path = operand.of.startsWith("item.") ? operand.of.slice(5) : operand.of;
  const of = path === "item" ? (element: unknown) => element : compilePath(path);
  const { aggregate: kind } = operand;
  return (env) => {
    const values: unknown[] = [];
    const left: number[] = [];
    const size = walk(env, (element, i, truth) => {
      const value = truth === TRUE ? of(element) : undefined;
      if (truth > TRUE || (truth === TRUE && isMissing(value))) left.push(i);
      else if (truth === TRUE) values.push(value);
    });
    note(env, left);
    if (size instanceof Unknown) return size;
    const result = aggregate(kind, values, timeZone);
    return result === undefined || typeof result !== "object" || result instanceof Unknown || isMoney(result)
      ? result
      : new Unknown(WRONG_TYPE);
  };
}
