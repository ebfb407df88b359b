import { type Column, parseCell } from "./cell";
import { type DecisionTable, type OutputColumn, type TableRow, valueFault } from "./table";
import { givenText, readCell, readGiven } from "./table-text";

/** A decision table as the lines of a spreadsheet: a head, one line per row, and the row of last resort. */

const ELSE = "Else";
const MOST_ROWS = 2000;

type TitleOf = (column: Column) => string;
type Names = { readonly [kind in OutputColumn["kind"]]?: { readonly [key: string]: string } };

const own = <T>(of: { readonly [key: string]: T }, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

/** What a spreadsheet would compute is marked as text; the mark is taken off when it comes back. */
const guarded = (text: string) => (/^[=+@'\t\r]|^-./.test(text) && !/^-\d/.test(text) ? `'${text}` : text);
const unguarded = (text: string) => (/^'[=+@'\t\r-]/.test(text) ? text.slice(1) : text);

export function linesOf(table: DecisionTable, titleOf: TitleOf): string[][] {
  const { inputs, outputs, rows, otherwise } = table;
  const results = (set: TableRow["set"]) => outputs.map(({ key }) => givenText(own(set, key)));
  const lines = [
    ["Row", ...inputs.map(titleOf), ...outputs.map(({ title }) => title), "Note"],
    ...rows.map(({ when, set, note }, i) => [
      String(i + 1),
      ...inputs.map(({ key }) => own(when, key) ?? "-"),
      ...results(set),
      note ?? "",
    ]),
    ...(otherwise ? [[ELSE, ...inputs.map(() => ""), ...results(otherwise), ""]] : []),
  ];
  return lines.map((line) => line.map(guarded));
}

/** The rows of a file for this table, and in words what of them is wrong. Cells that cannot be read are kept. */
export function readLines(
  table: DecisionTable,
  lines: readonly (readonly string[])[],
  titleOf: TitleOf,
  names: Names = {},
): { table: DecisionTable; report: string[] } {
  const [head = [], ...body] = lines;
  const report: string[] = [];
  const places = new Map(head.map((title, i) => [plain(title), i]));
  const find = (...called: string[]) => {
    for (const name of called) {
      const place = places.get(plain(name));
      if (place !== undefined) return place;
    }
    return undefined;
  };
  const inputs = table.inputs.map((column) => ({ column, at: find(titleOf(column), column.key) }));
  const outputs = table.outputs.map((output) => ({ output, at: find(output.title, output.key) }));
  const known = new Set([...inputs, ...outputs].flatMap(({ at }) => (at === undefined ? [] : [at])));
  if (known.size === 0)
    return { table, report: ["The first line names no column of this table, so nothing can be taken over."] };
  const rowAt = find("Row");
  const noteAt = find("Note");
  head.forEach((title, i) => {
    if (title.trim() !== "" && !known.has(i) && i !== rowAt && i !== noteAt)
      report.push(`The column “${title}” is not in this table and was left out.`);
  });
  for (const { column, at } of inputs)
    if (at === undefined) report.push(`The file has no column “${titleOf(column)}”: its cells ask nothing.`);
  for (const { output, at } of outputs)
    if (at === undefined) report.push(`The file has no column “${output.title}”: its rows give none.`);

  const rows: TableRow[] = [];
  let otherwise: TableRow["set"] | undefined;
  for (const [i, line] of body.entries()) {
    if (line.every((text) => text.trim() === "")) continue;
    const text = (at: number | undefined) => (at === undefined ? "" : unguarded((line[at] ?? "").trim()));
    const fault = (title: string, message: string) => report.push(`Line ${i + 2}, ${title}: ${message}`);
    const set: TableRow["set"] = {};
    for (const { output, at } of outputs) {
      const value = readGiven(text(at), output, names[output.kind]);
      if (value === undefined) continue;
      set[output.key] = value;
      const message = valueFault(table, output, value);
      if (message) fault(output.title, message);
    }
    if (plain(text(rowAt)) === plain(ELSE)) {
      otherwise = set;
      continue;
    }
    if (rows.length === MOST_ROWS) {
      report.push(`A table holds at most ${MOST_ROWS} rows: the file is cut at line ${i + 2}.`);
      break;
    }
    const when: TableRow["when"] = {};
    for (const { column, at } of inputs) {
      const cell = readCell(text(at).slice(0, 500), column).slice(0, 500);
      if (cell === "-") continue;
      when[column.key] = cell;
      const parsed = parseCell(cell, column, "c");
      if (!parsed.ok) fault(titleOf(column), parsed.message);
    }
    const note = text(noteAt).slice(0, 400);
    rows.push({ when, set, ...(note === "" ? {} : { note }) });
  }
  const { otherwise: _, ...rest } = table;
  return { table: { ...rest, rows, ...(otherwise ? { otherwise } : {}) }, report };
}

const plain = (text: string) => text.trim().toLowerCase();
