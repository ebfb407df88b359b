import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { fold, step } from "@/server/engine/interpreter";
import { compilePlan, type Plan, type WorkflowGraph } from "@/server/engine/plan";
import type { RunEvent, RunState } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { isSameState } from "@/server/runs/policy";
import { testCatalogue } from "@/server/testing/engine-nodes";
import { unwiredDocument } from "@/server/testing/run-documents";
import { workflowDocument } from "@/server/workflows/schema";
import { dataDifferences } from "./differences";
import { indexOf, openReplay, type Plans } from "./replay";

interface Recording {
  catalogue: "nodes" | "test";
  document: WorkflowGraph;
  journal: RunEvent[];
  state: RunState;
}
const folder = "server/engine/journals";
const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
const read = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Recording;
const planOf = ({ document, catalogue }: Recording) =>
  compilePlan(document, catalogue === "nodes" ? nodeCatalogue : testCatalogue);

function indexed(plans: Plans, events: readonly RunEvent[]) {
  const work = indexOf(plans, events);
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value!;
}

const always = (plan: Plan): Plans => ({ at: () => plan, of: () => plan });

describe("a journal played in the browser", () => {
  test.each(files)("%s comes to the stored state, from whichever side a moment is reached", (file) => {
    const recording = read(file);
    const { journal, state } = recording;
    const plan = planOf(recording);
    const replay = openReplay(always(plan), journal);
    expect(isSameState(replay.at(journal.length), state)).toBe(true);
    const order = [...journal.keys()].map((place) => place + 1);
    for (const seq of [...order, ...order.toReversed()])
      expect(replay.at(seq)).toEqual(fold(plan, journal.slice(0, seq)));
  });

  it("knows when each visit was entered and left, and what it found", () => {
    const recording = read("seller-sent-back-then-approved.json");
    const plans = always(planOf(recording));
    const replay = openReplay(plans, recording.journal);
    const { visits } = indexed(plans, recording.journal);
    const { path } = recording.state;
    expect(visits).toHaveLength(path.length);
    visits.forEach((visit, place) => {
      const { node } = path[place]!;
      expect(replay.at(visit.enteredSeq).path[place]?.node).toBe(node);
      if (visit.enteredSeq > 1) expect(replay.at(visit.enteredSeq - 1).path[place]).toBeUndefined();
      if (visit.leftSeq) expect(replay.at(visit.leftSeq).path[place]?.leftAt).toBeDefined();
    });
  });

  it("names the events that stopped the run", () => {
    const recording = read("any-attention.json");
    const { journal } = recording;
    const plans = always(planOf(recording));
    const replay = openReplay(plans, journal);
    const stopped = indexed(plans, journal).notable.find((seq) => replay.at(seq).status === "attention");
    expect(stopped).toBeGreaterThan(0);
    expect(stopped === 1 ? "" : replay.at(stopped! - 1).status).not.toBe("attention");
  });

  it("moves through 2,000 events that all count, there and back and by leaps", () => {
    const plan = compilePlan(workflowDocument.parse(unwiredDocument()), nodeCatalogue);
    const at = "2026-11-23T12:00:00.000Z";
    const input = { number: "12345650" };
    const long: RunEvent[] = [{ type: "started", at, runId: "run_1", input, party: { name: "Acme Ltd" } }];
    let state = fold(plan, long);
    const by = { kind: "member" as const, id: "mem_1" };
    const error = { kind: "refused" as const, message: "It refused." };
    while (long.length < 2_000) {
      const [token] = state.tokens;
      const event: RunEvent =
        token?.phase === "incident"
          ? {
              ...{ type: "incident_resolved", at, key: `req_${long.length}`, tokenId: token.id },
              ...{ how: { action: "retry" }, by, reason: "again" },
            }
          : { type: "effect_failed", at, key: token!.pending[0]!.key, error };
      state = step(plan, state, event).state;
      long.push(event);
    }
    expect(Object.keys(state.heard)).toHaveLength(1_999);
    const replay = openReplay(always(plan), long);
    expect(isSameState(replay.at(long.length), state)).toBe(true);
    expect(indexed(always(plan), long).notable.length).toBeGreaterThan(1_900);
    for (let seq = 1; seq <= long.length; seq++) replay.at(seq);
    for (let seq = long.length; seq > 0; seq -= 1) replay.at(seq);
    for (const seq of [1_999, 3, 1_501, 77, 1_099])
      expect(isSameState(replay.at(seq), fold(plan, long.slice(0, seq)))).toBe(true);
  });

  it("goes on with the plan of the version a run was moved to", () => {
    const before = compilePlan(workflowDocument.parse(unwiredDocument()), nodeCatalogue);
    const after = compilePlan(
      workflowDocument.parse({ ...unwiredDocument(), title: "Second" }),
      nodeCatalogue,
    );
    const at = "2026-11-23T12:00:00.000Z";
    const by = { kind: "member" as const, id: "mem_1" };
    const journal: RunEvent[] = [
      { type: "started", at, runId: "run_1", input: { number: "1" }, party: {} },
      { type: "migrated", at, key: "mig_1", fromVersion: 1, toVersion: 2, by, reason: "moved" },
      { type: "cancel_requested", at, by, reason: "enough" },
    ];
    const heardBy: [number, Plan][] = [];
    const plans: Plans = {
      at: (seq) => {
        const plan = seq < 2 ? before : after;
        heardBy.push([seq, plan]);
        return plan;
      },
      of: () => after,
    };
    const replay = openReplay(plans, journal);
    expect(replay.at(1).status).not.toBe("cancelled");
    expect(replay.at(3).status).toBe("cancelled");
    expect(replay.at(3)).toEqual(fold(before, journal, () => after));
    expect(heardBy.find(([seq]) => seq === 2)?.[1]).toBe(after);
  });
});

describe("what an event changed", () => {
  it("is named leaf by leaf, with what is called a secret masked", () => {
    const recording = read("company-clean.json");
    const state = recording.state;
    const before = {
      ...state,
      data: { ...state.data, values: { limit: 1, list: ["a"], token: "before-it" } },
    };
    const after = {
      ...state,
      data: {
        ...state.data,
        values: { limit: 2, list: ["a", "b"], token: "after-it", more: { deep: true } },
      },
    };
    expect(dataDifferences(before, after)).toEqual([
      { path: "values.limit", before: 1, after: 2 },
      { path: "values.list", before: ["a"], after: ["a", "b"] },
      { path: "values.token", before: "•••", after: "•••" },
      { path: "values.more.deep", after: true },
    ]);
    expect(dataDifferences(after, after)).toEqual([]);
  });
});
