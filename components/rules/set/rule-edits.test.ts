import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rule, type RuleSet, ruleSet } from "@/server/rules/core/ast";
import { readCopied } from "../copied";
import {
  addRule,
  duplicateRule,
  insertRules,
  moveRule,
  nextCode,
  removeRule,
  ruleFits,
  withEffect,
} from "./rule-edits";

const rule = (code: string): Rule => ({
  ...{ title: code, code, enabled: true },
  when: { id: "a", op: "is_present", left: { field: "input.x" } },
});
const set = (...codes: string[]): RuleSet => ({ title: "Set", mode: "all", rules: codes.map(rule) });
const codes = ({ rules }: RuleSet) => rules.map(({ code }) => code);

describe("rules of a set", () => {
  it("go on counting as they were counted", () => {
    expect(nextCode([])).toBe("R01");
    expect(nextCode(set("R01", "R02").rules)).toBe("R03");
    expect(nextCode(set("R02", "R01").rules)).toBe("R03");
    expect(nextCode(set("KO_099").rules)).toBe("KO_100");
    expect(nextCode(set("SANCTIONS").rules)).toBe("R01");
  });

  it("keep a code of their own, whatever is added, pasted, duplicated and moved", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom("R01", "R02", "R9", "SANCTIONS", "AGE_2"), { maxLength: 5 }),
        fc.array(fc.tuple(fc.nat(4), fc.nat(), fc.nat()), { maxLength: 10 }),
        (given, acts) => {
          let now = set(...given);
          for (const [act, a, b] of acts) {
            const at = now.rules.length > 0 ? a % now.rules.length : 0;
            const before = now;
            if (act === 0) now = addRule(now, []);
            if (act === 1) now = duplicateRule(now, at);
            if (act === 2) now = insertRules(now, [rule("R01"), rule("SANCTIONS")], at);
            if (act === 3) now = moveRule(now, at, b % (now.rules.length + 1));
            if (act === 4) now = removeRule(now, at);
            expect(new Set(codes(now)).size).toBe(now.rules.length);
            expect(ruleSet.parse(now)).toEqual(now);
            if (act === 3) expect(codes(now).sort()).toEqual(codes(before).sort());
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("are found by every word of what they say", () => {
    expect(ruleFits("r01 country", rule("R01"), "When country is Germany")).toBe(true);
    expect(ruleFits("r02", rule("R01"), "")).toBe(false);
    expect(ruleFits("", rule("R01"), "")).toBe(true);
  });

  it("lose an effect that says nothing", () => {
    const full = { ...rule("R1"), flags: ["a"], points: 3, values: { x: { value: 1 } } };
    expect(withEffect(full, "flags", [])).not.toHaveProperty("flags");
    expect(withEffect(full, "values", {})).not.toHaveProperty("values");
    expect(withEffect(full, "points", undefined)).not.toHaveProperty("points");
    expect(withEffect(full, "points", 0).points).toBe(0);
  });

  it("go through the clipboard as they are; anything else is not taken", () => {
    const text = JSON.stringify({ gatehouse: "rules/v1", rules: set("R01").rules });
    expect(readCopied(text)).toEqual({ gatehouse: "rules/v1", rules: set("R01").rules, reasonCodes: {} });
    for (const other of ["", "hello", "{}", '{"gatehouse":"rules/v1","rules":[{}]}'])
      expect(readCopied(other)).toBeUndefined();
  });
});
