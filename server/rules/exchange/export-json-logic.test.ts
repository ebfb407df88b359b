import fc from "fast-check";
import { LogicEngine } from "json-logic-engine";
import { describe, expect, it, test } from "vitest";
import type { RunData } from "@/server/engine/state";
import { type Condition, condition, type Expression, type Operand, ruleSet } from "@/server/rules/core/ast";
import { compileCondition } from "@/server/rules/core/compile";
import type { FieldType } from "@/server/rules/core/fields";
import { guardedLogic, type LogicSettings } from "./export-json-logic";
import { exportRuleSet } from "./export-rule-set";

const AT = "2026-11-24T10:00:00Z";
const calendar = { timeZone: "Europe/Berlin", leapDayBirthday: "03-01" } as const;

/** The fields of the random documents. Ending `n` number, `m` money, `t` text, `b` yes or no, `d` date. */
const leafTypes: { readonly [key: string]: FieldType } = {
  n: "number",
  m: "money",
  t: "text",
  b: "boolean",
  d: "date",
};
const settings: LogicSettings = {
  ...calendar,
  at: AT,
  typeOf(path) {
    if (/(^|\.)(list|owners)$/.test(path) || path.endsWith("words")) return { type: "list" };
    if (path.endsWith("words[]")) return { type: "text" };
    const type = leafTypes[path.replace(/\d$/, "").at(-1) ?? ""];
    return type && { type, ...(type === "money" && { currency: "EUR" }) };
  },
};

/** One in five is not there: absent, null or an emptied field. */
const orMissing = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 8, arbitrary: one as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(undefined, null) },
    {
      weight: 1,
      arbitrary: fc.constant<unknown>(""),
    },
  );
const date = fc.constantFrom(
  "2026-11-24",
  "2026-11-23",
  "2026-10-24",
  "2026-10-25",
  "2008-11-24",
  "2008-11-25",
  "2008-02-29",
  "1999-12-31",
);
const amount = fc.integer({ min: -2, max: 4 });
const leafOf = {
  n: orMissing(amount),
  m: orMissing(fc.record({ amount, currency: fc.constantFrom("EUR", "EUR", "USD") })),
  t: orMissing(fc.constantFrom("a", "ab", "abc", "b", "B")),
  b: orMissing(fc.boolean()),
  d: orMissing(date),
};
const words = orMissing(fc.array(leafOf.t, { maxLength: 3 }));
const inner = fc.record({ n1: leafOf.n, t1: leafOf.t, words });
const owner = fc.record({
  ...{ n1: leafOf.n, n2: leafOf.n, m1: leafOf.m, t1: leafOf.t, b1: leafOf.b, d1: leafOf.d, words },
  list: orMissing(fc.array(inner, { maxLength: 3 })),
});
const document = fc.record({
  ...{
    n1: leafOf.n,
    n2: leafOf.n,
    m1: leafOf.m,
    m2: leafOf.m,
    t1: leafOf.t,
    t2: leafOf.t,
    b1: leafOf.b,
    d1: leafOf.d,
    d2: leafOf.d,
    words,
  },
  owners: orMissing(fc.array(owner, { maxLength: 4 })),
});

type Where = "top" | "owner" | "inner";
const at = (where: Where, ...keys: string[]) =>
  fc.constantFrom(...keys.map((key) => (where === "top" ? `input.${key}` : `item.${key}`)));
const path = (where: Where, kind: keyof typeof leafOf) => {
  const two = (where === "top" && kind !== "b") || (where === "owner" && kind === "n");
  return at(where, `${kind}1`, ...(two ? [`${kind}2`] : []));
};
const euro = (value: number) => ({ amount: value, currency: "EUR" });

function expression(where: Where, depth: number): fc.Arbitrary<Expression> {
  const simple: fc.Arbitrary<Expression> = fc.oneof(
    path(where, "n").map((field): Expression => ({ op: "field", field })),
    fc
      .tuple(path(where, "n"), amount)
      .map(([field, value]): Expression => ({ op: "field", field, default: value })),
    amount.map((value): Expression => ({ op: "value", value })),
  );
  if (depth === 0) return simple;
  const part = expression(where, depth - 1);
  const parts = fc.array(part, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    simple,
    fc
      .tuple(fc.constantFrom("add", "subtract", "multiply"), part, part)
      .map(([op, left, right]) => ({ op, left, right }) as Expression),
    // Halves and quarters are exact in floating point as well.
    fc
      .tuple(part, fc.constantFrom(0, 1, 2, 4))
      .map(([left, value]): Expression => ({ op: "divide", left, right: { op: "value", value } })),
    fc.tuple(fc.constantFrom("negate", "abs"), part).map(([op, of]) => ({ op, of }) as Expression),
    fc.tuple(fc.constantFrom("min", "max"), parts).map(([op, of]) => ({ op, of }) as Expression),
    fc.array(simple, { minLength: 1, maxLength: 3 }).map((of): Expression => ({ op: "coalesce", of })),
    fc.tuple(whether(where), part, part).map(([when, yes, no]): Expression => ({ op: "if", when, yes, no })),
  );
}

function whether(where: Where): fc.Arbitrary<Condition> {
  return fc.oneof(
    path(where, "t").map(
      (field): Condition => ({ id: "w", op: "=", left: { field }, right: { value: "a" } }),
    ),
    path(where, "n").map((field): Condition => ({ id: "w", op: "is_missing", left: { field } })),
  );
}

function number(where: Where, depth: number): fc.Arbitrary<Operand> {
  const plain: fc.Arbitrary<Operand>[] = [
    path(where, "n").map((field) => ({ field })),
    fc.tuple(path(where, "n"), amount).map(([field, value]) => ({ field, default: value })),
    expression(where, 2).map((formula) => ({ formula })),
  ];
  if (where === "inner" || depth === 0) return fc.oneof(...plain);
  const list = where === "top" ? "input.owners" : "item.list";
  const test = tests(where === "top" ? "owner" : "inner", depth - 1);
  return fc.oneof(
    ...plain,
    fc.constant<Operand>({ count: list }),
    test.map((of): Operand => ({ count: list, where: of })),
    test.map((of): Operand => ({ aggregate: "sum", list, of: "n1", where: of })),
  );
}

const comparison = fc.constantFrom("=", "≠", "<", "≤", ">", "≥");
function leaf(where: Where, depth: number): fc.Arbitrary<Condition> {
  const made = (parts: fc.Arbitrary<object>) => parts.map((part) => ({ id: "t", ...part }) as Condition);
  const field = (kind: keyof typeof leafOf): fc.Arbitrary<Operand> =>
    path(where, kind).map((one) => ({ field: one }));
  const value = (one: unknown) => ({ value: one }) as Operand;
  const n = number(where, depth);
  const span = fc.constantFrom(
    value({ amount: 1, unit: "months" }),
    value({ amount: 18, unit: "years" }),
    value({ amount: 1, unit: "days" }),
    value({ amount: 0, unit: "days" }),
  );
  const all: fc.Arbitrary<Condition>[] = [
    made(fc.record({ op: comparison, left: n, right: fc.oneof(n, amount.map(value)) })),
    made(
      fc.record({
        op: fc.constant("between"),
        left: n,
        low: amount.map(value),
        high: fc.oneof(n, amount.map(value)),
        openLow: fc.boolean(),
        openHigh: fc.boolean(),
      }),
    ),
    made(
      fc.record({
        op: comparison,
        left: field("m"),
        right: fc.oneof(
          amount.map((a) => value(euro(a))),
          field("m"),
          fc.constant(value(0)),
          path(where, "m").map((m): Operand => ({ field: m, default: euro(1) })),
        ),
      }),
    ),
    made(
      fc.record({
        op: comparison,
        left: path(where, "m").map(
          (m): Operand => ({
            formula: { op: "multiply", left: { op: "field", field: m }, right: { op: "value", value: 3 } },
          }),
        ),
        right: amount.map((a) => value(euro(a * 3))),
      }),
    ),
    made(
      fc.record({
        op: fc.constantFrom("=", "≠"),
        left: field("t"),
        right: fc.oneof(field("t"), fc.constantFrom("a", "ab").map(value)),
      }),
    ),
    made(
      fc.record({
        op: fc.constantFrom("in", "not_in"),
        left: field("t"),
        right: fc.subarray(["a", "ab", "B"], { minLength: 1 }).map(value),
      }),
    ),
    made(
      fc.record({
        op: fc.constantFrom("in", "not_in"),
        left: n,
        right: fc.subarray([0, 1, 2], { minLength: 1 }).map(value),
      }),
    ),
    made(
      fc.record({
        op: fc.constantFrom("contains", "starts_with", "ends_with"),
        left: field("t"),
        right: fc.constantFrom("a", "b", "bc").map(value),
      }),
    ),
    made(fc.record({ op: fc.constantFrom("is_true", "is_false"), left: field("b") })),
    made(
      fc.record({
        op: fc.constantFrom("is_missing", "is_present"),
        left: fc.oneof(field("n"), field("t"), field("d"), field("m")),
      }),
    ),
    made(
      fc.record({
        op: fc.constantFrom("before", "after", "=", "≤"),
        left: field("d"),
        right: fc.oneof(field("d"), date.map(value)),
      }),
    ),
    made(
      fc.record({
        op: comparison,
        left: path(where, "d").map((d): Operand => ({ ageInYears: { field: d } })),
        right: fc.constantFrom(18, 17.5, 0).map(value),
      }),
    ),
    made(
      fc.record({
        op: comparison,
        left: path(where, "d").map((d): Operand => ({ daysSince: { field: d } })),
        right: fc.constantFrom(0, 1, 31, 0.5).map(value),
      }),
    ),
    made(
      fc.record({
        op: fc.constant("between"),
        left: path(where, "d").map((d): Operand => ({ ageInYears: { field: d } })),
        low: fc.constant(value(17)),
        high: fc.constant(value(18)),
      }),
    ),
    made(fc.record({ op: fc.constantFrom("within_last", "older_than"), left: field("d"), right: span })),
    made(
      fc.record({
        op: fc.constantFrom("overlaps", "not_overlaps"),
        left: at(where, "words").map((one): Operand => ({ field: one })),
        right: fc.subarray(["a", "ab", "B"], { minLength: 1 }).map(value),
      }),
    ),
    made(
      fc.record({
        op: fc.constant("contains"),
        left: at(where, "words").map((one): Operand => ({ field: one })),
        right: fc.constantFrom("a", "B").map(value),
      }),
    ),
  ];
  if (where === "top")
    all.push(
      made(
        fc.record({
          op: comparison,
          left: fc.constant<Operand>({ field: "input.owners[].n1" }),
          right: amount.map(value),
        }),
      ),
      made(
        fc.record({
          op: fc.constant("="),
          left: fc.constant<Operand>({ field: "input.owners[].list[].t1" }),
          right: fc.constant(value("a")),
        }),
      ),
      made(
        fc.record({
          op: fc.constant("="),
          left: fc.constant<Operand>({ field: "input.words[]" }),
          right: fc.constant(value("ab")),
        }),
      ),
    );
  return fc.oneof(...all);
}

function tests(where: Where, depth: number): fc.Arbitrary<Condition> {
  if (depth === 0) return leaf(where, 0);
  const part = tests(where, depth - 1);
  const group = fc
    .tuple(
      fc.constantFrom("all", "any", "none"),
      fc.array(part, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
    )
    .map(
      ([op, of, isOff]) =>
        ({
          id: "g",
          op,
          of: isOff && of.length > 1 ? [{ ...of[0], off: true }, ...of.slice(1)] : of,
        }) as Condition,
    );
  if (where === "inner") return fc.oneof(leaf(where, depth), group);
  const quantified = fc
    .record({
      op: fc.constantFrom("some", "every", "no", "at_least", "exactly"),
      n: fc.integer({ min: 0, max: 3 }),
      list: fc.constant(where === "top" ? "input.owners" : "item.list"),
      where: tests(where === "top" ? "owner" : "inner", depth - 1),
    })
    .map((one) => ({ id: "q", ...one }) as Condition);
  return fc.oneof(leaf(where, depth), group, quantified);
}

const engine = new LogicEngine();
const dataOf = (input: unknown) =>
  JSON.parse(JSON.stringify({ input, party: {}, forms: {}, nodes: {}, values: {} })) as RunData;

describe("guarded JSONLogic", () => {
  it("run by json-logic-engine answers what our engine answers: 50,000 random evaluations with missing data", () => {
    let evaluations = 0;
    const answers = { true: 0, false: 0, unknown: 0 };
    fc.assert(
      fc.property(
        tests("top", 3),
        fc.array(document, { minLength: 40, maxLength: 40 }),
        (when, documents) => {
          const found = guardedLogic(condition.parse(when), settings);
          if ("beyond" in found) throw new Error(`${found.beyond}: ${JSON.stringify(when)}`);
          const evaluate = compileCondition(when, calendar);
          for (const one of documents) {
            const data = dataOf(one);
            const { result } = evaluate(data, AT);
            // Its “and” and “or” answer with a value; what counts is whether a rule would fire.
            const isTrue = Boolean(engine.run(found.isTrue as never, data));
            const isFalse = Boolean(engine.run(found.isFalse as never, data));
            const theirs = isTrue && isFalse ? "both" : isTrue ? true : isFalse ? false : "unknown";
            if (theirs !== result)
              throw new Error(
                `${result} here, ${theirs} there: ${JSON.stringify({ when, input: one, found })}`,
              );
            answers[`${result}`]++;
            evaluations++;
          }
        },
      ),
      { numRuns: 1300 },
    );
    expect(evaluations).toBeGreaterThanOrEqual(50_000);
    // A generator that always misses would prove nothing.
    for (const seen of Object.values(answers)) expect(seen).toBeGreaterThan(evaluations / 20);
  }, 120_000);

  it("is needed: without its guards a missing score is below any limit", () => {
    const data = dataOf({});
    expect(engine.run({ "<": [{ var: "input.n1" }, 40] }, data)).toBe(true);
    const found = guardedLogic(
      { id: "t", op: "<", left: { field: "input.n1" }, right: { value: 40 } },
      settings,
    );
    expect(found).toEqual({
      isTrue: {
        and: [
          { "!==": [{ var: "input.n1" }, null] },
          { "!==": [{ var: "input.n1" }, ""] },
          { "<": [{ var: "input.n1" }, 40] },
        ],
      },
      isFalse: {
        and: [
          { "!==": [{ var: "input.n1" }, null] },
          { "!==": [{ var: "input.n1" }, ""] },
          { ">=": [{ var: "input.n1" }, 40] },
        ],
      },
      notes: [],
    });
  });
});

describe("what JSONLogic has no words for", () => {
  const x = { field: "input.t1" };
  test.each<[string, Condition]>([
    ["a regular expression", { id: "t", op: "matches", left: x, right: { value: "^a" } }],
    ["a list of the workspace", { id: "t", op: "in_list", left: x, listKey: "blocked" }],
    ["membership of a network", { id: "t", op: "in_network", left: x, right: { value: ["10.0.0.0/8"] } }],
    [
      "how alike two names are",
      { id: "t", op: "similar_to", left: x, right: { value: "Jane" }, atLeast: 80 },
    ],
    [
      "large and small letters count alike",
      { id: "t", op: "in", left: x, right: { value: ["a"] }, ignoreCase: true },
    ],
    [
      "points in time are compared, which have several spellings",
      { id: "t", op: "before", left: { field: "input.d1" }, right: { value: "2026-11-24T10:00:00Z" } },
    ],
    [
      "a test inside a list reads “input.n1”, which stands outside of it",
      {
        id: "t",
        op: "some",
        list: "input.owners",
        where: { id: "w", op: "=", left: { field: "item.n1" }, right: { field: "input.n1" } },
      },
    ],
    [
      "the average of a list",
      {
        id: "t",
        op: ">",
        left: { aggregate: "average", list: "input.owners", of: "n1" },
        right: { value: 1 },
      },
    ],
    [
      "rounding",
      {
        id: "t",
        op: ">",
        left: {
          formula: { op: "round", of: { op: "field", field: "input.n1" }, digits: 0, mode: "half_up" },
        },
        right: { value: 1 },
      },
    ],
    ["an empty list", { id: "t", op: "in", left: x, right: { value: [] } }],
    ["which of two texts comes first", { id: "t", op: "<", left: x, right: { value: "b" } }],
    ["two values of different types are compared", { id: "t", op: "=", left: x, right: { value: 1 } }],
  ])("is said: %s", (beyond, when) => {
    expect(guardedLogic(when, settings)).toEqual({ beyond });
  });

  it("is reported rule by rule, beside what is exact and what is nearly so", () => {
    const set = ruleSet.parse({
      title: "Three",
      rules: [
        {
          code: "EXACT",
          title: "Exact",
          when: { id: "a", op: "is_true", left: { field: "input.b1" } },
          outcome: "review",
        },
        {
          code: "NEARLY",
          title: "Nearly",
          when: { id: "b", op: "<", left: { ageInYears: { field: "input.d1" } }, right: { value: 18 } },
        },
        { code: "NOT", title: "Not", when: { id: "c", op: "matches", left: x, right: { value: "a" } } },
        { code: "OFF", title: "Off", when: { id: "d", op: "is_present", left: x }, enabled: false },
      ],
    });
    const { rules, report } = exportRuleSet(set, settings);
    expect(report).toEqual([
      { code: "EXACT", as: "exact", notes: [] },
      {
        code: "NEARLY",
        as: "nearly",
        notes: ["Ages and spans of time are counted from 2026-11-24; export again for another day."],
      },
      { code: "NOT", as: "not", notes: ["JSONLogic has no words for this: a regular expression."] },
    ]);
    expect(rules.map(({ code, when }) => [code, when !== undefined])).toEqual([
      ["EXACT", true],
      ["NEARLY", true],
      ["NOT", false],
    ]);
  });

  it("and what is nested or long without measure is refused in words", () => {
    let deep: Condition = { id: "p", op: "is_present", left: x };
    for (let i = 0; i < 500; i++) deep = { id: `g${i}`, op: "all", of: [deep] };
    expect(guardedLogic(deep, settings)).toEqual({ beyond: "it is nested more than 32 levels deep" });
    const wide: Condition = {
      id: "w",
      op: "any",
      of: Array.from(
        { length: 5000 },
        (_, i): Condition => ({ id: `p${i}`, op: "=", left: x, right: { value: `value ${i}` } }),
      ),
    };
    expect(guardedLogic(wide, settings)).toEqual({ beyond: "it would be longer than anybody reads" });
    // What is written twice per level doubles per level.
    let twice: Expression = { op: "field", field: "input.n1" };
    for (let i = 0; i < 60; i++) twice = { op: "abs", of: twice };
    expect(
      guardedLogic({ id: "t", op: ">", left: { formula: twice }, right: { value: 1 } }, settings),
    ).toHaveProperty("beyond");
  });
});
