import Papa from "papaparse";

/** CSV, read piece by piece by Papa Parse. Browser and server read with this, so a preview shows what will happen. */

/** A longer row is a quote that nobody closed. */
export const MAX_ROW = 1024 * 1024;
export const MAX_CELL = 64 * 1024;
export const MAX_COLUMNS = 500;
/** A spreadsheet has no more, empty ones included: a file of line ends is none. */
export const MAX_ROWS = 1_048_576;

/** Read at once: a row that pieces cut is read again with the next, so small pieces wait for each other. */
const PIECE = 64 * 1024;
const SEPARATORS = [",", ";", "\t", "|"];

export interface CsvRow {
  /** The number a spreadsheet shows beside it, from 1; rows without a cell count. */
  row: number;
  cells: string[];
}

/** The file is no CSV; `row` is where that shows. */
export class CsvFault extends Error {
  readonly row: number;
  constructor(row: number, message: string) {
    super(message);
    this.name = "CsvFault";
    this.row = row;
  }
}

const NEVER_CLOSED = "A quote in it is never closed.";
const faults: Record<string, string> = {
  MissingQuotes: NEVER_CLOSED,
  InvalidQuotes: "Something stands behind a closed quote.",
};

export class CsvReader {
  #separator: string | undefined;
  /** What came and is not read: pieces of a row, and the row that may go on in the next. */
  #held = "";
  /** How much of it was looked at, and found to be no whole row. */
  #seen = 0;
  #row = 0;
  /** A CR at the end of a piece is half a line's end, or a whole one. */
  #isHalfEnd = false;

  /** The rows that a further piece of text completes. */
  push(text: string): CsvRow[] {
    const whole = this.#isHalfEnd ? `\r${text}` : text;
    this.#isHalfEnd = whole.endsWith("\r");
    // Files that came through many hands end their lines in many ways.
    this.#held += (this.#isHalfEnd ? whole.slice(0, -1) : whole).replaceAll(/\r\n?/g, "\n");
    return this.#held.length - this.#seen < PIECE ? [] : this.#read(false);
  }

  /** The rows that the end of the file completes. */
  end(): CsvRow[] {
    if (this.#isHalfEnd) this.#held += "\n";
    return this.#read(true);
  }

  #read(isEnd: boolean): CsvRow[] {
    // Papa Parse drops such a mark without counting it.
    const text = this.#held.replace(/^\uFEFF+/, "");
    if (text === "") return [];
    this.#separator ??= separatorOf(text);
    const found: { cells: string[]; code: string | undefined; end: number }[] = [];
    Papa.parse<string[]>(text, {
      delimiter: this.#separator,
      newline: "\n",
      step: ({ data, errors, meta }) => {
        found.push({
          cells: data,
          code: errors.find(({ type }) => type === "Quotes")?.code,
          end: meta.cursor,
        });
      },
    });
    // The last row may go on in the next piece, and so may its last quote.
    if (!isEnd) found.pop();
    let begin = 0;
    const rows = found.flatMap(({ cells, code, end }) => {
      const length = end - begin;
      begin = end;
      return this.#checked(cells, code, length);
    });
    this.#held = text.slice(begin);
    this.#seen = this.#held.length;
    if (!isEnd && this.#seen > MAX_ROW) throw new CsvFault(this.#row + 1, tooLong(this.#held));
    return rows;
  }

  #checked(cells: string[], code: string | undefined, length: number): CsvRow[] {
    const row = ++this.#row;
    if (row > MAX_ROWS) throw new CsvFault(row, "A file has at most 1,048,576 rows, empty ones included.");
    if (code) throw new CsvFault(row, faults[code] ?? "Its quotes cannot be read.");
    if (cells.length > MAX_COLUMNS)
      throw new CsvFault(row, `It has ${cells.length} columns; at most ${MAX_COLUMNS} are read.`);
    if (length > MAX_CELL && cells.some((cell) => cell.length > MAX_CELL))
      throw new CsvFault(row, "One of its cells is longer than 64 KB. Look for a missing quote.");
    return cells.every((cell) => cell.trim() === "") ? [] : [{ row, cells }];
  }
}

const tooLong = (text: string): string =>
  text.includes('"') ? NEVER_CLOSED : "It is longer than 1 MB, so it is no row of a table.";

/** The separator by which the first rows have the same number of cells. */
function separatorOf(text: string): string {
  return Papa.parse(text, { preview: 10, skipEmptyLines: true, newline: "\n", delimitersToGuess: SEPARATORS })
    .meta.delimiter;
}

/** Begins what a spreadsheet would take for a formula. Papa Parse's own expression overlooks cells of many lines. */
const FORMULA = /^[=+\-@\t\r]/;

/** Rows of a file for spreadsheets: quoted where they must be, and never a formula. Numbers of ours stay numbers. */
export const csvText = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.length === 0
    ? ""
    : `${Papa.unparse(
        rows.map((row) => [...row]),
        { escapeFormulae: FORMULA, newline: "\r\n" },
      )}\r\n`;
