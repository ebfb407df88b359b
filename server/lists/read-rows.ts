import { CsvFault, CsvReader, type CsvRow } from "@/server/batches/csv/policy";
import { DomainError } from "@/server/errors";
import { type ListSpelling, spellEntry } from "./policy";
import { MAX_IMPORT_BYTES } from "./schema";

/** What is wrong in a row, by the number a spreadsheet shows beside it. */
export interface RowProblem {
  row: number;
  column: string;
  value: string;
  message: string;
}

export type RowRead =
  | {
      row: number;
      value: string;
      sought: string;
      /** Undefined where the row does not say. */
      reason: string | undefined;
      owner: string | undefined;
      validFrom: Date | undefined;
      validTo: Date | null;
    }
  | { row: number; problems: RowProblem[] };

const COLUMNS = {
  value: [
    "value",
    "entry",
    "text",
    "number",
    "email",
    "e_mail",
    "domain",
    "iban",
    "ip",
    "cidr",
    "country",
    "hash",
  ],
  reason: ["reason", "comment", "note"],
  owner: ["owner"],
  valid_from: ["valid_from", "from"],
  valid_to: ["valid_to", "expires", "expires_at", "expiry", "until", "to"],
} as const;
type Column = keyof typeof COLUMNS;
const columnNames = Object.keys(COLUMNS) as Column[];

const plainHeading = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");

const columnOf = (heading: string): Column | undefined =>
  columnNames.find((column) => (COLUMNS[column] as readonly string[]).includes(plainHeading(heading)));

const refuse = (message: string) =>
  new DomainError("invalid", message, { issues: [{ path: "file", code: "file", message }] });

/** The rows of a CSV as entries. A file without headings has one value per row, in its first column. */
export async function* rowsOfCsv(
  bytes: AsyncIterable<Uint8Array>,
  list: ListSpelling,
): AsyncGenerator<RowRead | { ignoredColumns: string[] }> {
  let places: Map<Column, number> | undefined;
  for await (const { row, cells } of csvRows(bytes)) {
    if (!places) {
      const found = new Map<Column, number>();
      for (const [i, cell] of cells.entries()) {
        const column = columnOf(cell);
        if (column && !found.has(column)) found.set(column, i);
      }
      const isHeading = found.has("value");
      if (!isHeading && "problem" in spellEntry(list, cells[0] ?? "") && cells.length > 1)
        throw refuse(
          "No column is called “value”. Name the columns in the first row: value, reason, owner, valid_from, valid_to.",
        );
      places = isHeading ? found : new Map([["value", 0]]);
      if (isHeading) {
        yield { ignoredColumns: cells.filter((cell) => cell.trim() !== "" && columnOf(cell) === undefined) };
        continue;
      }
      yield { ignoredColumns: [] };
    }
    yield readRow(row, cells, places, list);
  }
}

function readRow(
  row: number,
  cells: readonly string[],
  places: ReadonlyMap<Column, number>,
  list: ListSpelling,
): RowRead {
  const problems: RowProblem[] = [];
  // What our own export keeps spreadsheets from taking for a formula.
  const cell = (column: Column): string =>
    (cells[places.get(column) ?? -1] ?? "").trim().replace(/^'(?=[=+\-@])/, "");
  const complain = (column: Column, message: string) =>
    problems.push({ row, column, value: cell(column).slice(0, 80), message });
  const longest = (column: "reason" | "owner", most: number): string | undefined => {
    const text = cell(column);
    if (text.length > most) complain(column, `Use at most ${most} characters.`);
    return text === "" ? undefined : text;
  };
  const time = (column: "valid_from" | "valid_to"): Date | undefined => {
    const text = cell(column);
    if (text === "") return undefined;
    const day = /^(\d{4})-(\d\d)-(\d\d)$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
    const at = day ?? (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : undefined);
    // 2026-02-30 would quietly become a day of March.
    const isReal = at && !Number.isNaN(at.getTime()) && (!day || day.toISOString().startsWith(text));
    if (!isReal) complain(column, "Write a day as 2027-01-31, or a time as 2027-01-31T12:00:00Z.");
    return isReal ? at : undefined;
  };
  const spelled = spellEntry(list, cell("value"));
  if ("problem" in spelled) complain("value", spelled.problem);
  const read = {
    reason: longest("reason", 500),
    owner: longest("owner", 120),
    validFrom: time("valid_from"),
    validTo: time("valid_to") ?? null,
  };
  if ("problem" in spelled || problems.length > 0) return { row, problems };
  return { row, ...spelled, ...read };
}

async function* csvRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const reader = new CsvReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  try {
    for await (const piece of bytes) {
      size += piece.byteLength;
      if (size > MAX_IMPORT_BYTES) throw refuse("The file is larger than 50 MB. Split it.");
      yield* reader.push(decoder.decode(piece, { stream: true }));
    }
    yield* reader.push(decoder.decode());
    yield* reader.end();
  } catch (error) {
    if (error instanceof CsvFault)
      throw refuse(`The file cannot be read as CSV: row ${error.row}. ${error.message}`);
    if (error instanceof TypeError)
      throw refuse("The file is not in UTF-8. Save it as “CSV UTF-8” and send it again.");
    throw error;
  }
}
