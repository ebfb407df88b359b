import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId } from "@/server/platform/ids";
import { isChallenged, placeOf } from "./sticky";

const ids = fc.string({ minLength: 1, maxLength: 40 });

describe("who meets the challenger", () => {
  test("is the same party every time, and one who met it at a smaller share still does at a larger", () => {
    fc.assert(
      fc.property(
        ids,
        ids,
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 0, max: 98 }),
        (w, p, a, more) => {
          expect(placeOf(w, p)).toBe(placeOf(w, p));
          const larger = Math.min(99, a + more);
          if (isChallenged(w, p, a)) expect(isChallenged(w, p, larger)).toBe(true);
        },
      ),
    );
  });

  test("is the share that was asked for, within what chance allows, for ids as they are made", () => {
    const parties = Array.from({ length: 20_000 }, () => newId("party"));
    for (const percent of [1, 10, 50, 90]) {
      const met = parties.filter((party) => isChallenged("wf_a", party, percent)).length;
      const expected = parties.length * (percent / 100);
      // Five standard deviations: one failure in millions of test runs.
      const slack = 5 * Math.sqrt(expected * (1 - percent / 100));
      expect(Math.abs(met - expected)).toBeLessThan(slack);
    }
  });

  test("of one workflow says nothing about another's", () => {
    const parties = Array.from({ length: 20_000 }, () => newId("party"));
    const both = parties.filter((p) => isChallenged("wf_a", p, 50) && isChallenged("wf_b", p, 50)).length;
    expect(Math.abs(both - 5_000)).toBeLessThan(5 * Math.sqrt(5_000 * 0.75));
  });

  test("does not move between releases", () => {
    expect(placeOf("wf_1", "pty_1")).toBe(3412);
  });
});
