import type { TestDifference } from "../trial/cases/policy";
import type { TestReport } from "./schema";

/** Saved tests in words: the same on the screen that asks, in the refusal, and in the history. */

const tests = (count: number) => (count === 1 ? "1 test" : `${count} tests`);

/** “24 tests, all passed”, “24 tests, 2 failed”, “No tests”. */
export function testsSentence({ count, failed }: TestReport): string {
  if (count === 0) return "No tests";
  if (failed.length === 0) return count === 1 ? "1 test, passed" : `${tests(count)}, all passed`;
  return failed.length === count ? `${tests(count)}, all failed` : `${tests(count)}, ${failed.length} failed`;
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
