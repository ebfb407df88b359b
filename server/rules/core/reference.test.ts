import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunData } from "@/server/engine/state";
import { type Condition, condition, type Operand, type Rule, type RuleSet, ruleSet } from "./ast";
import { compileCondition, compileRuleSet } from "./compile";
import { explainRuleSet } from "./explain";
import { layoutRuleSet } from "./layout";
import { readTrace } from "./trace";

/*
 * A second, naive reading of rule/v1: it walks the condition for every question, knows nothing of slots, layouts or
 * closures, and has no fast paths. Where the two disagree, one of them is wrong.
 */

type Three = true | false | null;
const AT = "2026-11-24T10:00:00Z";
const TODAY = "2026-11-24";
type Data = { [key: string]: unknown };

const missing = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "number" && !Number.isFinite(value));
const isDate = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
const isEuro = (value: unknown): value is { amount: number; currency: string } =>
  typeof value === "object" && value !== null && "currency" in value;

function get(data: unknown, path: string): unknown {
  let current = data;
  for (const part of path.split("."))
    current =
      typeof current === "object" && current !== null && !Array.isArray(current)
        ? (current as Data)[part]
        : undefined;
  return current;
}

function field(path: string, data: Data, item: unknown): unknown {
  if (path === "item") return item;
  if (path.startsWith("item.")) return get(item, path.slice(5));
  const [list, rest] = path.split("[].");
  if (rest === undefined) return get(data, path);
  const elements = get(data, list!);
  return Array.isArray(elements) ? elements.map((element) => get(element, rest)) : undefined;
}

/** -1, 0, 1 or nothing. */
function order(a: unknown, b: unknown): number | undefined {
  if (missing(a) || missing(b)) return undefined;
  if (typeof a === "number" && typeof b === "number") return Math.sign(a - b);
  if (isDate(a) && isDate(b)) return a < b ? -1 : a > b ? 1 : 0;
  if (isEuro(a) && isEuro(b)) return a.currency === b.currency ? Math.sign(a.amount - b.amount) : undefined;
  if (isEuro(a) && b === 0) return Math.sign(a.amount);
  if (a === 0 && isEuro(b)) return -Math.sign(b.amount);
  return undefined;
}

function same(a: unknown, b: unknown): Three {
  if (missing(a) || missing(b)) return null;
  if (typeof a === "string" && typeof b === "string") return a === b;
  if (typeof a === "boolean" && typeof b === "boolean") return a === b;
  const found = order(a, b);
  return found === undefined ? null : found === 0;
}

const negate = (three: Three): Three => (three === null ? null : !three);
const every = (all: Three[]): Three => (all.includes(false) ? false : all.includes(null) ? null : true);
const either = (all: Three[]): Three => (all.includes(true) ? true : all.includes(null) ? null : false);

/** Numbers in tenths, so that floats do not drift; money of one currency, beside which a plain zero may stand. */
function sumOf(values: unknown[]): unknown {
  const numbers = values.filter((one) => typeof one === "number");
  const euros = values.filter(isEuro);
  if (numbers.length + euros.length < values.length) return undefined;
  if (euros.length === 0) return numbers.reduce((sum, one) => sum + Math.round(one * 10), 0) / 10;
  const [currency, ...others] = new Set(euros.map((one) => one.currency));
  if (others.length > 0 || numbers.some((one) => one !== 0)) return undefined;
  return { amount: euros.reduce((sum, one) => sum + one.amount, 0), currency };
}

function value(of: Operand, data: Data, item: unknown): unknown {
  if ("value" in of) return of.value;
  if ("field" in of) {
    const found = field(of.field, data, item);
    return of.default !== undefined && missing(found) ? of.default : found;
  }
  if ("ageInYears" in of) {
    const born = value(of.ageInYears, data, item);
    if (!isDate(born)) return undefined;
    const years = Number(TODAY.slice(0, 4)) - Number(born.slice(0, 4));
    const birthday = born.slice(5) === "02-29" ? "03-01" : born.slice(5);
    return TODAY.slice(5) >= birthday ? years : years - 1;
  }
  if ("count" in of) {
    const list = field(of.count, data, item);
    if (!Array.isArray(list)) return undefined;
    const { where } = of;
    return where ? list.filter((element) => holds(where, data, element) === true).length : list.length;
  }
  if ("aggregate" in of) {
    const list = field(of.list, data, item);
    if (!Array.isArray(list)) return undefined;
    const { where } = of;
    const kept = list.filter((element) => !where || holds(where, data, element) === true);
    const values = kept.map((element) => get(element, of.of)).filter((one) => !missing(one));
    if (of.aggregate === "sum") return sumOf(values);
    throw new Error("the reference knows sums only");
  }
  throw new Error("the reference does not know this operand");
}

function compare(op: string, left: unknown, right: unknown, ignoreCase: boolean): Three {
  const found = order(left, right);
  const fold = (one: unknown) => (ignoreCase && typeof one === "string" ? one.toLowerCase() : one);
  switch (op) {
    case "=":
      return same(left, right);
    case "≠":
      return negate(same(left, right));
    case "<":
      return found === undefined ? null : found < 0;
    case "≤":
      return found === undefined ? null : found <= 0;
    case ">":
      return found === undefined ? null : found > 0;
    case "≥":
      return found === undefined ? null : found >= 0;
    case "in":
    case "not_in": {
      const list = right as unknown[];
      const comparable = !missing(left) && list.some((one) => typeof one === typeof left);
      const answer: Three = comparable ? list.some((one) => fold(one) === fold(left)) : null;
      return op === "in" ? answer : negate(answer);
    }
    case "starts_with":
      if (typeof left !== "string" || typeof right !== "string" || left === "" || right === "") return null;
      return String(fold(left)).startsWith(String(fold(right)));
    default:
      throw new Error(`the reference does not know ${op}`);
  }
}

function holds(test: Condition, data: Data, item?: unknown): Three {
  switch (test.op) {
    case "all":
      return every(test.of.map((part) => holds(part, data, item)));
    case "any":
      return either(test.of.map((part) => holds(part, data, item)));
    case "none":
      return negate(either(test.of.map((part) => holds(part, data, item))));
    case "is_missing":
      return missing(value(test.left, data, item));
    case "is_present":
      return !missing(value(test.left, data, item));
    case "is_true":
    case "is_false": {
      const left = value(test.left, data, item);
      return typeof left === "boolean" ? left === (test.op === "is_true") : null;
    }
    case "between": {
      const left = value(test.left, data, item);
      const low = compare(test.openLow ? ">" : "≥", left, value(test.low, data, item), false);
      return every([low, compare(test.openHigh ? "<" : "≤", left, value(test.high, data, item), false)]);
    }
    case "some":
    case "every":
    case "no":
    case "at_least":
    case "exactly": {
      const list = field(test.list, data, item);
      if (!Array.isArray(list)) return null;
      const matched = list.filter((element) => holds(test.where, data, element) === true).length;
      const n = test.n ?? 1;
      return {
        some: matched > 0,
        every: matched === list.length,
        no: matched === 0,
        at_least: matched >= n,
        exactly: matched === n,
      }[test.op];
    }
    case "in_list":
    case "not_in_list":
      throw new Error("lists are not among what is compared here");
    default: {
      const right = value(test.right, data, item);
      const ignoreCase = "ignoreCase" in test && test.ignoreCase === true;
      const left = value(test.left, data, item);
      if (!("field" in test.left && test.left.field.includes("[]")))
        return compare(test.op, left, right, ignoreCase);
      return Array.isArray(left)
        ? left.some((one) => compare(test.op, one, right, ignoreCase) === true)
        : null;
    }
  }
}

const scalar = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom<unknown>("a", "A", "ab", "2026-11-24", "2008-02-29", "1999-12-31", "", null, true, false),
  fc.constantFrom(0.1, 0.3, Number.NaN),
  fc.record({ amount: fc.integer({ min: -1, max: 2 }), currency: fc.constantFrom("EUR", "USD") }),
);
const literal = scalar.filter((one) => one !== null && one !== "" && !Number.isNaN(one));
const element = fc.record({ x: scalar, y: scalar }, { requiredKeys: [] });
const document = fc.record(
  { x: scalar, y: scalar, z: scalar, list: fc.oneof(fc.array(element, { maxLength: 4 }), scalar) },
  { requiredKeys: [] },
);

const path = (inList: boolean) =>
  fc.constantFrom(
    "input.x",
    "input.y",
    "input.z",
    "input.nested.x",
    ...(inList ? ["item.x", "item.y", "item"] : []),
  );

const operand = (inList: boolean): fc.Arbitrary<Operand> =>
  fc.oneof(
    { weight: 5, arbitrary: path(inList).map((field): Operand => ({ field })) },
    { weight: 3, arbitrary: literal.map((one) => ({ value: one }) as Operand) },
    {
      weight: 1,
      arbitrary: fc.tuple(path(inList), literal).map(([field, one]) => ({ field, default: one }) as Operand),
    },
    { weight: 1, arbitrary: path(inList).map((field): Operand => ({ ageInYears: { field } })) },
    { weight: 1, arbitrary: fc.constant<Operand>({ count: "input.list" }) },
    { weight: 1, arbitrary: fc.constant<Operand>({ aggregate: "sum", list: "input.list", of: "x" }) },
  );

const words = fc.array(fc.constantFrom("a", "A", "ab", "2026-11-24"), { minLength: 1, maxLength: 3 });

function test(depth: number, inList: boolean): fc.Arbitrary<Condition> {
  const side = operand(inList);
  const left = inList
    ? side
    : fc.oneof(
        { weight: 6, arbitrary: side },
        { weight: 1, arbitrary: fc.constant<Operand>({ field: "input.list[].x" }) },
      );
  const leaf = fc.oneof(
    fc
      .tuple(fc.constantFrom("=", "≠", "<", "≤", ">", "≥", "starts_with"), left, side)
      .map(([op, left, right]) => ({ id: "t", op, left, right }) as Condition),
    fc
      .tuple(fc.constantFrom("in", "not_in"), left, words, fc.boolean())
      .map(
        ([op, left, value, ignoreCase]) => ({ id: "t", op, left, right: { value }, ignoreCase }) as Condition,
      ),
    fc
      .tuple(fc.constantFrom("is_missing", "is_present", "is_true", "is_false"), path(inList))
      .map(([op, field]) => ({ id: "t", op, left: { field } }) as Condition),
    fc
      .tuple(side, side, side, fc.boolean(), fc.boolean())
      .map(
        ([left, low, high, openLow, openHigh]) =>
          ({ id: "t", op: "between", left, low, high, openLow, openHigh }) as Condition,
      ),
  );
  if (depth === 0) return leaf;
  const inner = test(depth - 1, inList);
  const group = fc
    .tuple(fc.constantFrom("all", "any", "none"), fc.array(inner, { minLength: 1, maxLength: 3 }))
    .map(([op, of]) => ({ id: "t", op, of }) as Condition);
  if (inList) return fc.oneof(leaf, group);
  const quantified = fc
    .tuple(
      fc.constantFrom("some", "every", "no", "at_least", "exactly"),
      fc.integer({ min: 0, max: 3 }),
      test(depth - 1, true),
    )
    .map(([op, n, where]) => ({ id: "t", op, n, list: "input.list", where }) as Condition);
  return fc.oneof(leaf, group, quantified);
}

const dataOf = (input: unknown): RunData => ({
  input: input as RunData["input"],
  party: {},
  forms: {},
  nodes: {},
  values: {},
});
const settings = { timeZone: "UTC", leapDayBirthday: "03-01" } as const;
const three = (answer: { result: true | false | "unknown" }): Three =>
  answer.result === "unknown" ? null : answer.result;

const rules: fc.Arbitrary<RuleSet> = fc
  .tuple(
    fc.array(test(2, false), { minLength: 1, maxLength: 5 }),
    fc.constantFrom("all" as const, "first" as const),
  )
  .map(([tests, mode]) =>
    ruleSet.parse({
      title: "Random",
      mode,
      rules: tests.map(
        (when, i): Partial<Rule> => ({ code: `R${i}`, title: `Rule ${i}`, when, enabled: i !== 3 }),
      ),
    }),
  );

describe("a compiled condition", () => {
  it("answers what the naive reading of it answers", () => {
    fc.assert(
      fc.property(test(3, false), document, (when, input) => {
        const answer = compileCondition(condition.parse(when), settings)(dataOf(input), AT);
        expect(three(answer)).toBe(holds(when, { input }));
      }),
      { numRuns: 6000 },
    );
  });

  it("answers the same again, and changes nothing it read", () => {
    fc.assert(
      fc.property(test(2, false), document, (when, input) => {
        const evaluate = compileCondition(condition.parse(when), settings);
        const before = JSON.stringify(input);
        expect(evaluate(dataOf(input), AT)).toEqual(evaluate(dataOf(input), AT));
        expect(JSON.stringify(input)).toBe(before);
      }),
    );
  });
});

describe("a compiled rule set", () => {
  it("fires exactly the rules that the naive reading fires, and its trace tells the same story", () => {
    fc.assert(
      fc.property(rules, document, (set, input) => {
        const result = compileRuleSet(set, { ...settings, outcomes: [] })(dataOf(input), AT);
        let stopped = false;
        const expected = set.rules.filter((rule) => {
          if (stopped || !rule.enabled || holds(rule.when, { input }) !== true) return false;
          stopped = set.mode === "first";
          return true;
        });
        expect(result.fired.map((rule) => rule.code)).toEqual(expected.map((rule) => rule.code));

        const told = explainRuleSet(set, result.trace, { titles: {} });
        expect(told.fired.map((rule) => rule.code)).toEqual(result.fired.map((rule) => rule.code));
        for (const rule of told.unknown) {
          const { when } = set.rules.find((one) => one.code === rule.code)!;
          expect(holds(when, { input })).toBeNull();
        }
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }),
      { numRuns: 1500 },
    );
  });

  it("leaves a trace whose every test reads back as its own evaluation", () => {
    fc.assert(
      fc.property(rules, document, (set, input) => {
        const { trace } = compileRuleSet(set, { ...settings, outcomes: [] })(dataOf(input), AT);
        const { leaves } = layoutRuleSet(set);
        readTrace(set, trace).forEach((read, i) => {
          if (read.result === "not_evaluated") return;
          const alone = compileCondition(leaves[i]!.condition, settings)(dataOf(input), AT);
          expect(read.result).toBe(alone.result);
          expect(read.reason).toBe(alone.result === "unknown" ? alone.reason : undefined);
        });
      }),
      { numRuns: 1000 },
    );
  });
});
