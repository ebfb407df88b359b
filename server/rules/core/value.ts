import type { Duration, Money } from "./ast";
import { compareMoments, type Moment, parseMoment } from "./calendar";

/**
 * The answer of a test: 1 true, 0 false, everything above is unknown and says why. Numbers, because a policy
 * answers thousands of them per millisecond.
 */
export type Truth = number;
export const FALSE = 0;
export const TRUE = 1;
export const MISSING = 2;
export const TWO_CURRENCIES = 3;
export const WRONG_TYPE = 4;
export const TOO_LONG = 5;
export const BAD_PATTERN = 6;
export const TOO_DEEP = 7;
export const OUT_OF_RANGE = 8;
export const DIVIDED_BY_ZERO = 9;
/** The evaluation did its share of work before it came to this; see `work.ts`. */
export const TOO_MUCH = 10;
export const LIST_UNREAD = 11;

/** One letter per truth in a stored trace; `-` is a test that was not evaluated. */
export const TRUTH_LETTERS = "ftucwlpdozmr";

export const unknownReasons = [
  "missing",
  "two_currencies",
  "wrong_type",
  "too_long",
  "bad_pattern",
  "too_deep",
  "out_of_range",
  "divided_by_zero",
  "too_much",
  "list_unread",
] as const;
export type UnknownReason = (typeof unknownReasons)[number];

export function reasonOf(truth: Truth): UnknownReason | undefined {
  return unknownReasons[truth - 2];
}

/** A value that could not be had, with the reason. A missing value is plain `undefined`. */
export class Unknown {
  readonly truth: Truth;
  constructor(truth: Truth) {
    this.truth = truth;
  }
}

/** Kleene's not: unknown stays unknown, with its reason. */
export function not(truth: Truth): Truth {
  return truth === TRUE ? FALSE : truth === FALSE ? TRUE : truth;
}

/** Kleene's and: one false decides, else one unknown. The first reason is kept. */
export function and(truths: readonly Truth[]): Truth {
  let result = TRUE;
  for (const truth of truths) {
    if (truth === FALSE) return FALSE;
    if (truth !== TRUE && result === TRUE) result = truth;
  }
  return result;
}

/** Kleene's or: one true decides, else one unknown. The first reason is kept. */
export function or(truths: readonly Truth[]): Truth {
  let result = FALSE;
  for (const truth of truths) {
    if (truth === TRUE) return TRUE;
    if (truth !== FALSE && result === FALSE) result = truth;
  }
  return result;
}

export type ValueType =
  | "missing"
  | "text"
  | "number"
  | "money"
  | "duration"
  | "boolean"
  | "date"
  | "date_time"
  | "list"
  | "object";

export function isMoney(value: unknown): value is Money {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.hasOwn(value, "amount") &&
    Object.hasOwn(value, "currency") &&
    Number.isSafeInteger((value as Money).amount) &&
    typeof (value as Money).currency === "string" &&
    /^[A-Z]{3}$/.test((value as Money).currency)
  );
}

/** Money of one known currency, which is cheaper to see. */
export function isMoneyIn(value: unknown, currency: string): value is Money {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.hasOwn(value, "currency") &&
    (value as Money).currency === currency &&
    Object.hasOwn(value, "amount") &&
    Number.isSafeInteger((value as Money).amount)
  );
}

const UNITS = new Set(["minutes", "hours", "days", "months", "years"]);

export function isDuration(value: unknown): value is Duration {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.hasOwn(value, "amount") &&
    Object.hasOwn(value, "unit") &&
    Number.isSafeInteger((value as Duration).amount) &&
    UNITS.has((value as Duration).unit)
  );
}

/** Null, undefined, empty text and a number that is none are all "missing": a cleared form field leaves any of them. */
export function isMissing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "number" && !Number.isFinite(value))
  );
}

export function typeOfValue(value: unknown): ValueType {
  if (isMissing(value)) return "missing";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "string") return parseMoment(value, "UTC")?.kind ?? "text";
  if (Array.isArray(value)) return "list";
  if (isMoney(value)) return "money";
  return isDuration(value) ? "duration" : "object";
}

/** Why this value has no place in a comparison: its own reason, missing, or the wrong type. */
export function obstacleOf(value: unknown): Truth {
  return value instanceof Unknown ? value.truth : isMissing(value) ? MISSING : WRONG_TYPE;
}

function obstacle(a: unknown, b: unknown): Truth {
  const first = obstacleOf(a);
  return first === WRONG_TYPE ? obstacleOf(b) : first;
}

/**
 * -1, 0, 1, or a truth above 1 when the two have no order. Text has none unless both are dates or times
 * ("9" < "10" would lie). A plain zero compares with any currency.
 */
export function orderOf(a: unknown, b: unknown, timeZone: string): number {
  if (typeof a === "number" && typeof b === "number") {
    if (a < b) return -1;
    if (a > b) return 1;
    return a === b ? 0 : MISSING;
  }
  if (typeof a === "string" && typeof b === "string") {
    const x = parseMoment(a, timeZone);
    const y = x && parseMoment(b, timeZone);
    return x && y ? compareMoments(x, y) : obstacle(a, b);
  }
  if (isMoney(a)) {
    if (isMoney(b))
      return a.currency !== b.currency
        ? TWO_CURRENCIES
        : a.amount < b.amount
          ? -1
          : a.amount > b.amount
            ? 1
            : 0;
    if (b === 0) return Math.sign(a.amount) + 0;
  } else if (a === 0 && isMoney(b)) return Math.sign(-b.amount) + 0;
  return obstacle(a, b);
}

export function foldText(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** Equality in three values. Different types are unknown, never silently unequal. */
export function equals(a: unknown, b: unknown, timeZone: string): Truth {
  if (typeof a === "string" && typeof b === "string") {
    if (a === "" || b === "") return MISSING;
    if (a === b) return TRUE;
    // Only text that can be a time needs the calendar: two spellings of one instant are equal.
    if (a.charCodeAt(4) !== 45 || b.charCodeAt(4) !== 45) return FALSE;
    const x: Moment | undefined = parseMoment(a, timeZone);
    const y: Moment | undefined = x && parseMoment(b, timeZone);
    return x && y && compareMoments(x, y) === 0 ? TRUE : FALSE;
  }
  if (typeof a === "boolean" && typeof b === "boolean") return a === b ? TRUE : FALSE;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return FALSE;
    return and(a.map((element, i) => equals(element, b[i], timeZone)));
  }
  const order = orderOf(a, b, timeZone);
  return order > 1 ? order : order === 0 ? TRUE : FALSE;
}
