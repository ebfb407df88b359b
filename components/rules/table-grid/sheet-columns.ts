import type { Column } from "@/server/rules/core/cell";
import type { FieldInfo } from "@/server/rules/core/fields";
import {
  type DecisionTable,
  type Given,
  givenKey,
  type OutputColumn,
  type TableRow,
  valueFault,
} from "@/server/rules/core/table";
import { givenText, readCell, readGiven } from "@/server/rules/core/table-text";

/** The columns of a decision table: added, changed, moved and taken away with what stands in them. */

type Side = "inputs" | "outputs";

/** A key for a column that no other column has. */
function freeKey({ inputs, outputs }: DecisionTable, wished: string): string {
  const taken = new Set([...inputs, ...outputs].map(({ key }) => key));
  const plain = wished
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 56);
  const base = plain === "" ? "column" : plain;
  let key = base;
  for (let i = 2; taken.has(key); i++) key = `${base}_${i}`;
  return key;
}

/** What cells of a column for this field are written in; undefined when no cell can test it. */
export function typeOfField({ type, path }: FieldInfo): Column["type"] | undefined {
  if (path.includes("[]") || type === "list" || type === "object" || type === "duration") return undefined;
  return type === "date_time" ? "date" : type === "any" ? "text" : type;
}

export function addInput(table: DecisionTable, field: FieldInfo): DecisionTable {
  const type = typeOfField(field);
  if (!type) return table;
  const column: Column = {
    key: freeKey(table, field.path.split(".").at(-1) ?? ""),
    ...{ path: field.path, type },
    ...(type === "money" ? { currency: field.currency ?? "EUR" } : {}),
  };
  return { ...table, inputs: [...table.inputs, column] };
}

export function addOutput(table: DecisionTable, title: string): DecisionTable {
  const output: OutputColumn = { key: freeKey(table, title), title, kind: "value", type: "text" };
  return { ...table, outputs: [...table.outputs, output] };
}

function without<T>(of: { [key: string]: T }, key: string): { [key: string]: T } {
  const { [key]: _, ...rest } = of;
  return rest;
}

/** Every row, and the one of last resort, by what is done to its results. */
function mapSets(table: DecisionTable, change: (set: TableRow["set"]) => TableRow["set"]): DecisionTable {
  const rows = table.rows.map((row) => ({ ...row, set: change(row.set) }));
  return { ...table, rows, ...(table.otherwise ? { otherwise: change(table.otherwise) } : {}) };
}

/** The column and everything in it. The last column of a side stays: a table without one is none. */
export function removeColumn(table: DecisionTable, side: Side, key: string): DecisionTable {
  if (table[side].length < 2) return table;
  if (side === "outputs") {
    const { otherwise, ...rest } = mapSets(table, (set) => without(set, key));
    const outputs = table.outputs.filter((one) => one.key !== key);
    return otherwise && Object.keys(otherwise).length > 0
      ? { ...rest, outputs, otherwise }
      : { ...rest, outputs };
  }
  const rows = table.rows.map((row) => ({ ...row, when: without(row.when, key) }));
  return { ...table, inputs: table.inputs.filter((one) => one.key !== key), rows };
}

export function moveColumn(table: DecisionTable, side: Side, key: string, by: -1 | 1): DecisionTable {
  const columns: readonly (Column | OutputColumn)[] = table[side];
  const at = columns.findIndex((one) => one.key === key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= columns.length) return table;
  const moved = columns.toSpliced(at, 1).toSpliced(to, 0, columns[at]!);
  return { ...table, [side]: moved };
}

/** A column tested that is another now; its cells are read anew, so that text gets its quotation marks. */
export function changeInput(table: DecisionTable, key: string, next: Column): DecisionTable {
  const before = table.inputs.find((one) => one.key === key);
  const inputs = table.inputs.map((one) => (one.key === key ? { ...next, key } : one));
  if (before?.type === next.type && before.currency === next.currency) return { ...table, inputs };
  const rows = table.rows.map((row) => {
    const cell = Object.hasOwn(row.when, key) ? row.when[key]! : "-";
    return cell === "-" ? row : { ...row, when: { ...row.when, [key]: readCell(bare(cell, next), next) } };
  });
  return { ...table, inputs, rows };
}

/** Quotation marks mean nothing where a column holds no text. */
const bare = (cell: string, { type }: Column) =>
  type === "text" ? cell : cell.replace(/"((?:[^"\\]|\\.)*)"/g, "$1");

/** A column given that is another now; its results are read anew as what it gives. */
export function changeOutput(
  table: DecisionTable,
  key: string,
  next: OutputColumn,
  names: { readonly [key: string]: string } = {},
): DecisionTable {
  const before = table.outputs.find((one) => one.key === key);
  const outputs = table.outputs.map((one) => (one.key === key ? { ...next, key } : one));
  const isSame = before?.kind === next.kind && before.type === next.type && before.currency === next.currency;
  if (isSame) return { ...table, outputs };
  const read = (set: TableRow["set"]): TableRow["set"] => {
    const value = Object.hasOwn(set, key) ? readGiven(givenText(set[key]), next, names) : undefined;
    return value === undefined ? without(set, key) : { ...set, [key]: value };
  };
  return { ...mapSets(table, read), outputs };
}

/** The values rows give in a column, as they come: something to begin an order with. */
export function valuesGiven(table: DecisionTable, output: OutputColumn): Given[] {
  const { key, kind } = output;
  if (kind === "outcome") return [];
  const given = table.rows.flatMap(({ set }) => (Object.hasOwn(set, key) ? [set[key]!] : []));
  const sound = given.filter((value) => valueFault({ hitPolicy: "first" }, output, value) === undefined);
  return [...new Map(sound.map((value) => [givenKey(value), value])).values()].slice(0, 500);
}
