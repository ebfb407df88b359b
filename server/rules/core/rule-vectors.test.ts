import { describe, expect, it, test } from "vitest";
import type { RunData } from "@/server/engine/state";
import { type Condition, condition, type Operand } from "./ast";
import { addDuration, instantOf, parseMoment } from "./calendar";
import { compileCondition } from "./compile";

/*
 * The cases by which a workflow engine with twelve operators tests its rules, as conditions of ours. Where it answers
 * false for what it cannot know, the answer here is unknown; where it reads text as numbers, here it does not.
 */

const AT = "2026-11-24T10:00:00Z";
const settings = { timeZone: "UTC", leapDayBirthday: "03-01" } as const;
const field = (path: string): Operand => ({ field: `input.${path}` });
const value = (value: string | number | string[]): Operand => ({ value });

function ask(test: unknown, input: object) {
  const data: RunData = { input: input as RunData["input"], party: {}, forms: {}, nodes: {}, values: {} };
  const answer = compileCondition(condition.parse(test), settings)(data, AT);
  return answer.result === "unknown" ? answer.reason : answer.result;
}

const john = { country: "US", name: "John", age: 35, createdAt: AT };

describe("a person in the US, called John, 35", () => {
  const nested = (country: string): Condition => ({
    id: "or",
    op: "any",
    of: [
      { id: "country", op: "=", left: field("country"), right: value(country) },
      {
        id: "and",
        op: "all",
        of: [
          { id: "name", op: "=", left: field("name"), right: value("John") },
          {
            id: "ages",
            op: "any",
            of: [
              { id: "over", op: ">", left: field("age"), right: value(40) },
              { id: "to", op: "≤", left: field("age"), right: value(35) },
            ],
          },
        ],
      },
    ],
  });

  it("passes by the country, and by name and age", () => {
    expect(ask(nested("US"), john)).toBe(true);
    // Either side of the top-level “or” is enough.
    expect(ask(nested("CA"), john)).toBe(true);
    expect(ask(nested("CA"), { ...john, age: 38 })).toBe(false);
  });

  it("is in no other country", () => {
    expect(ask({ id: "t", op: "=", left: field("country"), right: value("CA") }, john)).toBe(false);
  });

  it("has no field that is missing: unknown, where theirs fails with an error", () => {
    expect(ask({ id: "t", op: "=", left: field("nothing"), right: value("US") }, john)).toBe("missing");
  });

  it("is not asked by an operator that is none, an empty field or a span in words", () => {
    const left = field("country");
    const refused = (test: unknown) => condition.safeParse(test).success === false;
    expect(refused({ id: "t", op: "UNKNOWN", left, right: value("US") })).toBe(true);
    expect(refused({ id: "t", op: "=", left: { field: "" }, right: value("US") })).toBe(true);
    expect(
      refused({ id: "t", op: "within_last", left, right: { value: { amount: "two", unit: "years" } } }),
    ).toBe(true);
    const { error } = condition.safeParse({ id: "t", op: "UNKNOWN", left, right: value("US") });
    expect(error?.issues[0]?.path).toEqual(["op"]);
  });
});

describe("the last year", () => {
  const within = (left: Operand) => ({
    id: "t",
    op: "within_last",
    left,
    right: { value: { amount: 1, unit: "years" } },
  });

  it("holds now", () => {
    expect(ask(within(field("createdAt")), john)).toBe(true);
  });

  test.each([
    [6, true],
    [11, true],
    [12, true],
    [13, false],
  ])("of a company established %d months ago: %s", (months, expected) => {
    const now = parseMoment(AT, "UTC")!;
    const ago = instantOf(addDuration(now, { amount: -months, unit: "months" }, "UTC"), "UTC");
    for (const establishDate of [ago, ago.slice(0, 10)])
      expect(
        ask(within(field("companies[].establishDate")), { companies: [{ establishDate }] }),
        establishDate,
      ).toBe(expected);
  });

  it("is over for 2020-01-01", () => {
    expect(
      ask(within(field("companies[].establishDate")), { companies: [{ establishDate: "2020-01-01" }] }),
    ).toBe(false);
  });
});

describe("what exists", () => {
  const exists = { id: "t", op: "is_present", left: field("data.item") };
  test.each<[unknown, boolean]>([
    [["text"], false],
    [[], false],
    [{}, false],
    [{ item: 1 }, true],
  ])("in %j: %s", (data, expected) => {
    expect(ask(exists, { data })).toBe(expected);
  });

  const positive = {
    id: "t",
    op: "all",
    of: [exists, { id: "p", op: ">", left: field("data.item"), right: value(0) }],
  };
  test.each<[unknown, boolean | string]>([
    [["text"], false],
    [[], false],
    [{}, false],
    [{ item: 1 }, true],
    [{ item: 0 }, false],
    // Theirs makes a number of it; a text is no number here, and the trace says so.
    [{ item: "1" }, "wrong_type"],
  ])("as a positive number in %j: %s", (data, expected) => {
    expect(ask(positive, { data })).toBe(expected);
  });

  it("in a list is counted, not measured by its length as a text", () => {
    const some = { id: "t", op: ">", left: { count: "input.companySanctions.data" }, right: value(0) };
    expect(ask(some, { companySanctions: { data: [{ name: "Acme" }] } })).toBe(true);
    expect(ask(some, { companySanctions: { data: [] } })).toBe(false);
    expect(ask(some, {})).toBe("missing");
  });
});

describe("a country in a list", () => {
  test.each([
    ["in", ["IL", "AF", "US", "GB"], "AF", true],
    ["in", ["IL", "AF", "US", "GB"], "CA", false],
    ["not_in", ["IL", "CA", "US", "GB"], "AF", true],
    ["not_in", ["IL", "CA", "US", "GB"], "CA", false],
  ] as const)("%s %j: %s is %s", (op, list, country, expected) => {
    expect(ask({ id: "t", op, left: field("country"), right: value([...list]) }, { country })).toBe(expected);
  });
});

describe("hits of a screening", () => {
  const kinds = ["warnings", "fitnessProbity", "adverseMedia", "pep"] as const;
  const anyOf = (kind: string): Condition => ({
    id: "t",
    op: "some",
    list: "input.hits",
    where: { id: "w", op: "≥", left: { count: `item.${kind}` }, right: { value: 1 } },
  });

  test.each(kinds)("of the kind %s are found where they are, and nowhere else", (kind) => {
    const hits = [{ [kind]: [{ date: "2020-01-01", sourceName: "Register" }] }];
    for (const asked of kinds) expect(ask(anyOf(asked), { hits }), asked).toBe(asked === kind);
  });

  it("that are none are none, and a screening that never came is unknown", () => {
    expect(ask(anyOf("pep"), { hits: [] })).toBe(false);
    expect(ask(anyOf("pep"), {})).toBe("missing");
  });
});
