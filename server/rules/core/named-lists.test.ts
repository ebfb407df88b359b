import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ListAnswer, RunData } from "@/server/engine/state";
import type { Condition, RuleSet } from "./ast";
import { checkCondition } from "./check";
import { compileCondition, compileRuleSet } from "./compile";
import { explainRuleSet } from "./explain";
import { compileListQuestions } from "./list-sites";
import { conditionText } from "./sentences";

const settings = { timeZone: "UTC", leapDayBirthday: "03-01" as const, outcomes: [] };
const AT = "2026-01-31T12:00:00Z";
const dataOf = (input: RunData["input"], lists?: ListAnswer[]): RunData => ({
  ...{ input, party: {}, forms: {}, nodes: {}, values: {} },
  ...(lists && { lists }),
});
const onList = (field: string, op: "in_list" | "not_in_list" = "in_list", id = "a"): Condition => ({
  ...{ id, op, left: { field }, listKey: "blocked" },
});
const answers = (condition: Condition, data: RunData) => compileCondition(condition, settings)(data, AT);
const told = (value: string | number, found: ListAnswer["found"]): ListAnswer => ({
  ...{ list: "blocked", value, found },
});

describe("a test of a named list", () => {
  it("is what the list answered, and unknown where it did not", () => {
    const data = (found?: ListAnswer["found"]) =>
      dataOf({ email: "a@b.c" }, found === undefined ? [] : [told("a@b.c", found)]);
    expect(answers(onList("input.email"), data("len_1"))).toEqual({ result: true });
    expect(answers(onList("input.email"), data(false))).toEqual({ result: false });
    expect(answers(onList("input.email", "not_in_list"), data(false))).toEqual({ result: true });
    expect(answers(onList("input.email"), data(null))).toEqual({ result: "unknown", reason: "wrong_type" });
    expect(answers(onList("input.email", "not_in_list"), data())).toEqual({
      ...{ result: "unknown", reason: "list_unread" },
    });
    expect(answers(onList("input.none"), data("len_1"))).toEqual({ result: "unknown", reason: "missing" });
    // Another list, and the same digits as a number, are other questions.
    expect(answers(onList("input.n"), dataOf({ n: 7 }, [told("7", "len_1")]))).toMatchObject({
      result: "unknown",
    });
  });

  it("is true of several values when it is of any, and false of none when all are known", () => {
    const data = dataOf({ tags: ["x", "y"] }, [told("x", false), told("y", "len_2")]);
    expect(answers(onList("input.tags"), data)).toEqual({ result: true });
    expect(answers(onList("input.tags", "not_in_list"), data)).toEqual({ result: false });
    expect(answers(onList("input.tags[]"), data)).toEqual({ result: true });
  });

  it("is told in sentences, and by the entry that covered the value", () => {
    const ruleSet: RuleSet = {
      ...{ title: "R", mode: "all" },
      rules: [{ code: "R1", title: "Blocked", enabled: true, when: onList("input.email") }],
    };
    const words = { titles: { "input.email": "E-mail" }, lists: { blocked: "Blocked e-mails" } };
    expect(conditionText(onList("input.email"), words)).toBe("E-mail is on the list Blocked e-mails");
    const run = compileRuleSet(ruleSet, settings);
    const { trace } = run(dataOf({ email: "a@b.c" }, [told("a@b.c", "len_9")]), AT);
    expect(trace.entries).toEqual({ 0: ["len_9"] });
    const [fired] = explainRuleSet(ruleSet, trace, words).fired;
    expect(fired?.tests[0]).toMatchObject({ limit: "Blocked e-mails", entries: ["len_9"] });
    expect(fired?.sentence).toContain("Blocked e-mails");
    // One evaluation leaves nothing behind for the next.
    expect(run(dataOf({ email: "a@b.c" }, [told("a@b.c", false)]), AT).trace.entries).toBeUndefined();
  });
});

describe("what is asked of lists", () => {
  it("is every value once, of elements within elements, in formulas and counts, but not of what is left out", () => {
    const ask = compileListQuestions(
      {
        rules: [
          { enabled: true, when: { id: "g", op: "all", of: [onList("input.a"), onList("input.b")] } },
          { enabled: false, when: onList("input.c") },
          { enabled: true, when: { ...onList("input.d"), off: true } },
          {
            when: {
              ...{ id: "q", op: "some", list: "input.people" },
              where: { id: "w", op: "some", list: "item.mails", where: onList("item") },
            },
            values: { n: { count: "input.people", where: onList("item.name", "not_in_list") } },
          },
        ],
      },
      settings,
    );
    const people = [{ name: "Ann", mails: ["x", "y"] }, { name: "Bob", mails: ["y"] }, { mails: null }];
    const asked = ask?.(dataOf({ a: "x", b: 5, c: "never", d: "never", people }), AT);
    expect(asked?.map(({ value }) => value).sort()).toEqual([5, "Ann", "Bob", "x", "y"]);
    expect(
      compileListQuestions({ rules: [{ when: { ...onList("input.a"), off: true } }] }, settings),
    ).toBeUndefined();
  });

  it("always suffices: with its answers no test stays unread, whatever the data", () => {
    const leaf = fc.record({
      op: fc.constantFrom("in_list" as const, "not_in_list" as const),
      field: fc.constantFrom("input.a", "input.b", "input.list", "input.list[]", "input.people[].name"),
    });
    const conditions: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        leaf.map(({ op, field }) => onList(field, op)),
        fc
          .tuple(
            fc.constantFrom("all" as const, "any" as const, "none" as const),
            fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
          )
          .map(([op, of]): Condition => ({ id: "g", op, of })),
        fc
          .tuple(
            fc.constantFrom("some" as const, "every" as const, "no" as const),
            fc.constantFrom("item", "item.name"),
          )
          .map(([op, field]): Condition => ({ id: "q", op, list: "input.people", where: onList(field) })),
      ),
    })).tree;
    const value = fc.oneof(fc.constantFrom("x", "y", ""), fc.integer(), fc.constant(null));
    const inputs = fc.record({
      ...{ a: value, b: value, list: fc.array(value, { maxLength: 3 }) },
      people: fc.array(fc.record({ name: value }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(conditions, inputs, fc.boolean(), (condition, input, isOn) => {
        const questions = compileListQuestions(condition, settings)?.(dataOf(input), AT) ?? [];
        const lists = questions.map((question) => ({
          ...question,
          found: isOn ? "len_1" : (false as const),
        }));
        const answer = answers(condition, dataOf(input, lists));
        expect(answer.result === "unknown" && answer.reason).not.toBe("list_unread");
      }),
    );
  });
});

describe("the checker", () => {
  const scope = {
    fields: new Map([
      ["input.email", { path: "input.email", title: "E-mail", group: "", type: "text" as const }],
      ["input.n", { path: "input.n", title: "N", group: "", type: "number" as const }],
      ["input.yes", { path: "input.yes", title: "Yes", group: "", type: "boolean" as const }],
    ]),
    ...{ outcomes: new Set<string>(), reasonCodes: new Set<string>(), queues: new Set<string>() },
    documentTypes: new Set<string>(),
  };
  const lists = new Map([["blocked", { title: "Blocked", kind: "email" }]]);
  const codes = (condition: Condition, more: object = { lists }) =>
    checkCondition(condition, { ...scope, ...more }).map(({ code }) => code);

  it("knows the lists, what they hold, and where nobody can ask them", () => {
    expect(codes(onList("input.email"))).toEqual([]);
    expect(codes(onList("input.n"))).toEqual(["list_kind"]);
    expect(codes(onList("input.yes"))).toEqual(["wrong_type"]);
    const misspelt: Condition = { ...onList("input.email"), listKey: "blokced" } as Condition;
    expect(checkCondition(misspelt, { ...scope, lists })).toMatchObject([
      { path: "when.listKey", code: "unknown_list", name: "blokced", instead: "blocked" },
    ]);
    expect(codes(misspelt, {})).toEqual([]);
    expect(codes(onList("input.email"), { isBesideLists: true })).toEqual(["list_not_here"]);
  });
});
