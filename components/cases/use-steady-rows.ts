import { useState } from "react";

interface Steady<Row> {
  rows: readonly Row[];
  /** How many rows came, went or moved since; shown when asked for, or when nobody points at the list. */
  waiting: number;
  show: () => void;
}

/**
 * Rows of a list that refreshes by itself, held in their places while somebody points at it: values change where they
 * stand, but nothing slides under the cursor. Pages appended at the end are shown at once.
 */
export function useSteadyRows<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  isHeld: boolean,
): Steady<Row> {
  const [held, setHeld] = useState(rows);
  const fresh = new Map(rows.map((row) => [keyOf(row), row]));
  const keys = (some: readonly Row[]) => some.map(keyOf).join(" ");
  const isAppended = keys(rows).startsWith(keys(held));
  if (!isHeld || isAppended) {
    const isSame = held.length === rows.length && held.every((row, at) => row === rows[at]);
    if (!isSame) setHeld(rows);
    return { rows, waiting: 0, show: () => undefined };
  }
  const known = new Set(held.map(keyOf));
  const came = rows.filter((row) => !known.has(keyOf(row))).length;
  const went = held.filter((row) => !fresh.has(keyOf(row))).length;
  return {
    rows: held.map((row) => fresh.get(keyOf(row)) ?? row),
    waiting: Math.max(1, came + went),
    show: () => setHeld(rows),
  };
}
