import { describe, expect, it } from "vitest";
import { ukSeller } from "@/db/seed/scenarios/sellers";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { orderCheck } from "@/db/seed/templates/order-check";
import { compilePlan } from "@/server/engine/plan";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { automaticAnswer, exampleAnswers, type Sources, sandboxAnswerTo } from "../answering/policy";
import { pastRunOf } from "../past/policy";
import { type PlayedTrial, playTrial, type Trial } from "../policy";
import type { TrialAnswer } from "../schema";
import { answerShape, inputShape, sampleSetup } from "../shapes/policy";
import { accepted, expectationOf, runTest, runTests, testKey, testOf, withoutTest, withTest } from "./policy";

const at = "2026-01-31T12:00:00.000Z";
const sandbox: Sources = { vendors: "sandbox", people: "hand", past: undefined };

/** A politically exposed owner, so that the run comes to people. */
const answers = ukSeller({
  legalName: "Northwind Traders Ltd",
  owners: [
    {
      ...{ firstName: "Jane", lastName: "Pep", dateOfBirth: "1980-05-01", nationality: "GB" },
      ...{ role: "owner_director", share: 100, isSignatory: true },
    },
  ],
});

/** What people say, in order; everybody else answers by themselves. */
function driven(document: WorkflowDocument, people: readonly object[], sources = sandbox) {
  let trial: Trial = { setup: sampleSetup(document, at), answers: [] };
  let played: PlayedTrial = playTrial(document, trial, nodeCatalogue);
  const said = [...people];
  for (let count = 0; count < 200 && played.questions.length > 0; count++) {
    const [question] = played.questions;
    if (!question) break;
    const answer: TrialAnswer | undefined =
      automaticAnswer(document, played, question, sources) ??
      (said.length > 0 && question.kind === "wait"
        ? { kind: "signal", to: question.to, payload: said.shift() as never }
        : undefined);
    if (!answer) break;
    trial = { ...trial, answers: [...trial.answers, answer] };
    played = playTrial(document, trial, nodeCatalogue);
    expect(played.misfit).toBeUndefined();
  }
  return { trial, played };
}

const item = { kind: "document", key: "source_of_funds", subject: "party", reasonCode: "PEP" };
const sendBack = { verdict: "send_back", reasonCodes: [], by: ["trial"], items: [item] };
const handedIn = {
  answers: { forms: {} },
  requirements: [
    { id: "one", kind: "document", key: "source_of_funds", subject: "party", documentId: "doc_1" },
  ],
};
const approve = { verdict: "approve", reasonCodes: [], by: ["trial"], items: [] };
const filledIn = { answers, submissionId: "trial" };

describe("a trial of the seller policy", () => {
  const { trial, played } = driven(marketplaceSeller, [filledIn, sendBack, handedIn, approve]);

  it("goes through a send-back to its end, vendors answering from the sandbox", () => {
    expect(played.state.decision?.outcome).toBe("approve");
    const visited = played.visits.map(({ node }) => node);
    expect(visited.filter((node) => node === "edd_review")).toHaveLength(2);
    expect(visited).toContain("edd_ask");
    const screening = played.visits.find(({ node }) => node === "people_screening");
    expect(screening?.output).toMatchObject({ status: "hit" });
    expect(screening?.saw?.forms["seller"]).toMatchObject({ legalName: "Northwind Traders Ltd" });
  });

  const test = testOf(trial, played, "Exposed owner, sent back", []);

  it("is kept as a test case that passes, and names what comes out otherwise", () => {
    expect(runTest(marketplaceSeller, test)).toMatchObject({ hasPassed: true, differences: [] });
    const declined = { ...test, expected: { ...test.expected, outcome: "decline", reasonCodes: ["X"] } };
    expect(runTest(marketplaceSeller, declined).differences).toEqual([
      { what: "outcome", expected: "Decline", found: "Approve" },
      { what: "reasons", expected: "X", found: expect.any(String) },
    ]);
    expect(runTest(marketplaceSeller, accepted(marketplaceSeller, declined)).hasPassed).toBe(true);
    const short = { ...test, answers: test.answers.slice(0, 3) };
    expect(runTest(marketplaceSeller, short).differences).toMatchObject([
      { what: "outcome", expected: "Approve", found: expect.stringContaining("Stands at") },
    ]);
  });

  it("says which answer of a test no longer fits a changed policy", () => {
    const { screening, ...nodes } = marketplaceSeller.nodes;
    const changed = { ...marketplaceSeller, nodes: { ...nodes, screening: { ...screening!, type: "gone" } } };
    const result = runTest(changed, test);
    expect(result).toMatchObject({ hasPassed: false, isPlayed: false });
    expect(result.differences[0]).toMatchObject({ what: "answer", name: "Identity documents" });
    const { start: _, ...headless } = marketplaceSeller.nodes;
    expect(runTests({ ...marketplaceSeller, nodes: headless }, [test])[0]?.differences).toEqual([
      { what: "run", expected: "It can be run", found: "The workflow has no start node." },
    ]);
  });

  it("is played once more from its journal: vendors and people answer as they did", () => {
    const plan = compilePlan(marketplaceSeller, nodeCatalogue);
    const past = pastRunOf("run_1", played.journal, plan, () => plan)!;
    const again = driven(marketplaceSeller, [], { vendors: "past", people: "past", past });
    expect(expectationOf(again.played)).toEqual(expectationOf(played));
    // Vendors who were not asked the same say nothing.
    const other = { ...answers, legalName: "Another Ltd", registrationNumber: "99999901" };
    const byHand = driven(marketplaceSeller, [{ ...filledIn, answers: other }], {
      vendors: "past",
      people: "hand",
      past,
    });
    expect(byHand.played.questions).toMatchObject([{ kind: "effect", node: "registry" }]);
  });

  it("takes nothing that is named like a secret out of a past run", () => {
    const plan = compilePlan(orderCheck, nodeCatalogue);
    const journal = [
      { type: "started", at, runId: "run_1", input: { amount: 5, apiKey: "k-1" }, party: {} } as const,
    ];
    expect(pastRunOf("run_1", journal, plan, () => plan)?.setup.input).toEqual({ amount: 5, apiKey: "•••" });
  });
});

describe("the list of tests", () => {
  const { trial, played } = driven(orderCheck, []);
  const editor = { positions: {}, notes: [] };

  it("puts a test in, in its place when it is known, and takes it out", () => {
    const first = testOf(trial, played, "A small order!", []);
    expect(first.key).toBe("a_small_order");
    const second = testOf(trial, played, "A small order!", [first]);
    expect(second.key).toBe("a_small_order_2");
    const both = withTest(withTest(editor, first), second);
    const renamed = withTest(both, { ...first, title: "Renamed" });
    expect(renamed.tests?.map(({ title }) => title)).toEqual(["Renamed", "A small order!"]);
    expect(withoutTest(renamed, first.key).tests).toEqual([second]);
    expect(testKey("Größe 1.000 €", [])).toBe("gro_e_1_000");
    expect(testKey("…", [])).toBe("test");
  });
});

describe("the forms of a trial", () => {
  it("ask for what a request declares, and for the party", () => {
    const { input, party } = inputShape(orderCheck);
    expect(input.properties).toEqual({
      amount: { type: "number", title: "Amount in euro" },
      country: { type: "string", title: "Country it is sent to", description: "Two letters, like GB." },
    });
    expect(Object.keys(party.properties ?? {})).toEqual([
      "kind",
      "name",
      "country",
      "reference",
      "nextReviewOn",
    ]);
    expect(inputShape(marketplaceSeller).input.properties).toEqual({});
  });

  it("have a shape for every vendor's answer, which the sandbox's answer fits", () => {
    const { played } = driven(marketplaceSeller, [filledIn], { ...sandbox, vendors: "hand" });
    const [question] = played.questions;
    expect(question?.node).toBe("registry");
    const shape = answerShape(marketplaceSeller, question!);
    expect(Object.keys(shape.properties ?? {})).toEqual(["status", "label", "sentence", "details", "source"]);
    expect(sandboxAnswerTo(marketplaceSeller, question!, at)).toMatchObject({
      kind: "said",
      output: { status: "clear" },
    });
  });

  it.each(
    Object.values(nodeCatalogue).flatMap((definition) =>
      definition.kind === "effect" ? [[definition.type, definition] as const] : [],
    ),
  )("%s: has an example to answer with", (_, definition) => {
    expect(exampleAnswers(definition).length > 0 || definition.pretended !== undefined).toBe(true);
  });
});
