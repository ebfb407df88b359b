import { describe, expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { ruleSet } from "@/server/rules/core/ast";
import { wordsOf } from "@/server/rules/core/fields";
import { copyIn, summaryOf } from "./settings-summary";

describe("an element of a list in a line", () => {
  const words = wordsOf(marketplaceSeller);

  it("a rule is its code, its title and its sentence", () => {
    for (const set of Object.values(marketplaceSeller.rules))
      for (const rule of set.rules) {
        const { code, title, text, isOff } = summaryOf(rule, words);
        expect([code, title, isOff]).toEqual([rule.code, rule.title, !rule.enabled]);
        expect(text).toMatch(/^When .*\.$/);
        expect(text).not.toMatch(/undefined|\[object/);
      }
  });

  it("a row of a table says its cells and what it gives", () => {
    const row = { when: { country: '"GB"', amount: "-" }, set: { points: 5 } };
    expect(summaryOf(row, words).text).toBe('Country "GB" → points 5');
    expect(summaryOf({ when: {}, set: {} }, words).text).toBe("In any case → nothing");
  });

  it("anything else its values, and never more than it has", () => {
    const field = { path: "input.amount", title: "Amount", type: "number", required: true };
    expect(summaryOf(field, words)).toEqual({
      ...{ code: undefined, title: "Amount", isOff: false },
      text: "input.amount · number · required",
    });
    for (const odd of [undefined, null, 5, "x", {}, []]) expect(summaryOf(odd, words).isOff).toBe(false);
  });
});

it("a copy has a key of its own, so that the set stays one that can be read", () => {
  const set = Object.values(marketplaceSeller.rules)[0]!;
  let rules: unknown[] = [...set.rules];
  for (let n = 0; n < 3; n++) rules = [copyIn(rules, 0), ...rules];
  expect(new Set(rules.map((rule) => (rule as { code: string }).code)).size).toBe(rules.length);
  expect(ruleSet.safeParse({ ...set, rules }).success).toBe(true);
});
