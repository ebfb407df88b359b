import {
  type DecisionTable,
  type Given,
  givenKey,
  listsValues,
  type OutputColumn,
  ranksRows,
  type TableRow,
} from "./table";

type Set = TableRow["set"];

export const given = (set: Set, key: string): Given | undefined =>
  Object.hasOwn(set, key) ? set[key] : undefined;

/** Everything a row gives, as one text: rows with the same text say the same. No points are zero points. */
const sayingOf = (outputs: readonly OutputColumn[], set: Set): string =>
  JSON.stringify(
    outputs.map(({ key, kind }) => givenKey(given(set, key) ?? (kind === "points" ? 0 : undefined))),
  );

/**
 * Row → its place when rows are ranked by what they give: column by column from the left, a row without a value after
 * those with one; what ranks alike keeps the order of the rows.
 */
function placesOf({ outputs, rows }: DecisionTable, outcomes: readonly string[]): number[] {
  const ranks = outputs.flatMap(({ key, kind, order }) => {
    const values = order ?? (kind === "outcome" ? outcomes.toReversed() : undefined);
    if (!values) return [];
    const places = new Map(values.map((value, i) => [givenKey(value), i]));
    return [(set: Set) => places.get(givenKey(given(set, key))) ?? values.length];
  });
  const told = rows.map(({ set }, row) => ({ row, ranks: ranks.map((rank) => rank(set)) }));
  told.sort((a, b) => {
    const i = a.ranks.findIndex((rank, i) => rank !== b.ranks[i]);
    return i < 0 ? a.row - b.row : a.ranks[i]! - b.ranks[i]!;
  });
  const places = new Array<number>(rows.length);
  told.forEach(({ row }, place) => {
    places[row] = place;
  });
  return places;
}

/** What a hit policy makes of the rows that hold and of those left open. Rows count from 1. */
export interface Hits {
  /** Rows that hold, those that go before others first. */
  inOrder(matched: number[]): number[];
  /** Rows that contradict the policy. */
  conflict(matched: readonly number[]): number[] | undefined;
  /** Whether an open row could change what the rows that hold give. If none holds, it always could. */
  isUncertain(matched: readonly number[], open: readonly number[]): boolean;
}

export function compileHits(table: DecisionTable, outcomes: readonly string[]): Hits {
  const { hitPolicy, outputs, rows } = table;
  const sayings = rows.map(({ set }) => sayingOf(outputs, set));
  const differs = (row: number, from: number) => sayings[row - 1] !== sayings[from - 1];
  const places = ranksRows(hitPolicy) ? placesOf(table, outcomes) : [];
  const place = (row: number) => places[row - 1]!;
  return {
    inOrder: (matched) => (ranksRows(hitPolicy) ? matched.sort((a, b) => place(a) - place(b)) : matched),
    conflict: (matched) => {
      if (matched.length < 2 || (hitPolicy !== "unique" && hitPolicy !== "any")) return undefined;
      if (hitPolicy === "unique") return [...matched];
      const other = matched.find((row) => differs(row, matched[0]!));
      return other === undefined ? undefined : [matched[0]!, other];
    },
    isUncertain: (matched, open) => {
      const [winner] = matched;
      if (winner === undefined || open.length === 0) return open.length > 0;
      switch (hitPolicy) {
        // A second row would stop the run.
        case "unique":
          return true;
        case "first":
        case "any":
          return open.some((row) => differs(row, winner));
        case "priority":
          return open.some((row) => place(row) < place(winner) && differs(row, winner));
        default: {
          const sets = matched.map((row) => rows[row - 1]!.set);
          return open.some((row) => {
            const before = matched.filter((other) =>
              places.length > 0 ? place(other) < place(row) : other < row,
            );
            return wouldChange(
              table,
              sets,
              rows[row - 1]!.set,
              before.map((other) => rows[other - 1]!.set),
            );
          });
        }
      }
    },
  };
}

const ofKind = (outputs: readonly OutputColumn[], kind: OutputColumn["kind"], set: Set): Given[] =>
  outputs.flatMap((output) => (output.kind === kind ? (given(set, output.key) ?? []) : []));

/** Whether one more row would change what these rows come to together; `before` are those that go before it. */
function wouldChange(table: DecisionTable, sets: readonly Set[], more: Set, before: readonly Set[]): boolean {
  const { outputs } = table;
  const [points] = ofKind(outputs, "points", more);
  if (points !== undefined && points !== 0) return true;
  const [queue] = ofKind(outputs, "queue", more);
  if (queue !== undefined) {
    const first = sets.flatMap((set) => ofKind(outputs, "queue", set))[0];
    const isFirst = before.every((set) => ofKind(outputs, "queue", set).length === 0);
    if (isFirst && queue !== first) return true;
  }
  const codes = ofKind(outputs, "reason_code", more);
  const known = (of: readonly Set[]) => new Set(of.flatMap((set) => ofKind(outputs, "reason_code", set)));
  const all = known(sets);
  if (codes.some((code) => !all.has(code))) return true;
  const [outcome] = ofKind(outputs, "outcome", more);
  if (outcome !== undefined) {
    const same = sets.filter((set) => ofKind(outputs, "outcome", set)[0] === outcome);
    const because = known(same);
    if (same.length === 0 || codes.some((code) => !because.has(code))) return true;
  }
  return outputs.some((output) => {
    const value = output.kind === "value" ? given(more, output.key) : undefined;
    return value !== undefined && changesValue(table, output, sets, value);
  });
}

const amountOf = (value: Given): number => (typeof value === "object" ? value.amount : (value as number));

function changesValue(
  table: DecisionTable,
  { key }: OutputColumn,
  sets: readonly Set[],
  more: Given,
): boolean {
  if (listsValues(table) || table.collect === "count") return true;
  const amounts = sets.flatMap((set) => given(set, key) ?? []).map(amountOf);
  const amount = amountOf(more);
  if (amounts.length === 0) return true;
  if (table.collect === "sum") return amount !== 0;
  return table.collect === "min"
    ? amounts.every((other) => amount < other)
    : amounts.every((other) => amount > other);
}
