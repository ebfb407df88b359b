import { expect, test } from "vitest";
import { graph, testCatalogue } from "@/server/testing/engine-nodes";
import { countVisit, hear, openDraft } from "./draft";
import { start } from "./interpreter";
import { compilePlan } from "./plan";

const plan = compilePlan(graph({ go: ["begin"], it: ["wait"] }, ["go.way0 it"]), testCatalogue);
const { state } = start(plan, { runId: "run", input: {}, party: {} }, "2026-01-31T12:00:00Z");

test("a step copies what it writes to once and leaves the caller's state alone", () => {
  const before = JSON.stringify(state);
  const draft = openDraft(plan, state);
  expect(draft.state.heard).toBe(state.heard);
  hear(draft, "a", undefined, state.now);
  const own = draft.state.heard;
  hear(draft, "b", undefined, state.now);
  countVisit(draft, "it");
  expect(draft.state.heard).toBe(own);
  expect(own).toEqual({ a: true, b: true });
  expect(draft.state.path).toBe(state.path);
  expect(JSON.stringify(state)).toBe(before);
});

test("a fold, which owns everything, copies nothing: it costs what its events cost", () => {
  const draft = openDraft(plan, structuredClone(state));
  draft.owned = new Set(["visits", "heard", "path"]);
  const { heard, visits } = draft.state;
  for (let i = 0; i < 100; i++) {
    hear(draft, `${i}`, undefined, state.now);
    countVisit(draft, "it");
  }
  expect(draft.state.heard).toBe(heard);
  expect(draft.state.visits).toBe(visits);
});
