import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { RunData } from "@/server/engine/state";
import { type Column, parseCell } from "./cell";
import { checkCondition } from "./check";
import { compileCondition } from "./compile";
import { compileTable } from "./compile-table";
import { conditionText } from "./sentences";
import { decisionTable, hitPolicies, valueFaults } from "./table";
import { explainTable, rowSentence, tableSentences } from "./table-sentences";

const settings = {
  timeZone: "UTC",
  leapDayBirthday: "03-01",
  outcomes: ["approve", "review", "decline"],
} as const;
const AT = "2026-11-24T10:00:00Z";
const dataOf = (input: object): RunData => ({
  input: input as RunData["input"],
  party: {},
  forms: {},
  nodes: {},
  values: {},
});
const column = (type: Column["type"]): Column => ({
  key: "x",
  path: "input.x",
  type,
  ...(type === "money" ? { currency: "EUR" } : {}),
});

describe("a cell", () => {
  test.each<[type: Column["type"], cell: string, value: unknown, holds: boolean | "missing" | "wrong_type"]>([
    ["number", "-", undefined, true],
    ["number", " ", 5, true],
    ["number", "5", 5, true],
    ["number", "-5", -5, true],
    ["number", ">= 18", 18, true],
    ["number", "> 18", 18, false],
    ["number", "[10..20)", 10, true],
    ["number", "[10..20)", 20, false],
    ["number", "(10..20]", 10, false],
    ["number", "]10..20[", 20, false],
    ["number", "[0.5..0.75]", 0.75, true],
    ["number", "1, 2, >= 10", 12, true],
    ["number", "1, 2, >= 10", 3, false],
    ["number", "not(1, 2)", 3, true],
    ["number", "not([10..20))", 20, true],
    ["number", "!= 3", 4, true],
    ["number", ">= 18", undefined, "missing"],
    ["number", "not(1)", undefined, "missing"],
    ["number", ">= 18", "x", "wrong_type"],
    ["number", "missing, > 5", undefined, true],
    ["number", "present", 0, true],
    ["text", '"DE","FR"', "FR", true],
    ["text", '"DE","FR"', "IT", false],
    ["text", 'not("X")', "Y", true],
    ["text", '"a \\"b\\", c"', 'a "b", c', true],
    ["boolean", "yes", true, true],
    ["boolean", "= false", false, true],
    ["boolean", "!= true", false, true],
    ["date", ">= 2026-01-31", "2026-01-31", true],
    ["date", "[2026-01-01..2026-12-31]", "2025-12-31", false],
    ["money", ">= 1000.50", { amount: 100_050, currency: "EUR" }, true],
    ["money", "[0..10)", { amount: 1000, currency: "EUR" }, false],
    ["money", "0", { amount: 0, currency: "EUR" }, true],
  ])("%s %s of %j", (type, cell, value, holds) => {
    const parsed = parseCell(cell, column(type), "c");
    if (!parsed.ok) throw new Error(parsed.message);
    if (!parsed.condition) return expect(holds).toBe(true);
    const answer = compileCondition(parsed.condition, settings)(dataOf({ x: value }), AT);
    expect(answer.result === "unknown" ? answer.reason : answer.result).toBe(holds);
  });

  test.each<[type: Column["type"], cell: string, at: string, message: string]>([
    ["text", "DE", "DE", 'Put text in quotes: "DE".'],
    ["text", '> "DE"', ">", "This column holds texts in quotes, which have no order."],
    ["text", '"DE', '"DE', "A quotation mark is missing at the end."],
    ["text", '"DE" "FR"', '"FR"', "A comma is missing before"],
    ["text", '"DE",', "", "A value is missing at the end."],
    ["text", '""', '""', "An empty text is missing; write missing."],
    ["number", '"5"', '"5"', "This column holds numbers, not"],
    ["number", ">= ", "", "A value is missing at the end."],
    ["number", "[20..10]", "[20..10]", "Nothing lies in this range"],
    ["number", "[10..10)", "[10..10)", "Nothing lies in this range"],
    ["number", "[10..", "", "A value is missing at the end."],
    ["number", "[10..20", "", "A range ends with ] or )."],
    ["number", "not(5", "", "“)” is missing."],
    ["number", "5 % 2", "%", "“%” has no place here."],
    ["money", "1.005", "1.005", "EUR has 2 decimals."],
    ["date", "2026-02-30", "2026-02-30", "There is no day 2026-02-30."],
    ["boolean", "> yes", ">", "which have no order"],
  ])("%s %s is refused where it is wrong", (type, cell, at, message) => {
    const parsed = parseCell(cell, column(type), "c");
    if (parsed.ok) throw new Error("it was read");
    expect(parsed.message).toContain(message);
    expect(cell.slice(parsed.from, parsed.to)).toBe(at);
  });

  it("any text is read or refused with a place inside it, and never throws", () => {
    const soup = fc
      .array(
        fc.constantFrom(
          ...'1 2.5 .. [ ] ( ) , < >= = != not missing " "DE" DE yes 2026-01-31 - \\'.split(" "),
        ),
        {
          maxLength: 12,
        },
      )
      .map((pieces) => pieces.join(" "));
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), soup),
        fc.constantFrom<Column["type"]>("text", "number", "money", "boolean", "date"),
        (cell, type) => {
          const parsed = parseCell(cell, column(type), "c");
          if (parsed.ok) return;
          expect(parsed.message).toMatch(/[.”]$/);
          expect(parsed.from).toBeGreaterThanOrEqual(0);
          expect(parsed.to).toBeLessThanOrEqual(cell.length);
        },
      ),
      { numRuns: 4000 },
    );
  });
});

const limits = {
  title: "Limits",
  hitPolicy: "first",
  inputs: [
    { key: "country", title: "Country", path: "input.country", type: "text" },
    { key: "amount", path: "input.amount", type: "number" },
  ],
  outputs: [
    { key: "limit", title: "limit", kind: "value", type: "number" },
    { key: "outcome", title: "outcome", kind: "outcome" },
    { key: "code", title: "reason", kind: "reason_code" },
    { key: "points", title: "points", kind: "points" },
  ],
  rows: [
    { when: { country: '"DE"', amount: "< 100" }, set: { limit: 100, outcome: "approve", points: 1 } },
    {
      when: { country: '"DE","FR"', amount: ">= 50" },
      set: { limit: 50, outcome: "review", code: "A", points: 2 },
    },
    { when: { amount: ">= 1000" }, set: { limit: 10, outcome: "decline", code: "B", points: 4 } },
  ],
};
const look = (more: object, input: object) =>
  compileTable(decisionTable.parse({ ...limits, ...more }), settings)(dataOf(input), AT);

describe("hit policies", () => {
  it("first: the first row that holds", () => {
    expect(look({}, { country: "DE", amount: 60 })).toMatchObject({
      matched: [1],
      values: { limit: 100 },
      outcome: "approve",
      points: 1,
      seen: { country: "DE", amount: 60 },
    });
  });

  it("unique: two rows contradict each other and give nothing", () => {
    expect(look({ hitPolicy: "unique" }, { country: "DE", amount: 10 })).toMatchObject({ matched: [1] });
    expect(look({ hitPolicy: "unique" }, { country: "DE", amount: 60 })).toMatchObject({
      conflict: [1, 2],
      values: { limit: null },
      proposals: [],
    });
  });

  it("any: rows may agree", () => {
    const rows = [
      { when: { country: '"DE"' }, set: { limit: 5 } },
      { when: { amount: "> 0" }, set: { limit: 5 } },
      { when: { amount: "> 100" }, set: { limit: 6 } },
    ];
    expect(look({ hitPolicy: "any", rows }, { country: "DE", amount: 1 })).toMatchObject({
      matched: [1, 2],
      values: { limit: 5 },
    });
    expect(look({ hitPolicy: "any", rows }, { country: "DE", amount: 101 }).conflict).toEqual([1, 3]);
  });

  it("collect: every row that holds, put together", () => {
    const of = (collect: string) => look({ hitPolicy: "collect", collect }, { country: "FR", amount: 2000 });
    expect(of("list")).toMatchObject({
      matched: [2, 3],
      values: { limit: [50, 10] },
      outcome: "decline",
      points: 6,
      reasonCodes: ["A", "B"],
      proposals: [
        { outcome: "review", reasonCodes: ["A"] },
        { outcome: "decline", reasonCodes: ["B"] },
      ],
    });
    expect(of("sum").values).toEqual({ limit: 60 });
    expect(of("min").values).toEqual({ limit: 10 });
    expect(of("max").values).toEqual({ limit: 50 });
    expect(of("count").values).toEqual({ limit: 2 });
  });

  it("priority: the row whose result ranks highest; an outcome ranks by its severity", () => {
    const found = look({ hitPolicy: "priority" }, { country: "DE", amount: 60 });
    expect(found).toMatchObject({ matched: [2, 1], values: { limit: 50 }, outcome: "review", points: 2 });
    const [limit, ...others] = limits.outputs;
    const outputs = [{ ...limit, order: [100, 50, 10] }, ...others];
    expect(look({ hitPolicy: "priority", outputs }, { country: "DE", amount: 60 })).toMatchObject({
      matched: [1, 2],
      values: { limit: 100 },
    });
  });

  it("rule order and output order: every row that holds, in the order of the rows or of rank", () => {
    const of = (hitPolicy: string) => look({ hitPolicy }, { country: "DE", amount: 2000 });
    expect(of("rule_order")).toMatchObject({ matched: [2, 3], values: { limit: [50, 10] }, points: 6 });
    expect(of("output_order")).toMatchObject({ matched: [3, 2], values: { limit: [10, 50] } });
  });

  it("a policy without what it goes by is refused", () => {
    expect(decisionTable.safeParse({ ...limits, hitPolicy: "collect" }).success).toBe(false);
    expect(decisionTable.safeParse({ ...limits, collect: "sum" }).success).toBe(false);
    const [limit] = limits.outputs;
    const rows = [{ when: {}, set: { limit: 7 } }];
    const faults = (outputs: object[]) =>
      decisionTable
        .safeParse({ ...limits, hitPolicy: "priority", rows: [], outputs })
        .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    expect(faults([limit!])).toEqual([
      expect.stringContaining("hitPolicy: Rows are ranked by what they give"),
    ]);
    expect(faults([{ ...limit, order: [5, 5, "x"] }])).toEqual([
      "outputs.0.order.1: This value stands in the order of “limit” twice.",
      "outputs.0.order.2: “limit” is a number.",
    ]);
    const ranked = (order: number[]) =>
      valueFaults(
        decisionTable.parse({ ...limits, hitPolicy: "priority", rows, outputs: [{ ...limit, order }] }),
      ).map(({ message }) => message);
    expect(ranked([5])).toEqual(["This value has no place in the order of “limit”. Add it there."]);
    expect(ranked([5, 7])).toEqual([]);
  });

  it("an open row keeps the table silent only if it could change the answer", () => {
    // Row 1 asks the amount, which is not there; row 3 holds for everybody.
    const rows = (first: object, last: object) => [
      { when: { amount: "< 10" }, set: first },
      { when: { country: '"FR"' }, set: { limit: 9 } },
      { when: {}, set: last },
    ];
    const of = (hitPolicy: string, first: object, last: object, more = {}) =>
      look({ hitPolicy, rows: rows(first, last), ...more }, { country: "DE" });
    expect(of("first", { limit: 1 }, { limit: 2 })).toMatchObject({
      ...{ matched: [3], unknown: [1], isUncertain: true, values: { limit: null }, proposals: [] },
    });
    expect(of("first", { limit: 2 }, { limit: 2 })).toMatchObject({
      isUncertain: false,
      values: { limit: 2 },
    });
    expect(of("unique", { limit: 2 }, { limit: 2 }).isUncertain).toBe(true);
    expect(of("any", { limit: 2 }, { limit: 2 }).isUncertain).toBe(false);
    expect(of("priority", { outcome: "review" }, { outcome: "decline" })).toMatchObject({
      outcome: "decline",
    });
    expect(of("priority", { outcome: "decline" }, { outcome: "review" }).isUncertain).toBe(true);
    const max = { collect: "max" };
    expect(of("collect", { limit: 1 }, { limit: 2 }, max)).toMatchObject({ values: { limit: 2 } });
    expect(of("collect", { limit: 3 }, { limit: 2 }, max).isUncertain).toBe(true);
    expect(of("collect", { limit: 1 }, { limit: 2 }, { collect: "list" }).isUncertain).toBe(true);
    // After the first row that holds nothing is asked.
    const late = [
      { when: {}, set: { limit: 1 } },
      { when: { amount: "< 10" }, set: { limit: 2 } },
    ];
    expect(look({ rows: late }, {})).toMatchObject({ matched: [1], unknown: [], values: { limit: 1 } });
  });

  it("a row of last resort counts only when every other is known not to hold", () => {
    const otherwise = { limit: 1, outcome: "review" };
    expect(look({ otherwise }, { country: "IT", amount: 1 })).toMatchObject({
      isDefault: true,
      values: { limit: 1 },
    });
    expect(look({ otherwise }, { country: "IT" })).toMatchObject({
      isDefault: false,
      unknown: [3],
      values: { limit: null },
      outcome: null,
    });
  });
});

describe("the schema names the cell", () => {
  it.each([
    [{ rows: [{ when: { nope: "1" }, set: {} }] }, "rows.0.when.nope", /no column/],
    [{ otherwise: { nope: 1 } }, "otherwise.nope", /no column/],
    [{ inputs: [{ key: "a", path: "input.a", type: "money" }], rows: [] }, "inputs.0.currency", /currency/],
    [{ inputs: [{ key: "a", path: "input.a[].b", type: "text" }], rows: [] }, "inputs.0.path", /one value/],
    [{ outputs: [{ key: "a", title: "a", kind: "value" }], rows: [] }, "outputs.0.type", /needs its type/],
    [{ outputs: [{ key: "amount", title: "a", kind: "outcome" }], rows: [] }, "outputs.0.key", /Two columns/],
    [
      {
        hitPolicy: "collect",
        collect: "sum",
        outputs: [{ key: "a", title: "a", kind: "value", type: "text" }],
        rows: [],
      },
      "outputs.0.type",
      /no “sum”/,
    ],
  ])("%j", (more, path, message) => {
    const { error } = decisionTable.safeParse({ ...limits, ...more });
    const issue = error?.issues.find((one) => one.path.join(".") === path);
    expect(issue?.message).toMatch(message);
  });
});

describe("a table that is being written", () => {
  const draft = decisionTable.parse({
    ...limits,
    rows: [
      { when: { amount: "> x" }, set: { limit: "a", points: 1.5 } },
      { when: {}, set: { limit: 1 } },
    ],
  });

  it("may hold what cannot be read; it is named, and can never be told", () => {
    expect(valueFaults(draft)).toEqual([
      { path: ["rows", 0, "set", "limit"], message: "“limit” is a number." },
      { path: ["rows", 0, "set", "points"], message: "“points” is a whole number." },
    ]);
    expect(compileTable(draft, settings)(dataOf({ amount: 1 }), AT)).toMatchObject({
      ...{ matched: [2], unknown: [1], isUncertain: true, values: { limit: null } },
    });
    expect(rowSentence(draft, 1, { titles: {} })).toContain("amount is what cannot be read: “> x”");
  });
});

describe("in words", () => {
  const words = {
    titles: {},
    outcomes: { review: "Review" },
    reasons: { A: "The limit is near." },
    countries: ["input.country"],
  };
  const table = decisionTable.parse(limits);

  it("a row is one sentence", () => {
    expect(rowSentence(table, 2, words)).toBe(
      "Row 2: Country is one of Germany or France and amount is at least 50 → limit 50, propose “Review”, because: The limit is near and 2 points.",
    );
  });

  it("each hit policy says what counts, and a row that is beaten is named", () => {
    const intro = (hitPolicy: string) =>
      tableSentences(decisionTable.parse({ ...limits, hitPolicy }), words).intro;
    expect(["priority", "rule_order", "output_order"].map(intro)).toEqual([
      "Of the rows that hold, the one whose result ranks highest decides.",
      "Every row that holds counts; their values are listed in the order of the rows.",
      "Every row that holds counts; their values are listed in order of rank.",
    ]);
    const ranked = decisionTable.parse({ ...limits, hitPolicy: "priority" });
    const told = explainTable(
      ranked,
      compileTable(ranked, settings)(dataOf({ country: "DE", amount: 60 }), AT),
      words,
    );
    expect(told).toEqual([
      expect.stringMatching(/^Row 2: Country is one of Germany or France .* propose “Review”/),
      "Row 1 holds too, and ranks lower.",
    ]);
  });

  it("a result is what held, and what could not be told", () => {
    const run = (input: object) =>
      explainTable(table, compileTable(table, settings)(dataOf(input), AT), words);
    expect(run({ country: "DE", amount: 5 })).toEqual([
      "Row 1: Country is Germany and amount is less than 100 → limit 100, propose “approve” and 1 point.",
    ]);
    expect(run({ amount: 70 })).toEqual(["Rows 1 and 2 could not be told because Country is not known."]);
    expect(run({ amount: 2000 })).toEqual([
      "Row 3 holds.",
      "Row 2 could not be told because Country is not known, and could change the answer.",
    ]);
    expect(run({ country: "IT", amount: 7 })).toEqual(["No row holds."]);
  });
});

/* A second, naive table: every row is scanned cell by cell, with cells made as data and never as text. */
type Three = true | false | null;
type Naive = { text: string; test: (value: unknown) => Three };
const isGone = (value: unknown) => value === undefined || value === null || value === "";
const numeric =
  (test: (value: number) => boolean) =>
  (value: unknown): Three =>
    typeof value === "number" ? test(value) : null;
const size = fc.integer({ min: -3, max: 3 });
const numberCell: fc.Arbitrary<Naive> = fc.oneof(
  fc.constant<Naive>({ text: "-", test: () => true }),
  fc.constant<Naive>({ text: "missing", test: isGone }),
  size.map((n): Naive => ({ text: `${n}`, test: numeric((value) => value === n) })),
  fc.tuple(fc.constantFrom("<", "<=", ">", ">="), size).map(
    ([sign, n]): Naive => ({
      text: `${sign} ${n}`,
      test: numeric((v) => (sign === "<" ? v < n : sign === "<=" ? v <= n : sign === ">" ? v > n : v >= n)),
    }),
  ),
  fc.tuple(size, fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.boolean()).map(
    ([low, span, openLow, openHigh]): Naive => ({
      text: `${openLow ? "(" : "["}${low}..${low + span}${openHigh ? ")" : "]"}`,
      test: numeric((v) => (openLow ? v > low : v >= low) && (openHigh ? v < low + span : v <= low + span)),
    }),
  ),
  fc
    .array(size, { minLength: 1, maxLength: 3 })
    .map((all): Naive => ({ text: `not(${all.join(", ")})`, test: numeric((v) => !all.includes(v)) })),
);
const letters = fc.constantFrom<string>("A", "B", "C");
const textCell: fc.Arbitrary<Naive> = fc.oneof(
  fc.constant<Naive>({ text: "", test: () => true }),
  fc.array(letters, { minLength: 1, maxLength: 3 }).map(
    (all): Naive => ({
      text: all.map((one) => `"${one}"`).join(","),
      test: (value) => (typeof value === "string" && value !== "" ? all.includes(value) : null),
    }),
  ),
  letters.map(
    (one): Naive => ({
      text: `not("${one}")`,
      test: (value) => (typeof value === "string" && value !== "" ? value !== one : null),
    }),
  ),
);
const kleene = (all: Three[]): Three => (all.includes(false) ? false : all.includes(null) ? null : true);

interface NaiveRow {
  x: Naive;
  t: Naive;
  set: { v?: number; o?: string; code?: string; points?: number; queue?: string };
}
const ORDER = [2, 1, 0, -1];
const rank = <T>(order: readonly T[], value: T | undefined) =>
  value === undefined ? order.length : order.indexOf(value);
const severity = settings.outcomes.toReversed();

/** What a table gives when every row is known to hold or not to, told the slow way. */
function naiveAnswer(
  rows: NaiveRow[],
  holds: boolean[],
  policy: string,
  collect: string | undefined,
  last?: NaiveRow["set"],
) {
  const all = rows.flatMap((row, i) => (holds[i] ? [{ ...row, number: i + 1 }] : []));
  const ranked = [...all].sort(
    (a, b) =>
      rank(ORDER, a.set.v) - rank(ORDER, b.set.v) || rank(severity, a.set.o) - rank(severity, b.set.o),
  );
  const says = ({ v, o, code, points, queue }: NaiveRow["set"]) => [v, o, code, points ?? 0, queue].join("|");
  if (policy === "unique" && all.length > 1) return "conflict";
  if (policy === "any" && new Set(all.map(({ set }) => says(set))).size > 1) return "conflict";
  const isDefault = all.length === 0 && last !== undefined;
  const isMany = ["collect", "rule_order", "output_order"].includes(policy);
  const inOrder = policy === "priority" || policy === "output_order" ? ranked : all;
  const sets = isDefault ? [last] : (isMany ? inOrder : inOrder.slice(0, 1)).map(({ set }) => set);
  const given = sets.flatMap(({ v }) => v ?? []);
  const kind = policy === "collect" ? collect : isMany ? "list" : "one";
  const value =
    kind === "list"
      ? given
      : kind === "count"
        ? isDefault
          ? 0
          : given.length
        : kind === "sum"
          ? given.length > 0
            ? given.reduce((a, b) => a + b)
            : null
          : kind === "min"
            ? given.length > 0
              ? Math.min(...given)
              : null
            : kind === "max"
              ? given.length > 0
                ? Math.max(...given)
                : null
              : (given[0] ?? null);
  const proposals: { [outcome: string]: string[] } = {};
  for (const { o, code } of sets)
    if (o !== undefined)
      proposals[o] = [...new Set([...(proposals[o] ?? []), ...(code === undefined ? [] : [code])])].sort();
  return JSON.stringify({
    isDefault,
    isMatched: all.length > 0,
    value,
    points: sets.reduce((sum, { points }) => sum + (points ?? 0), 0),
    queue: sets.flatMap(({ queue }) => queue ?? [])[0] ?? null,
    codes: [...new Set(sets.flatMap(({ code }) => code ?? []))].sort(),
    proposals: Object.fromEntries(Object.entries(proposals).sort(([a], [b]) => (a < b ? -1 : 1))),
  });
}

/** Every way in which rows that could not be told may turn out. */
const completions = (truths: Three[]): boolean[][] =>
  truths.reduce<boolean[][]>(
    (all, truth) =>
      all.flatMap((one) => (truth === null ? [true, false] : [truth]).map((each) => [...one, each])),
    [[]],
  );

describe("properties", () => {
  const value = fc.oneof(size, letters, fc.constantFrom(undefined, null, "", true));
  const some = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 2 });
  const set = fc
    .record({
      v: some(fc.constantFrom(...ORDER)),
      o: some(fc.constantFrom(...settings.outcomes)),
      code: some(fc.constantFrom("A", "B")),
      points: some(fc.constantFrom(0, 1, 2)),
      queue: some(fc.constantFrom("q", "r")),
    })
    .map((all) => JSON.parse(JSON.stringify(all)) as NaiveRow["set"]);
  const world = fc.record({
    rows: fc.array(fc.record({ x: numberCell, t: textCell, set }), { maxLength: 7 }),
    hitPolicy: fc.constantFrom(...hitPolicies),
    collect: fc.constantFrom("list", "sum", "min", "max", "count" as const),
    // Many inputs per table, so that what the index keeps of one answers for the next.
    inputs: fc.array(fc.record({ x: value, t: value }), { minLength: 1, maxLength: 6 }),
    last: some(set),
  });

  it("the compiled table answers as a naive scan of its rows, and is silent when an open row could change that", () => {
    const hit = { matched: 0, unknown: 0, conflict: 0, last: 0, silent: 0, certain: 0 };
    fc.assert(
      fc.property(world, ({ rows, hitPolicy, collect, inputs, last }) => {
        const isCollect = hitPolicy === "collect";
        const table = decisionTable.parse({
          title: "T",
          hitPolicy,
          ...(isCollect ? { collect } : {}),
          inputs: [
            { key: "x", path: "input.x", type: "number" },
            { key: "t", path: "input.t", type: "text" },
          ],
          outputs: [
            { key: "v", title: "v", kind: "value", type: "number", order: ORDER },
            { key: "o", title: "o", kind: "outcome" },
            { key: "code", title: "code", kind: "reason_code" },
            { key: "points", title: "points", kind: "points" },
            { key: "queue", title: "queue", kind: "queue" },
          ],
          rows: rows.map(({ x, t, set }) => ({ when: { x: x.text, t: t.text }, set })),
          ...(last ? { otherwise: last } : {}),
        });
        const look = compileTable(table, settings);
        for (const { x, t } of inputs) {
          const found = look(dataOf({ x, t }), AT);
          const truths = rows.map((row) => kleene([row.x.test(x), row.t.test(t)]));
          const answers = new Set(
            completions(truths).map((holds) =>
              naiveAnswer(rows, holds, hitPolicy, isCollect ? collect : undefined, last),
            ),
          );
          const all = truths.flatMap((truth, i) => (truth === true ? [i + 1] : []));
          const until = hitPolicy === "first" && all[0] !== undefined ? all[0] : rows.length;
          expect([...found.matched].sort()).toEqual(hitPolicy === "first" ? all.slice(0, 1) : all);
          expect(found.unknown).toEqual(
            truths.flatMap((truth, i) => (truth === null && i < until ? [i + 1] : [])),
          );
          const certain = answers.size === 1 ? [...answers][0]! : undefined;
          const now = naiveAnswer(
            rows,
            truths.map((truth) => truth === true),
            hitPolicy,
            collect,
            last,
          );
          if (now === "conflict") {
            expect(found.conflict).toBeDefined();
            expect(found.values["v"]).toBeNull();
          } else if (certain === undefined) {
            expect(found).toMatchObject({ isUncertain: true, isDefault: false, outcome: null, points: null });
            expect([found.values["v"], found.proposals, found.reasonCodes, found.queue]).toEqual([
              null,
              [],
              [],
              null,
            ]);
          } else {
            expect(found.isUncertain).toBe(false);
            const proposals = Object.fromEntries(
              found.proposals
                .map(({ outcome, reasonCodes }) => [outcome, [...reasonCodes].sort()] as const)
                .sort(([a], [b]) => (a < b ? -1 : 1)),
            );
            expect(
              JSON.stringify({
                isDefault: found.isDefault,
                isMatched: found.matched.length > 0,
                value: found.values["v"],
                points: found.points,
                queue: found.queue,
                codes: [...found.reasonCodes].sort(),
                proposals,
              }),
            ).toBe(certain);
            const worst = severity.find((outcome) => Object.hasOwn(proposals, outcome));
            expect(found.outcome).toBe(worst ?? null);
          }
          if (found.matched.length > 0) hit.matched++;
          if (found.unknown.length > 0) hit.unknown++;
          if (found.conflict) hit.conflict++;
          if (found.isDefault) hit.last++;
          if (found.isUncertain && found.matched.length > 0) hit.silent++;
          if (!found.isUncertain && found.unknown.length > 0) hit.certain++;
        }
      }),
      { numRuns: 1000 },
    );
    for (const times of Object.values(hit)) expect(times).toBeGreaterThan(50);
  });

  it("the index answers each row as its conditions do, whatever the values are", () => {
    const types = ["text", "number", "money", "boolean", "date"] as const;
    const cells: { [type in Column["type"]]: fc.Arbitrary<string> } = {
      text: fc.constantFrom('"DE"', '"DE","FR"', 'not("DE")', '"2026-01-31"', "missing", "present", "-"),
      number: numberCell.map(({ text }) => text),
      money: fc.constantFrom("0", ">= 10", "(10..20.50]", "not(10)", "< 0.01, missing", "-"),
      boolean: fc.constantFrom("yes", "no", "not(yes)", "missing", "-"),
      date: fc.constantFrom(
        "2026-01-31",
        ">= 2026-01-31",
        "[2026-01-30..2026-02-01)",
        "not(2026-02-01)",
        "-",
      ),
    };
    const any = fc.constantFrom<unknown>(
      ...[
        "DE",
        "FR",
        "X",
        "",
        "2026-01-31",
        "2026-01-30T23:30:00Z",
        "2026-01-31T00:00:00+05:00",
        "2026-02-01",
      ],
      ...[0, -0, 1, -3, 2.5, Number.NaN, true, false, null, undefined, [], {}, ["DE"]],
      ...[0, 1, 1000, 1001, 2050, 2051].map((amount) => ({ amount, currency: "EUR" })),
      { amount: 1000, currency: "USD" },
    );
    const world = fc.constantFrom(...types).chain((type) =>
      fc.record({
        type: fc.constant(type),
        rows: fc.array(cells[type], { minLength: 1, maxLength: 70 }),
        values: fc.array(any, { minLength: 1, maxLength: 20 }),
      }),
    );
    const berlin = { ...settings, timeZone: "Europe/Berlin" };
    fc.assert(
      fc.property(world, ({ type, rows, values }) => {
        const table = decisionTable.parse({
          title: "T",
          ...{
            hitPolicy: "rule_order",
            inputs: [column(type)],
            rows: rows.map((x) => ({ when: { x }, set: {} })),
          },
          outputs: [{ key: "v", title: "v", kind: "value", type: "number" }],
        });
        const look = compileTable(table, berlin);
        const tests = rows.map((cell, i) => {
          const parsed = parseCell(cell, column(type), `r${i}`);
          return parsed.ok && parsed.condition ? compileCondition(parsed.condition, berlin) : undefined;
        });
        for (const x of values) {
          const results = tests.map((test) => test?.(dataOf({ x }), AT).result ?? true);
          const found = look(dataOf({ x }), AT);
          expect(found.matched).toEqual(results.flatMap((one, i) => (one === true ? [i + 1] : [])));
          expect(found.unknown).toEqual(results.flatMap((one, i) => (one === "unknown" ? [i + 1] : [])));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("a cell is a sound condition, and a sentence", () => {
    const fields = new Map([
      ["input.x", { path: "input.x", title: "X", group: "", type: "number" as const }],
    ]);
    const scope = {
      fields,
      outcomes: new Set<string>(),
      reasonCodes: new Set<string>(),
      queues: new Set<string>(),
      documentTypes: new Set<string>(),
    };
    fc.assert(
      fc.property(numberCell, ({ text }) => {
        const parsed = parseCell(text, column("number"), "r1.x");
        expect(parsed.ok).toBe(true);
        if (!parsed.ok || !parsed.condition) return;
        expect(checkCondition(parsed.condition, scope)).toEqual([]);
        expect(conditionText(parsed.condition, { titles: {} })).not.toMatch(/undefined|object/);
      }),
    );
  });

  it("no data makes it throw, and the answer is plain JSON", () => {
    const compiled = compileTable(
      decisionTable.parse({ ...limits, hitPolicy: "collect", collect: "list" }),
      settings,
    );
    const anything = fc.anything() as fc.Arbitrary<never>;
    fc.assert(
      fc.property(fc.record({ country: anything, amount: anything }, { requiredKeys: [] }), (input) => {
        const found = compiled(dataOf(input), AT);
        expect(found.matched.length + found.unknown.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 2000 },
    );
  });
});
