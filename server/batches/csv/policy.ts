/**
 * CSV as spreadsheets write it (RFC 4180), read piece by piece: quoted cells may hold separators and line ends, a quote
 * in them is doubled, lines end in LF or CR LF. Browser and server read with this, so a preview shows what will happen.
 */

/** A longer cell is a quote that nobody closed. */
export const MAX_CELL = 64 * 1024;
export const MAX_COLUMNS = 500;

const SEPARATORS = [",", ";", "\t", "|"] as const;

export interface CsvRow {
  /** The line it begins on, from 1. */
  line: number;
  cells: string[];
}

/** The file is no CSV; `line` is where that shows. */
export class CsvFault extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.name = "CsvFault";
    this.line = line;
  }
}

/** The separator that stands most often in the first line, outside quotes. */
export function separatorOf(firstLine: string): string {
  const bare = firstLine.replaceAll(/"(?:[^"]|"")*"/g, "");
  const counted = SEPARATORS.map((separator) => ({ separator, count: bare.split(separator).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}

export class CsvReader {
  #separator: string | undefined;
  /** Text that waits for the first line to be whole. */
  #held = "";
  #cell = "";
  #cells: string[] = [];
  #line = 1;
  #begunAt = 1;
  /** `quote`: a quote came inside quotes, which ends the cell or is the first half of a doubled one. */
  #state: "start" | "plain" | "quoted" | "quote" = "start";
  /** A CR came, which belongs to the line's end or to the cell. */
  #return = false;

  /** The rows that a further piece of text completes. */
  push(text: string): CsvRow[] {
    if (this.#separator !== undefined) return this.#read(text);
    this.#held += text;
    return /\n/.test(this.#held) || this.#held.length > MAX_CELL ? this.#begin() : [];
  }

  /** The rows that the end of the file completes. */
  end(): CsvRow[] {
    const rows = this.#separator === undefined ? this.#begin() : [];
    if (this.#state === "quoted") throw new CsvFault(this.#begunAt, "A quote in this line is never closed.");
    this.#endRow(rows);
    return rows;
  }

  #begin(): CsvRow[] {
    const text = this.#held.replace(/^\uFEFF/, "");
    this.#held = "";
    this.#separator = separatorOf(/^[^\n]*/.exec(text)?.[0] ?? "");
    return this.#read(text);
  }

  #read(text: string): CsvRow[] {
    const rows: CsvRow[] = [];
    for (const char of text) {
      if (this.#state === "quoted") {
        if (char === '"') this.#state = "quote";
        else this.#add(char);
        if (char === "\n") this.#line++;
        continue;
      }
      if (this.#return) {
        this.#return = false;
        if (char !== "\n") this.#plain("\r");
      }
      if (char === this.#separator) this.#endCell();
      else if (char === "\n") {
        this.#endRow(rows);
        this.#line++;
        this.#begunAt = this.#line;
      } else if (char === "\r") this.#return = true;
      else if (char === '"' && this.#state === "quote") {
        this.#add('"');
        this.#state = "quoted";
      } else if (char === '"' && this.#state === "start") this.#state = "quoted";
      else this.#plain(char);
    }
    return rows;
  }

  #plain(char: string) {
    if (this.#state === "quote") throw new CsvFault(this.#line, "Something stands behind a closed quote.");
    this.#state = "plain";
    this.#add(char);
  }

  #add(char: string) {
    this.#cell += char;
    if (this.#cell.length > MAX_CELL)
      throw new CsvFault(this.#begunAt, "A cell of this line is longer than 64 KB.");
  }

  #endCell() {
    this.#cells.push(this.#cell);
    if (this.#cells.length > MAX_COLUMNS)
      throw new CsvFault(this.#begunAt, `This line has more than ${MAX_COLUMNS} columns.`);
    this.#cell = "";
    this.#state = "start";
  }

  #endRow(rows: CsvRow[]) {
    this.#endCell();
    // An empty line is no row.
    if (this.#cells.some((cell) => cell !== "")) rows.push({ line: this.#begunAt, cells: this.#cells });
    this.#cells = [];
  }
}

/** Cells that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell of a file for spreadsheets: quoted where it must be, and never a formula. Numbers of ours stay numbers. */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(",")}\r\n`;
