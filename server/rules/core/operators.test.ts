import { describe, expect, it, test } from "vitest";
import type { RunData } from "@/server/engine/state";
import { type Condition, comparisons, condition, networkTests, setTests, textTests, timeTests } from "./ast";
import { checkCondition } from "./check";
import { compileCondition } from "./compile";
import { conditionText, OPERATORS } from "./sentences";

/** Every test of the language once with each of its three answers, and its sentence. */

type Bare = Condition extends infer C ? (C extends Condition ? Omit<C, "id"> : never) : never;
const f = (field: string) => ({ field: `input.${field}` });
const v = (value: string | number | boolean | (string | number)[]) => ({ value });
const money = (amount: number, currency = "EUR") => ({ value: { amount, currency } });
const span = (amount: number, unit: "days" | "months" | "years") => ({ value: { amount, unit } });

const owners = [
  { name: "Jane Roe", share: 60, born: "1990-02-28" },
  { name: "John Doe", share: 30 },
  { name: "No share" },
];
const input = {
  n: 18,
  text: "Amber Lane",
  code: "X-17",
  yes: true,
  no: false,
  day: "2026-11-01",
  old: "2025-11-24",
  time: "2026-11-24T09:00:00Z",
  price: { amount: 10_000, currency: "EUR" },
  tags: ["a", "b"],
  none: [],
  ip: "10.1.2.3",
  notIp: "ten",
  owners,
};
const lists: RunData["lists"] = [
  { list: "blocked", value: "10.1.2.3", found: "len_1" },
  { list: "blocked", value: "ten", found: false },
];
const data: RunData = { input, party: {}, forms: {}, nodes: {}, values: {}, lists };
const settings = { timeZone: "UTC", leapDayBirthday: "03-01" } as const;
const answer = (bare: Bare) => {
  const found = compileCondition(condition.parse({ ...bare, id: "t" }), settings)(
    data,
    "2026-11-24T10:00:00Z",
  );
  return found.result === "unknown" ? found.reason : found.result;
};
const share = (least: number): Condition => ({
  id: "w",
  op: "≥",
  left: { field: "item.share" },
  right: v(least),
});

const cases: [Bare, boolean | string][] = [
  [{ op: "=", left: f("n"), right: v(18) }, true],
  [{ op: "=", left: f("text"), right: v("amber lane") }, false],
  [{ op: "=", left: f("gone"), right: v(18) }, "missing"],
  [{ op: "≠", left: f("price"), right: money(10_001) }, true],
  [{ op: "≠", left: f("n"), right: v(18) }, false],
  [{ op: "≠", left: f("price"), right: money(10_000, "USD") }, "two_currencies"],
  [{ op: "<", left: f("n"), right: v(18.5) }, true],
  [{ op: "<", left: f("n"), right: v(18) }, false],
  [{ op: "<", left: f("text"), right: v(18) }, "wrong_type"],
  [{ op: "≤", left: f("n"), right: v(18) }, true],
  [{ op: "≤", left: f("price"), right: money(9_999) }, false],
  [{ op: "≤", left: f("price"), right: f("gone") }, "missing"],
  [{ op: ">", left: f("price"), right: v(0) }, true],
  [
    {
      op: ">",
      left: f("n"),
      right: {
        formula: { op: "multiply", left: { op: "value", value: 0.1 }, right: { op: "value", value: 180 } },
      },
    },
    false,
  ],
  [
    {
      op: ">",
      left: f("n"),
      right: { formula: { op: "divide", left: { op: "value", value: 1 }, right: { op: "value", value: 0 } } },
    },
    "divided_by_zero",
  ],
  [
    {
      op: "≥",
      left: { formula: { op: "add", left: { op: "value", value: 0.1 }, right: { op: "value", value: 0.2 } } },
      right: v(0.3),
    },
    true,
  ],
  [{ op: "≥", left: { count: "input.owners" }, right: v(4) }, false],
  [{ op: "≥", left: { count: "input.gone" }, right: v(0) }, "missing"],
  [{ op: "between", left: f("n"), low: v(18), high: v(65) }, true],
  [{ op: "between", left: f("n"), low: v(18), high: v(65), openLow: true }, false],
  [{ op: "between", left: f("gone"), low: v(18), high: v(65) }, "missing"],
  [{ op: "before", left: f("day"), right: v("2026-11-02") }, true],
  [{ op: "before", left: f("day"), right: v("2026-11-01") }, false],
  [{ op: "before", left: f("text"), right: v("2026-11-01") }, "wrong_type"],
  [{ op: "after", left: f("time"), right: v("2026-11-24T09:59:59+01:00") }, true],
  [{ op: "after", left: f("time"), right: v("2026-11-24") }, false],
  [{ op: "after", left: f("gone"), right: v("2026-11-24") }, "missing"],
  [{ op: "within_last", left: f("day"), right: span(1, "months") }, true],
  [{ op: "within_last", left: f("old"), right: span(11, "months") }, false],
  [{ op: "within_last", left: f("gone"), right: span(1, "years") }, "missing"],
  [{ op: "older_than", left: f("old"), right: span(364, "days") }, true],
  [{ op: "older_than", left: f("old"), right: span(1, "years") }, false],
  [{ op: "older_than", left: f("n"), right: span(1, "years") }, "wrong_type"],
  [{ op: "in", left: f("code"), right: v(["x-17", "x-18"]), ignoreCase: true }, true],
  [{ op: "in", left: f("code"), right: v(["x-17"]) }, false],
  [{ op: "in", left: f("gone"), right: v(["x"]) }, "missing"],
  [{ op: "not_in", left: f("n"), right: v([1, 2]) }, true],
  [{ op: "not_in", left: f("n"), right: v([18]) }, false],
  [{ op: "not_in", left: f("n"), right: v(["18"]) }, "wrong_type"],
  [{ op: "overlaps", left: f("tags"), right: v(["B", "c"]), ignoreCase: true }, true],
  [{ op: "overlaps", left: f("tags"), right: v(["c"]) }, false],
  [{ op: "overlaps", left: f("gone"), right: v(["c"]) }, "missing"],
  [{ op: "not_overlaps", left: f("tags"), right: v(["c"]) }, true],
  [{ op: "not_overlaps", left: f("none"), right: v(["c"]) }, true],
  [{ op: "not_overlaps", left: f("tags"), right: v(["a"]) }, false],
  [{ op: "not_overlaps", left: f("gone"), right: v(["a"]) }, "missing"],
  [{ op: "in_network", left: f("ip"), right: v(["192.168.0.0/16", "10.0.0.0/8"]) }, true],
  [{ op: "in_network", left: f("ip"), right: v(["10.2.0.0/16"]) }, false],
  [{ op: "in_network", left: f("notIp"), right: v(["10.2.0.0/16"]) }, "wrong_type"],
  [{ op: "not_in_network", left: f("ip"), right: v(["2001:db8::/32"]) }, true],
  [{ op: "not_in_network", left: f("ip"), right: v(["10.1.2.3"]) }, false],
  [{ op: "not_in_network", left: f("gone"), right: v(["10.1.2.3"]) }, "missing"],
  [{ op: "similar_to", left: f("text"), right: v("LANE, Ambre"), atLeast: 80 }, true],
  [{ op: "similar_to", left: f("text"), right: v(["Grey Street", "Amber Lane 5"]), atLeast: 90 }, true],
  [{ op: "similar_to", left: f("text"), right: v("Grey Street"), atLeast: 80 }, false],
  [{ op: "similar_to", left: f("gone"), right: v("Grey Street"), atLeast: 80 }, "missing"],
  [{ op: "contains", left: f("text"), right: v("er la"), ignoreCase: true }, true],
  [{ op: "contains", left: f("tags"), right: v("c") }, false],
  [{ op: "contains", left: f("gone"), right: v("c") }, "missing"],
  [{ op: "starts_with", left: f("text"), right: v("Amber") }, true],
  [{ op: "starts_with", left: f("text"), right: v("amber") }, false],
  [{ op: "starts_with", left: f("n"), right: v("1") }, "wrong_type"],
  [{ op: "ends_with", left: f("code"), right: v("17") }, true],
  [{ op: "ends_with", left: f("code"), right: v("18") }, false],
  [{ op: "ends_with", left: f("gone"), right: v("18") }, "missing"],
  [{ op: "matches", left: f("code"), right: v("^[A-Z]-\\d+$") }, true],
  [{ op: "matches", left: f("code"), right: v("^\\d") }, false],
  [{ op: "matches", left: f("code"), right: v("(a)\\1") }, "bad_pattern"],
  [{ op: "is_missing", left: f("gone") }, true],
  [{ op: "is_missing", left: f("n") }, false],
  [
    {
      op: "is_missing",
      left: { formula: { op: "divide", left: { op: "value", value: 1 }, right: { op: "value", value: 0 } } },
    },
    "divided_by_zero",
  ],
  [{ op: "is_present", left: f("n") }, true],
  [{ op: "is_present", left: f("gone") }, false],
  [{ op: "is_present", left: { ageInYears: f("text") } }, "wrong_type"],
  [{ op: "is_true", left: f("yes") }, true],
  [{ op: "is_true", left: f("no") }, false],
  [{ op: "is_true", left: f("gone") }, "missing"],
  [{ op: "is_false", left: f("no") }, true],
  [{ op: "is_false", left: f("yes") }, false],
  [{ op: "is_false", left: f("n") }, "wrong_type"],
  [{ op: "some", list: "input.owners", where: share(50) }, true],
  [{ op: "some", list: "input.owners", where: share(61) }, false],
  [{ op: "in_list", left: f("ip"), listKey: "blocked" }, true],
  [{ op: "in_list", left: f("notIp"), listKey: "blocked" }, false],
  [{ op: "in_list", left: f("text"), listKey: "blocked" }, "list_unread"],
  [{ op: "not_in_list", left: f("ip"), listKey: "blocked" }, false],
  [{ op: "not_in_list", left: f("notIp"), listKey: "blocked" }, true],
  [{ op: "not_in_list", left: f("gone"), listKey: "blocked" }, "missing"],
  [{ op: "some", list: "input.gone", where: share(1) }, "missing"],
  [{ op: "every", list: "input.none", where: share(1) }, true],
  // The owner without a share does not match.
  [{ op: "every", list: "input.owners", where: share(1) }, false],
  [{ op: "every", list: "input.text", where: share(1) }, "wrong_type"],
  [{ op: "no", list: "input.owners", where: share(61) }, true],
  [{ op: "no", list: "input.owners", where: share(60) }, false],
  [{ op: "no", list: "input.gone", where: share(60) }, "missing"],
  [{ op: "at_least", n: 2, list: "input.owners", where: share(25) }, true],
  [{ op: "at_least", n: 3, list: "input.owners", where: share(25) }, false],
  [{ op: "at_least", n: 0, list: "input.gone", where: share(25) }, "missing"],
  [{ op: "exactly", n: 2, list: "input.owners", where: share(25) }, true],
  [{ op: "exactly", n: 1, list: "input.owners", where: share(25) }, false],
  [{ op: "exactly", n: 0, list: "input.gone", where: share(25) }, "missing"],
];

describe("a test", () => {
  test.each(cases)("%j answers %s", (bare, expected) => {
    expect(answer(bare)).toBe(expected);
    expect(conditionText({ ...bare, id: "t" } as Condition, { titles: {} })).not.toContain("undefined");
  });

  it("of every kind there is stands here with each of its three answers", () => {
    const leaves = [...Object.keys(OPERATORS), "between", "some", "every", "no", "at_least", "exactly"];
    for (const op of leaves) {
      const answers = new Set(
        cases
          .filter(([bare]) => bare.op === op)
          .map(([, found]) => (typeof found === "string" ? "unknown" : found)),
      );
      expect([...answers].sort(), op).toEqual([false, true, "unknown"]);
    }
    for (const op of [...comparisons, ...textTests, ...timeTests, ...setTests, ...networkTests])
      expect(leaves).toContain(op);
  });

  it("of a calculated value knows each of them", () => {
    const over = { list: "input.owners", of: "share" } as const;
    const calculated: [object, number][] = [
      [{ count: "input.owners" }, 3],
      [{ count: "input.owners", where: share(60) }, 1],
      [{ aggregate: "sum", ...over }, 90],
      [{ aggregate: "min", ...over }, 30],
      [{ aggregate: "max", ...over }, 60],
      [{ aggregate: "average", ...over }, 45],
      [{ aggregate: "distinct", list: "input.owners", of: "name", where: share(0) }, 2],
      [{ ageInYears: f("old") }, 1],
      [{ daysSince: f("day") }, 23],
    ];
    for (const [left, expected] of calculated)
      expect(answer({ op: "=", left, right: v(expected) } as Bare), JSON.stringify(left)).toBe(true);
  });
});

describe("the checker", () => {
  const scope = {
    fields: new Map(
      Object.entries({ ip: "text", name: "text", n: "number" } as const).map(([key, type]) => [
        `input.${key}`,
        { path: `input.${key}`, title: key, group: "Input", type },
      ]),
    ),
    outcomes: new Set<string>(),
    reasonCodes: new Set<string>(),
    queues: new Set<string>(),
    documentTypes: new Set<string>(),
  };
  const problems = (bare: Bare) =>
    checkCondition(condition.parse({ ...bare, id: "t" }), scope).map(({ path, code }) => [path, code]);

  it("names a network that is none, and what is no address", () => {
    expect(problems({ op: "in_network", left: f("ip"), right: v(["10.0.0.0/8", "10.0.0.0/40"]) })).toEqual([
      ["when.right", "bad_network"],
    ]);
    expect(problems({ op: "in_network", left: f("n"), right: v(["10.0.0.0/8"]) })).toEqual([
      ["when.left", "wrong_type"],
    ]);
  });

  it("compares names with names only", () => {
    expect(problems({ op: "similar_to", left: f("name"), right: v([1, 2]), atLeast: 80 })).toEqual([
      ["when.right", "wrong_type"],
    ]);
    expect(problems({ op: "similar_to", left: f("n"), right: v("Jane"), atLeast: 80 })).toEqual([
      ["when.left", "wrong_type"],
    ]);
    expect(
      condition.safeParse({ id: "t", op: "similar_to", left: f("name"), right: v("x"), atLeast: 101 })
        .success,
    ).toBe(false);
  });

  it("refuses a pattern longer than anybody reads", () => {
    expect(problems({ op: "matches", left: f("name"), right: v("a".repeat(501)) })).toEqual([
      ["when.right", "bad_pattern"],
    ]);
    expect(problems({ op: "matches", left: f("name"), right: v("a".repeat(500)) })).toEqual([]);
  });
});
