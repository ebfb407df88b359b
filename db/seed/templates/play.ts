import type { Json, JsonObject } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { testKey } from "@/server/workflows/trial/cases/policy";
import { playTrial } from "@/server/workflows/trial/policy";
import type { SavedTest, TrialAnswer } from "@/server/workflows/trial/schema";

/** What a step is answered in a test case: a vendor's answer, a failure, or what a person hands in. */
export type Answer = { said: Json } | { signal: JsonObject } | { failed: true };

export interface CaseSpec {
  title: string;
  /** What is known of the party besides. */
  party?: JsonObject;
  answers: { [node: string]: Answer | readonly Answer[] };
  expected: {
    outcome: string | null;
    reasonCodes?: string[];
    score?: number | null;
    outputs?: JsonObject;
  };
}

const AT = "2026-11-24T10:00:00.000Z";
const MOST = 60;

/**
 * A saved test, its answers in the order in which the workflow asks for them. What it should come to is the policy's,
 * written down beside it: nothing here looks at what comes out.
 */
export function savedTest(
  document: WorkflowDocument,
  { title, party = {}, answers, expected }: CaseSpec,
  known: readonly SavedTest[],
): SavedTest {
  const setup = {
    at: AT,
    input: {},
    party: { kind: document.settings.partyKind, country: "US", ...party },
    pins: {},
  };
  const told: TrialAnswer[] = [];
  const used = new Map<string, number>();
  for (let count = 0; count < MOST; count++) {
    const [question] = playTrial(document, { setup, answers: told }, nodeCatalogue).questions;
    if (!question) break;
    const { node, to, kind } = question;
    const given = answers[node];
    const place = used.get(node) ?? 0;
    const answer = Array.isArray(given) ? given[place] : place === 0 || kind === "effect" ? given : undefined;
    used.set(node, place + 1);
    // Mails leave; a step nobody answers is where the case stops.
    if (document.nodes[node]?.type === "notify") told.push({ kind: "said", to, output: {} });
    else if (!answer) break;
    else told.push(answerTo(to, answer));
  }
  return {
    key: testKey(title, known),
    title,
    setup,
    answers: told,
    expected: { reasonCodes: [], score: null, outputs: {}, ...expected },
  };
}

function answerTo(to: string, answer: Answer): TrialAnswer {
  if ("said" in answer) return { kind: "said", to, output: answer.said };
  if ("signal" in answer) return { kind: "signal", to, payload: answer.signal };
  return { kind: "failed", to, error: { kind: "unavailable", message: "It does not answer." }, always: true };
}

/** All cases of a template, each under a key of its own. */
export function savedTests(document: WorkflowDocument, specs: readonly CaseSpec[]): SavedTest[] {
  const tests: SavedTest[] = [];
  for (const spec of specs) tests.push(savedTest(document, spec, tests));
  return tests;
}

const SOURCE = "Test";

/** Answers of vendors as a check hands them on. */
export const vendor = {
  clear: (details: JsonObject = {}): Answer => ({
    said: { status: "clear", label: "Clear", sentence: "Nothing was found.", details, source: SOURCE },
  }),
  says: (status: string, details: JsonObject): Answer => ({
    said: { status, label: "Found", sentence: "Something was found.", details, source: SOURCE },
  }),
  listed: (list: string, confirmed: boolean): Answer =>
    vendor.says("hit", {
      hits: [{ name: "Robin Example", list, score: 97, confirmed, reason: "Same name and birth date" }],
    }),
  silent: { failed: true } as Answer,
};

export const submitted = (answers: JsonObject): Answer => ({ signal: { answers, submissionId: "test" } });

export const verdict = (says: "approve" | "decline", reasonCodes: string[] = []): Answer => ({
  signal: { verdict: says, reasonCodes, by: ["mem_1", "mem_2"], items: [] },
});
