import { setImmediate } from "node:timers/promises";
import type { FailedTest, TestReport } from "./saved-tests/schema";
import type { EditorPart, WorkflowDocument } from "./schema";
import { testerOf } from "./trial/cases/policy";

/** A version keeps its report for good; whoever wants whole values opens the test. */
const MOST_CHARACTERS = 300;
const MOST_DIFFERENCES = 20;

/** By whole characters: the database takes no half of one. */
const cut = (text: string) =>
  text.length > MOST_CHARACTERS ? `${[...text].slice(0, MOST_CHARACTERS).join("")} …` : text;

/** Plays every saved test with the real interpreter, letting other requests in between. */
export async function runSavedTests(
  document: WorkflowDocument,
  { tests = [] }: Pick<EditorPart, "tests">,
): Promise<TestReport> {
  const failed: FailedTest[] = [];
  if (tests.length === 0) return { count: 0, failed };
  const play = testerOf(document);
  for (const test of tests) {
    const { hasPassed, differences } = play(test);
    const told = differences.slice(0, MOST_DIFFERENCES).map((one) => ({
      ...one,
      ...{ expected: cut(one.expected), found: cut(one.found) },
    }));
    if (!hasPassed) failed.push({ key: test.key, title: test.title, differences: told });
    await setImmediate();
  }
  return { count: tests.length, failed };
}
