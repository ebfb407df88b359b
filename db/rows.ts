import { getTableColumns, getTableName, type InferInsertModel } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "./client";
import { prepared } from "./prepared";

/** Rows for one table, as one part of a statement that writes to several. */
export interface Change {
  /** The part's text, given the number of its parameter. */
  text: (parameter: number) => string;
  rows: string;
}

type Row<T extends PgTable> = InferInsertModel<T>;

const quoted = (name: string) => `"${name}"`;
const columnsOf = (table: PgTable) =>
  getTableColumns(table) as unknown as Record<string, { name: string } | undefined>;

function columnOf(table: PgTable, property: string): string {
  const column = columnsOf(table)[property];
  if (!column) throw new Error(`${getTableName(table)} has no “${property}”`);
  return quoted(column.name);
}

function wire(value: unknown): unknown {
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  return value instanceof Date ? value.toISOString() : (value ?? null);
}

/** Rows as JSON under their columns' names: one parameter, however many there are. */
function packed(table: PgTable, rows: readonly object[], properties: readonly string[], more: string[] = []) {
  const columns = columnsOf(table);
  const names = properties.map((property) => [columns[property]?.name ?? property, property] as const);
  return JSON.stringify(
    rows.map((row) => {
      const out: Record<string, unknown> = {};
      for (const [name, property] of names) out[name] = wire(Reflect.get(row, property));
      for (const name of more) out[name] = Reflect.get(row, name);
      return out;
    }),
  );
}

/**
 * Adds rows. The first row's properties are the columns; what none of them names keeps its default. `computed` gives a
 * column an expression over `j`, the row's JSON, which also holds the properties it is made of.
 */
export function insertRows<T extends PgTable, M extends object = object>(
  table: T,
  rows: readonly (Row<T> & M)[],
  computed: { columns: { [K in keyof Row<T>]?: string }; from: (keyof M & string)[] } = {
    columns: {},
    from: [],
  },
): Change[] {
  const [first] = rows;
  if (!first) return [];
  const given = Object.keys(first).filter((property) => !computed.from.includes(property as never));
  const more = Object.entries(computed.columns) as [string, string][];
  const name = quoted(getTableName(table));
  const into = [...given, ...more.map(([property]) => property)].map((one) => columnOf(table, one));
  const values = [...given.map((one) => `n.${columnOf(table, one)}`), ...more.map(([, text]) => text)];
  return [
    {
      text: (parameter) =>
        `insert into ${name} (${into.join(", ")}) select ${values.join(", ")} from json_array_elements($${parameter}::json) j, json_populate_record(null::${name}, j) n`,
      rows: packed(table, rows, given, computed.from),
    },
  ];
}

/**
 * Changes the rows that `match` names; `where` over `t` leaves some of them alone. A column of `keepsNull` stays as it is
 * where the new value is null.
 */
export function updateRows<T extends PgTable, R extends { [K in keyof Row<T>]?: Row<T>[K] | null }>(
  table: T,
  match: readonly (keyof R & string)[],
  rows: readonly R[],
  { where, keepsNull = [] }: { where?: string; keepsNull?: readonly (keyof R & string)[] } = {},
): Change[] {
  const [first] = rows;
  if (!first) return [];
  const properties = Object.keys(first);
  const name = quoted(getTableName(table));
  const same = (property: string) => `${columnOf(table, property)} = n.${columnOf(table, property)}` as const;
  const change = (property: string) => {
    const column = columnOf(table, property);
    return keepsNull.includes(property as never)
      ? `${column} = coalesce(n.${column}, t.${column})`
      : same(property);
  };
  const set = properties.filter((property) => !match.includes(property as never)).map(change);
  const found = match.map((property) => `t.${same(property)}`);
  return [
    {
      text: (parameter) =>
        `update ${name} t set ${set.join(", ")} from json_populate_recordset(null::${name}, $${parameter}::json) n where ${[...found, ...(where ? [where] : [])].join(" and ")}`,
      rows: packed(table, rows, properties),
    },
  ];
}

/**
 * Writes all of it in one statement, so that ten tables cost one round trip. The first change is done before the others,
 * so what it has to wait for holds up nothing that is written already; unless it touches `expected` rows, the statement
 * fails. Foreign keys are looked at when all stands; a row must not be touched by two of the changes.
 */
export async function writeChanges(tx: Tx, changes: readonly Change[], expected: number): Promise<void> {
  const parts = changes.map(({ text }, index) => text(index + 2));
  const named = parts.map((part, index) =>
    index === 0 ? `first as (${part} returning 1)` : `c${index} as (${part})`,
  );
  await prepared(tx, `with ${named.join(", ")} select 1 / (count(*) = $1::int)::int from first`, [
    expected,
    ...changes.map(({ rows }) => rows),
  ]);
}
