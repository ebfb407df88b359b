import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { likeness } from "./likeness";

describe("two names", () => {
  test.each<[string, string, number]>([
    ["Jane Roe", "Jane Roe", 100],
    ["Jane Roe", "ROE, Jane", 100],
    ["José Müller", "Jose Muller", 100],
    ["Straße", "Strasse", 100],
    ["O'Neill", "ONeill", 100],
    ["Łukasz Żak", "Lukasz Zak", 100],
    ["Hans Peter Weber", "Hanspeter Weber", 100],
    ["Владимир Путин", "Путин Владимир", 100],
    ["山田 太郎", "太郎 山田", 100],
  ])("%s and %s are the same", (a, b, least) => {
    expect(likeness(a, b)).toBe(least);
  });

  test.each<[string, string, number, number]>([
    // One slip of the hand in eleven letters.
    ["Jonathan Roe", "Jonathon Roe", 88, 97],
    ["J. Roe", "Jane Roe", 80, 95],
    ["Jane Mary Roe", "Jane Roe", 70, 90],
    ["Jane Roe", "John Doe", 20, 60],
    ["Jane Roe", "Peter Miller", 0, 30],
    ["Jane", "", 0, 0],
    ["", "", 0, 0],
    ["!!!", "???", 0, 0],
  ])("%s and %s are alike to some degree", (a, b, least, most) => {
    expect(likeness(a, b)).toBeGreaterThanOrEqual(least);
    expect(likeness(a, b)).toBeLessThanOrEqual(most);
  });

  const name = fc
    .array(
      fc.constantFrom("jane", "jan", "j", "roe", "rose", "al", "müller", "mueller", "van", "der", "o'neill"),
      {
        maxLength: 5,
      },
    )
    .map((words) => words.join(" "));

  it("are as alike one way as the other, in any order of their words", () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        const score = likeness(a, b);
        expect(likeness(b, a)).toBe(score);
        expect(likeness(a.split(" ").reverse().join(" "), b.toUpperCase())).toBe(score);
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
        if (a !== "") expect(likeness(a, a)).toBe(100);
      }),
      { numRuns: 2000 },
    );
  });

  it("of any length at all are read no further than a name goes", () => {
    const long = "ab ".repeat(100_000);
    expect(likeness(long, long)).toBe(100);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
        expect(likeness(a, b)).toBe(likeness(b, a));
      }),
    );
  });
});
