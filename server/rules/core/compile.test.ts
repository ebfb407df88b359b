import { describe, expect, it } from "vitest";
import type { Json, RunData } from "@/server/engine/state";
import { type Condition, condition, type Expression, type Operand, operand, ruleSet } from "./ast";
import type { CalendarSettings } from "./calendar";
import { compileCondition, compileRuleSet, compileValue } from "./compile";

const AT = "2026-11-24T10:00:00Z";
const berlin: CalendarSettings = { timeZone: "Europe/Berlin", leapDayBirthday: "03-01" };
const dataOf = (input: { [key: string]: unknown }): RunData => ({
  input: input as RunData["input"],
  party: {},
  forms: {},
  nodes: {},
  values: {},
});

type Unidentified<T> = T extends { id: string } ? Omit<T, "id"> : never;
/** What a test answers: true, false, or the reason it is unknown. */
function ask(test: Unidentified<Condition>, input: { [key: string]: unknown }, settings = berlin) {
  const answer = compileCondition(condition.parse({ id: "t", ...test }), settings)(dataOf(input), AT);
  return answer.result === "unknown" ? answer.reason : answer.result;
}
const field = (name: string): Operand => ({ field: `input.${name}` });
const lit = (value: Extract<Operand, { value: unknown }>["value"]): Operand => ({ value });
const eur = (amount: number) => ({ amount, currency: "EUR" });

describe("operators", () => {
  const x = field("x");
  const table: [string, Unidentified<Condition>, unknown, unknown][] = [
    ["=", { op: "=", left: x, right: lit("DE") }, "DE", true],
    ["=", { op: "=", left: x, right: lit("DE") }, "de", false],
    ["=", { op: "=", left: x, right: lit("DE") }, undefined, "missing"],
    ["=", { op: "=", left: x, right: lit(1) }, "1", "wrong_type"],
    ["=", { op: "=", left: x, right: lit(0) }, -0, true],
    ["=", { op: "=", left: x, right: lit(eur(500)) }, eur(500), true],
    ["=", { op: "=", left: x, right: lit(eur(500)) }, { amount: 500, currency: "GBP" }, "two_currencies"],
    ["≠", { op: "≠", left: x, right: lit("DE") }, "GB", true],
    ["≠", { op: "≠", left: x, right: lit("DE") }, "", "missing"],
    ["<", { op: "<", left: x, right: lit(18) }, 17.999, true],
    ["<", { op: "<", left: x, right: lit(18) }, 18, false],
    ["≤", { op: "≤", left: x, right: lit(18) }, 18, true],
    [">", { op: ">", left: x, right: lit(18) }, Number.NaN, "missing"],
    ["≥", { op: "≥", left: x, right: lit(18) }, "18", "wrong_type"],
    [">", { op: ">", left: x, right: lit(eur(7_500_000)) }, eur(7_500_001), true],
    [">", { op: ">", left: x, right: lit(eur(7_500_000)) }, 7_500_001, "wrong_type"],
    [">", { op: ">", left: x, right: lit(0) }, eur(1), true],
    ["between", { op: "between", left: x, low: lit(1), high: lit(5) }, 5, true],
    ["between", { op: "between", left: x, low: lit(1), high: lit(5), openHigh: true }, 5, false],
    ["between", { op: "between", left: x, low: lit(1), high: lit(5), openLow: true }, 1, false],
    ["between", { op: "between", left: x, low: field("nothing"), high: lit(5) }, 9, false],
    ["between", { op: "between", left: x, low: field("nothing"), high: lit(5) }, 3, "missing"],
    ["in", { op: "in", left: x, right: lit(["IR", "KP"]) }, "KP", true],
    ["in", { op: "in", left: x, right: lit(["IR", "KP"]) }, "kp", false],
    ["in", { op: "in", left: x, right: lit(["IR", "KP"]), ignoreCase: true }, "kp", true],
    ["in", { op: "in", left: x, right: lit(["IR"]) }, null, "missing"],
    ["in", { op: "in", left: x, right: lit([1, 2]) }, "1", "wrong_type"],
    ["in", { op: "in", left: x, right: lit([]) }, "1", false],
    ["not_in", { op: "not_in", left: x, right: lit(["IR"]) }, "DE", true],
    ["not_in", { op: "not_in", left: x, right: lit(["IR"]) }, undefined, "missing"],
    ["overlaps", { op: "overlaps", left: x, right: lit(["a", "b"]) }, ["c", "b"], true],
    ["overlaps", { op: "overlaps", left: x, right: lit(["a", "b"]) }, ["c"], false],
    ["overlaps", { op: "overlaps", left: x, right: lit(["a", "b"]) }, [], false],
    ["overlaps", { op: "overlaps", left: x, right: lit(["a", "b"]) }, "a", true],
    ["overlaps", { op: "overlaps", left: x, right: lit(["a"]) }, undefined, "missing"],
    ["contains", { op: "contains", left: x, right: lit("mb") }, "Hamburg", true],
    ["contains", { op: "contains", left: x, right: lit("MB") }, "Hamburg", false],
    ["contains", { op: "contains", left: x, right: lit("MB"), ignoreCase: true }, "Hamburg", true],
    ["contains", { op: "contains", left: x, right: lit("pep") }, ["pep", "media"], true],
    ["contains", { op: "contains", left: x, right: lit("pep") }, 5, "wrong_type"],
    ["starts_with", { op: "starts_with", left: x, right: lit("HRB") }, "HRB 1234", true],
    ["ends_with", { op: "ends_with", left: x, right: lit("GmbH") }, "Lichtwerk GmbH", true],
    ["ends_with", { op: "ends_with", left: x, right: lit("É"), ignoreCase: true }, "café", true],
    ["matches", { op: "matches", left: x, right: lit("^[0-9]{8}$") }, "01234567", true],
    ["matches", { op: "matches", left: x, right: lit("^[0-9]{8}$") }, "0123456", false],
    ["matches", { op: "matches", left: x, right: lit("(") }, "(", "bad_pattern"],
    ["matches", { op: "matches", left: x, right: lit("(?=a)a") }, "a", "bad_pattern"],
    ["matches", { op: "matches", left: x, right: field("pattern") }, "a", "bad_pattern"],
    ["before", { op: "before", left: x, right: lit("2026-01-01") }, "2025-12-31", true],
    ["before", { op: "before", left: x, right: lit("2026-01-01") }, "tomorrow", "wrong_type"],
    ["after", { op: "after", left: x, right: lit("2026-01-01") }, "2026-01-01T12:00Z", false],
    [
      "within_last",
      { op: "within_last", left: x, right: lit({ amount: 60, unit: "days" }) },
      "2026-09-25",
      true,
    ],
    [
      "within_last",
      { op: "within_last", left: x, right: lit({ amount: 60, unit: "days" }) },
      "2026-09-24",
      false,
    ],
    [
      "within_last",
      { op: "within_last", left: x, right: lit({ amount: 60, unit: "days" }) },
      "2026-11-25",
      false,
    ],
    [
      "within_last",
      { op: "within_last", left: x, right: lit({ amount: 60, unit: "days" }) },
      5,
      "wrong_type",
    ],
    [
      "older_than",
      { op: "older_than", left: x, right: lit({ amount: 1, unit: "months" }) },
      "2026-10-24",
      false,
    ],
    [
      "older_than",
      { op: "older_than", left: x, right: lit({ amount: 1, unit: "months" }) },
      "2026-10-23",
      true,
    ],
    ["older_than", { op: "older_than", left: x, right: lit(60) }, "2020-01-01", "wrong_type"],
    ["is_missing", { op: "is_missing", left: x }, "", true],
    ["is_missing", { op: "is_missing", left: x }, 0, false],
    ["is_present", { op: "is_present", left: x }, false, true],
    ["is_true", { op: "is_true", left: x }, true, true],
    ["is_true", { op: "is_true", left: x }, "true", "wrong_type"],
    ["is_false", { op: "is_false", left: x }, false, true],
    ["is_false", { op: "is_false", left: x }, undefined, "missing"],
  ];
  it.each(table)("%s %j of %j is %j", (_, test, value, expected) => {
    expect(ask(test, { x: value })).toBe(expected);
  });

  it("take today from the zone: a birthday begins at midnight in Berlin", () => {
    const isAdult: Unidentified<Condition> = { op: "≥", left: { ageInYears: field("born") }, right: lit(18) };
    const at = (time: string) =>
      compileCondition(condition.parse({ id: "t", ...isAdult }), berlin)(dataOf({ born: "2008-11-25" }), time)
        .result;
    expect(at("2026-11-24T22:59:59Z")).toBe(false);
    expect(at("2026-11-24T23:00:00Z")).toBe(true);
  });

  it("use the default only for what is missing", () => {
    const test: Unidentified<Condition> = {
      op: "=",
      left: { field: "input.x", default: 7 },
      right: lit(7),
    };
    expect([undefined, null, "", 7, 8, "7"].map((x) => ask(test, { x }))).toEqual([
      true,
      true,
      true,
      true,
      false,
      "wrong_type",
    ]);
  });

  it("evaluate all of a group: and, or, none in three values", () => {
    const t: Condition = { id: "a", op: "is_present", left: field("x") };
    const f: Condition = { id: "b", op: "is_missing", left: field("x") };
    const u: Condition = { id: "c", op: "=", left: field("nothing"), right: lit(1) };
    const group = (op: "all" | "any" | "none", of: Condition[]) => ask({ op, of }, { x: 1 });
    expect(group("all", [t, u])).toBe("missing");
    expect(group("all", [u, f])).toBe(false);
    expect(group("any", [u, t])).toBe(true);
    expect(group("any", [f, u])).toBe("missing");
    expect(group("none", [f, f])).toBe(true);
    expect(group("none", [f, u])).toBe("missing");
    expect(group("none", [u, t])).toBe(false);
    expect(group("none", [t])).toBe(false);
  });
});

describe("lists", () => {
  const owners = [{ share: 60 }, { share: 10 }, { name: "no share" }, { share: 30 }];
  const major: Condition = { id: "w", op: "≥", left: { field: "item.share" }, right: lit(25) };
  const over = (op: "some" | "every" | "no" | "at_least" | "exactly", n?: number, list: unknown = owners) =>
    ask({ op, list: "input.owners", where: major, ...(n === undefined ? {} : { n }) }, { owners: list });

  it("quantify; an unknown element does not match", () => {
    expect(over("some")).toBe(true);
    expect(over("every")).toBe(false);
    expect(over("every", undefined, [{ share: 30 }, {}])).toBe(false);
    expect(over("no")).toBe(false);
    expect(over("no", undefined, [{}, { share: 1 }])).toBe(true);
    expect(over("at_least", 2)).toBe(true);
    expect(over("at_least", 3)).toBe(false);
    expect(over("exactly", 2)).toBe(true);
    expect(over("exactly", 1)).toBe(false);
    expect(over("at_least", 0, [])).toBe(true);
  });

  it("know an empty list from a missing one", () => {
    expect(over("some", undefined, [])).toBe(false);
    expect(over("every", undefined, [])).toBe(true);
    expect(over("some", undefined, null)).toBe("missing");
    expect(over("no", undefined, "owners")).toBe("wrong_type");
  });

  it("ask any element when a path on the left has []", () => {
    const any = (list: unknown) =>
      ask({ op: "in", left: { field: "input.owners[].country" }, right: lit(["IR"]) }, { owners: list });
    expect(any([{ country: "DE" }, { country: "IR" }])).toBe(true);
    expect(any([{ country: "DE" }, {}])).toBe(false);
    expect(any([])).toBe(false);
    expect(any(undefined)).toBe("missing");
  });

  it("reach lists in lists", () => {
    const results = [{ hits: [{ list: "pep" }] }, { hits: [] }, {}, { hits: [{ list: "media" }] }];
    expect(
      ask({ op: "=", left: { field: "input.results[].hits[].list" }, right: lit("media") }, { results }),
    ).toBe(true);
    expect(
      ask(
        {
          op: "exactly",
          n: 2,
          list: "input.results[].hits",
          where: { id: "w", op: "is_present", left: { field: "item.list" } },
        },
        { results },
      ),
    ).toBe(true);
  });

  it("count and total, leaving out what is unknown", () => {
    const value = (of: Operand, input: { [key: string]: unknown }) =>
      compileValue(operand.parse(of), berlin)(dataOf(input), AT);
    expect(value({ count: "input.owners" }, { owners })).toBe(4);
    expect(value({ count: "input.owners", where: major }, { owners })).toBe(2);
    const total = (aggregate: "sum" | "min" | "max" | "average" | "distinct", list: unknown) =>
      value({ aggregate, list: "input.l", of: "v" }, { l: list });
    const decimals = [{ v: 0.1 }, { v: 0.2 }, {}];
    expect(total("sum", decimals)).toBe(0.3);
    expect(total("average", decimals)).toBe(0.15);
    expect(total("min", decimals)).toBe(0.1);
    expect(total("max", [{ v: "2026-01-02" }, { v: "2026-01-10" }])).toBe("2026-01-10");
    expect(total("distinct", [{ v: "a" }, { v: "a" }, { v: 1 }, { v: "1" }])).toBe(3);
    expect(total("sum", [])).toBe(0);
    expect(total("average", [])).toBeUndefined();
    expect(total("sum", [{ v: eur(1050) }, { v: eur(950) }])).toEqual(eur(2000));
    expect(total("sum", [{ v: eur(1) }, { v: { amount: 1, currency: "USD" } }])).toBeUndefined();
    expect(total("average", [{ v: eur(1) }, { v: eur(2) }])).toEqual(eur(2));
    expect(total("sum", [{ v: "text" }])).toBeUndefined();
    expect(total("max", [{ v: 1 }, { v: "2026-01-10" }])).toBeUndefined();
  });
});

describe("formulas", () => {
  const calc = (formula: Expression, input: { [key: string]: unknown } = {}) =>
    compileValue(operand.parse({ formula }), berlin)(dataOf(input), AT);
  const f = (name: string): Expression => ({ op: "field", field: `input.${name}` });
  const v = (value: number | { amount: number; currency: string }): Expression => ({ op: "value", value });

  it("are exact in decimals and whole in money", () => {
    expect(calc({ op: "add", left: v(0.1), right: v(0.2) })).toBe(0.3);
    expect(calc({ op: "multiply", left: f("monthly"), right: v(12) }, { monthly: eur(333) })).toEqual(
      eur(3996),
    );
    // 1,000.00 / 30 × 7, rounded once at the end: no cent is lost on the way.
    const week: Expression = {
      op: "multiply",
      left: { op: "divide", left: f("monthly"), right: v(30) },
      right: v(7),
    };
    expect(calc(week, { monthly: eur(100_000) })).toEqual(eur(23_333));
    expect(calc({ op: "divide", left: v(eur(1)), right: v(2) })).toEqual(eur(0));
    expect(calc({ op: "divide", left: v(eur(3)), right: v(2) })).toEqual(eur(2));
    expect(calc({ op: "divide", left: v(eur(300)), right: v(eur(200)) })).toBe(1.5);
    expect(calc({ op: "round", of: v(eur(12_345)), digits: 0, mode: "half_even" })).toEqual(eur(12_300));
    expect(calc({ op: "round", of: v({ amount: 1234, currency: "KWD" }), digits: 2, mode: "up" })).toEqual({
      amount: 1240,
      currency: "KWD",
    });
  });

  it("refuse what makes no sense", () => {
    const usd = (amount: number) => ({ amount, currency: "USD" });
    expect(calc({ op: "add", left: v(eur(1)), right: v(usd(1)) })).toBeUndefined();
    expect(calc({ op: "add", left: v(eur(1)), right: v(1) })).toBeUndefined();
    expect(calc({ op: "multiply", left: v(eur(1)), right: v(eur(1)) })).toBeUndefined();
    expect(calc({ op: "divide", left: v(1), right: v(0) })).toBeUndefined();
    expect(calc({ op: "divide", left: v(1), right: v(eur(1)) })).toBeUndefined();
    expect(calc({ op: "add", left: f("nothing"), right: v(1) })).toBeUndefined();
    expect(calc({ op: "add", left: v(eur(5)), right: v(0) })).toEqual(eur(5));
  });

  it("take a value for what is missing, and only for that", () => {
    const next: Expression = {
      op: "add",
      left: { op: "field", field: "input.tries", default: 0 },
      right: v(1),
    };
    expect([undefined, "", 0, 4, "4"].map((tries) => calc(next, { tries }))).toEqual([1, 1, 1, 5, undefined]);
  });

  it("say why in a test", () => {
    const over: Unidentified<Condition> = {
      op: ">",
      left: { formula: { op: "divide", left: f("a"), right: f("b") } },
      right: lit(1),
    };
    expect(ask(over, { a: 4, b: 2 })).toBe(true);
    expect(ask(over, { a: 4, b: 0 })).toBe("divided_by_zero");
    expect(ask(over, { a: 4 })).toBe("missing");
    expect(ask(over, { a: "4", b: 2 })).toBe("wrong_type");
  });
});

describe("rule sets", () => {
  const when = (name: string): Condition => ({ id: name, op: "is_true", left: field(name) });
  const evaluate = (set: unknown, input: { [key: string]: unknown }, more: Partial<RunData> = {}) =>
    compileRuleSet(ruleSet.parse(set), {
      ...berlin,
      outcomes: ["approve", "request_info", "review", "decline"],
    })({ ...dataOf(input), ...more }, AT);
  const set = {
    title: "Set",
    otherwise: "approve",
    values: { delay: { value: 5 }, limit: { value: 100 } },
    rules: [
      {
        code: "A",
        title: "A",
        when: when("a"),
        outcome: "review",
        points: 10,
        reasonCode: "RA",
        queue: "one",
      },
      {
        code: "B",
        title: "B",
        when: when("b"),
        outcome: "decline",
        points: 20,
        reasonCode: "RB",
        queue: "two",
      },
      { code: "C", title: "C", when: when("c"), points: -5, reasonCode: "RA", flags: ["x", "y"] },
      {
        code: "D",
        title: "D",
        when: when("d"),
        outcome: "review",
        queue: "three",
        values: { delay: { value: 10 } },
      },
      { code: "E", title: "E", when: when("e"), outcome: "decline", enabled: false },
      { code: "F", title: "F", when: when("f"), outcome: "nobody_knows", flags: ["x"] },
    ],
  };

  it("add points, keep reasons once, and let the most severe outcome win whatever the order", () => {
    expect(evaluate(set, { a: true, b: true, c: true })).toMatchObject({
      outcome: "decline",
      points: 25,
      reasonCodes: ["RA", "RB"],
      flags: ["x", "y"],
      queue: "two",
      fired: [
        { code: "A", outcome: "review", points: 10, reasonCode: "RA" },
        { code: "B", outcome: "decline", points: 20, reasonCode: "RB" },
        { code: "C", points: -5, reasonCode: "RA" },
      ],
      values: { delay: 5, limit: 100 },
    });
    expect(evaluate(set, { a: true, d: true })).toMatchObject({
      queue: "one",
      values: { delay: 10, limit: 100 },
    });
  });

  it("fall back when nothing proposes, and never fire on unknown or when switched off", () => {
    expect(evaluate(set, {})).toMatchObject({ outcome: "approve", points: 0, fired: [], queue: null });
    expect(evaluate(set, { e: true })).toMatchObject({ outcome: "approve", fired: [] });
    expect(evaluate(set, { a: "true" })).toMatchObject({ outcome: "approve", fired: [] });
    expect(evaluate({ ...set, otherwise: undefined }, {}).outcome).toBeNull();
  });

  it("put an undeclared outcome below every declared one", () => {
    expect(evaluate(set, { f: true }).outcome).toBe("nobody_knows");
    expect(evaluate(set, { f: true, a: true }).outcome).toBe("review");
  });

  it("stop at the first that fires when asked to", () => {
    const first = { ...set, mode: "first" };
    expect(evaluate(first, { a: true, b: true })).toMatchObject({
      outcome: "review",
      fired: [{ code: "A" }],
    });
    expect(evaluate(first, { a: true, b: true }).trace.results).toBe("t-----");
    expect(evaluate(first, { b: true }).fired.map((rule) => rule.code)).toEqual(["B"]);
  });

  it("keep no person's data between evaluations", () => {
    const compiled = compileRuleSet(ruleSet.parse(set), { ...berlin, outcomes: ["review"] });
    expect(compiled(dataOf({ a: true }), AT).fired).toHaveLength(1);
    expect(compiled(dataOf({}), AT).fired).toHaveLength(0);
    const one = compiled(dataOf({ a: true }), AT);
    compiled(dataOf({ b: true }), AT);
    expect(one.fired.map((rule) => rule.code)).toEqual(["A"]);
  });

  const owners = [
    { name: "a", share: 60, ok: false },
    { name: "b", share: 10, ok: true },
    { name: "c", share: 30, ok: false },
  ];
  const wish = (subject: string, key = "input.owners[].email", kind = "field") => ({
    title: "Wishes",
    rules: [
      {
        code: "W",
        title: "W",
        when: {
          id: "s",
          op: "some",
          list: "input.owners",
          where: { id: "w", op: "≥", left: { field: "item.share" }, right: { value: 25 } },
        },
        require: [{ kind, key, subject, reasonCode: "R" }],
      },
    ],
  });

  it("ask the elements that the rule matched, with the key of each", () => {
    expect(evaluate(wish("input.owners[]"), { owners }).requirements).toEqual([
      { kind: "field", key: "input.owners[0].email", subject: "input.owners[0]", reasonCode: "R" },
      { kind: "field", key: "input.owners[2].email", subject: "input.owners[2]", reasonCode: "R" },
    ]);
    expect(evaluate(wish("party", "passport", "document"), { owners }).requirements).toEqual([
      { kind: "document", key: "passport", subject: "party", reasonCode: "R" },
    ]);
    // About another list, the rule says nothing of its elements: all are meant.
    expect(
      evaluate(wish("input.others[]", "passport", "document"), { owners, others: [{}, {}] }).requirements.map(
        (one) => one.subject,
      ),
    ).toEqual(["input.others[0]", "input.others[1]"]);
  });

  it("ask the subjects that a matched result names, and nobody a vendor could make up", () => {
    const results = [
      { status: "hit", subject: "forms.seller.owners[1]" },
      { status: "clear", subject: "forms.seller.owners[0]" },
      { status: "hit", subject: "x'; drop table" },
      { status: "hit" },
      { status: "hit", subject: "forms.seller.owners[1]" },
    ];
    const named = {
      title: "Named",
      rules: [
        {
          code: "N",
          title: "N",
          when: {
            id: "s",
            op: "some",
            list: "nodes.id.results",
            where: { id: "w", op: "=", left: { field: "item.status" }, right: { value: "hit" } },
          },
          require: [
            {
              kind: "field",
              key: "forms.seller.owners[].number",
              subject: "nodes.id.results[].subject",
              reasonCode: "R",
            },
          ],
        },
      ],
    };
    expect(
      evaluate(named, {}, { nodes: { id: { results: results as unknown as Json } } }).requirements,
    ).toEqual([
      {
        kind: "field",
        key: "forms.seller.owners[1].number",
        subject: "forms.seller.owners[1]",
        reasonCode: "R",
      },
    ]);
  });

  it("refuse a zone or a time that does not exist, by name", () => {
    const bad = { ...berlin, timeZone: "Nowhere/Else", outcomes: [] };
    expect(() => compileRuleSet(ruleSet.parse(set), bad)).toThrow(/Nowhere\/Else/);
    expect(() => compileRuleSet(ruleSet.parse(set), { ...berlin, outcomes: [] })(dataOf({}), "now")).toThrow(
      /now/,
    );
  });
});
