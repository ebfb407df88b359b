import { expect, it } from "vitest";
import type { RunData } from "@/server/engine/state";
import { ruleSet } from "./ast";
import { compileCondition, compileRuleSet, compileValue } from "./compile";
import { compileScorecard } from "./compile-scorecard";
import { compileTable } from "./compile-table";
import { compileFormula, formula } from "./formula";
import { scorecard } from "./scorecard";
import { decisionTable } from "./table";

/** Inside a “for each” the element is data of the line: everything that reads data reads it. */

const settings = { timeZone: "UTC", leapDayBirthday: "03-01", reasonCodes: {}, outcomes: [] } as const;
const AT = "2026-11-24T10:00:00Z";
const of = (share: number): RunData => ({
  ...{ input: {}, party: {}, forms: {}, nodes: {}, values: {} },
  item: { share },
});

const column = { key: "share", title: "Share", path: "item.share", type: "number" };
const isBig = { id: "c", op: ">", left: { field: "item.share" }, right: { value: 25 } } as const;

it("is read by conditions, values and formulas", () => {
  expect([40, 10].map((share) => compileCondition(isBig, settings)(of(share), AT))).toEqual([
    { result: true },
    { result: false },
  ]);
  expect(compileValue({ field: "item.share" }, settings)(of(40), AT)).toBe(40);
  const half = formula.parse({ title: "Half", formula: "item.share / 2" });
  expect(compileFormula(half, settings)(of(40), AT)).toEqual({ value: 20 });
});

it("is read by rule sets, tables and scorecards, and forgotten between two calls", () => {
  const rules = ruleSet.parse({
    title: "Big",
    mode: "all",
    rules: [{ code: "BIG", title: "Big", when: isBig, points: 1 }],
  });
  const run = compileRuleSet(rules, settings);
  expect([40, 10].map((share) => run(of(share), AT).fired.length)).toEqual([1, 0]);
  const table = decisionTable.parse({
    title: "Rates",
    hitPolicy: "first",
    inputs: [column],
    outputs: [{ key: "rate", title: "Rate", kind: "value", type: "number" }],
    rows: [{ when: { share: "> 25" }, set: { rate: 1 } }],
  });
  const look = compileTable(table, settings);
  expect([40, 10].map((share) => look(of(share), AT).matched)).toEqual([[1], []]);
  expect(look({ ...of(40), item: {} }, AT).unknown).toEqual([1]);
  const card = scorecard.parse({
    title: "Share",
    bands: [{ key: "all", title: "All" }],
    factors: [
      {
        ...column,
        bands: [{ when: "> 25", points: 40 }],
        otherwise: { points: 0 },
        missing: { points: 30 },
      },
    ],
  });
  const score = compileScorecard(card, settings);
  expect([40, 10].map((share) => score(of(share), AT).total)).toEqual([40, 0]);
});
