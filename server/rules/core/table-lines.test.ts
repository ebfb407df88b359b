import fc from "fast-check";
import { expect, it } from "vitest";
import type { Column } from "./cell";
import { decisionTable } from "./table";
import { linesOf, readLines } from "./table-lines";

const titleOf = ({ title, key }: Column) => title ?? key;
const empty = decisionTable.parse({
  ...{ title: "Limits", hitPolicy: "first", rows: [] },
  inputs: [
    { key: "country", title: "Country", path: "input.country", type: "text" },
    { key: "amount", path: "input.amount", type: "money", currency: "EUR" },
  ],
  outputs: [
    { key: "limit", title: "Limit", kind: "value", type: "money", currency: "EUR" },
    { key: "outcome", title: "Outcome", kind: "outcome" },
  ],
});

it("what was written as lines is read as it was", () => {
  const row = fc
    .record({
      country: fc.constantFrom(undefined, '"DE"', 'not("DE", "FR")', "missing", "lots of, "),
      amount: fc.constantFrom(undefined, ">= 10", "[1..2)", "-5", "many"),
      limit: fc.constantFrom(undefined, { amount: -150, currency: "EUR" }, "lots"),
      outcome: fc.constantFrom(undefined, "review"),
      note: fc.constantFrom(undefined, "=1+1", "+x", "@x", "'x", "- x", "agreed"),
    })
    .map(({ country, amount, limit, outcome, note }) =>
      JSON.parse(
        JSON.stringify({ when: { country: country?.trim(), amount }, set: { limit, outcome }, note }),
      ),
    );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), fc.boolean(), (rows, hasElse) => {
      const table = decisionTable.parse({
        ...empty,
        rows,
        ...(hasElse ? { otherwise: { outcome: "review" } } : {}),
      });
      const lines = linesOf(table, titleOf);
      // Nothing a spreadsheet would take for a formula.
      for (const cell of lines.flat()) expect(cell).not.toMatch(/^[=+@]/);
      expect(readLines(empty, lines, titleOf).table).toEqual(table);
    }),
  );
});

it("each mistake is named with its line, and nothing is dropped in silence", () => {
  const lines = [
    ["country", "Amount", "Limit", "Colour"],
    ["DE", "lots", "5", "red"],
    ["", "", "", ""],
    ["FR", ">= 1,000", "many", ""],
  ];
  expect(readLines(empty, lines, titleOf)).toEqual({
    report: [
      "The column “Colour” is not in this table and was left out.",
      "The file has no column “Outcome”: its rows give none.",
      "Line 2, amount: This column holds amounts, not “lots”.",
      "Line 4, Limit: “Limit” is an amount with its currency in EUR.",
    ],
    table: {
      ...empty,
      rows: [
        { when: { country: '"DE"', amount: "lots" }, set: { limit: { amount: 500, currency: "EUR" } } },
        { when: { country: '"FR"', amount: ">= 1000" }, set: { limit: "many" } },
      ],
    },
  });
  expect(readLines(empty, [["x"], ["1"]], titleOf)).toEqual({
    table: empty,
    report: ["The first line names no column of this table, so nothing can be taken over."],
  });
  const many = [["country"], ...Array.from({ length: 2100 }, () => ["DE"])];
  const read = readLines(empty, many, titleOf);
  expect(read.table.rows).toHaveLength(2000);
  expect(read.report.at(-1)).toBe("A table holds at most 2000 rows: the file is cut at line 2002.");
});
