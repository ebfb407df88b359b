import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunData } from "@/server/engine/state";
import { compileScorecard } from "./compile-scorecard";
import { type Scorecard, scorecard } from "./scorecard";
import { explainScorecard, scorecardSentences } from "./table-sentences";

const settings = { timeZone: "UTC", leapDayBirthday: "03-01", reasonCodes: {} } as const;
const AT = "2026-11-24T10:00:00Z";
const dataOf = (input: object): RunData => ({
  input: input as RunData["input"],
  party: {},
  forms: {},
  nodes: {},
  values: {},
});

const card = {
  title: "Risk",
  base: 5,
  factors: [
    {
      key: "years",
      title: "Years in business",
      path: "input.years",
      type: "number",
      bands: [
        { when: "< 1", points: 40, reasonCode: "YOUNG" },
        { when: "[1..5)", points: 15, reasonCode: "YOUNG" },
      ],
      otherwise: { points: 0 },
      missing: { points: 30, reasonCode: "YEARS_MISSING" },
    },
    {
      key: "country",
      title: "Country",
      path: "input.country",
      type: "text",
      bands: [{ when: '"DE"', points: -10 }],
      otherwise: { points: 60, reasonCode: "COUNTRY" },
      missing: { points: 60, reasonCode: "COUNTRY_MISSING" },
      floor: -5,
      cap: 50,
    },
  ],
  floor: 0,
  cap: 80,
  total: "score",
  bands: [
    { key: "low", title: "Low", outcome: "approve" },
    {
      key: "high",
      title: "High",
      from: 40,
      outcome: "decline",
      reasonCodes: ["RISK"],
      values: { class: "H" },
    },
  ],
} as const;
const score = (input: object, more: object = {}, codes = {}) =>
  compileScorecard(scorecard.parse({ ...card, ...more }), { ...settings, reasonCodes: codes })(
    dataOf(input),
    AT,
  );

describe("a scorecard", () => {
  it("adds up bands, base, and the limits of factors and total", () => {
    expect(score({ years: 3, country: "DE" })).toEqual({
      total: 15,
      isLimited: false,
      band: "low",
      factors: [
        { key: "years", points: 15, band: 2, isLimited: false, cost: 15, value: 3 },
        { key: "country", points: -5, band: 1, isLimited: true, cost: 0, value: "DE" },
      ],
      outcome: "approve",
      reasonCodes: ["YOUNG"],
      values: { score: 15 },
    });
    expect(score({ years: 0, country: "BR" })).toMatchObject({
      total: 80,
      isLimited: true,
      band: "high",
      outcome: "decline",
      values: { score: 80, class: "H" },
    });
  });

  it("gives what is missing, and what cannot be read, a band of its own", () => {
    const bands = (input: object) => score(input).factors.map(({ band, points }) => [band, points]);
    expect(bands({})).toEqual([
      ["missing", 30],
      ["missing", 50],
    ]);
    expect(bands({ years: "twelve", country: "" })).toEqual(bands({}));
    expect(bands({ years: 12, country: "BR" })).toEqual([
      ["otherwise", 0],
      ["otherwise", 50],
    ]);
  });

  it("names the most costly factors first, as many as wanted, ties by the reason's priority", () => {
    expect(score({ years: 0, country: "BR" }).reasonCodes).toEqual(["RISK", "COUNTRY", "YOUNG"]);
    expect(score({ years: 0, country: "BR" }, { reasons: 1 }).reasonCodes).toEqual(["RISK", "COUNTRY"]);
    expect(score({ years: 0, country: "BR" }, { reasons: 0 }).reasonCodes).toEqual(["RISK"]);
    const tied = { factors: card.factors.map((each, i) => (i === 1 ? { ...each, cap: 35 } : each)) };
    const codes = { YOUNG: { priority: 1 }, COUNTRY: { priority: 2 } };
    expect(score({ years: 0, country: "BR" }, tied, codes).reasonCodes).toEqual(["RISK", "YOUNG", "COUNTRY"]);
  });

  it("counts the other way round when a low score is worse", () => {
    const good = score({ years: 12, country: "BR" }, { worse: "lower" });
    expect(good.factors.map(({ cost }) => cost)).toEqual([40, 0]);
  });

  it.each([
    [{ bands: [{ key: "a", title: "A", from: 1 }] }, "bands.0.from", /no beginning/],
    [{ bands: [card.bands[0], { key: "b", title: "B" }] }, "bands.1.from", /go upwards/],
    [
      { bands: [card.bands[0], card.bands[1], { key: "c", title: "C", from: 40 }] },
      "bands.2.from",
      /go upwards/,
    ],
    [{ floor: 90 }, "cap", /below the floor/],
    [
      { factors: [{ ...card.factors[0], bands: [{ when: "> x", points: 1 }] }] },
      "factors.0.bands.0.when",
      /at character 3/,
    ],
    [
      { factors: [{ ...card.factors[0], bands: [{ when: "-", points: 1 }] }] },
      "factors.0.bands.0.when",
      /needs a test/,
    ],
    [
      { factors: [{ ...card.factors[0], bands: [{ when: "missing", points: 1 }] }] },
      "factors.0.bands.0.when",
      /own band/,
    ],
    [{ factors: [card.factors[0], card.factors[0]] }, "factors.1.key", /Two factors/],
  ])("%j is refused where it is wrong", (more, path, message) => {
    const { error } = scorecard.safeParse({ ...card, ...more });
    expect(error?.issues.find((one) => one.path.join(".") === path)?.message).toMatch(message);
  });

  it("must say what missing and otherwise are worth", () => {
    const { missing: _, ...factor } = card.factors[0];
    expect(scorecard.safeParse({ ...card, factors: [factor] }).success).toBe(false);
  });

  it("is told in sentences, and so is its result", () => {
    const parsed = scorecard.parse(card);
    const words = {
      titles: {},
      countries: ["input.country"],
      outcomes: { decline: "Decline" },
      reasons: { YOUNG: "The company is young." },
    };
    expect(scorecardSentences(parsed, words)).toEqual({
      intro: "The points of 2 factors are added up; between 0 and 80 points. Everybody begins with 5 points.",
      lines: [
        {
          code: "years",
          sentence:
            "Years in business: less than 1: 40 points (The company is young); at least 1 and less than 5: 15 points (The company is young); otherwise 0 points; missing 30 points (YEARS_MISSING).",
        },
        {
          code: "country",
          sentence:
            "Country: Germany: -10 points; otherwise 60 points (COUNTRY); missing 60 points (COUNTRY_MISSING); between -5 and 50 points.",
        },
        { code: "low", sentence: "Below 40 is “Low”: propose “approve”." },
        { code: "high", sentence: "40 and more is “High”: propose “Decline” and set class to “H”." },
      ],
    });
    expect(explainScorecard(parsed, score({ years: 0, country: "DE" }), words)).toEqual([
      "The total is 40 points: “High”.",
      "Years in business is 0: 40 points.",
      "Country is Germany: -5 points, which is its limit.",
    ]);
  });
});

describe("properties", () => {
  const points = fc.integer({ min: -50, max: 50 });
  const limit = fc.option(points, { nil: undefined });
  /** The value 0, 1, 2 falls into the band of that number, 3 into none. */
  const factor = fc.record({
    bands: fc.tuple(points, points, points),
    otherwise: points,
    missing: points,
    floor: limit,
    cap: limit,
  });
  const value = fc.constantFrom(0, 1, 2, 3, undefined, null, "", "x", {});
  const clamp = (n: number, { floor, cap }: { floor?: number | undefined; cap?: number | undefined }) => {
    let result = n;
    if (floor !== undefined && result < floor) result = floor;
    if (cap !== undefined && result > cap) result = cap;
    return result;
  };
  const ordered = <T extends { floor?: number | undefined; cap?: number | undefined }>(of: T): T =>
    of.floor !== undefined && of.cap !== undefined && of.floor > of.cap
      ? { ...of, floor: of.cap, cap: of.floor }
      : of;
  const bare = <T extends object>(of: T) =>
    Object.fromEntries(Object.entries(of).filter(([, one]) => one !== undefined));

  it("a total is what a naive sum with limits gives, in the band it lies in", () => {
    const hit = { factor: 0, total: 0, missing: 0, otherwise: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(factor, value), { minLength: 1, maxLength: 6 }),
        fc.record({ floor: limit, cap: limit }).map(ordered),
        points,
        fc.uniqueArray(points, { maxLength: 4 }),
        fc.constantFrom("higher", "lower" as const),
        (given, limits, base, cuts, worse) => {
          const factors = given.map(([each]) => ordered(each));
          const from = cuts.sort((a, b) => a - b);
          const parsed: Scorecard = scorecard.parse({
            title: "S",
            base,
            worse,
            ...bare(limits),
            reasons: 20,
            factors: factors.map(({ bands, otherwise, missing, floor, cap }, i) => ({
              key: `f${i}`,
              title: `F${i}`,
              path: `input.v${i}`,
              type: "number",
              bands: bands.map((n, j) => ({ when: `${j}`, points: n, reasonCode: `C${i}` })),
              otherwise: { points: otherwise, reasonCode: `C${i}` },
              missing: { points: missing, reasonCode: `C${i}` },
              ...bare({ floor, cap }),
            })),
            bands: [
              { key: "b", title: "B" },
              ...from.map((n, i) => ({ key: `b${i}`, title: `B${i}`, from: n })),
            ],
          });
          const found = compileScorecard(parsed, settings)(
            dataOf(Object.fromEntries(given.map(([, v], i) => [`v${i}`, v]))),
            AT,
          );

          const raw = given.map(([, v], i) => {
            const { bands, otherwise, missing } = factors[i]!;
            if (typeof v !== "number") return missing;
            return bands[v] ?? otherwise;
          });
          const each = raw.map((n, i) => clamp(n, factors[i]!));
          const sum = each.reduce((a, b) => a + b, base);
          const total = clamp(sum, limits);
          const costs = each.map((n, i) => {
            const { bands, otherwise, missing } = factors[i]!;
            const all = [...bands, otherwise, missing].map((one) => clamp(one, factors[i]!));
            return worse === "higher" ? n - Math.min(...all) : Math.max(...all) - n;
          });

          expect(found.factors.map((one) => one.points)).toEqual(each);
          expect(found.factors.map((one) => one.cost)).toEqual(costs);
          expect(found.total).toBe(total);
          const below = from.filter((n) => total >= n).length;
          expect(found.band).toBe(below === 0 ? "b" : `b${below - 1}`);
          const named = found.reasonCodes.map((code) => costs[Number(code.slice(1))]!);
          expect(named).toEqual([...named].sort((a, b) => b - a));
          expect(named).toHaveLength(costs.filter((cost) => cost > 0).length);
          if (each.some((n, i) => n !== raw[i])) hit.factor++;
          if (total !== sum) hit.total++;
          if (given.some(([, v]) => typeof v !== "number")) hit.missing++;
          if (given.some(([, v]) => v === 3)) hit.otherwise++;
        },
      ),
      { numRuns: 2000 },
    );
    for (const times of Object.values(hit)) expect(times).toBeGreaterThan(50);
  });

  it("no data makes it throw", () => {
    const compiled = compileScorecard(scorecard.parse(card), settings);
    const anything = fc.anything() as fc.Arbitrary<never>;
    fc.assert(
      fc.property(fc.record({ years: anything, country: anything }, { requiredKeys: [] }), (input) => {
        const { total } = compiled(dataOf(input), AT);
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(80);
      }),
      { numRuns: 2000 },
    );
  });
});
