import { describe, expect, test } from "vitest";
import { amountDocument } from "@/server/testing/amount-rules";
import { sellerDocument } from "@/server/testing/workflow-document";
import { workflowDocument } from "@/server/workflows/schema";
import { runTests } from "../../trial/cases/policy";
import { readTestsCsv } from "./policy";
import { testsCsv } from "./written/policy";

const at = "2026-01-31T12:00:00.000Z";
const document = workflowDocument.parse(amountDocument(1000));
const read = (lines: string[], existing: Parameters<typeof readTestsCsv>[2] = []) =>
  readTestsCsv(document, `${lines.join("\n")}\n`, existing, at);

describe("tests from a file", () => {
  test("have one column per field, by path or by title, and pass or fail for what they expect", () => {
    const { tests, faults, refusal } = read([
      "title,input.amount,Country,expect.outcome,expect.codes",
      "Small,100,DE,approve,",
      "Large,2000,DE,Decline,TOO_MUCH",
      "At the limit,1000,DE,decline,TOO_MUCH",
    ]);
    expect({ faults, refusal }).toEqual({ faults: [], refusal: undefined });
    expect(tests.map(({ key, setup }) => [key, setup.input])).toEqual([
      ["small", { amount: 100, country: "DE" }],
      ["large", { amount: 2000, country: "DE" }],
      ["at_the_limit", { amount: 1000, country: "DE" }],
    ]);
    expect(runTests(document, tests).map(({ hasPassed }) => hasPassed)).toEqual([true, true, false]);
  });

  test("name what is wrong by row and column, and keep the others", () => {
    const { tests, faults } = read([
      "title,input.amount,expect.outcome,expect.codes",
      "A,much,approve,",
      "B,100,maybe,",
      "C,100,,",
      "D,100,approve,NOPE",
      "E,100,approve,",
      "E,200,approve,",
    ]);
    expect(faults).toEqual([
      { row: 2, column: "input.amount", message: "Write a number." },
      {
        ...{ row: 3, column: "expect.outcome" },
        message: "“maybe” is no outcome of this workflow. Use approve, review, decline, or – for none.",
      },
      { row: 4, column: "expect.outcome", message: "Say which outcome is expected, or – for none." },
      { row: 5, column: "expect.codes", message: "There is no reason NOPE in this workflow." },
      { row: 7, column: "title", message: "“E” stands in this file already." },
    ]);
    expect(tests.map(({ title }) => title)).toEqual(["E"]);
  });

  test.each([
    [["title,expect.outcome"], "at least one test"],
    [["title,input.amount", "A,1"], "lacks the column expect.outcome"],
    [["title,colour,expect.outcome", "A,red,approve"], "No field is called “colour”"],
    [["title,expect.outcome", '"A,approve'], "never closed"],
  ])("are refused as a whole when %j", (lines, message) => {
    expect(read(lines).refusal).toContain(message);
  });

  test("replace those of the same title, keep their answers, and come back as they went", () => {
    const first = read([
      "title,input.amount,expect.outcome",
      "Small,100,approve",
      "Large,2000,decline",
    ]).tests;
    const again = readTestsCsv(document, testsCsv(document, first), first, "2027-01-01T00:00:00.000Z");
    expect(again).toEqual({ tests: first, replaced: 2, faults: [], refusal: undefined });
  });

  test("no cell of an export is a formula", () => {
    const [small] = read(["title,input.country,expect.outcome", "=1+1,=cmd(),approve"]).tests;
    expect(testsCsv(document, small ? [small] : [])).not.toMatch(/(^|,)"?=/m);
  });

  test("fill in forms", () => {
    const seller = workflowDocument.parse(sellerDocument());
    const { tests, refusal, faults } = readTestsCsv(
      seller,
      "title,forms.company.legalName,forms.company.country,expect.outcome\nWaits for people,Acme,GB,–\n",
      [],
      at,
    );
    expect({ refusal, faults }).toEqual({ refusal: undefined, faults: [] });
    expect(tests[0]?.answers).toMatchObject([
      { kind: "signal", payload: { answers: { legalName: "Acme", country: "GB" } } },
    ]);
    expect(testsCsv(seller, tests)).toContain("forms.company.legalName");
  });
});
