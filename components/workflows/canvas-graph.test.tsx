import { describe, expect, it } from "vitest";
import type { NodeDefinition } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { RunStep } from "@/server/runs/schema";
import { workflowDocument } from "@/server/workflows/schema";
import { canvasGraph } from "./canvas-graph";
import { nodeIcons } from "./node-icon";

const document = workflowDocument.parse({
  format: "workflow/v1",
  key: "small",
  title: "Small",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {
    start: { type: "application_start", version: 1, title: "Application", config: {} },
    ask: { type: "request_information", version: 1, title: "Ask", config: { from: "proposals" } },
    by_outcome: { type: "branch", version: 1, title: "By outcome", config: { by: "outcome" } },
    yes: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
    no: { type: "end", version: 1, title: "Declined", config: { outcome: "decline" } },
  },
  edges: [
    { from: "start", outlet: "next", to: "by_outcome" },
    { from: "by_outcome", outlet: "approve", to: "yes" },
    { from: "by_outcome", outlet: "decline", to: "no" },
    { from: "by_outcome", outlet: "none", to: "ask" },
    { from: "ask", outlet: "answered", to: "by_outcome" },
  ],
  settings: { partyKind: "person", party: { name: "forms.a.name", country: "forms.a.country" } },
});

const step = (
  node: string,
  visit: number,
  outlet: string | null,
  state: RunStep["state"] = "left",
): RunStep => ({
  node,
  visit,
  outlet,
  enteredAt: "2026-11-24T10:00:00.000Z",
  leftAt: outlet === null ? null : "2026-11-24T10:00:01.000Z",
  state,
  sentence: null,
  output: {},
});

describe("canvasGraph", () => {
  it("has a picture for every node type", () => {
    for (const node of Object.values<NodeDefinition>(nodeCatalogue))
      expect(nodeIcons).toHaveProperty(node.icon);
  });

  it("names outlets by outcome, and says which lead nowhere", () => {
    const { nodes } = canvasGraph(document, null);
    const branch = nodes.find((node) => node.id === "by_outcome")!;
    expect(branch.outlets.map(({ key, tone, isWired }) => [key, tone, isWired])).toEqual([
      ["approve", "approve", true],
      ["decline", "decline", true],
      ["none", undefined, true],
    ]);
    const ask = nodes.find((node) => node.id === "ask")!;
    expect(
      ask.outlets.filter((outlet) => !outlet.isWired && !outlet.isOptional).map(({ key }) => key),
    ).toContain("nothing");
    expect(nodes.find((node) => node.id === "no")!.tone).toBe("decline");
    expect(nodes.every((node) => node.mark === undefined)).toBe(true);
  });

  it("lights the path of a run: what was left, where it stands, what it never saw", () => {
    const path = [
      step("start", 1, "next"),
      step("by_outcome", 1, "none"),
      step("ask", 1, "answered"),
      step("by_outcome", 2, "none"),
      step("ask", 2, null, "waiting"),
    ];
    const { nodes, edges } = canvasGraph(document, path);
    const marks = Object.fromEntries(nodes.map((node) => [node.id, node.mark]));
    expect(marks).toEqual({
      start: "taken",
      by_outcome: "taken",
      ask: "here",
      yes: "untouched",
      no: "untouched",
    });
    expect(nodes.find((node) => node.id === "by_outcome")!.visits).toBe(2);
    expect(edges.filter((edge) => edge.mark === "taken").map((edge) => edge.id)).toEqual([
      "start:next",
      "by_outcome:none",
      "ask:answered",
    ]);
    const stuck = canvasGraph(document, [step("start", 1, "next"), step("by_outcome", 1, null, "incident")]);
    expect(stuck.nodes.find((node) => node.id === "by_outcome")!.mark).toBe("trouble");
  });

  it("shows a node of an unknown type instead of failing", () => {
    const odd = {
      ...document,
      nodes: { ...document.nodes, odd: { type: "later", version: 1, title: "Later", config: {} } },
    };
    expect(canvasGraph(odd, null).nodes.find((node) => node.id === "odd")!.sentence).toContain(
      "does not know",
    );
  });
});
