import { CsvFault, CsvReader } from "@/server/batches/csv/policy";

/** As much of a file as a preview reads. */
const READ = 256 * 1024;
const ROWS = 20;

export interface Preview {
  format: "csv" | "jsonl";
  /** Of a CSV. */
  headings: string[];
  rows: { row: number; cells: string[] }[];
  /** The file goes on behind them. */
  hasMore: boolean;
}

/** The first rows of a file, or why it cannot be read. */
export async function readPreview(file: File): Promise<Preview | { fault: string }> {
  const isWhole = file.size <= READ;
  let text: string;
  try {
    // The end may cut a character in two, which only the end of the whole file may not.
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.slice(0, READ).arrayBuffer(), {
      stream: !isWhole,
    });
  } catch {
    return { fault: "The file is not in UTF-8. Save it as “CSV UTF-8” and choose it again." };
  }
  if (text.trim() === "") return { fault: "The file is empty." };
  return /\.(jsonl|ndjson)$/i.test(file.name) || text.trimStart().startsWith("{")
    ? linesOf(text, isWhole)
    : tableOf(text, isWhole);
}

function linesOf(text: string, isWhole: boolean): Preview {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  const rows = (isWhole ? lines : lines.slice(0, -1))
    .map((cell, at) => ({ row: at + 1, cells: [cell.trim()] }))
    .filter(({ cells }) => cells[0] !== "");
  return {
    format: "jsonl",
    headings: [],
    rows: rows.slice(0, ROWS),
    hasMore: !isWhole || rows.length > ROWS,
  };
}

function tableOf(text: string, isWhole: boolean): Preview | { fault: string } {
  const reader = new CsvReader();
  try {
    const [head, ...rows] = [...reader.push(text), ...(isWhole ? reader.end() : [])];
    if (!head || rows.length === 0) return { fault: "The file has a heading and no rows." };
    return {
      format: "csv",
      headings: head.cells.map((cell) => cell.trim()),
      rows: rows.slice(0, ROWS),
      hasMore: !isWhole || rows.length > ROWS,
    };
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    return { fault: `The file cannot be read as CSV: row ${error.row}. ${error.message}` };
  }
}
