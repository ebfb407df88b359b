import { type Column, parseCell } from "@/server/rules/core/cell";
import { type DecisionTable, type OutputColumn, type TableRow, valueFault } from "@/server/rules/core/table";
import { givenText, readCell, readGiven } from "@/server/rules/core/table-text";

/** A decision table as a sheet of cells, and what can be done to it. Every function gives a new table. */

export const MOST_ROWS = 2000;

export type SheetColumn =
  | { side: "when"; key: string; title: string; column: Column }
  | { side: "set"; key: string; title: string; output: OutputColumn }
  | { side: "note"; key: "note"; title: string };

/** A cell. Behind the last row stands an empty one that becomes real when it is written to, then the row of last resort. */
export interface Cell {
  row: number;
  column: number;
}

/** Two corners; either may be the upper one. */
export interface Range {
  anchor: Cell;
  head: Cell;
}

export interface Edges {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Key → title of what a column of results can name. */
export type Names = { readonly [kind in OutputColumn["kind"]]?: { readonly [key: string]: string } };

/** Where what is given when no row holds stands. */
export const elseRow = ({ rows }: DecisionTable): number => rows.length + 1;

export const edgesOf = ({ anchor, head }: Range): Edges => ({
  top: Math.min(anchor.row, head.row),
  bottom: Math.max(anchor.row, head.row),
  left: Math.min(anchor.column, head.column),
  right: Math.max(anchor.column, head.column),
});

export function columnsOf(
  { inputs, outputs }: DecisionTable,
  titleOf: (column: Column) => string = ({ title, key }) => title ?? key,
): SheetColumn[] {
  return [
    ...inputs.map(
      (column): SheetColumn => ({
        ...{ side: "when", key: column.key, title: titleOf(column), column },
      }),
    ),
    ...outputs.map(
      (output): SheetColumn => ({
        ...{ side: "set", key: output.key, title: output.title, output },
      }),
    ),
    { side: "note", key: "note", title: "Note" },
  ];
}

const own = <T>(of: { readonly [key: string]: T }, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

const setOf = (table: DecisionTable, row: number): TableRow["set"] =>
  row === elseRow(table) ? (table.otherwise ?? {}) : (table.rows[row]?.set ?? {});

export function cellText(table: DecisionTable, row: number, column: SheetColumn): string {
  if (column.side === "set") return givenText(own(setOf(table, row), column.key));
  const of = table.rows[row];
  if (!of) return "";
  if (column.side === "note") return of.note ?? "";
  const cell = own(of.when, column.key) ?? "-";
  return cell === "-" ? "" : cell;
}

const KINDS: { readonly [kind in OutputColumn["kind"]]: string } = {
  ...{ outcome: "outcome", reason_code: "reason", queue: "queue", value: "value", points: "points" },
};

/** What is wrong in a cell, in words. */
export function cellFault(
  table: DecisionTable,
  row: number,
  column: SheetColumn,
  names: Names = {},
): string | undefined {
  if (column.side === "note") return undefined;
  if (column.side === "set") {
    const value = own(setOf(table, row), column.key);
    if (value === undefined) return undefined;
    const known = names[column.output.kind];
    if (known && typeof value === "string" && !Object.hasOwn(known, value))
      return `There is no ${KINDS[column.output.kind]} “${value}” in this workflow.`;
    return valueFault(table, column.output, value);
  }
  const cell = own(table.rows[row]?.when ?? {}, column.key);
  const parsed = cell === undefined ? undefined : parseCell(cell, column.column, "c");
  return parsed && !parsed.ok ? parsed.message : undefined;
}

/** Nothing is written into the tests of the row of last resort: it has none. */
export const isWritable = (table: DecisionTable, { row }: Cell, column: SheetColumn): boolean =>
  row < elseRow(table) || column.side === "set";

function without<T>(of: { [key: string]: T }, key: string): { [key: string]: T } {
  const { [key]: _, ...rest } = of;
  return rest;
}

function withSet(set: TableRow["set"], column: SheetColumn & { side: "set" }, text: string, names: Names) {
  const value = readGiven(text, column.output, names[column.output.kind]);
  return value === undefined ? without(set, column.key) : { ...set, [column.key]: value };
}

function withText(row: TableRow, column: SheetColumn, text: string, names: Names): TableRow {
  if (column.side === "set") return { ...row, set: withSet(row.set, column, text, names) };
  if (column.side === "note") {
    const { note: _, ...rest } = row;
    return text.trim() === "" ? rest : { ...rest, note: text.trim().slice(0, 400) };
  }
  const cell = readCell(text.slice(0, 500), column.column);
  return {
    ...row,
    when: cell === "-" ? without(row.when, column.key) : { ...row.when, [column.key]: cell.slice(0, 500) },
  };
}

const EMPTY: TableRow = { when: {}, set: {} };

/**
 * Texts from a corner on, as they are typed or pasted; the table grows rows for what is longer. The row of last resort
 * takes results only where it is written to by itself.
 */
export function writeCells(
  table: DecisionTable,
  at: Cell,
  texts: readonly (readonly string[])[],
  names: Names = {},
): DecisionTable {
  const columns = columnsOf(table);
  if (at.row >= elseRow(table)) return writeElse(table, at.column, texts[0] ?? [], names);
  const rows = [...table.rows];
  texts.forEach((line, i) => {
    const place = at.row + i;
    if (place >= MOST_ROWS) return;
    rows[place] = line.reduce((row, text, j) => {
      const column = columns[at.column + j];
      return column ? withText(row, column, text, names) : row;
    }, rows[place] ?? EMPTY);
  });
  return { ...table, rows };
}

function writeElse(table: DecisionTable, from: number, line: readonly string[], names: Names): DecisionTable {
  const columns = columnsOf(table);
  const set = line.reduce((set, text, j) => {
    const column = columns[from + j];
    return column?.side === "set" ? withSet(set, column, text, names) : set;
  }, table.otherwise ?? {});
  const { otherwise: _, ...rest } = table;
  return Object.keys(set).length === 0 ? rest : { ...rest, otherwise: set };
}

/** The texts of a range, line by line. */
export function readCells(table: DecisionTable, range: Range): string[][] {
  const { top, bottom, left, right } = edgesOf(range);
  const columns = columnsOf(table).slice(left, right + 1);
  return Array.from({ length: bottom - top + 1 }, (_, i) =>
    columns.map((column) => cellText(table, top + i, column)),
  );
}

export function clearCells(table: DecisionTable, range: Range): DecisionTable {
  const { top, bottom, left, right } = edgesOf(range);
  const last = Math.min(bottom, table.rows.length - 1);
  const line = Array.from({ length: right - left + 1 }, () => "");
  const lines = Array.from({ length: Math.max(0, last - top + 1) }, () => line);
  const cleared = lines.length > 0 ? writeCells(table, { row: top, column: left }, lines) : table;
  return bottom >= elseRow(table) ? writeElse(cleared, left, line, {}) : cleared;
}

/** The first line of the range again in all others; of a single line, the line above it. */
export function fillDown(table: DecisionTable, range: Range): DecisionTable {
  const { top, bottom, left, right } = edgesOf(range);
  const from = top === bottom ? top - 1 : top;
  const last = Math.min(bottom, table.rows.length - 1);
  if (from < 0 || last <= from) return table;
  const [line = []] = readCells(table, {
    anchor: { row: from, column: left },
    head: { row: from, column: right },
  });
  return writeCells(
    table,
    { row: from + 1, column: left },
    Array.from({ length: last - from }, () => line),
  );
}

/** The lines of a range repeated over more rows, below or above it, as a fill handle does. */
export function fillTo(table: DecisionTable, range: Range, row: number): DecisionTable {
  const { top, bottom, left, right } = edgesOf(range);
  const lines = readCells(table, range);
  const last = Math.min(row, table.rows.length - 1);
  const size = lines.length;
  if (last > bottom) {
    const more = Array.from({ length: last - bottom }, (_, i) => lines[i % size]!);
    return writeCells(table, { row: bottom + 1, column: left }, more);
  }
  if (row >= top) return table;
  const more = Array.from({ length: top - row }, (_, i) => lines[size - 1 - ((top - row - 1 - i) % size)]!);
  return writeCells(
    table,
    { row: Math.max(0, row), column: left },
    more.map((line) => line.slice(0, right - left + 1)),
  );
}

export function insertRows(table: DecisionTable, at: number, rows: readonly TableRow[]): DecisionTable {
  const free = Math.max(0, MOST_ROWS - table.rows.length);
  return { ...table, rows: table.rows.toSpliced(Math.min(at, table.rows.length), 0, ...rows.slice(0, free)) };
}

export const insertEmpty = (table: DecisionTable, at: number): DecisionTable =>
  insertRows(table, at, [EMPTY]);

export const duplicateRows = (table: DecisionTable, { top, bottom }: Pick<Edges, "top" | "bottom">) =>
  insertRows(table, bottom + 1, table.rows.slice(top, bottom + 1));

export const removeRows = (
  table: DecisionTable,
  { top, bottom }: Pick<Edges, "top" | "bottom">,
): DecisionTable => ({ ...table, rows: table.rows.filter((_, row) => row < top || row > bottom) });

/** Rows one place up or down; the same table when there is no place there. */
export function moveRows(
  table: DecisionTable,
  { top, bottom }: Pick<Edges, "top" | "bottom">,
  by: -1 | 1,
): DecisionTable {
  if (top + by < 0 || bottom + by >= table.rows.length) return table;
  const moved = table.rows.slice(top, bottom + 1);
  const rest = table.rows.filter((_, row) => row < top || row > bottom);
  return { ...table, rows: rest.toSpliced(top + by, 0, ...moved) };
}
