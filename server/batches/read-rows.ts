import { DomainError, type FieldIssue } from "@/server/errors";
import type { RequestField } from "@/server/nodes/input-fields";
import {
  columnIssues,
  columnsByHeading,
  type ReadRow,
  requestOfLine,
  requestOfRow,
  unusedHeadings,
} from "./columns/policy";
import { CsvFault, CsvReader, type CsvRow } from "./csv/policy";
import type { BatchColumn } from "./schema";

/** A longer line of JSON is no row of a table. */
const MAX_LINE = 1024 * 1024;

export type NumberedRow = ReadRow & { row: number };

const refuse = (message: string, issues: FieldIssue[] = [{ path: "file", code: "file", message }]) =>
  new DomainError("invalid", message, { issues });

/** Text as it comes; a file in another encoding is refused rather than read wrong. */
async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refuse("The file is not in UTF-8. Save it as “CSV UTF-8” and send it again.");
  }
}

async function* csvRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const reader = new CsvReader();
  try {
    for await (const text of decoded(bytes)) yield* reader.push(text);
    yield* reader.end();
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    throw refuse(`The file cannot be read as CSV: row ${error.row}. ${error.message}`);
  }
}

/** The rows of a CSV as requests. Its columns are judged before the first row is. */
export async function* requestsOfCsv(
  bytes: AsyncIterable<Uint8Array>,
  given: readonly BatchColumn[] | undefined,
  fields: readonly RequestField[],
): AsyncGenerator<NumberedRow> {
  let headings: string[] | undefined;
  let columns: readonly BatchColumn[] = [];
  for await (const { row, cells } of csvRows(bytes)) {
    if (headings) {
      yield { row, ...requestOfRow(headings, cells, columns, fields) };
      continue;
    }
    headings = cells.map((cell) => cell.trim());
    columns = given ?? columnsByHeading(headings, fields);
    const issues = columnIssues(headings, columns, fields);
    // Unless somebody chose, a heading that leads nowhere is a mistake: what was meant would be decided without it.
    if (!given)
      for (const heading of unusedHeadings(headings, columns))
        issues.push({
          path: "file",
          code: "unknown_column",
          message: `The workflow knows no field for the column “${heading}”. Rename it, or say in \`columns\` which columns to read.`,
        });
    if (issues.length > 0) throw refuse("The columns of this file need mending.", issues);
  }
  if (!headings) throw refuse("The file is empty.");
}

/** The lines of a JSON-lines file as requests. */
export async function* requestsOfJsonLines(
  bytes: AsyncIterable<Uint8Array>,
  fields: readonly RequestField[],
): AsyncGenerator<NumberedRow> {
  let held = "";
  let row = 0;
  const read = (line: string): NumberedRow[] => {
    row++;
    if (line.length > MAX_LINE) throw refuse(`Line ${row} is longer than 1 MB.`);
    return line.trim() === "" ? [] : [{ row, ...requestOfLine(line, fields) }];
  };
  for await (const text of decoded(bytes)) {
    const lines = (held + text).split("\n");
    held = lines.pop() ?? "";
    if (held.length > MAX_LINE) throw refuse(`Line ${row + 1} is longer than 1 MB.`);
    for (const line of lines) yield* read(line.replace(/^\uFEFF/, ""));
  }
  yield* read(held.replace(/^\uFEFF/, ""));
}
