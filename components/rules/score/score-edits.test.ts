import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { parseCell } from "@/server/rules/core/cell";
import { compileScorecard } from "@/server/rules/core/compile-scorecard";
import { fieldsOf } from "@/server/rules/core/fields";
import { type Scorecard, scorecard } from "@/server/rules/core/scorecard";
import {
  addFactor,
  addTotalBand,
  cellsOf,
  cellText,
  isFactorField,
  pasteBands,
  reachOf,
  removeTotalBand,
  unreachable,
  withField,
} from "./score-edits";

const fields = [...fieldsOf(marketplaceSeller).values()].filter(isFactorField);
const empty: Scorecard = {
  ...{ title: "Risk", base: 5, worse: "higher", reasons: 4 },
  factors: [],
  bands: [{ key: "low", title: "Low" }],
};

describe("a scorecard that is made by choosing", () => {
  it("can be stored, whatever fields it is made of", () => {
    let card = empty;
    for (const field of fields.slice(0, 60)) card = addFactor(card, field);
    expect(scorecard.safeParse(card).error?.issues).toBeUndefined();
    for (const field of fields.slice(0, 20)) {
      const changed = { ...card, factors: [withField(card.factors[0]!, field)] };
      expect(scorecard.safeParse(changed).error?.issues).toBeUndefined();
    }
    card = addTotalBand(addTotalBand(card));
    expect(scorecard.safeParse(card).success).toBe(true);
    expect(scorecard.safeParse(removeTotalBand(card, 0)).success).toBe(true);
  });

  it("cannot come to less than the least or to more than the most it says", () => {
    const points = fc.integer({ min: -50, max: 50 });
    const limits = fc.record(
      { floor: fc.integer({ min: -20, max: 0 }), cap: fc.integer({ min: 0, max: 20 }) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(points, points, points, limits), { minLength: 1, maxLength: 4 }),
        limits,
        fc.array(fc.option(fc.integer({ min: -3, max: 3 })), { minLength: 4, maxLength: 4 }),
        (given, all, values) => {
          const card: Scorecard = {
            ...empty,
            ...all,
            factors: given.map(([band, missing, otherwise, own], i) => ({
              ...{ key: `f${i}`, title: `F${i}`, path: `input.v${i}`, type: "number", ...own },
              bands: [{ when: ">= 0", points: band }],
              missing: { points: missing },
              otherwise: { points: otherwise },
            })),
          };
          const input = Object.fromEntries(values.map((value, i) => [`v${i}`, value]));
          const data = { input, party: {}, forms: {}, nodes: {}, values: {} };
          const settings = { timeZone: "UTC", leapDayBirthday: "03-01" as const, reasonCodes: {} };
          const { total } = compileScorecard(card, settings)(data, "2026-01-31T12:00:00Z");
          const { least, most } = reachOf(card);
          expect(total).toBeGreaterThanOrEqual(least);
          expect(total).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("names the bands that nothing comes to", () => {
    const card: Scorecard = {
      ...empty,
      factors: [
        {
          ...{ key: "a", title: "A", path: "input.a", type: "number" },
          bands: [{ when: ">= 0", points: 30 }],
          ...{ missing: { points: 10 }, otherwise: { points: 10 } },
        },
      ],
      bands: [
        { key: "a", title: "A" },
        { key: "b", title: "B", from: 10 },
        { key: "c", title: "C", from: 40 },
      ],
    };
    expect(reachOf(card)).toEqual({ least: 15, most: 35 });
    expect([...unreachable(card)]).toEqual([0, 2]);
  });
});

describe("cells of a spreadsheet", () => {
  it.each([
    ["18-65", "number", "[18..65]"],
    ["under 12", "number", "< 12"],
    ["at least 1,000", "number", ">= 1000"],
    ["90+", "number", ">= 90"],
    ["over 60", "number", "> 60"],
    ["[10..20)", "number", "[10..20)"],
    ["DE, FR", "text", '"DE", "FR"'],
    ['not("X")', "text", 'not("X")'],
    ["yes", "boolean", "true"],
  ] as const)("%s is read as it is meant", (given, type, wanted) => {
    expect(cellText(given, type)).toBe(wanted);
    const column = { key: "a", path: "input.a", type } as const;
    expect(parseCell(cellText(given, type), column, "a").ok).toBe(true);
  });

  it("are put over the bands and below them; what is no number is told by its row", () => {
    const [factor] = addFactor(empty, {
      path: "input.n",
      title: "Months",
      group: "",
      type: "number",
    }).factors;
    const cells = cellsOf("under 12\tYoung\t15\r\n12-35\t\t6\r\n36+\tOld\tnone\r\n")!;
    const pasted = pasteBands(factor!, 0, "when", cells);
    expect(pasted.factor.bands).toEqual([
      { when: "< 12", title: "Young", points: 15 },
      { when: "[12..35]", points: 6 },
      { when: ">= 36", title: "Old", points: 0 },
    ]);
    expect(pasted.faults).toEqual(["Row 3: “none” is no whole number of points."]);
    expect(cellsOf("one cell")).toBeUndefined();
    const many = pasteBands(
      factor!,
      0,
      "points",
      Array.from({ length: 140 }, () => ["1"]),
    );
    expect(many.factor.bands).toHaveLength(100);
    expect(many.faults).toHaveLength(1);
  });
});
