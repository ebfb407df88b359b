import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { RunData } from "@/server/engine/state";
import type { Expression } from "./ast";
import { type Computed, compileFormula, formula } from "./formula";
import { parseFormula } from "./formula-parse";
import { formulaText } from "./formula-text";

const settings = { timeZone: "UTC", leapDayBirthday: "03-01" } as const;
const AT = "2026-11-24T10:00:00Z";
const eur = (amount: number) => ({ amount, currency: "EUR" });

const data = (more: Partial<RunData> = {}): RunData => ({
  input: { born: "2000-02-29", from: "2026-01-31", to: "2026-03-01", country: "DE", open: true, empty: "" },
  party: {},
  forms: {
    owners: { owners: [{ share: 60, kind: "person" }, { share: 40, kind: "business" }, { kind: "person" }] },
    shop: { volume: eur(300_000), fee: { amount: 100, currency: "USD" }, "delivery-days": 14 },
  },
  nodes: {},
  values: { a: 10, b: 4, zero: 0, days: 14 },
  ...more,
});

function run(text: string, more: object = {}): Computed {
  const parsed = formula.parse({ title: "F", formula: text, ...more });
  return compileFormula(parsed, settings)(data(), AT);
}

describe("a formula", () => {
  test.each<[text: string, value: unknown]>([
    ["a + b * 2", 18],
    ["(a + b) * 2", 28],
    ["a - b - 1", 5],
    ["a - (b - 1)", 7],
    ["a / b", 2.5],
    ["-a + 1", -9],
    ["0.1 + 0.2", 0.3],
    ["min(a, b, 7)", 4],
    ["max(a, b)", 10],
    ["abs(b - a)", 6],
    ["round(a / 3, 2)", 3.33],
    ['round(2.5, 0, "half_up")', 3],
    ["round(2.5)", 2],
    ["if(a > b, 1, 2)", 1],
    ['if(input.country = "DE" and not (a < b), 1, 2)', 1],
    ['if(input.country in ["AT", "CH"] or input.open, 1, 2)', 1],
    ["if(missing(input.empty), 1, 2)", 1],
    ["a > 5 ? 1 : 2", 1],
    ["coalesce(values.none, input.empty, b)", 4],
    ["days_between(input.from, input.to)", 29],
    ['days_between("2024-02-28", "2024-03-01")', 2],
    ["age(input.born)", 26],
    ["days_since(input.from)", 297],
    ["count(forms.owners.owners)", 3],
    ['count(forms.owners.owners, item.kind = "person")', 2],
    ["sum(forms.owners.owners[].share)", 100],
    ["largest(forms.owners.owners[].share)", 60],
    ["forms.shop.volume / 30 * days", eur(140_000)],
    ['forms.shop.volume + money(0.50, "EUR")', eur(300_050)],
    ['forms.shop.volume / money(10, "EUR")', 300],
    ['field("forms.shop.delivery-days") + 1', 15],
  ])("%s", (text, value) => expect(run(text)).toEqual({ value }));

  test.each<[text: string, reason: string]>([
    ["a / zero", "divided_by_zero"],
    ["a / (b - 4)", "divided_by_zero"],
    ["a + values.none", "missing"],
    ["forms.shop.volume + forms.shop.fee", "two_currencies"],
    ["forms.shop.volume + a", "wrong_type"],
    ["if(values.none > 1, 1, 2)", "missing"],
    ["coalesce(a / zero, 1)", "divided_by_zero"],
    ["a + input.country", "wrong_type"],
    ["days_between(input.country, input.to)", "wrong_type"],
  ])("%s is unknown: %s", (text, reason) => expect(run(text)).toEqual({ value: null, reason }));

  it("takes its default when something is missing, and for nothing else", () => {
    expect(run("a + values.none", { whenMissing: 7 })).toEqual({ value: 7 });
    expect(run("a / zero", { whenMissing: 7 })).toEqual({ value: null, reason: "divided_by_zero" });
  });

  test.each([
    ["half_even", 250, 2, 350, 4],
    ["half_up", 250, 3, 350, 4],
    ["down", 290, 2, 399, 3],
    ["up", 210, 3, 301, 4],
  ] as const)("rounds %s", (mode, first, one, second, two) => {
    const rounding = { decimals: 0, mode };
    expect(run(`${first} / 100`, { rounding })).toEqual({ value: one });
    expect(run(`-${first} / 100`, { rounding })).toEqual({ value: -one });
    expect(run(`${second} / 100`, { rounding })).toEqual({ value: two });
  });

  it("rounds money in its own decimals, and never finer than its minor unit", () => {
    expect(run("forms.shop.volume / 7")).toEqual({ value: eur(42_857) });
    expect(run("forms.shop.volume / 7", { rounding: { mode: "up" } })).toEqual({ value: eur(42_858) });
    expect(run("forms.shop.volume / 7", { rounding: { decimals: 0 } })).toEqual({ value: eur(42_900) });
    expect(run("forms.shop.volume / 7", { rounding: { decimals: 6 } })).toEqual({ value: eur(42_857) });
    expect(run('money(1000, "JPY") / 3')).toEqual({ value: { amount: 333, currency: "JPY" } });
  });
});

describe("what cannot be read is said with its place", () => {
  test.each<[text: string, at: string, message: string]>([
    ["", "", "Write a formula."],
    ["a +", "", "Something must follow the operator."],
    ["a b", "b", "An operator is missing before this."],
    ["(a + b", "", "A closing bracket is missing."],
    ["a ^ 2", "^", "“^” has no place here."],
    ["a + foo.bar", "foo.bar", "“foo” is no place. A path begins with input, party, forms, nodes or values."],
    ["1 + power(a, 2)", "power(a, 2)", "There is no function “power”."],
    ["a + if(b, 1)", "if(b, 1)", "Write if(condition, a, b)."],
    ['a + "x"', '"x"', "Text cannot be calculated with."],
    ["a > b", "a > b", "This is a condition; a calculation goes by it inside if(condition, a, b)."],
    ["if(a + b, 1, 2)", "a + b", "A condition is needed here, like amount > 1000."],
    ["round(a, 99)", "99", "Decimals are a whole number from 0 to 12."],
    ['money(1.234, "EUR")', "1.234", "EUR has 2 decimals; this amount has more."],
    ['money(1, "euro")', '"euro"', "A currency is three large letters in quotes, like “EUR”."],
    [
      "0.12345678901234567890",
      "0.12345678901234567890",
      "This number has more digits than can be kept exactly.",
    ],
    ["a + $b", "$", "“$” has no meaning here."],
    ["forms.owners[0].share", "forms.owners[0].share", "Write a path with dots"],
    ["constructor.constructor", "constructor.constructor", "“constructor” is no place."],
    ["sum(forms.owners.owners)", "forms.owners.owners", "Write the list with its field"],
  ])("%s", (text, at, message) => {
    const parsed = parseFormula(text);
    if (parsed.ok) throw new Error(`read as ${JSON.stringify(parsed.expression)}`);
    const [problem] = parsed.problems;
    expect(problem.message).toContain(message);
    if (at !== "") expect(text.slice(problem.from, problem.to)).toBe(at);
    expect(problem.from).toBeLessThanOrEqual(problem.to);
  });

  it("is refused with its place by the document's schema", () => {
    const refused = formula.safeParse({ title: "F", formula: "a + foo.bar" });
    expect(refused.error?.issues[0]?.message).toMatch(/^“foo” is no place\..*\(at character 5\)$/);
  });

  it("a test that formulas have no words for is refused, not dropped", () => {
    const tree = {
      op: "if",
      when: {
        id: "a",
        op: "within_last",
        left: { field: "input.from" },
        right: { value: { amount: 3, unit: "days" } },
      },
      yes: { op: "value", value: 1 },
      no: { op: "value", value: 2 },
    };
    expect(formula.safeParse({ title: "F", formula: tree }).success).toBe(false);
  });
});

/* A second, naive arithmetic: fractions of whole numbers, never reduced, no fast paths. */
interface Ratio {
  n: bigint;
  d: bigint;
}
const ratio = (n: bigint, d = 1n): Ratio => (d < 0n ? { n: -n, d: -d } : { n, d });
const order = (a: Ratio, b: Ratio) => (a.n * b.d < b.n * a.d ? -1 : a.n * b.d > b.n * a.d ? 1 : 0);

function naive(expression: Expression, values: { [key: string]: number | undefined }): Ratio | string {
  const of = (part: Expression) => naive(part, values);
  switch (expression.op) {
    case "value":
      return ratio(BigInt(Math.round((expression.value as number) * 100)), 100n);
    case "field": {
      const found = values[expression.field.slice("values.".length)];
      return found === undefined ? "missing" : ratio(BigInt(Math.round(found * 100)), 100n);
    }
    case "negate": {
      const a = of(expression.of);
      return typeof a === "string" ? a : ratio(-a.n, a.d);
    }
    case "abs": {
      const a = of(expression.of);
      return typeof a === "string" ? a : ratio(a.n < 0n ? -a.n : a.n, a.d);
    }
    case "min":
    case "max": {
      const all = expression.of.map(of);
      const open = all.find((one) => typeof one === "string");
      if (open !== undefined) return open;
      const sorted = (all as Ratio[]).sort(order);
      return expression.op === "min" ? sorted[0]! : sorted.at(-1)!;
    }
    case "coalesce": {
      for (const part of expression.of) {
        const a = of(part);
        if (a !== "missing") return a;
      }
      return "missing";
    }
    case "if": {
      const { when } = expression;
      if (!("right" in when) || !("formula" in when.left) || !("formula" in when.right))
        throw new Error("naive");
      const a = of(when.left.formula);
      if (typeof a === "string") return a;
      const b = of(when.right.formula);
      if (typeof b === "string") return b;
      return order(a, b) < 0 ? of(expression.yes) : of(expression.no);
    }
    case "round": {
      const a = of(expression.of);
      return typeof a === "string" ? a : naiveRound(a, expression.digits, expression.mode);
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide": {
      const a = of(expression.left);
      if (typeof a === "string") return a;
      const b = of(expression.right);
      if (typeof b === "string") return b;
      if (expression.op === "add") return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
      if (expression.op === "subtract") return ratio(a.n * b.d - b.n * a.d, a.d * b.d);
      if (expression.op === "multiply") return ratio(a.n * b.n, a.d * b.d);
      return b.n === 0n ? "divided_by_zero" : ratio(a.n * b.d, a.d * b.n);
    }
    default:
      throw new Error("the reference does not know this");
  }
}

/** By counting: the two whole numbers around it, then which is nearer. */
function naiveRound({ n, d }: Ratio, digits: number, mode: string): Ratio {
  const scale = 10n ** BigInt(digits);
  const scaled = n * scale;
  const low = scaled >= 0n || scaled % d === 0n ? scaled / d : scaled / d - 1n;
  if (low * d === scaled) return ratio(low, scale);
  const high = low + 1n;
  const toLow = scaled - low * d;
  const toHigh = high * d - scaled;
  const away = n >= 0n ? high : low;
  const toward = n >= 0n ? low : high;
  if (mode === "down") return ratio(toward, scale);
  if (mode === "up") return ratio(away, scale);
  if (toLow !== toHigh) return ratio(toLow < toHigh ? low : high, scale);
  if (mode === "half_up") return ratio(away, scale);
  return ratio(low % 2n === 0n ? low : high, scale);
}

const hundredth = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -5000, max: 5000 }).map((n) => n / 100) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, -1) },
);
const NAMES = ["a", "b", "c", "gone"] as const;
const tree = fc.letrec<{ tree: Expression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    hundredth.map((value): Expression => ({ op: "value", value: value === 0 ? 0 : value })),
    fc.constantFrom(...NAMES).map((name): Expression => ({ op: "field", field: `values.${name}` })),
    fc.record({
      op: fc.constantFrom("add", "subtract", "multiply", "divide" as const),
      left: tie("tree"),
      right: tie("tree"),
    }) as fc.Arbitrary<Expression>,
    fc.record({ op: fc.constantFrom("negate", "abs"), of: tie("tree") }) as fc.Arbitrary<Expression>,
    fc.record({
      op: fc.constantFrom("min", "max", "coalesce"),
      of: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }),
    }) as fc.Arbitrary<Expression>,
    fc.record({
      op: fc.constant("round" as const),
      of: tie("tree"),
      digits: fc.integer({ min: 0, max: 4 }),
      mode: fc.constantFrom("half_even", "half_up", "down", "up" as const),
    }) as fc.Arbitrary<Expression>,
    fc.tuple(tie("tree"), tie("tree"), tie("tree"), tie("tree")).map(
      ([left, right, yes, no]): Expression => ({
        op: "if",
        when: { id: "c", op: "<", left: { formula: left }, right: { formula: right } },
        yes,
        no,
      }),
    ),
  ),
})).tree;

describe("properties", () => {
  it("what is written, read and compiled gives what naive fractions give", () => {
    const hit = { value: 0, missing: 0, divided_by_zero: 0 };
    fc.assert(
      fc.property(
        tree,
        fc.record({ a: hundredth, b: hundredth, c: fc.constantFrom(0, 0, 1) }),
        (expression, values) => {
          const text = formulaText(expression)!;
          const parsed = formula.safeParse({ title: "F", formula: text });
          if (!parsed.success) {
            expect(parsed.error.issues[0]?.message).toMatch(/2000|too deep/);
            return;
          }
          const found = compileFormula(parsed.data, settings)(data({ values }), AT);
          const expected = naive(expression, values);
          if (typeof expected === "string") {
            if (expected in hit) hit[expected as "missing"]++;
            expect(found).toEqual({ value: null, reason: expected });
            return;
          }
          hit.value++;
          const number = found.value as number;
          // The nearest number there is: nothing representable lies closer.
          const exact = Number((expected.n * 10n ** 30n) / expected.d) / 1e30;
          expect(Math.abs(number - exact)).toBeLessThanOrEqual(Math.abs(exact) * 1e-14);
        },
      ),
      { numRuns: 3000 },
    );
    for (const times of Object.values(hit)) expect(times).toBeGreaterThan(5);
  });

  it("a rounded formula is exactly the naive rounding", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom("half_even", "half_up", "down", "up" as const),
        (n, d, decimals, mode) => {
          const { value } = run(`${n} / ${d}`, { rounding: { decimals, mode } });
          const expected = naiveRound(ratio(BigInt(n), BigInt(d)), decimals, mode);
          expect(value).toBe(Number(expected.n) / Number(expected.d) + 0);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("text and tree are the same formula: written, read and written again it is the same text", () => {
    fc.assert(
      fc.property(tree, (expression) => {
        const read = parseFormula(formulaText(expression)!);
        if (!read.ok) return;
        const text = formulaText(read.expression)!;
        const again = parseFormula(text);
        expect(again.ok && formulaText(again.expression)).toBe(text);
      }),
    );
  });

  it("there is one zero, however often it is negated", () => {
    for (const text of ["-0", "--0", "---(0)"])
      expect(parseFormula(text)).toMatchObject({ ok: true, expression: { op: "value", value: 0 } });
    expect(parseFormula("--5")).toMatchObject({
      expression: { op: "negate", of: { op: "value", value: -5 } },
    });
  });

  it("any text is read or refused with a place inside it, and never throws", () => {
    const soup = fc
      .array(
        fc.constantFrom(
          ..."a b . , ( ) [ ] [] + - * / < = ! ? : ' \" \\ $ 1 0. e 9e9999 if( sum( not and in".split(" "),
        ),
        {
          maxLength: 25,
        },
      )
      .map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.oneof(fc.string(), soup), (text) => {
        const parsed = parseFormula(text);
        if (parsed.ok) return;
        const [{ from, to, message }] = parsed.problems;
        expect(message).toMatch(/\.$/);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 5000 },
    );
  });

  it("no data makes it throw", () => {
    const compiled = compileFormula(
      formula.parse({
        title: "F",
        formula:
          "if(forms.x.y > a, sum(forms.x.l[].n), coalesce(age(forms.x.d), 1)) / count(forms.x.l, item.n > 1) + forms.x.m",
      }),
      settings,
    );
    const anything = fc.anything({ withBigInt: false }) as fc.Arbitrary<never>;
    const form = fc.record(
      { y: anything, l: fc.oneof(anything, fc.array(anything)), d: anything, m: anything },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(form, anything, (x, a) => {
        const found = compiled(data({ forms: { x }, values: { a } }), AT);
        expect(found.value !== null || "reason" in found).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
