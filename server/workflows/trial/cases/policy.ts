import { nodeCatalogue } from "@/server/nodes/catalogue";
import { canonicalJson } from "@/server/platform/canonical";
import type { EditorPart, WorkflowDocument } from "@/server/workflows/schema";
import { type PlayedTrial, planOf, playOn, playTrial, type Trial } from "../policy";
import type { Expectation, SavedTest } from "../schema";

/** What a trial has come to, as a test case expects it. */
export function expectationOf({ state: { decision } }: Pick<PlayedTrial, "state">): Expectation {
  return decision
    ? {
        outcome: decision.outcome,
        reasonCodes: [...decision.reasonCodes],
        score: decision.score,
        outputs: decision.outputs,
      }
    : { outcome: null, reasonCodes: [], score: null, outputs: {} };
}

/** One thing that came out otherwise than the test case says. */
export interface TestDifference {
  what: "run" | "answer" | "outcome" | "reasons" | "score" | "output";
  /** Of an output: its name. Of an answer: the node it was for. */
  name?: string;
  expected: string;
  found: string;
}

export interface TestResult {
  test: SavedTest;
  hasPassed: boolean;
  /** Every answer fitted, so what came out could be expected from now on. */
  isPlayed: boolean;
  differences: TestDifference[];
}

/** Plays every test case on the document as it stands. */
export const runTests = (document: WorkflowDocument, tests: readonly SavedTest[]): TestResult[] =>
  tests.map(testerOf(document));

export const runTest = (document: WorkflowDocument, test: SavedTest): TestResult => testerOf(document)(test);

/** Plays test cases on one document, which is compiled once. */
export function testerOf(document: WorkflowDocument): (test: SavedTest) => TestResult {
  const { plan, broken } = planOf(document, nodeCatalogue);
  return (test) => {
    if (!plan) {
      const differences: TestDifference[] = [{ what: "run", expected: "It can be run", found: broken }];
      return { test, hasPassed: false, isPlayed: false, differences };
    }
    const played = playOn(plan, test);
    const differences = differencesOf(document, test, played);
    return { test, hasPassed: differences.length === 0, isPlayed: played.misfit === undefined, differences };
  };
}

/** The test with what comes out now as what it expects. */
export const accepted = (document: WorkflowDocument, test: SavedTest): SavedTest => ({
  ...test,
  expected: expectationOf(playTrial(document, test, nodeCatalogue)),
});

const json = (value: unknown) => (value === undefined ? "nothing" : canonicalJson(value));

function differencesOf(document: WorkflowDocument, test: SavedTest, played: PlayedTrial): TestDifference[] {
  const { expected } = test;
  const found = expectationOf(played);
  const titleOf = (key: string | null) =>
    key === null
      ? noDecision(document, played)
      : (document.outcomes.find((one) => one.key === key)?.title ?? key);
  const differences: TestDifference[] = [];
  if (played.misfit) {
    const answer = test.answers[played.misfit.answer];
    const to = answer && "to" in answer ? answer.to.split(/[:@]/)[0] : undefined;
    differences.push({
      what: "answer",
      name: to === undefined ? "Time" : (document.nodes[to]?.title ?? to),
      expected: `Answer ${played.misfit.answer + 1} of ${test.answers.length} fits`,
      found: played.misfit.why,
    });
  }
  if (expected.outcome !== found.outcome)
    differences.push({
      what: "outcome",
      expected: expected.outcome === null ? "No decision yet" : titleOf(expected.outcome),
      found: titleOf(found.outcome),
    });
  if (expected.outcome === null || found.outcome === null) return differences;
  const codes = (list: readonly string[]) => (list.length === 0 ? "none" : [...list].sort().join(", "));
  if (codes(expected.reasonCodes) !== codes(found.reasonCodes))
    differences.push({
      what: "reasons",
      expected: codes(expected.reasonCodes),
      found: codes(found.reasonCodes),
    });
  if (expected.score !== found.score)
    differences.push({ what: "score", expected: json(expected.score), found: json(found.score) });
  const names = new Set([...Object.keys(expected.outputs), ...Object.keys(found.outputs)]);
  for (const name of names)
    if (json(expected.outputs[name]) !== json(found.outputs[name]))
      differences.push({
        what: "output",
        name,
        expected: json(expected.outputs[name]),
        found: json(found.outputs[name]),
      });
  return differences;
}

function noDecision(document: WorkflowDocument, { questions, state }: PlayedTrial): string {
  const [question] = questions;
  if (!question) return state.status === "cancelled" ? "Cancelled" : "No decision";
  return `Stands at ${document.nodes[question.node]?.title ?? question.node}`;
}

/** A key that no other test has, made of the title. */
export function testKey(title: string, tests: readonly SavedTest[]): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 50);
  const base = words === "" ? "test" : words;
  const taken = new Set(tests.map(({ key }) => key));
  for (let n = 1; ; n++) {
    const key = n === 1 ? base : `${base}_${n}`;
    if (!taken.has(key)) return key;
  }
}

export const testOf = (
  { setup, answers }: Trial,
  played: PlayedTrial,
  title: string,
  tests: readonly SavedTest[],
): SavedTest => ({
  key: testKey(title, tests),
  title: title.trim(),
  setup,
  answers: [...answers],
  expected: expectationOf(played),
});

/** The editor part with a test case put in, in the place of the one of its key. */
export function withTest(editor: EditorPart, test: SavedTest): EditorPart {
  const tests = editor.tests ?? [];
  const isKnown = tests.some(({ key }) => key === test.key);
  return {
    ...editor,
    tests: isKnown ? tests.map((one) => (one.key === test.key ? test : one)) : [...tests, test],
  };
}

export const withoutTest = (editor: EditorPart, key: string): EditorPart => ({
  ...editor,
  tests: (editor.tests ?? []).filter((one) => one.key !== key),
});
