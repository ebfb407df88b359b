import type { Condition, Literal } from "./ast";
import { dateOf } from "./calendar";
import type { Column } from "./cell";
import { currencyDigits } from "./currency";
import { isGroup, type LeafCondition } from "./layout";
import { minorText } from "./number-text";
import { type Axis, type OrderAxis, placeOfLiteral } from "./table-axis";
import { FALSE, MISSING, not, or, TRUE, type Truth } from "./value";

/** Atoms of an axis as ranges `[from, to)`, sorted and apart: `[0, 3, 5, 6]` is 0, 1, 2 and 5. */
export type Spans = readonly number[];

export const missingAtom = (axis: Axis): number => axis.size - 1;

export function union(...all: readonly Spans[]): Spans {
  const ranges = all
    .flatMap((spans) => spans.flatMap((from, i) => (i % 2 === 0 ? [[from, spans[i + 1]!] as const] : [])))
    .sort((a, b) => a[0] - b[0]);
  const joined: number[] = [];
  for (const [from, to] of ranges)
    if (joined.length > 0 && from <= joined.at(-1)!) joined[joined.length - 1] = Math.max(joined.at(-1)!, to);
    else joined.push(from, to);
  return joined;
}

export function intersection(a: Spans, b: Spans): Spans {
  const both: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i]!, b[j]!);
    const to = Math.min(a[i + 1]!, b[j + 1]!);
    if (from < to) both.push(from, to);
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return both;
}

function complement(spans: Spans, size: number): Spans {
  const rest: number[] = [];
  let from = 0;
  for (let i = 0; i < spans.length; i += 2) {
    if (spans[i]! > from) rest.push(from, spans[i]!);
    from = spans[i + 1]!;
  }
  return from < size ? [...rest, from, size] : rest;
}

const isWithin = (inner: Spans, outer: Spans): boolean =>
  inner.every((from, i) =>
    i % 2 === 1
      ? true
      : outer.some((start, j) => j % 2 === 0 && start <= from && outer[j + 1]! >= inner[i + 1]!),
  );

/** The atoms with a value that a condition lets through. */
function spansOf(condition: Condition, axis: Axis): Spans {
  const known = missingAtom(axis);
  if (isGroup(condition)) {
    const parts = condition.of.map((part) => spansOf(part, axis));
    if (condition.op === "all") return parts.reduce(intersection, [0, known]);
    return condition.op === "any" ? union(...parts) : complement(union(...parts), known);
  }
  return leafSpans(condition, axis, known);
}

function leafSpans(leaf: LeafCondition, axis: Axis, known: number): Spans {
  const at = (literal: Literal): number =>
    axis.kind === "order"
      ? 2 * axis.limits.indexOf(placeOfLiteral(literal)) + 1
      : axis.values.indexOf(literal as string | boolean);
  const point = (atom: number): Spans => (atom < 0 ? [] : [atom, atom + 1]);
  const range = (from: number, to: number): Spans => (from < to ? [from, to] : []);
  const literal = (operand: unknown): Literal => (operand as { value: Literal }).value;
  switch (leaf.op) {
    case "is_present":
      return [0, known];
    case "is_true":
      return at(true) < 0 ? [] : point(at(true));
    case "is_false":
      return at(false) < 0 ? [] : point(at(false));
    case "=":
      return point(at(literal(leaf.right)));
    case "≠":
      return complement(point(at(literal(leaf.right))), known);
    case "in":
    case "not_in": {
      const named = union(...(literal(leaf.right) as (string | number)[]).map((one) => point(at(one))));
      return leaf.op === "in" ? named : complement(named, known);
    }
    case "<":
      return range(0, at(literal(leaf.right)));
    case "≤":
      return range(0, at(literal(leaf.right)) + 1);
    case ">":
      return range(at(literal(leaf.right)) + 1, known);
    case "≥":
      return range(at(literal(leaf.right)), known);
    case "between":
      return range(
        at(literal(leaf.low)) + (leaf.openLow ? 1 : 0),
        at(literal(leaf.high)) + (leaf.openHigh ? 0 : 1),
      );
    default:
      return [];
  }
}

/** What a cell says of a value that is missing. */
function atMissing(condition: Condition): Truth {
  if (isGroup(condition)) {
    const truth = or(condition.of.map(atMissing));
    return condition.op === "none" ? not(truth) : truth;
  }
  return condition.op === "is_missing" ? TRUE : condition.op === "is_present" ? FALSE : MISSING;
}

/** A cell on its axis: where it holds, and where it is at least not ruled out. */
export interface Cover {
  sure: Spans;
  maybe: Spans;
  /** It says something certain of a missing value. */
  minds: boolean;
}

export function coverOf(condition: Condition | null, axis: Axis): Cover {
  if (condition === null) return { sure: [0, axis.size], maybe: [0, axis.size], minds: false };
  const spans = spansOf(condition, axis);
  const truth = atMissing(condition);
  const withMissing = union(spans, [missingAtom(axis), axis.size]);
  return {
    sure: truth === TRUE ? withMissing : spans,
    maybe: truth === FALSE ? spans : withMissing,
    minds: truth <= TRUE,
  };
}

/** Atoms of an ordered column that hold no value at all, such as what lies between two neighbouring days. */
export function isVoid(axis: Axis, atom: number, isWhole: boolean): boolean {
  if (axis.kind !== "order" || atom % 2 === 1) return false;
  const low = axis.limits[atom / 2 - 1];
  const high = axis.limits[atom / 2];
  if (low === undefined || high === undefined) return false;
  if (isWhole) return Math.floor(low) + 1 >= high;
  const middle = low + (high - low) / 2;
  return middle <= low || middle >= high;
}

const quoted = (value: string) => `"${value.replace(/["\\]/g, "\\$&")}"`;

function limitText({ type, currency }: Pick<Column, "type" | "currency">, limit: number): string {
  if (type === "money") return minorText(limit, currencyDigits(currency!));
  if (type !== "date") return String(limit);
  const { year, month, day } = dateOf(limit);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** Atoms as the cell that says them; they may not hold the missing value beside others. */
export function cellOf(spans: Spans, axis: Axis, column: Column, isWhole: boolean): string {
  const missing = missingAtom(axis);
  if (isWithin([missing, axis.size], spans)) return "missing";
  if (axis.kind === "order") return orderCell(spans, axis, column, isWhole);
  const isIn = (atom: number) => isWithin([atom, atom + 1], spans);
  const text = (value: string | boolean) =>
    typeof value === "boolean" ? (value ? "yes" : "no") : quoted(value);
  if (axis.hasOther && isIn(axis.values.length)) {
    const rest = axis.values.filter((_, atom) => !isIn(atom));
    return rest.length === 0 ? "present" : `not(${rest.map(text).join(", ")})`;
  }
  return axis.values.flatMap((value, atom) => (isIn(atom) ? [text(value)] : [])).join(", ");
}

function orderCell(spans: Spans, axis: OrderAxis, column: Column, isWhole: boolean): string {
  const last = 2 * axis.limits.length;
  const joined: number[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    const end = joined.at(-1);
    const isNext = end === spans[i]! - 1 && isVoid(axis, end, isWhole);
    if (isNext) joined[joined.length - 1] = spans[i + 1]!;
    else joined.push(spans[i]!, spans[i + 1]!);
  }
  const text = (limit: number | undefined) => limitText(column, limit!);
  const tests = joined.flatMap((from, i) => {
    if (i % 2 === 1) return [];
    const to = joined[i + 1]! - 1;
    const low = from === 0 ? undefined : axis.limits[from % 2 === 1 ? (from - 1) / 2 : from / 2 - 1];
    const high = to === last ? undefined : axis.limits[to % 2 === 1 ? (to - 1) / 2 : to / 2];
    if (low === undefined && high === undefined) return ["present"];
    if (low === undefined) return [`${to % 2 === 1 ? "<=" : "<"} ${text(high)}`];
    if (high === undefined) return [`${from % 2 === 1 ? ">=" : ">"} ${text(low)}`];
    if (low === high) return [text(low)];
    return [`${from % 2 === 1 ? "[" : "("}${text(low)}..${text(high)}${to % 2 === 1 ? "]" : ")"}`];
  });
  return tests.join(", ");
}

/** One value of these atoms; undefined for any value that no cell names. */
export function sampleOf(
  spans: Spans,
  axis: Axis,
  column: Column,
  isWhole: boolean,
): Literal | null | undefined {
  const atoms = spans.flatMap((from, i) => (i % 2 === 0 ? [from, spans[i + 1]! - 1] : []));
  const atom = atoms.find((one) => one % 2 === 1 && one !== missingAtom(axis)) ?? spans[0]!;
  if (atom === missingAtom(axis)) return null;
  if (axis.kind === "choice") return axis.values[spans[0]!];
  const { limits } = axis;
  const place = placeIn(atom, limits, isWhole || column.type !== "number");
  if (column.type === "money") return { amount: place, currency: column.currency! };
  return column.type === "date" ? limitText(column, place) : place;
}

function placeIn(atom: number, limits: readonly number[], isWhole: boolean): number {
  if (limits.length === 0) return 0;
  if (atom % 2 === 1) return limits[(atom - 1) / 2]!;
  const low = limits[atom / 2 - 1];
  const high = limits[atom / 2];
  if (low === undefined) return Math.ceil(high!) - 1;
  if (high === undefined) return Math.floor(low) + 1;
  const next = Math.floor(low) + 1;
  return next < high || isWhole ? next : low + (high - low) / 2;
}
