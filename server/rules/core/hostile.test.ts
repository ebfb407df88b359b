import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { RunData } from "@/server/engine/state";
import { type Condition, condition, type Expression, type Operand, operand, ruleSet } from "./ast";
import { compileCondition, compileRuleSet, compileValue } from "./compile";
import { conditionText } from "./sentences";

const settings = { timeZone: "UTC", leapDayBirthday: "03-01" } as const;
const AT = "2026-11-24T10:00:00Z";
const dataOf = (input: unknown): RunData => ({
  input: input as RunData["input"],
  party: {},
  forms: {},
  nodes: {},
  values: {},
});
const ask = (test: Condition, input: unknown) => {
  const answer = compileCondition(test, settings)(dataOf(input), AT);
  return answer.result === "unknown" ? answer.reason : answer.result;
};
const present = (field: string): Condition => ({ id: "p", op: "is_present", left: { field } });

// No clock is read here: what these would do to careless code is not slow, it never ends.
describe("hostile rules", () => {
  it("nested a thousand deep are unknown, not a full stack", () => {
    let deep: Condition = present("input.x");
    for (let i = 0; i < 1000; i++)
      deep = { id: `g${i}`, op: i % 2 ? "all" : "none", of: [deep, present("input.x")] };
    expect(ask(deep, { x: 1 })).toBeDefined();
    expect(() => conditionText(deep, { titles: {} })).not.toThrow();

    let lists: Condition = present("item.x");
    for (let i = 0; i < 200; i++) lists = { id: `l${i}`, op: "some", list: "item.l", where: lists };
    expect(ask({ id: "top", op: "some", list: "input.l", where: lists }, { l: [{ l: [] }] })).toBe(false);

    let formula: Expression = { op: "value", value: 1 };
    for (let i = 0; i < 1000; i++) formula = { op: "negate", of: formula };
    expect(compileValue({ formula }, settings)(dataOf({}), AT)).toBeUndefined();

    let age: Operand = { field: "input.x" };
    for (let i = 0; i < 1000; i++) age = { ageInYears: age };
    expect(compileValue(age, settings)(dataOf({ x: "2000-01-01" }), AT)).toBeUndefined();
  });

  it("are refused at the door when they are no rules", () => {
    for (const wrong of [
      { id: "a", op: "eval", left: { field: "input.x" } },
      { id: "a", op: "=", left: { field: "input.x" }, right: { value: 1 }, extra: true },
      { id: "a", op: "=", left: { field: "input.x; drop" }, right: { value: 1 } },
      { id: "a", op: "=", left: { field: "" }, right: { value: 1 } },
      { id: "../x", op: "is_missing", left: { field: "input.x" } },
      { id: "a", op: "all", of: [] },
      { id: "a", op: "in", left: { field: "input.x" }, right: { value: new Array(5001).fill("x") } },
      { id: "a", op: "is_missing", left: { field: "input.x", value: 1 } },
    ])
      expect(condition.safeParse(wrong).success).toBe(false);
    const formula = {
      formula: { op: "power", left: { op: "value", value: 2 }, right: { op: "value", value: 9 } },
    };
    expect(operand.safeParse(formula).success).toBe(false);
  });

  it("nested as deep as JSON goes are read at the door in linear time", () => {
    let deep: unknown = { id: "p", op: "is_present", left: { count: "input.l" } };
    for (let i = 0; i < 60; i++)
      deep = { id: `g${i}`, op: ">", left: { count: "input.l", where: deep }, right: { value: 0 } };
    expect(condition.safeParse(deep).success).toBe(true);
  });

  it("with a pattern that would hang a backtracking engine answer at once", () => {
    const evil: Condition = {
      id: "m",
      op: "matches",
      left: { field: "input.x" },
      right: { value: "^(a+)+$" },
    };
    expect(ask(evil, { x: `${"a".repeat(5000)}!` })).toBe(false);
  });

  it("with numbers out of all measure are unknown", () => {
    let formula: Expression = { op: "value", value: 9e15 };
    for (let i = 0; i < 12; i++) formula = { op: "multiply", left: formula, right: formula };
    expect(ask({ id: "o", op: ">", left: { formula }, right: { value: 1 } }, {})).toBe("out_of_range");
  });
});

describe("hostile data", () => {
  it("reaches no prototype, constructor or inherited property", () => {
    const paths = [
      "input.__proto__",
      "input.constructor",
      "input.x.__proto__.polluted",
      "input.toString",
      "input.list.length",
      "input.text.length",
    ];
    const input = JSON.parse('{"x": {}, "list": [1, 2], "text": "abc"}');
    for (const field of paths) expect(ask(present(field), input), field).toBe(false);
    // As an own key it is data like any other, and harmless.
    const own = JSON.parse('{"__proto__": {"polluted": 1}}');
    expect(ask(present("input.__proto__.polluted"), own)).toBe(true);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("cannot pollute through the names of values", () => {
    const set = ruleSet.parse(
      JSON.parse(
        '{"title": "x", "rules": [], "values": {"__proto__": {"value": "polluted"}, "ok": {"value": 1}}}',
      ),
    );
    const { values } = compileRuleSet(set, { ...settings, outcomes: [] })(dataOf({}), AT);
    expect(values["ok"]).toBe(1);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)["value"]).toBeUndefined();
  });

  it("of any shape at all never throws", () => {
    const test: Condition = {
      id: "g",
      op: "any",
      of: [
        { id: "a", op: ">", left: { field: "input.x" }, right: { field: "input.y" } },
        {
          id: "b",
          op: "some",
          list: "input.x",
          where: { id: "c", op: "=", left: { field: "item" }, right: { field: "input.y" } },
        },
        {
          id: "d",
          op: "contains",
          left: { field: "input.x" },
          right: { field: "input.y" },
          ignoreCase: true,
        },
        { id: "e", op: "overlaps", left: { field: "input.x" }, right: { field: "input.y" } },
        { id: "f", op: "within_last", left: { field: "input.x" }, right: { field: "input.y" } },
        { id: "h", op: "<", left: { daysSince: { field: "input.x" } }, right: { value: 3 } },
        { id: "i", op: "=", left: { aggregate: "sum", list: "input.x", of: "item" }, right: { value: 3 } },
      ],
    };
    const strange = [
      undefined,
      null,
      0,
      -0,
      1e308,
      5e-324,
      Number.NaN,
      "",
      "\u0000",
      "2026-02-30",
      "9999-12-31",
      "0000-01-01",
      "2026-01-01T00:00Z",
      [],
      [[]],
      [null],
      {},
      { amount: 2 ** 60, currency: "EUR" },
      { amount: 1, currency: "EUR" },
      { amount: 100000, unit: "years" },
      "x".repeat(200_000),
      "ﬃ\u0301",
    ];
    for (const x of strange) for (const y of strange) expect(() => ask(test, { x, y })).not.toThrow();
  });

  it("too long to look at is unknown, and says so", () => {
    const list = Array.from({ length: 10_001 }, () => ({ x: 1 }));
    const over: Condition = { id: "s", op: "some", list: "input.list", where: present("item.x") };
    expect(ask(over, { list })).toBe("too_long");
    expect(ask(over, { list: list.slice(1) })).toBe(true);
    expect(ask({ id: "a", op: "=", left: { field: "input.list[].x" }, right: { value: 1 } }, { list })).toBe(
      "too_long",
    );
  });

  it("leaves a small trace, whatever its size", () => {
    const rules = Array.from({ length: 50 }, (_, i) => ({
      code: `R${i}`,
      title: "r",
      when: { id: `t${i}`, op: "=", left: { field: `input.f${i % 20}` }, right: { value: "x" } },
    }));
    const input = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, "y".repeat(100_000)]));
    const evaluate = compileRuleSet(ruleSet.parse({ title: "s", rules }), { ...settings, outcomes: [] });
    const usual = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, `value ${i}`]));
    expect(JSON.stringify(evaluate(dataOf(usual), AT).trace).length).toBeLessThan(1000);
    expect(JSON.stringify(evaluate(dataOf(input), AT).trace).length).toBeLessThan(4000);
    const big = {
      id: "s",
      op: "some",
      list: "input.l",
      where: { id: "w", op: "is_present", left: { field: "item" } },
    };
    const lists = ruleSet.parse({ title: "s", rules: [{ code: "L", title: "l", when: big }] });
    const seen = compileRuleSet(lists, { ...settings, outcomes: [] })(
      dataOf({ l: new Array(10_000).fill(1) }),
      AT,
    );
    expect(JSON.stringify(seen.trace).length).toBeLessThan(200);
  });
});

describe("code", () => {
  it("is never made from text: rules run where the engine forbids it", async () => {
    const program = `
      const { compileRuleSet } = await import("./server/rules/core/compile.ts");
      const { ruleSet } = await import("./server/rules/core/ast.ts");
      let forbidden = false;
      try { new Function("return 1")(); } catch { forbidden = true; }
      const rules = ruleSet.parse({ title: "x", rules: [{ code: "A", title: "a", when: {
        id: "t", op: "all", of: [
          { id: "m", op: "matches", left: { field: "input.x" }, right: { value: "^a+$" } },
          { id: "f", op: "=", left: { formula: { op: "add", left: { op: "value", value: 0.1 }, right: { op: "value", value: 0.2 } } }, right: { value: 0.3 } },
          { id: "d", op: "older_than", left: { field: "input.d" }, right: { value: { amount: 1, unit: "months" } } },
        ] } }] });
      const run = compileRuleSet(rules, { timeZone: "Europe/Berlin", leapDayBirthday: "03-01", outcomes: [] });
      const data = { input: { x: "aaa", d: "2026-01-01" }, party: {}, forms: {}, nodes: {}, values: {} };
      console.log(JSON.stringify({ forbidden, fired: run(data, "${AT}").fired }));
      process.exit(0);`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--disallow-code-generation-from-strings",
      "--import",
      "tsx",
      "--input-type=module",
      "--eval",
      program,
    ]);
    expect(JSON.parse(stdout)).toEqual({ forbidden: true, fired: [{ code: "A" }] });
  });
});
