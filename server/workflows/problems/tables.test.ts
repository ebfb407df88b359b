import { expect, test } from "vitest";
import { sellerDocument } from "@/server/testing/workflow-document";
import { workflowDocument } from "../schema";
import { problemsIn } from "./policy";

const table = (hitPolicy: string, rows: object[], more = {}) => ({
  ...{ title: "Limits", hitPolicy, rows },
  inputs: [{ key: "country", title: "Country", path: "party.country", type: "text" }],
  outputs: [{ key: "limit", title: "Limit", kind: "value", type: "number" }],
  ...more,
});
const told = (limits: object) =>
  problemsIn(workflowDocument.parse({ ...sellerDocument(), tables: { limits } }))
    .filter(({ code }) => code.startsWith("table_"))
    .map(({ severity, code, path, message, fix }) => ({ severity, code, path, message, fix }));

test("a gap, an overlap and a row that never decides are advice that names its place and its mending", () => {
  expect(told(table("first", [{ when: { country: '"DE"' }, set: { limit: 1 } }]))).toEqual([
    {
      ...{ severity: "warning", code: "table_gap", path: "tables.limits.rows" },
      message: "“Limits”: No row answers when Country is not Germany. For example: Country any other.",
      fix: "Add a row for it, or say what is given when no row holds.",
    },
  ]);
  const two = [
    { when: { country: "-" }, set: { limit: 1 } },
    { when: { country: '"DE"' }, set: { limit: 2 } },
  ];
  expect(told(table("unique", two))).toMatchObject([
    {
      code: "table_overlap",
      path: "tables.limits.rows.1",
      message: expect.stringContaining("Country is Germany"),
    },
  ]);
  expect(told(table("first", two))).toMatchObject([
    {
      code: "table_row_never",
      path: "tables.limits.rows.1",
      message: expect.stringContaining("row 1 goes first"),
    },
  ]);
  expect(told(table("first", [two[1]!], { otherwise: { limit: 0 } }))).toEqual([]);
});
