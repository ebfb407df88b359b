import { expect, it, test } from "vitest";
import { decisionTable } from "@/server/rules/core/table";
import { readTableFile, writeTableFile } from "./table-files";

const table = decisionTable.parse({
  ...{ title: "Limits", hitPolicy: "first" },
  inputs: [
    { key: "country", title: "Country", path: "input.country", type: "text" },
    { key: "amount", path: "input.amount", type: "money", currency: "EUR" },
  ],
  outputs: [{ key: "limit", title: "Limit", kind: "value", type: "number" }],
  rows: [
    { when: { country: '"DE", "FR"', amount: "[1000.50..2000.00)" }, set: { limit: 0.5 }, note: "=1+1" },
    { when: { amount: "lots" }, set: { limit: 1 } },
  ],
  otherwise: { limit: 0 },
});
const about = {
  titleOf: ({ title, key }: { title?: string | undefined; key: string }) => title ?? key,
  names: {},
  findField: () => undefined,
};
const named = (name: string, text: string) => readTableFile(new File([text], name), table, about);

test.each(["csv", "xlsx", "dmn"] as const)("a table saved as %s comes back as it was", async (kind) => {
  const { blob } = await writeTableFile(table, kind, about.titleOf);
  const { found, report } = await readTableFile(new File([blob], `Limits.${kind}`), table, about);
  expect(report).toEqual([]);
  expect(found[0]?.table).toEqual(table);
  expect(found[0]?.report.join(" ")).toContain(kind === "dmn" ? "Row 2" : "Line 3");
});

it("a file that is something else is refused in words", async () => {
  for (const [name, text, words] of [
    ["a.xlsx", "not a workbook", /no Excel workbook/],
    ["a.csv", "x,y\n1,2", /names no column/],
    ["a.dmn", "<a/>", /no DMN definitions/],
  ] as const) {
    const { found, report } = await named(name, text);
    expect(found).toEqual([]);
    expect(report.join(" ")).toMatch(words);
  }
});
