import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunData } from "@/server/engine/state";
import { parseCell } from "./cell";
import { compileCondition } from "./compile";
import { compileTable } from "./compile-table";
import { decisionTable } from "./table";
import { findingsOf } from "./table-findings";

const settings = { timeZone: "UTC", leapDayBirthday: "03-01", outcomes: [] } as const;
const AT = "2026-11-24T10:00:00Z";
const dataOf = (input: object): RunData => ({
  input: input as RunData["input"],
  ...{ party: {}, forms: {}, nodes: {}, values: {} },
});
const words = { titles: {}, countries: ["input.country"] };
const limit = { key: "limit", title: "Limit", kind: "value", type: "number" };
const payouts = (hitPolicy: string, rows: [country: string, amount: string, limit: number][], more = {}) =>
  decisionTable.parse({
    ...{ title: "Payouts", hitPolicy, outputs: [limit] },
    inputs: [
      { key: "country", title: "Country", path: "input.country", type: "text" },
      { key: "amount", title: "Amount", path: "input.amount", type: "money", currency: "EUR" },
    ],
    rows: rows.map(([country, amount, limit]) => ({ when: { country, amount }, set: { limit } })),
    ...more,
  });
const told = (table: ReturnType<typeof payouts>, more = {}) =>
  findingsOf(table, { ...words, ...more }).found.map(({ message, instance }) =>
    [message, instance].join(" ").trim(),
  );

describe("in words", () => {
  it("a gap is the row that is missing, with an example", () => {
    const table = payouts("unique", [
      ['"DE"', "< 10000", 1],
      ['"DE"', ">= 20000", 2],
      ['not("DE")', "-", 3],
    ]);
    expect(told(table)).toEqual([
      "No row answers when Country is Germany and Amount is at least EUR 10,000.00 and less than EUR 20,000.00. For example: Country Germany and Amount EUR 10,000.00.",
    ]);
    expect(findingsOf(table, words).found[0]!.when).toEqual({
      country: '"DE"',
      amount: "[10000.00..20000.00)",
    });
  });

  it("no gap lies between two neighbouring cents, days or whole numbers", () => {
    expect(
      told(
        payouts("unique", [
          ["-", "<= 9.99", 1],
          ["-", ">= 10", 2],
        ]),
      ),
    ).toEqual([]);
    expect(
      told(
        payouts("unique", [
          ["-", "< 9.99", 1],
          ["-", ">= 10", 2],
        ]),
      ),
    ).toEqual(["No row answers when Amount is EUR 9.99. For example: Amount EUR 9.99."]);
    const ages = (whole: string[]) =>
      findingsOf(
        decisionTable.parse({
          ...{ title: "T", hitPolicy: "unique", outputs: [limit] },
          inputs: [
            { key: "age", path: "input.age", type: "number" },
            { key: "on", path: "input.on", type: "date" },
          ],
          rows: [
            { when: { age: "<= 17" }, set: {} },
            { when: { age: ">= 18", on: "<= 2026-01-31" }, set: {} },
            { when: { age: ">= 18", on: ">= 2026-02-01" }, set: {} },
          ],
        }),
        { titles: {}, whole },
      ).found.map(({ message }) => message);
    expect(ages(["input.age"])).toEqual([]);
    expect(ages([])).toEqual(["No row answers when age is more than 17 and less than 18."]);
  });

  it("where choices are known there are no others", () => {
    const table = payouts("unique", [
      ['"DE"', "-", 1],
      ['"FR"', "-", 2],
    ]);
    expect(told(table)).toEqual([
      "No row answers when Country is none of Germany or France. For example: Country any other.",
    ]);
    const choices = { "input.country": { DE: "Germany", FR: "France" } };
    expect(told(table, { choices })).toEqual([]);
    expect(told(payouts("unique", [['"DE"', "-", 1]]), { choices })).toEqual([
      "No row answers when Country is France. For example: Country France.",
    ]);
  });

  it("a row of last resort closes every gap, and lists have none", () => {
    expect(told(payouts("first", [['"DE"', "-", 1]], { otherwise: { limit: 0 } }))).toEqual([]);
    expect(told(payouts("rule_order", [['"DE"', "-", 1]]))).toEqual([]);
    expect(told(payouts("first", []))).toEqual(["No row answers in any case."]);
  });

  it("an overlap is a fault where only one row may hold, or rows must agree", () => {
    const rows: [string, string, number][] = [
      ["-", "<= 10", 1],
      ['"DE"', ">= 10", 2],
      ['not("DE")', "> 10", 2],
    ];
    expect(told(payouts("unique", rows))).toEqual([
      "Rows 1 and 2 both hold when Country is Germany and Amount is EUR 10.00. For example: Country Germany and Amount EUR 10.00.",
    ]);
    expect(told(payouts("first", rows))).toEqual([]);
    expect(told(payouts("any", rows))).toEqual([
      expect.stringContaining("both hold and say different things when"),
    ]);
    expect(
      told(
        payouts(
          "any",
          rows.map(([a, b]) => [a, b, 7]),
        ),
      ),
    ).toEqual([]);
  });

  it("a row behind others is named with those that go first", () => {
    const rows: [string, string, number][] = [
      ["-", "< 10", 1],
      ["-", ">= 10, missing", 2],
      ['"DE"', "[5..20]", 3],
      ['"FR"', "< 5", 4],
      ['"FR"', "not(>= 5, < 5)", 5],
    ];
    expect(told(payouts("first", rows))).toEqual([
      "Row 5 can never hold.",
      "Row 3 never decides: rows 1 and 2 go first wherever it holds.",
      "Row 4 never decides: row 1 goes first wherever it holds.",
    ]);
    const outputs = [{ ...limit, order: [3, 2, 1, 4, 5] }];
    expect(told(payouts("priority", rows, { outputs }))).toEqual([
      "Row 5 can never hold.",
      "Row 4 never decides: row 1 goes first wherever it holds.",
    ]);
  });
});

const size = fc.integer({ min: -2, max: 2 });
const number = fc.oneof(
  fc.constantFrom("-", "-", "missing", "present"),
  size.map(String),
  fc.tuple(fc.constantFrom("<", "<=", ">", ">=", "!="), size).map(([sign, n]) => `${sign} ${n}`),
  fc
    .tuple(size, fc.integer({ min: 1, max: 2 }), fc.constantFrom("[", "("), fc.constantFrom("]", ")"))
    .map(([low, span, open, close]) => `${open}${low}..${low + span}${close}`),
  fc.tuple(size, size).map(([a, b]) => `not(${a}, > ${b})`),
  fc.tuple(size, size).map(([a, b]) => `missing, ${a}, >= ${b}`),
);
const text = fc.constantFrom(
  "-",
  "-",
  '"A"',
  '"B"',
  '"A", "C"',
  'not("A")',
  'not("B","C")',
  "missing",
  'missing, "B"',
  "present",
);
const flag = fc.constantFrom("-", "-", "yes", "no", "missing", "not(yes)");
const NUMBERS = [...Array.from({ length: 17 }, (_, i) => i / 2 - 4), undefined];
const RECORDS = NUMBERS.flatMap((x) =>
  ["A", "B", "C", "Z", undefined].flatMap((t) => [true, false, undefined].map((b) => ({ x, t, b }))),
);
const inputs = [
  { key: "x", path: "input.x", type: "number" as const },
  { key: "t", path: "input.t", type: "text" as const },
  { key: "b", path: "input.b", type: "boolean" as const },
];

describe("against every record there is", () => {
  const world = fc.record({
    hitPolicy: fc.constantFrom("unique", "first", "any", "priority" as const),
    rows: fc.array(fc.record({ x: number, t: text, b: flag, v: fc.integer({ min: 0, max: 2 }) }), {
      maxLength: 7,
    }),
  });
  const made = (hitPolicy: string, rows: { x: string; t: string; b: string; v: number }[]) =>
    decisionTable.parse({
      ...{ title: "T", hitPolicy, inputs },
      outputs: [{ key: "v", title: "v", kind: "value", type: "number", order: [2, 1, 0] }],
      rows: rows.map(({ v, ...when }) => ({ when, set: { v } })),
    });

  it("gaps, overlaps and rows that never decide are those and no others", () => {
    const hit = { gap: 0, overlap: 0, unreachable: 0, whole: 0, more: 0 };
    fc.assert(
      fc.property(world, ({ hitPolicy, rows }) => {
        const { found, hasMore } = findingsOf(made(hitPolicy, rows), { titles: {} });
        // One row after the other, so that all that hold are told.
        const all = compileTable(made("rule_order", rows), settings);
        const answers = RECORDS.map((record) => ({ record, ...all(dataOf(record), AT) }));
        const of = (kind: string) => found.filter((one) => one.kind === kind);
        const numbers = (kind: string) => of(kind).map(({ rows }) => rows.join());

        const gaps = of("gap").map(({ when }) =>
          inputs.flatMap((column) => {
            const parsed = parseCell((when as { [key: string]: string })[column.key] ?? "-", column, "c");
            if (!parsed.ok) throw new Error(parsed.message);
            return parsed.condition ? [compileCondition(parsed.condition, settings)] : [];
          }),
        );
        const minds = ({ key }: (typeof inputs)[number]) =>
          rows.some((row) => /missing|present/.test(row[key as "x" | "t" | "b"]));
        const asked = inputs.filter((column) => !minds(column)).map(({ key }) => key as "x" | "t" | "b");
        for (const { record, matched, unknown } of answers) {
          // A missing value that no cell asks for repeats the gaps there are without it.
          if (asked.some((key) => record[key] === undefined)) continue;
          const isGap = matched.length === 0 && unknown.length === 0;
          const isNamed = gaps.some((tests) =>
            tests.every((test) => test(dataOf(record), AT).result === true),
          );
          if (isNamed || !hasMore) expect(isNamed, JSON.stringify(record)).toBe(isGap);
        }

        const clash = (a: number, b: number) =>
          hitPolicy === "unique" || (hitPolicy === "any" && rows[a - 1]!.v !== rows[b - 1]!.v);
        const pairs = new Set(
          answers.flatMap(({ matched }) =>
            matched.flatMap((a) => matched.flatMap((b) => (a < b && clash(a, b) ? [`${a},${b}`] : []))),
          ),
        );
        if (!hasMore) expect(numbers("overlap").sort()).toEqual([...pairs].sort());
        else for (const pair of numbers("overlap")) expect([...pairs]).toContain(pair);

        const goesFirst = (a: number, b: number) =>
          hitPolicy === "priority" && rows[a - 1]!.v !== rows[b - 1]!.v
            ? rows[a - 1]!.v > rows[b - 1]!.v
            : a < b;
        const decides = (row: number) =>
          answers.some(
            ({ matched }) =>
              matched.includes(row) &&
              (hitPolicy === "unique" ||
                hitPolicy === "any" ||
                matched.every((other) => other === row || goesFirst(row, other))),
          );
        const never = rows.flatMap((_, i) => (decides(i + 1) ? [] : [`${i + 1}`]));
        expect(numbers("unreachable").sort()).toEqual(never.sort());

        for (const { kind, rows, example } of found) {
          if (kind === "unreachable") continue;
          const answer = all(dataOf({ t: "Z", ...example }), AT);
          if (kind === "overlap") expect(answer.matched).toEqual(expect.arrayContaining(rows));
          else expect([answer.matched, answer.unknown]).toEqual([[], []]);
        }
        for (const { kind } of found) hit[kind]++;
        hit[hasMore ? "more" : "whole"]++;
      }),
      { numRuns: 250 },
    );
    // What was looked at at all: far below what any seed gives.
    expect(hit.whole).toBeGreaterThan(120);
    for (const kind of ["gap", "overlap", "unreachable"] as const) expect(hit[kind]).toBeGreaterThan(8);
  });
});

describe("large tables", () => {
  const large = (rows: number, columns: number, hitPolicy: string) => {
    let seed = 11;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    return decisionTable.parse({
      ...{ title: "T", hitPolicy, outputs: [limit] },
      inputs: Array.from({ length: columns }, (_, c) => ({
        key: `c${c}`,
        path: `input.c${c}`,
        type: "number",
      })),
      rows: Array.from({ length: rows }, (_, i) => ({
        when: Object.fromEntries(
          Array.from({ length: columns }, (_, c) => {
            const low = next(1000);
            return [`c${c}`, next(4) === 0 ? "-" : `[${low}..${low + 1 + next(700)})`];
          }),
        ),
        set: { limit: i },
      })),
    });
  };

  it.each([
    [200, 6, "first"],
    [200, 6, "unique"],
    [1000, 12, "first"],
    [1000, 12, "unique"],
  ])("%i rows by %i columns (%s) are bounded: what is not listed is admitted", (rows, columns, policy) => {
    const table = large(rows, columns, policy);
    const before = performance.now();
    const { found, hasMore } = findingsOf(table, { titles: {} });
    const took = performance.now() - before;
    expect(hasMore).toBe(true);
    if (rows === 200) expect(found.length).toBeGreaterThan(0);
    // Many times what it takes, for a machine that does other things besides.
    expect(took).toBeLessThan(5000);
  });

  it("a table that takes too long to read is not looked through", () => {
    expect(findingsOf(large(2000, 7, "first"), { titles: {} })).toEqual({ found: [], hasMore: true });
  });
});
