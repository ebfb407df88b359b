import { describe, expect, it } from "vitest";
import { exampleSource } from "@/server/engine/example";
import type { NodeDefinition } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { RunStep } from "@/server/runs/schema";
import { workflowDocument } from "@/server/workflows/schema";
import { stepSentence } from "./step-sentence";

const types = {
  ...{ c: "check", r: "rules", o: "ownership", v: "review", q: "request_information", b: "branch" },
  ...{ s: "screening", h: "http_request", d: "sql_query", n: "notify", p: "set_party_data", w: "wait" },
  ...{ f: "collect", e: "for_each", j: "join", u: "sub_workflow", t: "split", m: "branch" },
};
const configs: { [key: string]: object } = {
  t: { branches: ["company", "people"].map((key) => ({ key, title: `The ${key}` })) },
  j: { split: "t" },
  m: { by: "outcome" },
};
const document = workflowDocument.parse({
  format: "workflow/v1",
  key: "small",
  title: "Small",
  outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
  nodes: Object.fromEntries(
    Object.entries(types).map(([key, type]) => [
      key,
      { type, version: 1, title: key, config: configs[key] ?? {} },
    ]),
  ),
  edges: [],
  settings: { partyKind: "person", party: { name: "forms.a.name", country: "forms.a.country" } },
});
const said = (
  node: string,
  output: unknown,
  outlet: string | null = "next",
  sentence: string | null = null,
) =>
  stepSentence(
    { node, visit: 1, outlet, enteredAt: "", leftAt: null, state: "left", sentence, output } as RunStep,
    document,
    (key) => `Way ${key}`,
  );

describe("stepSentence", () => {
  it.each([
    ["c", { results: [{ label: "Active", sentence: "The company is active." }] }, "The company is active."],
    [
      "c",
      { results: [{ label: "Clear" }, { label: "Clear" }, { label: "PEP" }] },
      "3 answers: 2 × Clear, PEP.",
    ],
    ["c", { results: [] }, "Nobody to ask about."],
    ["r", { fired: [], points: 0 }, "No rule fired."],
    ["r", { fired: [{ code: "R1" }], points: 30 }, "1 rule fired: R1; 30 points."],
    [
      "r",
      { fired: ["A", "B", "C", "D", "E"].map((code) => ({ code })), points: 1 },
      "5 rules fired: A, B, C and 2 more; 1 point.",
    ],
    [
      "o",
      { owners: [{ isBeneficialOwner: true }, { isBeneficialOwner: false }] },
      "1 beneficial owner among 2.",
    ],
    ["v", { verdict: "approve", by: ["a", "b"], items: [] }, "Approved by 2 members."],
    ["v", { verdict: "send_back", by: ["a"], items: [{}] }, "1 item sent back."],
    ["q", { answered: [{}, {}] }, "2 items answered."],
    ["s", { results: [{ label: "Clear", sentence: "No hit above 88 %." }] }, "No hit above 88 %."],
    ["h", { status: 200, score: 5, name: "x" }, "Answered with 200; 2 values kept."],
    ["h", { failure: "timeout" }, "There was no answer in time."],
    ["d", { rows: [], count: 0, isCut: false }, "0 rows."],
    ["d", { rows: [], count: 100, isCut: true }, "More rows than it keeps: the first 100."],
    ["p", { written: ["risk"], nextReviewOn: "2027-01-31" }, "1 value written; next review on 2027-01-31."],
    ["p", { written: [], nextReviewOn: null }, null],
    ["w", { ended: "received", payload: {} }, "The signal was received."],
    ["w", { ended: "elapsed" }, "The time was over."],
    [
      "e",
      { count: 3, failed: 0, items: [{ result: "clear" }, { result: "clear" }, { result: "hit" }] },
      "3 elements: 2 clear, 1 hit.",
    ],
    ["e", { count: 0, failed: 0, items: [] }, "The list was empty."],
    ["j", { arrived: ["company", "people"] }, "The company and The people came here."],
    ["u", { status: "completed", outcome: "approve" }, "It decided “Approve”."],
    ["u", { status: "cancelled" }, "It ended without a decision."],
  ])("says what came of a step (%s %o)", (node, output, sentence) =>
    expect(said(node, output)).toBe(sentence),
  );

  it("says how a branch was left, and what a waiting step waits for", () => {
    expect(said("b", { chosen: "large" }, "large")).toBe("Way large.");
    expect(said("c", {}, null, "Asking the registry.")).toBe("Asking the registry.");
  });

  it("says what a branch by outcome went by, and that something was sent or submitted", () => {
    expect(said("m", { chosen: "approve" }, "approve")).toBe("Most severe outcome: Approve.");
    expect(said("m", { chosen: "none" }, "none")).toBe("No outcome was proposed.");
    expect(said("n", {}, "sent")).toBe("Sent.");
    expect(said("n", {}, "failed")).toBe("Way failed.");
    expect(said("f", { submittedAt: "" }, "submitted")).toBe("The applicant submitted it.");
  });

  it.each(
    Object.values<NodeDefinition>(nodeCatalogue).flatMap((definition) =>
      definition.examples.map(
        (example) => [`${definition.type}: ${example.name}`, definition, example] as const,
      ),
    ),
  )("is a sentence or nothing for what the type itself shows (%s)", (_, definition, example) => {
    const said = definition.said?.(example.output ?? {}, {
      outlet: example.outlet,
      config: example.config as { [name: string]: unknown },
      source: exampleSource(definition, example),
    });
    if (said) expect(said).toMatch(/^(?!.*(undefined|NaN|\[object))\S.*[.)]$/);
  });

  it("says nothing about an output it does not understand", () => {
    for (const output of [null, undefined, 5, "x", [1], {}]) expect(said("o", output)).toBeNull();
  });
});
