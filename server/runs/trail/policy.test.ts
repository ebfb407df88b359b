import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "@/server/engine/interpreter";
import { compilePlan, type WorkflowGraph } from "@/server/engine/plan";
import type { RunState } from "@/server/engine/state";
import { blockGraph } from "@/server/testing/engine-blocks";
import { testCatalogue } from "@/server/testing/engine-nodes";
import { World } from "@/server/testing/engine-world";
import { partsOfLine } from "../lines/policy";
import { type NodeTally, tallyOf, trailMarks, trailOf } from "./policy";

const choices = fc.array(fc.nat(1000), { maxLength: 60 });
const outings = fc.array(fc.record({ seed: fc.nat(), choices }), { minLength: 1, maxLength: 6 });
const anyGraph = blockGraph({ races: true, ends: true });

/** Runs of one workflow, each replayed from its journal. */
function replayed(document: WorkflowGraph, runs: { seed: number; choices: number[] }[]): RunState[] {
  const plan = compilePlan(document, testCatalogue);
  return runs.map(({ seed, choices }) => {
    const world = new World({ plan, seed, choices, cuts: true }).run();
    return fold(plan, world.journal);
  });
}

/** As they are counted: equal trails together. */
function counted(states: readonly RunState[]): Map<string, NodeTally> {
  const trails = new Map<string, number>();
  for (const state of states) trails.set(trailOf(state), (trails.get(trailOf(state)) ?? 0) + 1);
  return new Map(
    tallyOf([...trails].map(([trail, runs]) => ({ trail, runs }))).map((tally) => [tally.node, tally]),
  );
}

const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);

describe("what is counted by trails", () => {
  it("is what a recount of the journals finds: runs, times, ways, ends and where they stand", () => {
    fc.assert(
      fc.property(anyGraph, outings, (document, runs) => {
        const states = replayed(document, runs);
        const tallies = counted(states);
        for (const node of Object.keys(document.nodes)) {
          const tally = tallies.get(node);
          const visits = states.map(({ path }) => path.filter((step) => step.node === node));
          expect(tally?.times ?? 0).toBe(sum(visits.map(({ length }) => length)));
          expect(tally?.runs ?? 0).toBe(visits.filter(({ length }) => length > 0).length);
          const stands = (isTrouble: boolean) =>
            states.filter(({ tokens }) =>
              tokens.some((token) => token.node === node && (token.phase === "incident") === isTrouble),
            ).length;
          expect(tally?.waiting ?? 0).toBe(stands(false));
          expect(tally?.attention ?? 0).toBe(stands(true));
          if (document.nodes[node]?.type !== "end") continue;
          const decided = states.filter(({ decision }) => decision?.node === node).length;
          expect((tally?.ways ?? []).map(({ outlet, runs, times }) => [outlet, runs, times])).toEqual(
            decided > 0 ? [["done", decided, decided]] : [],
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  it("adds up along every way: a node is entered as often as the ways to it were taken", () => {
    fc.assert(
      fc.property(anyGraph, outings, (document, runs) => {
        const states = replayed(document, runs);
        const tallies = counted(states);
        const taken = (from: string, outlet: string) =>
          tallies.get(from)?.ways.find((way) => way.outlet === outlet)?.times ?? 0;
        for (const [node, { type }] of Object.entries(document.nodes)) {
          // Several come to a join, and one goes on.
          if (type === "meet") continue;
          const ways = document.edges.filter(({ to }) => to === node);
          // A race may be over before all ways of its split were begun.
          if (ways.some(({ from }) => document.nodes[from]?.type === "part")) continue;
          const came = sum(ways.map(({ from, outlet }) => taken(from, outlet)));
          expect(tallies.get(node)?.times ?? 0).toBe(type === "begin" ? runs.length : came);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("opens as many lines as the runs did", () => {
    fc.assert(
      fc.property(anyGraph, outings, (document, runs) => {
        const states = replayed(document, runs);
        const tallies = counted(states);
        const lines = states.map(({ path }) => [...new Set(path.flatMap(({ frame }) => frame ?? []))]);
        for (const [node, { type }] of Object.entries(document.nodes)) {
          if (type !== "each") continue;
          const opened = sum(
            lines.map((all) => all.filter((line) => partsOfLine(line).node === node).length),
          );
          expect(tallies.get(node)?.ways.find(({ outlet }) => outlet === "each")?.times ?? 0).toBe(opened);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("finds by its marks the very runs it counted", () => {
    fc.assert(
      fc.property(anyGraph, outings, (document, runs) => {
        const trails = replayed(document, runs).map(trailOf);
        const found = (marks: string[]) =>
          trails.filter((trail) => marks.some((mark) => trail.includes(mark))).length;
        for (const tally of tallyOf(trails.map((trail) => ({ trail, runs: 1 })))) {
          expect(found(trailMarks(tally.node, {}))).toBe(tally.runs);
          expect(found(trailMarks(tally.node, { stands: "waiting" }))).toBe(tally.waiting);
          expect(found(trailMarks(tally.node, { stands: "attention" }))).toBe(tally.attention);
          for (const { outlet, runs } of tally.ways)
            expect(found(trailMarks(tally.node, { outlet }))).toBe(runs);
        }
      }),
      { numRuns: 100 },
    );
  });
});

const at = "2026-11-24T10:00:00.000Z";
const went = (path: string[], more: Partial<RunState> = {}) =>
  trailOf({
    path: path.map((step, visit) => {
      const [node = "", outlet] = step.split(" ");
      return { node, visit, enteredAt: at, ...(outlet !== undefined && { outlet }) };
    }),
    tokens: [],
    ...more,
  });

describe("a trail", () => {
  it("counts what was sent back once as a run and twice as visits", () => {
    const trail = went(["start next", "review sent_back", "ask answered", "review approved", "yes"], {
      decision: { outcome: "approve", reasonCodes: [], outputs: {}, score: null, node: "yes" },
    });
    expect(trail).toBe("|ask:answered|review:approved|review:sent_back|start:next|yes:approve|");
    const review = tallyOf([{ trail, runs: 3 }]).find(({ node }) => node === "review");
    expect(review).toMatchObject({ runs: 3, times: 6 });
    expect(review?.ways.map(({ outlet, runs }) => [outlet, runs])).toEqual([
      ["approved", 3],
      ["sent_back", 3],
    ]);
  });

  it("is the same for runs that went the same ways in another order, and tells nodes of like names apart", () => {
    expect(went(["a x", "b x", "a x"])).toBe(went(["b x", "a x", "a x"]));
    const trail = went(["check_a found", "check found"]);
    expect(trailMarks("check", {}).filter((mark) => trail.includes(mark))).toEqual(["|check:"]);
    expect(trailMarks("chec", {}).some((mark) => trail.includes(mark))).toBe(false);
  });

  it("keeps apart outlets whose names hold its own signs", () => {
    const trail = went(["a x|y:z*2"]);
    expect(tallyOf([{ trail, runs: 1 }])).toEqual([
      {
        node: "a",
        runs: 1,
        times: 1,
        waiting: 0,
        attention: 0,
        ways: [{ outlet: "x|y:z*2", runs: 1, times: 1 }],
      },
    ]);
    expect(trailMarks("a", { outlet: "x|y:z*2" }).some((mark) => trail.includes(mark))).toBe(true);
  });
});
