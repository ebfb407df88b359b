import type { Json, JsonObject, RunData } from "@/server/engine/state";
import type { Condition, Money } from "./ast";
import { assertTimeZone } from "./calendar";
import { parseCell } from "./cell";
import type { RuleSettings } from "./compile";
import { compileGroups, compileLeaf, newKit } from "./condition";
import { compileClock, type Get, newEnvironment, type Test } from "./environment";
import type { LeafCondition } from "./layout";
import { compileOperand } from "./operand";
import { add, exactOf, toNumber } from "./rational";
import { compileSlots } from "./slots";
import {
  cellId,
  countsAll,
  type DecisionTable,
  listsValues,
  type OutputColumn,
  type TableRow,
} from "./table";
import { axisOf } from "./table-axis";
import { compileHits, given } from "./table-hits";
import { type IndexedColumn, TableIndex } from "./table-index";
import { isMissing, Unknown, WRONG_TYPE } from "./value";

/** Plain JSON, stored as the node's output. Rows count from 1, as people count them. */
export interface TableResult {
  /** Rows that hold, those that go before others first. */
  matched: number[];
  /** Rows that could not be told because something is missing or cannot be compared. */
  unknown: number[];
  /** One of the rows left open could change what the others give; then there is no result. */
  isUncertain: boolean;
  /** The default row gave the result. */
  isDefault: boolean;
  /** What each column saw. */
  seen: { [column: string]: Json };
  values: JsonObject;
  outcome: string | null;
  reasonCodes: string[];
  /** Null when the table gives none. */
  points: number | null;
  queue: string | null;
  proposals: { outcome: string; reasonCodes: string[] }[];
  /** Rows that contradict the hit policy; then there is no result. */
  conflict?: number[];
}

/** A decision table as a function of data and time. Data never makes it throw. */
export function compileTable(
  table: DecisionTable,
  settings: RuleSettings,
): (data: RunData, at: string) => TableResult {
  assertTimeZone(settings.timeZone);
  const kit = newKit(settings);
  const { inputs, hitPolicy } = table;
  const slots = new Map(inputs.map(({ path }, i) => [path, i]));
  const leaf = (condition: LeafCondition, depth: number): Test =>
    compileLeaf(
      condition,
      (operand): Get => {
        const slot = "field" in operand ? slots.get(operand.field) : undefined;
        return slot === undefined ? compileOperand(operand, kit, depth) : (env) => env.values[slot];
      },
      kit,
      depth,
    );
  const columns = inputs.flatMap((column): IndexedColumn[] => {
    const cells = table.rows.map(({ when }, i) => conditionOf(when, column, i + 1));
    const conditions = cells.flatMap((cell) => cell ?? []);
    if (cells.every((cell) => cell === null)) return [];
    return [
      {
        slot: slots.get(column.path)!,
        axis: axisOf(column, conditions, settings.timeZone),
        tests: cells.map((cell) =>
          cell === null ? undefined : cell === undefined ? () => WRONG_TYPE : compileGroups(cell, leaf),
        ),
      },
    ];
  });
  const index = new TableIndex(columns, table.rows.length);
  const hits = compileHits(table, settings.outcomes);
  // What one row gives is worked out once. It is shared between answers, so nobody may write to it.
  const give = (sets: readonly TableRow["set"][], isDefault?: boolean) =>
    frozen(resultOf(table, sets, settings.outcomes, isDefault));
  const single = countsAll(hitPolicy) ? [] : table.rows.map(({ set }) => give([set]));
  const none = give([]);
  const fallback = table.otherwise && give([table.otherwise], true);
  const silent = frozen(silentResult(table));
  const operands = inputs.map(({ path }) => ({ field: path }));
  const fill = compileSlots(operands, kit);
  const clock = compileClock(settings);
  const env = newEnvironment(operands.length, 0);
  const empty = env.data;

  return (data, at) => {
    env.data = data;
    env.item = data.item;
    env.now = clock(at);
    fill(env);
    const matched: number[] = [];
    const unknown: number[] = [];
    index.find(env, hitPolicy === "first", matched, unknown);
    const seen: TableResult["seen"] = {};
    for (let i = 0; i < inputs.length; i++) seen[inputs[i]!.key] = shown(env.values[i]);
    // The compiled table outlives the call; a person's data must not.
    env.data = empty;
    env.item = undefined;
    env.values.fill(undefined);
    const conflict = hits.conflict(matched);
    const isUncertain = conflict === undefined && hits.isUncertain(hits.inOrder(matched), unknown);
    const isSilent = conflict !== undefined || isUncertain;
    const isNone = !isSilent && matched.length === 0;
    const result = isSilent
      ? silent
      : isNone
        ? (fallback ?? none)
        : countsAll(hitPolicy)
          ? resultOf(
              table,
              matched.map((row) => table.rows[row - 1]!.set),
              settings.outcomes,
            )
          : single[matched[0]! - 1]!;
    const { values, outcome, reasonCodes, points, queue, proposals } = result;
    const answer: TableResult = {
      matched,
      unknown,
      isUncertain,
      isDefault: isNone && fallback !== undefined,
      seen,
      values,
      outcome,
      reasonCodes,
      points,
      queue,
      proposals,
    };
    if (conflict) answer.conflict = conflict;
    return answer;
  };
}

/** The test of one cell; null when it asks nothing, undefined when it cannot be read and so cannot be told. */
function conditionOf(
  when: TableRow["when"],
  column: DecisionTable["inputs"][number],
  row: number,
): Condition | null | undefined {
  const cell = Object.hasOwn(when, column.key) ? when[column.key]! : "-";
  const parsed = parseCell(cell, column, cellId(row, column.key));
  return parsed.ok ? parsed.condition : undefined;
}

/** A value as the result keeps it: plain, or null when there was none to test. */
function shown(value: unknown): Json {
  if (isMissing(value) || value instanceof Unknown) return null;
  return typeof value === "object" && !("amount" in (value as object)) ? null : (value as Json);
}

type Given = Pick<TableResult, "values" | "outcome" | "reasonCodes" | "points" | "queue" | "proposals">;

function frozen<T extends object>(of: T): T {
  for (const part of Object.values(of)) if (typeof part === "object" && part !== null) frozen(part);
  return Object.freeze(of);
}

/** Nothing is known: what an earlier visit left is cleared, and no points are not zero points. */
function silentResult({ outputs }: DecisionTable): Given {
  const values = outputs.flatMap(({ key, kind }) => (kind === "value" ? [[key, null] as const] : []));
  return {
    ...{ values: Object.fromEntries(values), outcome: null, reasonCodes: [] },
    ...{ points: null, queue: null, proposals: [] },
  };
}

function resultOf(
  table: DecisionTable,
  sets: readonly TableRow["set"][],
  outcomes: readonly string[],
  isDefault = false,
): Given {
  const result: Given = {
    ...{ values: {}, outcome: null, reasonCodes: [], queue: null, proposals: [] },
    points: table.outputs.some(({ kind }) => kind === "points") ? 0 : null,
  };
  for (const set of sets) addEffects(table.outputs, set, result);
  for (const { outcome } of result.proposals)
    if (result.outcome === null || outcomes.indexOf(outcome) > outcomes.indexOf(result.outcome))
      result.outcome = outcome;
  // Nothing given clears what an earlier visit left there.
  for (const { key, kind } of table.outputs)
    if (kind === "value") result.values[key] = combined(sets, key, table, isDefault) ?? null;
  return result;
}

function addEffects(outputs: readonly OutputColumn[], set: TableRow["set"], result: Given): void {
  const codes: string[] = [];
  let outcome: string | undefined;
  for (const { key, kind } of outputs) {
    const value = kind === "value" ? undefined : given(set, key);
    if (value === undefined) continue;
    if (kind === "reason_code") codes.push(value as string);
    else if (kind === "points") result.points = (result.points ?? 0) + (value as number);
    else if (kind === "queue") result.queue ??= value as string;
    else outcome = value as string;
  }
  for (const code of codes) if (!result.reasonCodes.includes(code)) result.reasonCodes.push(code);
  if (outcome === undefined) return;
  const known = result.proposals.find((proposal) => proposal.outcome === outcome);
  if (!known) result.proposals.push({ outcome, reasonCodes: codes });
  else known.reasonCodes = [...new Set([...known.reasonCodes, ...codes])];
}

/** What the rows of one value column come to; the default row is one row, but none that is counted. */
function combined(
  sets: readonly TableRow["set"][],
  key: string,
  table: DecisionTable,
  isDefault: boolean,
): Json | undefined {
  if (!countsAll(table.hitPolicy)) {
    const value = sets[0] && given(sets[0], key);
    return typeof value === "object" ? { ...value } : value;
  }
  const all = sets.flatMap((set) => given(set, key) ?? []);
  if (listsValues(table)) return all;
  if (table.collect === "count") return isDefault ? 0 : all.length;
  if (all.length === 0) return undefined;
  const amounts = all.map((value) => (typeof value === "object" ? value.amount : (value as number)));
  const currency = typeof all[0] === "object" ? all[0].currency : undefined;
  const amount =
    table.collect === "sum"
      ? toNumber(amounts.map(exactOf).reduce(add))
      : amounts.reduce((a, b) => (table.collect === "min" ? Math.min(a, b) : Math.max(a, b)));
  if (!Number.isFinite(amount) || (currency !== undefined && !Number.isSafeInteger(amount))) return undefined;
  return currency === undefined ? amount : ({ amount, currency } satisfies Money);
}
