import { describe, expect, it } from "vitest";
import type { RunStep } from "@/server/runs/schema";
import { workflowDocument } from "@/server/workflows/schema";
import { stepSentence } from "./step-sentence";

const types = { c: "check", r: "rules", o: "ownership", v: "review", q: "request_information", b: "branch" };
const document = workflowDocument.parse({
  format: "workflow/v1",
  key: "small",
  title: "Small",
  outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
  nodes: Object.fromEntries(
    Object.entries(types).map(([key, type]) => [key, { type, version: 1, title: key, config: {} }]),
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
  ])("says what came of a step (%s %o)", (node, output, sentence) =>
    expect(said(node, output)).toBe(sentence),
  );

  it("says how a branch was left, and what a waiting step waits for", () => {
    expect(said("b", { chosen: "large" }, "large")).toBe("Way large.");
    expect(said("c", {}, null, "Asking the registry.")).toBe("Asking the registry.");
  });

  it("says nothing about an output it does not understand", () => {
    for (const output of [null, undefined, 5, "x", [1], {}]) expect(said("o", output)).toBeNull();
  });
});
