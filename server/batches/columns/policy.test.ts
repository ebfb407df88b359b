import { describe, expect, it } from "vitest";
import type { RequestField } from "@/server/nodes/input-fields";
import { columnIssues, columnsByHeading, requestOfLine, requestOfRow, unusedHeadings } from "./policy";

const fields: RequestField[] = [
  { path: "input.amount", title: "Amount", type: "number", required: true },
  { path: "input.limit", title: "Limit", type: "money", required: false },
  { path: "input.first", title: "First order", type: "boolean", required: false },
  { path: "input.born", title: "Born", type: "date", required: false },
  { path: "input.ship.country", title: "Destination", type: "country", required: true },
  { path: "input.note", title: "Note", required: false },
];
const headings = [
  "reference",
  "amount",
  "limit",
  "limit.currency",
  "first",
  "born",
  "ship.country",
  "note",
  "party.name",
];
const columns = columnsByHeading(headings, fields);
const row = (...cells: string[]) => requestOfRow(headings, cells, columns, fields);

describe("the columns of a file", () => {
  it("lead where their headings say, and the rest is named", () => {
    expect(columns.map(({ column, path, type }) => `${column} ${path} ${type}`)).toEqual([
      "reference reference text",
      "amount input.amount number",
      "limit input.limit money",
      "first input.first boolean",
      "born input.born date",
      "ship.country input.ship.country country",
      "note input.note text",
      "party.name party.name text",
    ]);
    expect(columns[2]?.currencyColumn).toBe("limit.currency");
    expect(unusedHeadings([...headings, "colour"], columns)).toEqual(["colour"]);
    expect(columnIssues(headings, columns, fields)).toEqual([]);
  });

  it("are refused by name when the file could not be read with them", () => {
    const codes = (heads: string[], more = columnsByHeading(heads, fields)) =>
      columnIssues(heads, more, fields).map(({ path, code }) => `${path} ${code}`);
    expect(codes(["amount", "amount", "ship.country"])).toEqual([
      "file repeated_heading",
      "columns.input.amount repeated",
    ]);
    expect(codes(["limit", "ship.country"])).toEqual([
      "columns.input.limit currency",
      "input.amount required",
    ]);
    expect(codes(["amount", "ship.country"], [{ column: "sum", path: "party.id.x", type: "text" }])).toEqual([
      "columns.party.id.x unknown_column",
      "columns.party.id.x unknown_path",
      "input.amount required",
      "input.ship.country required",
    ]);
  });
});

describe("a row", () => {
  it("becomes a typed request; empty cells say nothing", () => {
    expect(row("o-1", "12.5", "1250.5", "eur", "yes", "2001-02-28", "de", "0123", "Ada")).toEqual({
      request: {
        reference: "o-1",
        party: { name: "Ada" },
        input: {
          amount: 12.5,
          limit: { amount: "1250.5", currency: "EUR" },
          first: true,
          born: "2001-02-28",
          ship: { country: "DE" },
          note: "0123",
        },
      },
    });
    expect(row("", "1", "", "", "", "", "DE", "", "")).toEqual({
      request: { input: { amount: 1, ship: { country: "DE" } } },
    });
  });

  it("says everything that is wrong with it, without its values", () => {
    const wrong = row("o-2", "twelve", "1,5", "EUR", "maybe", "2001-02-30", "Germany", "", "");
    expect(wrong).toMatchObject({ reference: "o-2" });
    const issues = "issues" in wrong ? wrong.issues : [];
    expect(issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "input.limit money",
      "input.amount number",
      "input.first boolean",
      "input.born date",
      "input.ship.country country",
    ]);
    expect(JSON.stringify(issues)).not.toMatch(/twelve|maybe|Germany/);
    expect(row("o-3", "", "", "", "", "", "", "", "")).toMatchObject({
      issues: [{ path: "input.amount" }, { path: "input.ship.country" }],
    });
    const ragged = (cells: string[]) => JSON.stringify(requestOfRow(headings, cells, columns, fields));
    expect(ragged(["one"])).toMatch(/has 1 cells, the heading 9. Some are missing/);
    expect(ragged(Array.from({ length: 12 }, () => "x"))).toMatch(/has 12 cells, .* in quotes/);
  });

  it("is not read below headings that are empty or twice", () => {
    const said = (names: string[]) => columnIssues(names, [], []).map(({ message }) => message);
    expect(said(["a", "", "b", ""])).toEqual(["Column 2 has no heading. Name it, or delete it."]);
    expect(said(["a", "b", "a"])).toEqual(["Two columns are called “a”. Rename one."]);
  });

  it("of JSON lines is the request itself", () => {
    expect(requestOfLine('{"input":{"amount":1,"ship":{"country":"DE"}},"reference":"x"}', fields)).toEqual({
      request: { input: { amount: 1, ship: { country: "DE" } }, reference: "x" },
    });
    expect(requestOfLine('{"input":', fields)).toMatchObject({ issues: [{ code: "malformed_json" }] });
    expect(requestOfLine('{"input":{},"workflow":"x","reference":"y"}', fields)).toMatchObject({
      reference: "y",
      issues: [{ code: "unrecognized_keys" }],
    });
  });
});
