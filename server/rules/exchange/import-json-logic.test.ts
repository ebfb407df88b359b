import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileCondition } from "@/server/rules/core/compile";
import { translateLogic } from "./import-json-logic";

const kit = { place: (path: string) => (path === "elsewhere" ? undefined : `input.${path}`) };
const translate = (rule: unknown) => translateLogic(rule, kit, "g");
const settings = { timeZone: "UTC", leapDayBirthday: "03-01" } as const;
type Data = { [name: string]: unknown };

function ours(rule: unknown, input: Data): boolean {
  const found = translate(rule);
  if (!("condition" in found)) throw new Error(JSON.stringify(found));
  const data = { input: input as never, party: {}, forms: {}, nodes: {}, values: {} };
  return compileCondition(found.condition, settings)(data, "2026-11-24T10:00:00Z").result === true;
}

/** json-logic as its page describes it, for the operators that are translated. */
function theirs(rule: unknown, data: unknown): unknown {
  if (Array.isArray(rule)) return rule.map((one) => theirs(one, data));
  if (typeof rule !== "object" || rule === null) return rule;
  const [op, given] = Object.entries(rule)[0] as [string, unknown];
  const args = Array.isArray(given) ? given : [given];
  const truthy = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));
  const at = (i: number) => theirs(args[i], data) as never;
  const look = (name: string): unknown =>
    name === ""
      ? data
      : (name.split(".").reduce<unknown>((from, key) => (from as Data | null)?.[key], data) ?? null);
  switch (op) {
    case "var": {
      const found = look(String(args[0]));
      return found === null && args[1] !== undefined ? args[1] : found;
    }
    case "and":
      return args.every((_, i) => truthy(at(i)));
    case "or":
      return args.some((_, i) => truthy(at(i)));
    case "!":
      return !truthy(at(0));
    case "if":
      return truthy(at(0)) ? at(1) : at(2);
    case "==":
      // biome-ignore lint/suspicious/noDoubleEquals: theirs compares so.
      return at(0) == at(1);
    case "!=":
      // biome-ignore lint/suspicious/noDoubleEquals: theirs compares so.
      return at(0) != at(1);
    case "<":
      return args.length === 3 ? at(0) < at(1) && at(1) < at(2) : at(0) < at(1);
    case "<=":
      return args.length === 3 ? at(0) <= at(1) && at(1) <= at(2) : at(0) <= at(1);
    case ">":
      return at(0) > at(1);
    case ">=":
      return at(0) >= at(1);
    case "in":
      return (at(1) as unknown[]).includes(at(0));
    case "missing":
      return args.filter((name) => look(String(name)) === null || look(String(name)) === "");
    case "some":
    case "none":
    case "all": {
      const list = (at(0) ?? []) as unknown[];
      const holds = (one: unknown) => truthy(theirs(args[1], one));
      return op === "some"
        ? list.some(holds)
        : op === "none"
          ? !list.some(holds)
          : list.length > 0 && list.every(holds);
    }
    default:
      throw new Error(op);
  }
}

const number = fc.integer({ min: -2, max: 2 });
const numeric = fc.oneof(
  fc.constantFrom("a", "b").map((name) => ({ var: name })),
  fc.constant({ var: ["a", 1] }),
  fc.constant({ var: "list.length" }),
);
const leaf = fc.oneof(
  fc
    .tuple(fc.constantFrom("<", "<=", ">", ">="), numeric, number, fc.boolean())
    .map(([op, left, right, isTurned]) => ({ [op]: isTurned ? [right, left] : [left, right] })),
  fc
    .tuple(fc.constantFrom("<", "<="), number, number)
    .map(([op, low, high]) => ({ [op]: [low, { var: "a" }, high] })),
  fc
    .tuple(fc.constantFrom("==", "!="), numeric, number)
    .map(([op, left, right]) => ({ [op]: [left, right] })),
  fc
    .tuple(fc.constantFrom("==", "!="), fc.constantFrom("x", "y"))
    .map(([op, right]) => ({ [op]: [{ var: "text" }, right] })),
  fc
    .tuple(fc.constantFrom("==", "!="), fc.boolean())
    .map(([op, right]) => ({ [op]: [{ var: "flag" }, right] })),
  fc
    .tuple(fc.constantFrom("==", "!="), fc.constant(null))
    .map(([op, right]) => ({ [op]: [{ var: "text" }, right] })),
  fc.array(fc.constantFrom("x", "y", "z"), { minLength: 1 }).map((list) => ({ in: [{ var: "text" }, list] })),
  fc.constant({ missing: ["a", "text"] }),
  fc.constant({ var: "flag" }),
  fc
    .tuple(fc.constantFrom("some", "none", "all"), number)
    .map(([op, right]) => ({ [op]: [{ var: "list" }, { ">": [{ var: "n" }, right] }] })),
);
const { rule } = fc.letrec((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .tuple(fc.constantFrom("and", "or"), fc.array(tie("rule"), { minLength: 1, maxLength: 3 }))
      .map(([op, args]) => ({ [op]: args })),
    tie("rule").map((one) => ({ "!": [one] })),
    fc.tuple(tie("rule"), tie("rule"), tie("rule")).map((args) => ({ if: args })),
  ),
}));
const data = fc.record(
  {
    ...{ a: number, b: number, flag: fc.boolean(), text: fc.constantFrom("x", "y") },
    list: fc.array(fc.record({ n: number }, { requiredKeys: [] }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

describe("json-logic", () => {
  test("holds as a condition exactly where it held, also when fields are missing", () => {
    fc.assert(
      fc.property(rule, data, (one, input) => {
        expect(ours(one, input)).toBe(Boolean(theirs(one, input)) && !isEmpty(theirs(one, input)));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    [{ cat: ["a", "b"] }, /“cat”/],
    [{ ">": [{ "%": [{ var: "a" }, 2] }, 0] }, /“%” computes/],
    [{ "+": ["one", 1] }, /no number/],
    [{ "<": [1] }, /with nothing/],
    [{ "==": [{ var: "elsewhere" }, 1] }, /“elsewhere”/],
    [{ "==": [{ var: "list.0.n" }, 1] }, /list\.0\.n/],
    [{ "<": [{ var: "text" }, "m"] }, /which of two texts/],
    [{ in: ["x", { var: "text" }] }, /inside a field/],
    [{ and: [] }, /nothing to join/],
    [{ a: 1, b: 2 }, /one operator/],
    [Array.from({ length: 20 }).reduce((inner) => ({ "!": [inner] }), { var: "a" }), /nested/],
  ])("%j is refused by a sentence", (one, why) => {
    expect(translate(one)).toEqual({ beyond: expect.stringMatching(why) });
  });

  test("a rule that is always true or false is said to be", () => {
    expect(translate(true)).toEqual({ constant: true });
    expect(translate(false)).toEqual({ constant: false });
  });
});

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;
