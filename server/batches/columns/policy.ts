import { putPath, readInput, readMoney } from "@/server/decisions/policy";
import type { Json, JsonObject } from "@/server/engine/state";
import type { FieldIssue } from "@/server/errors";
import { type RequestField, requestTypes } from "@/server/nodes/input-fields";
import type { BatchColumn, HeldRow } from "../schema";
import { batchRequest } from "../schema";

export type CellType = NonNullable<RequestField["type"]>;

/** What a column can lead to beside the workflow's own input. */
export const rowFields = ["reference", "party.id", "party.name", "party.country", "party.reference"] as const;

const isRowField = (path: string) => (rowFields as readonly string[]).includes(path);

/** How a value of the type is asked for, when a column is chosen. */
export const typeTitles: Record<CellType, string> = {
  text: "Text",
  number: "Number",
  money: "Money",
  boolean: "Yes or no",
  date: "Date",
  date_time: "Date and time",
  country: "Country",
};
export const cellTypes = requestTypes;

/**
 * Where the columns of a file lead, by their headings: `amount` and `input.amount` are the same. The currency of a
 * column of money stands in `amount.currency`, or in one column `currency` for all.
 */
export function columnsByHeading(
  headings: readonly string[],
  fields: readonly RequestField[],
): BatchColumn[] {
  const typeOf = new Map(fields.map(({ path, type }) => [path, type]));
  const pathOf = (heading: string) => {
    const bare = heading.trim();
    if (isRowField(bare)) return bare;
    const path = bare.startsWith("input.") ? bare : `input.${bare}`;
    return typeOf.has(path) ? path : undefined;
  };
  const moneyPaths = new Set(fields.filter(({ type }) => type === "money").map(({ path }) => path));
  return headings.flatMap((column): BatchColumn[] => {
    const path = pathOf(column);
    if (!path) return [];
    const type = isRowField(path) ? "text" : (typeOf.get(path) ?? "text");
    if (!moneyPaths.has(path)) return [{ column, path, type }];
    const currencyColumn = [`${column}.currency`, "currency"].find((name) => headings.includes(name));
    return [{ column, path, type, ...(currencyColumn && { currencyColumn }) }];
  });
}

/** Headings that lead nowhere. */
export const unusedHeadings = (headings: readonly string[], columns: readonly BatchColumn[]): string[] => {
  const used = new Set(columns.flatMap(({ column, currencyColumn }) => [column, currencyColumn]));
  return headings.filter((heading) => heading !== "" && !used.has(heading));
};

/** Everything that keeps a file with these columns from being read, whatever its rows hold. */
export function columnIssues(
  headings: readonly string[],
  columns: readonly BatchColumn[],
  fields: readonly RequestField[],
): FieldIssue[] {
  const issues: FieldIssue[] = [];
  const say = (path: string, code: string, message: string) => issues.push({ path, code, message });
  const twice = (names: readonly string[]) => names.find((name, at) => names.indexOf(name) !== at);
  const nameless = headings.indexOf("");
  if (nameless >= 0)
    say("file", "empty_heading", `Column ${nameless + 1} has no heading. Name it, or delete it.`);
  const heading = twice(headings.filter((name) => name !== ""));
  if (heading !== undefined)
    say("file", "repeated_heading", `Two columns are called “${heading}”. Rename one.`);
  const path = twice(columns.map((one) => one.path));
  if (path !== undefined) say(`columns.${path}`, "repeated", `Two columns lead to ${path}. Choose one.`);
  for (const { column, path, type, currencyColumn } of columns) {
    for (const name of [column, currencyColumn])
      if (name !== undefined && !headings.includes(name))
        say(`columns.${path}`, "unknown_column", `The file has no column “${name}”.`);
    if (!isRowField(path) && !/^input(\.[\w-]+)+$/.test(path))
      say(
        `columns.${path}`,
        "unknown_path",
        "Lead a column to a path below input, to reference, or to the party.",
      );
    if (type === "money" && currencyColumn === undefined)
      say(`columns.${path}`, "currency", `Name the column that holds the currency of “${column}”.`);
  }
  for (const field of fields)
    if (
      field.required &&
      !columns.some(({ path }) => path === field.path || path.startsWith(`${field.path}.`))
    )
      say(
        field.path,
        "required",
        `No column leads to ${field.title}. Add one called “${field.path.slice(6)}”.`,
      );
  return issues;
}

const TRUE = /^(true|yes|1)$/i;
const FALSE = /^(false|no|0)$/i;
const NUMBER = /^-?\d{1,15}(\.\d{1,15})?$/;

/** A cell as the JSON a request would bring; what is no such value stays text, and is refused by its type. */
function valueOfCell(type: CellType, text: string): Json {
  if (type === "number" && NUMBER.test(text)) return Number(text);
  if (type === "boolean") return TRUE.test(text) ? true : FALSE.test(text) ? false : text;
  if (type === "country") return text.toUpperCase();
  return text;
}

export type ReadRow = HeldRow | { issues: FieldIssue[]; reference?: string };

/** A row of a CSV as a request, or everything that is wrong with it. */
export function requestOfRow(
  headings: readonly string[],
  cells: readonly string[],
  columns: readonly BatchColumn[],
  fields: readonly RequestField[],
): ReadRow {
  if (cells.length !== headings.length)
    return {
      issues: [
        {
          path: "",
          code: "cells",
          message:
            cells.length < headings.length
              ? `This row has ${cells.length} cells, the heading ${headings.length}. Some are missing.`
              : `This row has ${cells.length} cells, the heading ${headings.length}. Put cells that hold the separator in quotes.`,
        },
      ],
    };
  const cellOf = (name: string | undefined) =>
    name === undefined ? "" : (cells[headings.indexOf(name)] ?? "").trim();
  const input: JsonObject = {};
  const outer: JsonObject = {};
  const issues: FieldIssue[] = [];
  // A column without a declared field has the type that was chosen for it.
  const own: RequestField[] = [];
  for (const { column, path, type, currencyColumn } of columns) {
    const text = cellOf(column);
    if (text === "") continue;
    if (isRowField(path)) {
      putPath(outer, path, text);
      continue;
    }
    const declared = fields.find((field) => field.path === path);
    if (type === "money") {
      // Told here by the cell, not by the object it makes.
      const money = { amount: text, currency: cellOf(currencyColumn).toUpperCase() };
      const read = readMoney(money.amount, money.currency);
      if ("code" in read) issues.push({ path, code: read.code, message: read.message });
      else if (!putPath(input, path.slice("input.".length), money)) issues.push(inTheWay(path));
    } else if (!putPath(input, path.slice("input.".length), valueOfCell(type, text)))
      issues.push(inTheWay(path));
    if (declared?.type === undefined) own.push({ path, title: column, type, required: false });
  }
  const reference = typeof outer["reference"] === "string" ? outer["reference"] : undefined;
  const read = checked({ ...outer, input }, [
    ...fields.filter(({ path }) => !own.some((one) => one.path === path)),
    ...own,
  ]);
  // What is read again when it is decided comes out the same; amounts alone are turned into another form.
  const amounts = own.filter(({ type }) => type === "money");
  if (issues.length === 0) return "request" in read && amounts.length > 0 ? { ...read, own: amounts } : read;
  const further = "issues" in read ? read.issues : [];
  const told = new Set(issues.map(({ path }) => path));
  return {
    issues: [...issues, ...further.filter(({ path }) => !told.has(path))],
    ...(reference && { reference }),
  };
}

const inTheWay = (path: string): FieldIssue => ({
  path,
  code: "conflict",
  message: "Another column leads to a part of this.",
});

/** One line of a JSON-lines file as a request, or everything that is wrong with it. */
export function requestOfLine(text: string, fields: readonly RequestField[]): ReadRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { issues: [{ path: "", code: "malformed_json", message: "This line is not JSON." }] };
  }
  return checked(value, fields);
}

function checked(value: unknown, fields: readonly RequestField[]): ReadRow {
  const reference =
    typeof value === "object" && value !== null && "reference" in value && typeof value.reference === "string"
      ? value.reference.slice(0, 200)
      : undefined;
  const parsed = batchRequest.safeParse(value);
  if (!parsed.success)
    return {
      issues: parsed.error.issues.map(({ path, code, message }) => ({ path: path.join("."), code, message })),
      ...(reference && { reference }),
    };
  const { issues } = readInput(fields, parsed.data.input as JsonObject);
  return issues.length > 0 ? { issues, ...(reference && { reference }) } : { request: parsed.data };
}
