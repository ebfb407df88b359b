import type { TestDifference } from "../trial/cases/policy";
import type { TestReport } from "./schema";

/** Saved tests in words: the same on the screen that asks, in the refusal, and in the history. */

/** “24 tests, all passed”, “24 tests, 2 failed”, “1 test, passed”, “No tests”. */
export function testsSentence({ count, failed }: TestReport): string {
  if (count === 0) return "No tests";
  if (count === 1) return failed.length === 0 ? "1 test, passed" : "1 test, failed";
  const all = failed.length === 0 ? "all passed" : failed.length === count ? "all failed" : undefined;
  return `${count} tests, ${all ?? `${failed.length} failed`}`;
}

const words: Record<TestDifference["what"], string> = {
  run: "The workflow",
  answer: "Answer",
  outcome: "Outcome",
  reasons: "Reasons",
  score: "Score",
  output: "Output",
};

/** What a difference is about: “Outcome”, “Output “limit””. */
export const differenceName = ({ what, name }: TestDifference): string =>
  name === undefined ? words[what] : `${words[what]} “${name}”`;
