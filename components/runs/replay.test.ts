import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { fold } from "@/server/engine/interpreter";
import { compilePlan, type WorkflowGraph } from "@/server/engine/plan";
import type { RunEvent, RunState } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { isSameState } from "@/server/runs/policy";
import { testCatalogue } from "@/server/testing/engine-nodes";
import { dataDifferences } from "./differences";
import { openReplay } from "./replay";

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

describe("a journal played in the browser", () => {
  test.each(files)("%s comes to the stored state, from whichever side a moment is reached", (file) => {
    const recording = read(file);
    const { journal, state } = recording;
    const plan = planOf(recording);
    const replay = openReplay(plan, journal);
    expect(isSameState(replay.at(journal.length), state)).toBe(true);
    const order = [...journal.keys()].map((place) => place + 1);
    for (const seq of [...order, ...order.toReversed()])
      expect(replay.at(seq)).toEqual(fold(plan, journal.slice(0, seq)));
  });

  it("knows when each visit was entered and left, and what it found", () => {
    const recording = read("seller-sent-back-then-approved.json");
    const replay = openReplay(planOf(recording), recording.journal);
    const { visits } = replay.index()!;
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
    const replay = openReplay(planOf(recording), journal);
    const stopped = replay.index()!.notable.find((seq) => replay.at(seq).status === "attention");
    expect(stopped).toBeGreaterThan(0);
    expect(stopped === 1 ? "" : replay.at(stopped! - 1).status).not.toBe("attention");
  });

  it("moves through 2,000 events without being noticed", () => {
    const recording = read("company-clean.json");
    const plan = planOf(recording);
    const { journal } = recording;
    // Late answers are journalled too: they make a journal long and change nothing.
    const late = Array.from(
      { length: 2_000 },
      (_, n): RunEvent => ({ type: "timer_fired", at: journal[0]!.at, key: `late:${n}` }),
    );
    const long = [journal[0]!, ...late, ...journal.slice(1)];
    const begun = performance.now();
    const replay = openReplay(plan, long);
    expect(isSameState(replay.at(long.length), recording.state)).toBe(true);
    for (let seq = 1; seq <= long.length; seq++) replay.at(seq);
    for (let seq = long.length; seq > 0; seq -= 7) replay.at(seq);
    expect(performance.now() - begun).toBeLessThan(2_000);
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
