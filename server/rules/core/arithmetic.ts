import type { Condition, Expression, Money, Operand } from "./ast";
import { parseMoment } from "./calendar";
import { currencyDigits } from "./currency";
import type { Environment, Get, Test } from "./environment";
import {
  add,
  compareExact,
  divide,
  type Exact,
  exactOf,
  multiply,
  negate,
  roundExact,
  roundToInteger,
  subtract,
  toNumber,
} from "./rational";
import {
  DIVIDED_BY_ZERO,
  FALSE,
  isMissing,
  isMoney,
  MISSING,
  OUT_OF_RANGE,
  obstacleOf,
  TOO_DEEP,
  TRUE,
  TWO_CURRENCIES,
  Unknown,
  WRONG_TYPE,
} from "./value";

/** An exact number, or exact minor units of a currency. */
export interface Quantity {
  amount: Exact;
  currency: string | undefined;
}

export type Result = Quantity | Unknown;
type Compute = (env: Environment) => Result;

/** How the other parts of the language are compiled; given down so that arithmetic need not know them. */
export interface ArithmeticKit {
  timeZone: string;
  field(path: string): Get;
  operand(operand: Operand): Get;
  test(condition: Condition): Test;
}

/** Deeper than conditions: a sum of sixty parts is sixty deep. */
export const MAX_FORMULA_DEPTH = 64;
/** Past this a number is nothing a policy means, and only costs time. */
const MAX_BITS = 4096;

export function quantityOf(value: unknown): Result {
  if (value instanceof Unknown) return value;
  if (isMissing(value)) return new Unknown(MISSING);
  if (typeof value === "number") return { amount: exactOf(value), currency: undefined };
  return isMoney(value) ? { amount: value.amount, currency: value.currency } : new Unknown(WRONG_TYPE);
}

/** Money leaves as whole minor units, half-even; a number as the nearest there is. */
export function valueOfQuantity(result: Result): number | Money | Unknown {
  if (result instanceof Unknown) return result;
  const { amount, currency } = result;
  if (currency === undefined) {
    const number = toNumber(amount);
    return Number.isFinite(number) ? number : new Unknown(OUT_OF_RANGE);
  }
  const minor = Number(typeof amount === "number" ? amount : roundToInteger(amount));
  return Number.isSafeInteger(minor) ? { amount: minor, currency } : new Unknown(OUT_OF_RANGE);
}

function bounded(amount: Exact, currency: string | undefined): Result {
  if (
    typeof amount !== "number" &&
    (amount.n.toString(16).length + amount.d.toString(16).length) * 4 > MAX_BITS
  )
    return new Unknown(OUT_OF_RANGE);
  return { amount, currency };
}

/** The currency two amounts share; a plain zero fits any. `null` when they do not fit. */
function sharedCurrency(a: Quantity, b: Quantity): { currency: string | undefined } | Unknown {
  if (a.currency === b.currency) return { currency: a.currency };
  if (a.currency === undefined && a.amount === 0) return { currency: b.currency };
  if (b.currency === undefined && b.amount === 0) return { currency: a.currency };
  return new Unknown(a.currency !== undefined && b.currency !== undefined ? TWO_CURRENCIES : WRONG_TYPE);
}

export function addQuantities(a: Quantity, b: Quantity): Result {
  const shared = sharedCurrency(a, b);
  return shared instanceof Unknown ? shared : bounded(add(a.amount, b.amount), shared.currency);
}

function combine(op: "add" | "subtract" | "multiply" | "divide", a: Quantity, b: Quantity): Result {
  if (op === "add") return addQuantities(a, b);
  if (op === "subtract") {
    const shared = sharedCurrency(a, b);
    return shared instanceof Unknown ? shared : bounded(subtract(a.amount, b.amount), shared.currency);
  }
  if (op === "multiply") {
    if (a.currency !== undefined && b.currency !== undefined) return new Unknown(WRONG_TYPE);
    return bounded(multiply(a.amount, b.amount), a.currency ?? b.currency);
  }
  if (compareExact(b.amount, 0) === 0) return new Unknown(DIVIDED_BY_ZERO);
  if (b.currency === undefined) return bounded(divide(a.amount, b.amount), a.currency);
  if (a.currency === b.currency) return bounded(divide(a.amount, b.amount), undefined);
  return new Unknown(a.currency === undefined ? WRONG_TYPE : TWO_CURRENCIES);
}

function extreme(op: "min" | "max", quantities: Quantity[]): Result {
  let best = quantities[0]!;
  for (const next of quantities) {
    const shared = sharedCurrency(best, next);
    if (shared instanceof Unknown) return shared;
    const order = compareExact(next.amount, best.amount);
    if (op === "min" ? order < 0 : order > 0) best = next;
  }
  return best;
}

function firstPresent(parts: readonly Compute[], env: Environment): Result {
  let last: Result = new Unknown(MISSING);
  for (const of of parts) {
    last = of(env);
    if (!(last instanceof Unknown) || last.truth !== MISSING) return last;
  }
  return last;
}

function dayOf(value: unknown, timeZone: string): number | Unknown {
  const moment = typeof value === "string" ? parseMoment(value, timeZone) : undefined;
  return moment ? moment.day : new Unknown(obstacleOf(value));
}

function compute(expression: Expression, kit: ArithmeticKit, depth: number): Compute {
  if (depth > MAX_FORMULA_DEPTH) return () => new Unknown(TOO_DEEP);
  const part = (of: Expression) => compute(of, kit, depth + 1);
  switch (expression.op) {
    case "value": {
      const value = quantityOf(expression.value);
      return () => value;
    }
    case "field": {
      const get = kit.field(expression.field);
      const fallback = expression.default;
      return (env) => {
        const value = get(env);
        return quantityOf(fallback !== undefined && isMissing(value) ? fallback : value);
      };
    }
    case "negate":
    case "abs": {
      const of = part(expression.of);
      const always = expression.op === "negate";
      return (env) => {
        const value = of(env);
        if (value instanceof Unknown || (!always && compareExact(value.amount, 0) >= 0)) return value;
        return { ...value, amount: negate(value.amount) };
      };
    }
    case "coalesce": {
      const parts = expression.of.map(part);
      return (env) => firstPresent(parts, env);
    }
    case "if": {
      const test = kit.test(expression.when);
      const whenTrue = part(expression.yes);
      const whenFalse = part(expression.no);
      return (env) => {
        const truth = test(env);
        return truth === TRUE ? whenTrue(env) : truth === FALSE ? whenFalse(env) : new Unknown(truth);
      };
    }
    case "days_between": {
      const from = kit.operand(expression.from);
      const to = kit.operand(expression.to);
      return (env) => {
        const first = dayOf(from(env), kit.timeZone);
        if (first instanceof Unknown) return first;
        const second = dayOf(to(env), kit.timeZone);
        return second instanceof Unknown ? second : { amount: second - first, currency: undefined };
      };
    }
    case "operand": {
      const get = kit.operand(expression.of);
      return (env) => quantityOf(get(env));
    }
    case "round": {
      const of = part(expression.of);
      const { digits, mode } = expression;
      return (env) => {
        const value = of(env);
        if (value instanceof Unknown) return value;
        // Money is kept in minor units: two digits of EUR are none of its cents.
        const shift = value.currency === undefined ? digits : digits - currencyDigits(value.currency);
        return { ...value, amount: roundExact(value.amount, shift, mode) };
      };
    }
    case "min":
    case "max": {
      const parts = expression.of.map(part);
      const { op } = expression;
      return (env) => {
        const quantities: Quantity[] = [];
        for (const of of parts) {
          const value = of(env);
          if (value instanceof Unknown) return value;
          quantities.push(value);
        }
        return extreme(op, quantities);
      };
    }
    default: {
      const left = part(expression.left);
      const right = part(expression.right);
      const { op } = expression;
      return (env) => {
        const a = left(env);
        if (a instanceof Unknown) return a;
        const b = right(env);
        return b instanceof Unknown ? b : combine(op, a, b);
      };
    }
  }
}

/** A formula as a closure that stays exact: for rounding by the formula's own rule. */
export function compileQuantity(expression: Expression, kit: ArithmeticKit): (env: Environment) => Result {
  return compute(expression, kit, 0);
}

/** A formula as a closure: exact inside, a number or money outside, unknown when any part is. */
export function compileExpression(expression: Expression, kit: ArithmeticKit): Get {
  const run = compute(expression, kit, 0);
  return (env) => valueOfQuantity(run(env));
}
