import type { Condition, Literal } from "./ast";
import { parseDate, parseMoment } from "./calendar";
import type { Column } from "./cell";
import { isGroup } from "./layout";
import { isMissing, isMoneyIn } from "./value";

/**
 * A column's values, cut where its cells cut them: what lies in one atom no cell can tell apart. The last atom is the
 * missing value. Look-ups and the search for gaps go by atoms instead of values.
 */
export type Axis = OrderAxis | ChoiceAxis;

interface Common {
  /** Number of atoms, the missing value among them. */
  size: number;
  /** The atom of a value; -1 for one that the cells are not written for, which has to be tested by itself. */
  locate(value: unknown): number;
}

/** Below the first limit, the first limit, between the first and the second, … above the last. */
export interface OrderAxis extends Common {
  kind: "order";
  /** Numbers, minor units or days since 1970. */
  limits: readonly number[];
}

/** One atom per value, then any other if there are others. */
export interface ChoiceAxis extends Common {
  kind: "choice";
  values: readonly (string | boolean)[];
  hasOther: boolean;
}

/** Everything the conditions of a column compare with. */
function literalsOf(condition: Condition): Literal[] {
  if (isGroup(condition)) return condition.of.flatMap(literalsOf);
  const operands =
    "low" in condition
      ? [condition.low, condition.high]
      : "right" in condition && condition.right !== undefined
        ? [condition.right]
        : [];
  return operands.flatMap((operand): Literal[] => {
    if (!("value" in operand)) return [];
    return Array.isArray(operand.value) ? (operand.value as Literal[]) : [operand.value];
  });
}

/** Where a literal stands on an axis with an order. */
export function placeOfLiteral(literal: Literal): number {
  if (typeof literal === "number") return literal;
  if (typeof literal === "string") return parseDate(literal) ?? Number.NaN;
  return typeof literal === "object" && "amount" in literal ? literal.amount : Number.NaN;
}

/** The axis of a column with these cells; `more` are values that exist beside those the cells name. */
export function axisOf(
  column: Pick<Column, "type" | "currency">,
  conditions: readonly Condition[],
  timeZone: string,
  more?: readonly string[],
): Axis {
  const literals = conditions.flatMap(literalsOf);
  if (column.type === "text") return textAxis(literals.map(String), more);
  if (column.type === "boolean")
    return {
      ...{ kind: "choice", values: [true, false], hasOther: false, size: 3 },
      locate: (value) => (value === true ? 0 : value === false ? 1 : isMissing(value) ? 2 : -1),
    };
  const limits = [...new Set(literals.map(placeOfLiteral))].sort((a, b) => a - b);
  return orderAxis(limits, measureOf(column, timeZone));
}

/** Text that can be a time has several spellings, which only the calendar can tell apart. */
const mayBeTime = (text: string) => text.charCodeAt(4) === 45;

function textAxis(named: readonly string[], more?: readonly string[]): ChoiceAxis {
  const values = [...new Set([...named, ...(more ?? [])])];
  const atoms = new Map(values.map((value, i) => [value, i]));
  const hasTimes = values.some(mayBeTime);
  const hasOther = more === undefined;
  const missing = values.length + (hasOther ? 1 : 0);
  return {
    ...{ kind: "choice", values, hasOther, size: missing + 1 },
    locate: (value) => {
      if (typeof value !== "string" || value === "") return isMissing(value) ? missing : -1;
      if (hasTimes && mayBeTime(value)) return -1;
      return atoms.get(value) ?? (hasOther ? values.length : -1);
    },
  };
}

/** A value as a place on the axis; undefined when it is none the cells are written for. */
type Measure = (value: unknown) => number | undefined;

function measureOf({ type, currency }: Pick<Column, "type" | "currency">, timeZone: string): Measure {
  if (type === "number") return (value) => (typeof value === "number" ? value : undefined);
  if (type === "money") return (value) => (isMoneyIn(value, currency ?? "") ? value.amount : undefined);
  return (value) => (typeof value === "string" ? parseMoment(value, timeZone)?.day : undefined);
}

function orderAxis(limits: readonly number[], measure: Measure): OrderAxis {
  const sorted = Float64Array.from(limits);
  const missing = 2 * limits.length + 1;
  return {
    ...{ kind: "order", limits, size: missing + 1 },
    locate: (value) => {
      if (isMissing(value)) return missing;
      const place = measure(value);
      if (place === undefined) return -1;
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle]! < place) low = middle + 1;
        else high = middle;
      }
      return sorted[low] === place ? 2 * low + 1 : 2 * low;
    },
  };
}
