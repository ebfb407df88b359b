import Papa from "papaparse";
import type { Column } from "@/server/rules/core/cell";
import { type FindField, readDmn } from "@/server/rules/core/dmn-read";
import { writeDmn } from "@/server/rules/core/dmn-write";
import type { DecisionTable } from "@/server/rules/core/table";
import { linesOf, readLines } from "@/server/rules/core/table-lines";
import type { Names } from "./sheet";

/** A file as a table, with what of it could not be taken over. More tables than one are chosen from. */
export interface BroughtTable {
  table: DecisionTable;
  report: readonly string[];
}

const MOST_BYTES = 10_000_000;

type TitleOf = (column: Column) => string;

/** Reads a CSV, Excel or DMN file for this table. What is wrong with the whole file is its only report. */
export async function readTableFile(
  file: File,
  table: DecisionTable,
  about: { titleOf: TitleOf; names: Names; findField: FindField },
): Promise<{ found: BroughtTable[]; report: readonly string[] }> {
  if (file.size > MOST_BYTES) return { found: [], report: ["The file is larger than 10 MB."] };
  const name = file.name.toLowerCase();
  if (/\.(dmn|xml)$/.test(name)) {
    const { tables, report } = readDmn(await file.text(), about.findField);
    return { found: tables, report };
  }
  const lines = name.endsWith(".xlsx") ? await sheetLines(file) : csvLines(await file.text());
  if (typeof lines === "string") return { found: [], report: [lines] };
  const read = readLines(table, lines, about.titleOf, about.names);
  return read.table === table ? { found: [], report: read.report } : { found: [read], report: [] };
}

function csvLines(text: string): string[][] {
  return Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { skipEmptyLines: false }).data;
}

async function sheetLines(file: File): Promise<string[][] | string> {
  try {
    const { readSheet } = await import("read-excel-file/browser");
    const rows = await readSheet(file);
    return rows.map((row) => row.map(cellOf));
  } catch {
    return "The file is no Excel workbook (.xlsx) that can be read.";
  }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
}

/** The table as a file of that kind. */
export async function writeTableFile(
  table: DecisionTable,
  kind: "csv" | "xlsx" | "dmn",
  titleOf: TitleOf,
): Promise<{ blob: Blob; report: readonly string[] }> {
  if (kind === "dmn") {
    const { xml, report } = writeDmn(table, titleOf);
    return { blob: new Blob([xml], { type: "application/xml" }), report };
  }
  const lines = linesOf(table, titleOf);
  if (kind === "csv")
    // Excel takes a file for UTF-8 only when it begins so.
    return {
      blob: new Blob([`\uFEFF${Papa.unparse(lines)}`], { type: "text/csv;charset=utf-8" }),
      report: [],
    };
  const { default: writeXlsxFile } = await import("write-excel-file/browser");
  const [head = [], ...body] = lines;
  const sheet = [
    head.map((value) => ({ value, type: String, fontWeight: "bold" as const })),
    ...body.map((line) => line.map((value) => ({ value, type: String }))),
  ];
  return { blob: await writeXlsxFile(sheet).toBlob(), report: [] };
}
