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
import { cellId, type DecisionTable, type Given, type OutputColumn } from "./table";
import { FALSE, isMissing, TRUE, Unknown } from "./value";

/** Plain JSON, stored as the node's output. Rows count from 1, as people count them. */
export interface TableResult {
  /** Rows that gave the result, in order. */
  matched: number[];
  /** Rows that could not be told because something is missing or cannot be compared. */
  unknown: number[];
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

interface CompiledRow {
  test: Test;
  set: { [key: string]: Given };
}

/** A decision table as a function of data and time. Data never makes it throw. */
export function compileTable(
  table: DecisionTable,
  settings: RuleSettings,
): (data: RunData, at: string) => TableResult {
  assertTimeZone(settings.timeZone);
  const kit = newKit(settings);
  const slots = new Map(table.inputs.map(({ path }, i) => [path, i]));
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
  const rows = table.rows.map(
    ({ when, set }, i): CompiledRow => ({
      set,
      test: rowTest(
        table.inputs.flatMap((of) => {
          const parsed = parseCell(own(when, of.key) ?? "-", of, cellId(i + 1, of.key));
          return parsed.ok && parsed.condition ? [parsed.condition] : [];
        }),
        leaf,
      ),
    }),
  );
  const operands = table.inputs.map(({ path }) => ({ field: path }));
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
    for (let i = 0; i < rows.length; i++) {
      const truth = rows[i]!.test(env);
      if (truth > TRUE) unknown.push(i + 1);
      if (truth !== TRUE) continue;
      matched.push(i + 1);
      if (table.hitPolicy === "first") break;
    }
    const seen = Object.fromEntries(table.inputs.map(({ key }, i) => [key, shown(env.values[i])]));
    // The compiled table outlives the call; a person's data must not.
    env.data = empty;
    env.item = undefined;
    env.values.fill(undefined);
    return resultOf(table, rows, { matched, unknown, seen }, settings.outcomes);
  };
}

const own = <T>(of: { readonly [key: string]: T }, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

/** A value as the result keeps it: plain, or null when there was none to test. */
function shown(value: unknown): Json {
  if (isMissing(value) || value instanceof Unknown) return null;
  return typeof value === "object" && !("amount" in (value as object)) ? null : (value as Json);
}

/** Every cell of a row; one false decides, so the rest is not asked. */
function rowTest(
  conditions: readonly Condition[],
  leaf: (condition: LeafCondition, depth: number) => Test,
): Test {
  const tests = conditions.map((condition) => compileGroups(condition, leaf));
  return (env) => {
    let result = TRUE;
    for (let i = 0; i < tests.length; i++) {
      const truth = tests[i]!(env);
      if (truth === FALSE) return FALSE;
      if (truth > TRUE && result === TRUE) result = truth;
    }
    return result;
  };
}

type Found = Pick<TableResult, "matched" | "unknown" | "seen">;

function resultOf(
  table: DecisionTable,
  rows: readonly CompiledRow[],
  found: Found,
  outcomes: readonly string[],
): TableResult {
  const conflict = conflictOf(table, rows, found.matched);
  // With a row left open nobody knows that none matches: the default would be a guess.
  const isDefault = found.matched.length === 0 && found.unknown.length === 0 && table.otherwise !== undefined;
  const hits = conflict
    ? []
    : isDefault
      ? [table.otherwise!]
      : found.matched
          .slice(0, table.hitPolicy === "collect" ? undefined : 1)
          .map((row) => rows[row - 1]!.set);
  const result: TableResult = {
    ...found,
    isDefault,
    values: {},
    outcome: null,
    reasonCodes: [],
    points: table.outputs.some(({ kind }) => kind === "points") ? 0 : null,
    queue: null,
    proposals: [],
  };
  for (const set of hits) addEffects(table.outputs, set, result);
  for (const { outcome } of result.proposals)
    if (result.outcome === null || outcomes.indexOf(outcome) > outcomes.indexOf(result.outcome))
      result.outcome = outcome;
  for (const output of table.outputs) {
    if (output.kind !== "value") continue;
    const given = hits.flatMap((set) => own(set, output.key) ?? []);
    // Nothing given clears what an earlier visit left there.
    result.values[output.key] = combined(given, table, isDefault) ?? null;
  }
  return conflict ? { ...result, conflict } : result;
}

/** `unique`: two rows. `any`: rows that do not agree. */
function conflictOf(
  { hitPolicy, outputs }: DecisionTable,
  rows: readonly CompiledRow[],
  matched: readonly number[],
): number[] | undefined {
  if (matched.length < 2 || (hitPolicy !== "unique" && hitPolicy !== "any")) return undefined;
  if (hitPolicy === "unique") return [...matched];
  const said = (row: number) =>
    JSON.stringify(outputs.map(({ key }) => own(rows[row - 1]!.set, key) ?? null).map(canonical));
  const first = said(matched[0]!);
  const other = matched.find((row) => said(row) !== first);
  return other === undefined ? undefined : [matched[0]!, other];
}

const canonical = (value: Given | null) =>
  value !== null && typeof value === "object" ? [value.currency, value.amount] : value;

function addEffects(outputs: readonly OutputColumn[], set: CompiledRow["set"], result: TableResult): void {
  const of = (kind: OutputColumn["kind"]) =>
    outputs.flatMap((output) => (output.kind === kind ? (own(set, output.key) ?? []) : []));
  const codes = of("reason_code") as string[];
  for (const code of codes) if (!result.reasonCodes.includes(code)) result.reasonCodes.push(code);
  for (const points of of("points") as number[]) result.points = (result.points ?? 0) + points;
  const [queue] = of("queue") as string[];
  result.queue ??= queue ?? null;
  const [outcome] = of("outcome") as string[];
  if (outcome === undefined) return;
  const known = result.proposals.find((proposal) => proposal.outcome === outcome);
  if (!known) result.proposals.push({ outcome, reasonCodes: codes });
  else known.reasonCodes = [...new Set([...known.reasonCodes, ...codes])];
}

/** What the rows of one value column come to; the default row is one row, whatever the policy. */
function combined(
  given: readonly Given[],
  { hitPolicy, collect }: DecisionTable,
  isDefault: boolean,
): Json | undefined {
  if (hitPolicy !== "collect" || isDefault) return given[0];
  if (collect === "count") return given.length;
  if (collect === "list" || collect === undefined) return [...given];
  if (given.length === 0) return undefined;
  const amounts = given.map((value) => (typeof value === "object" ? value.amount : (value as number)));
  const currency = typeof given[0] === "object" ? given[0].currency : undefined;
  const amount =
    collect === "sum"
      ? toNumber(amounts.map(exactOf).reduce(add))
      : amounts.reduce((a, b) => (collect === "min" ? Math.min(a, b) : Math.max(a, b)));
  if (!Number.isFinite(amount) || (currency !== undefined && !Number.isSafeInteger(amount))) return undefined;
  return currency === undefined ? amount : ({ amount, currency } satisfies Money);
}
