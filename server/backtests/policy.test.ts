import { describe, expect, test } from "vitest";
import {
  addCompared,
  addNotComparable,
  compareEndings,
  confusionOf,
  type Ending,
  emptyTally,
} from "./policy";

const ending = (outcome: string, more: Partial<Ending> = {}): Ending => ({
  ...{ outcome, reasonCodes: [], hits: [], calls: 0, byPeople: false },
  ...more,
});
const outcomes = {
  approve: { title: "Approve", kind: "positive" },
  decline: { title: "Decline", kind: "negative" },
  review: { title: "Review", kind: "review" },
};
const tallyOf = (rows: readonly [before: string, after: string, label?: "bad" | "good"][]) => {
  const tally = { ...emptyTally(), outcomes };
  for (const [before, after, facts] of rows) {
    const pair = [ending(before), ending(after)] as const;
    addCompared(tally, ...pair, compareEndings(...pair), { facts });
  }
  return tally;
};

describe("two endings", () => {
  test("are told apart by outcome first, then by reasons and rules", () => {
    expect(compareEndings(ending("approve"), ending("decline")).finding).toBe("flipped");
    expect(compareEndings(ending("approve"), ending("approve", { hits: ["a/R1"] }))).toEqual({
      ...{ finding: "changed", gained: ["a/R1"], lost: [] },
    });
    const [a, b] = [
      ending("decline", { reasonCodes: ["A", "B"] }),
      ending("decline", { reasonCodes: ["B", "A"] }),
    ];
    expect(compareEndings(a, b).finding).toBe("same");
    expect(compareEndings(a, ending("decline", { reasonCodes: ["A"] })).finding).toBe("changed");
  });
});

describe("what turned out", () => {
  const tally = tallyOf([
    ["approve", "decline", "bad"],
    ["approve", "approve", "bad"],
    ["decline", "decline", "bad"],
    ["decline", "approve", "good"],
    ["approve", "decline", "good"],
    ["approve", "review", "good"],
    ["approve", "approve"],
  ]);
  test("is counted against both, and what nobody labelled is not", () => {
    expect(confusionOf(tally, "facts", "before")).toMatchObject({
      ...{ labelled: 6, bad: 3, good: 3, precision: 0.5, recall: 1 / 3, passed: 2 / 3 },
      ...{ goodStopped: 1, badPassed: 2 },
    });
    expect(confusionOf(tally, "facts", "after")).toMatchObject({
      ...{ labelled: 6, precision: 2 / 3, recall: 2 / 3, passed: 1 / 3, goodStopped: 1, badPassed: 1 },
    });
    expect(confusionOf(tally, "facts", "after").outcomes).toEqual([
      { outcome: "approve", bad: 1, good: 1 },
      { outcome: "decline", bad: 2, good: 1 },
      { outcome: "review", bad: 0, good: 1 },
    ]);
  });
  test("divides by nothing where there is nothing", () => {
    expect(confusionOf(tally, "analyst", "before")).toMatchObject({
      ...{ labelled: 0, precision: null, recall: null, passed: null },
    });
  });
});

test("an outcome or a rule may be called like something that every object has", () => {
  const tally = emptyTally();
  const pair = [ending("constructor", { hits: ["__proto__"] }), ending("toString")] as const;
  addCompared(tally, ...pair, compareEndings(...pair), {});
  addNotComparable(tally, "erased", null);
  addNotComparable(tally, "asked_otherwise", "registry");
  expect(tally.matrix["constructor"]).toEqual({ toString: 1 });
  expect(tally).toMatchObject({
    flipped: 1,
    notComparable: 2,
    reasons: { erased: 1, "asked_otherwise registry": 1 },
  });
});
