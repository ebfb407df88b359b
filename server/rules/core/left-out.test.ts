import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunData } from "@/server/engine/state";
import { type Condition, condition, type Rule } from "./ast";
import { checkCondition } from "./check";
import { compileCondition, compileRuleSet } from "./compile";
import { explainRuleSet } from "./explain";
import { isGroup, isListCondition, isOut } from "./layout";
import { conditionText } from "./sentences";
import { readTrace } from "./trace";

const settings = { timeZone: "UTC", leapDayBirthday: "03-01" as const, outcomes: ["approve", "decline"] };
const at = "2026-01-31T12:00:00Z";
const words = { titles: {} };

let made = 0;
const leaf = fc.record({ off: fc.boolean(), right: fc.integer({ min: 0, max: 4 }) }).map(
  ({ off, right }): Condition => ({
    ...{ id: `t${made++}`, op: ">", left: { field: "input.n" }, right: { value: right } },
    ...(off && { off: true as const }),
  }),
);
const tree = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc
      .record({
        op: fc.constantFrom("all" as const, "any" as const, "none" as const),
        of: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
        off: fc.boolean(),
      })
      .map(({ off, ...group }): Condition => ({ id: `g${made++}`, ...group, ...(off && { off: true }) })),
    fc.record({ where: tie("tree"), off: fc.boolean() }).map(
      ({ where, off }): Condition => ({
        ...{ id: `l${made++}`, op: "some", list: "input.list", where },
        ...(off && { off: true as const }),
      }),
    ),
  ),
})).tree;

/** The same without what is left out; nothing when nothing is left. */
function pruned(given: Condition): Condition | undefined {
  if (given.off) return undefined;
  if (isGroup(given)) {
    const of = given.of.flatMap((part) => pruned(part) ?? []);
    return of.length > 0 ? { ...given, of } : undefined;
  }
  if (!isListCondition(given)) return given;
  const where = pruned(given.where);
  return where && { ...given, where };
}

const rule = (when: Condition): Rule => ({
  title: "Rule",
  code: "R1",
  when,
  outcome: "decline",
  enabled: true,
});
const data = (n: number | null, list: number[]): RunData => ({
  ...{ input: { n, list }, party: {}, forms: {}, nodes: {}, values: {} },
});

describe("what is left out of a condition", () => {
  it("is as if it were not written: for answers, traces, sentences and the checker", () => {
    fc.assert(
      fc.property(
        tree,
        fc.option(fc.integer({ min: 0, max: 5 })),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
        (given, n, list) => {
          expect(condition.parse(given)).toEqual(given);
          const rest = pruned(given);
          expect(isOut(given)).toBe(rest === undefined);
          const seen = data(n, list);
          const set = { title: "Set", mode: "all" as const, rules: [rule(given)] };
          const result = compileRuleSet(set, settings)(seen, at);
          const told = explainRuleSet(set, result.trace, words);
          if (!rest) {
            expect(compileCondition(given, settings)(seen, at)).toEqual({ result: false });
            expect(result.fired).toEqual([]);
            expect(told.notEvaluated).toHaveLength(1);
            return;
          }
          const plain = { ...set, rules: [rule(rest)] };
          expect(compileCondition(given, settings)(seen, at)).toEqual(
            compileCondition(rest, settings)(seen, at),
          );
          expect(result).toEqual(compileRuleSet(plain, settings)(seen, at));
          expect(readTrace(set, result.trace)).toEqual(readTrace(plain, result.trace));
          expect(told).toEqual(explainRuleSet(plain, result.trace, words));
          expect(conditionText(given, words)).toBe(conditionText(rest, words));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is not complained about until it is taken in again", () => {
    const scope = {
      ...{ fields: new Map(), outcomes: new Set<string>(), reasonCodes: new Set<string>() },
      ...{ queues: new Set<string>(), documentTypes: new Set<string>() },
    };
    const test: Condition = { id: "a", op: "is_present", left: { field: "input.gone" } };
    expect(checkCondition(test, scope)).toHaveLength(1);
    expect(checkCondition({ ...test, off: true }, scope)).toEqual([]);
  });
});
