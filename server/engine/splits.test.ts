import { describe, expect, it } from "vitest";
import { graph, testCatalogue } from "@/server/testing/engine-nodes";
import { fold, start, step } from "./interpreter";
import { compilePlan, type Plan } from "./plan";
import type { RunEvent, RunState, StepResult } from "./state";

const AT = "2026-01-31T12:00:00.000Z";
const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();
const by = { kind: "member", id: "mem_1" } as const;

const planOf = (...args: Parameters<typeof graph>) => compilePlan(graph(...args), testCatalogue);
const begin = (plan: Plan) => start(plan, { runId: "run", input: {}, party: {} }, AT);
const say = (plan: Plan, state: RunState, place: string, way = "way0", at = later(1)): StepResult =>
  step(plan, state, {
    type: "signal_received",
    at,
    key: "k",
    waitKey: `run:${place}:1`,
    payload: { way },
    by,
  });
const wishes = (result: StepResult) => result.commands.map(({ type, key }) => `${type} ${key}`);
const standing = (state: RunState) => state.tokens.map(({ id }) => id).sort();

/** start → s ⇒ a, b, c → j → after → end, all of them waits. */
const three = (n?: number) =>
  planOf(
    {
      go: ["begin"],
      s: ["part", { ways: 3 }],
      a: ["wait", { deadlineMs: 60_000 }],
      b: ["ask", { scopes: ["x"] }],
      c: ["wait"],
      j: ["meet", { split: "s", ...(n === undefined ? {} : { n }) }],
      after: ["wait"],
      done: ["end"],
    },
    [
      "go.way0 s",
      "s.way0 a",
      "s.way1 b",
      "s.way2 c",
      "a.way0 j",
      "b.way0 j",
      "c.way0 j",
      "j.joined after",
      "after.way0 done",
    ],
  );
const answered = (key: string, at = later(1)): RunEvent => ({ type: "effect_succeeded", at, key, output: 1 });

describe("a split and its join", () => {
  it("puts a token on each outlet, each under keys of its own, and goes on when all have come", () => {
    const plan = three();
    const first = begin(plan);
    expect(wishes(first)).toEqual([
      "await_signal run:a@s.1.1.way0::1:1",
      "start_timer run:a@s.1.1.way0::1:1:deadline",
      "perform run:b@s.1.1.way1:x:1:1",
      "await_signal run:c@s.1.1.way2::1:1",
    ]);
    let { state } = say(plan, first.state, "c@s.1.1.way2::1");
    state = step(plan, state, answered("run:b@s.1.1.way1:x:1:1")).state;
    expect(standing(state)).toEqual(["a@s.1.1.way0:1:1"]);
    const last = say(plan, state, "a@s.1.1.way0::1");
    expect(wishes(last)).toEqual([
      "cancel_timer run:a@s.1.1.way0::1:1:deadline",
      "await_signal run:after::1:1",
    ]);
    expect(last.state.frames).toBeUndefined();
    expect(last.state.data.nodes["j"]).toEqual({ arrived: ["way0", "way1", "way2"] });
    expect(Object.keys(last.state.data.nodes).sort()).toEqual(["a", "b", "c", "go", "j"]);
  });

  it("ends the others when the first has come: timers, waits, questions, and what was found there", () => {
    const plan = three(1);
    const result = step(plan, begin(plan).state, answered("run:b@s.1.1.way1:x:1:1"));
    expect(wishes(result)).toEqual([
      "cancel_timer run:a@s.1.1.way0::1:1:deadline",
      "close_wait run:a@s.1.1.way0::1:1",
      "close_wait run:c@s.1.1.way2::1:1",
      "await_signal run:after::1:1",
    ]);
    expect(standing(result.state)).toEqual(["after:1:1"]);
    expect(say(plan, result.state, "c@s.1.1.way2::1").ignored).toBe("late");
  });

  it("goes on when n have come", () => {
    const plan = three(2);
    const { state } = say(plan, begin(plan).state, "c@s.1.1.way2::1");
    const result = say(plan, state, "a@s.1.1.way0::1");
    expect(result.state.data.nodes["j"]).toEqual({ arrived: ["way0", "way2"] });
    expect(step(plan, result.state, answered("run:b@s.1.1.way1:x:1:1")).ignored).toBe("late");
  });

  it("does not let a branch see what a neighbour found; where two wrote the same, the later branch stands", () => {
    const plan = three();
    const { state } = begin(plan);
    const one = say(plan, say(plan, state, "a@s.1.1.way0::1").state, "c@s.1.1.way2::1", "way0", later(9));
    const two = say(plan, say(plan, state, "c@s.1.1.way2::1", "way0", later(9)).state, "a@s.1.1.way0::1");
    expect(two.state.frames).toEqual(one.state.frames);
    const shared = planOf(
      { go: ["begin"], s: ["part"], t: ["think"], w: ["wait"], j: ["meet", { split: "s" }], hold: ["wait"] },
      ["go.way0 s", "s.way0 w", "s.way1 t", "w.way0 t", "t.way0 j", "j.joined hold"],
    );
    const merged = say(shared, begin(shared).state, "w@s.1.1.way0::1").state;
    const direct = merged.path.filter(({ node }) => node === "t");
    expect(direct.map(({ frame, visit }) => [frame, visit])).toEqual([
      ["s.1.1.way1", 1],
      ["s.1.1.way0", 1],
    ]);
    // way1 is the later branch, so its answer stands although it came first.
    const alone = fold(shared, [{ type: "started", at: AT, runId: "run", input: {}, party: {} }]);
    expect(merged.data.nodes["t"]).toEqual(alone.frames?.["s.1.1.way1"]?.local.nodes["t"]);
    expect(merged.visits["t"]).toBe(2);
  });

  it("ends the whole run when a branch comes to an end", () => {
    const plan = planOf(
      {
        go: ["begin"],
        s: ["part"],
        a: ["wait", { deadlineMs: 5 }],
        b: ["think"],
        no: ["end"],
        j: ["meet", { split: "s" }],
      },
      ["go.way0 s", "s.way0 a", "s.way1 b", "b.way0 no", "a.way0 j", "j.joined no"],
    );
    const { state, commands } = begin(plan);
    expect(state.status).toBe("completed");
    expect(state.tokens).toEqual([]);
    expect(state.frames).toBeUndefined();
    // What the other branch wished for in the same step is never wished for.
    expect(commands.map(({ type }) => type)).toEqual(["finish"]);
  });

  it("stops at a person where a branch comes to the join of another split, and where nothing was split", () => {
    const plan = planOf({ go: ["begin"], j: ["meet", { split: "go" }], no: ["end"] }, [
      "go.way0 j",
      "j.joined no",
    ]);
    const { state } = begin(plan);
    expect(state.status).toBe("attention");
    expect(state.tokens[0]?.incident?.reason).toBe("“j” cannot go on: no branch of “go” comes here.");
    const skipped = step(plan, state, {
      type: "incident_resolved",
      at: AT,
      key: "1",
      tokenId: "j:1:1",
      how: { action: "skip", outlet: "joined" },
      by,
      reason: "seen",
    });
    expect(skipped.state.status).toBe("completed");
  });

  it("splits itself no deeper than eight times", () => {
    const plan = planOf({ go: ["begin"], s: ["part", { ways: 1 }] }, ["go.way0 s", "s.way0 s"], 1000);
    const { state } = begin(plan);
    expect(state.tokens.map(({ incident }) => incident?.reason)).toEqual([
      "“s” cannot go on: it lies more than 8 levels deep.",
    ]);
  });

  it("counts what branches entered, so that a circle through a split ends too", () => {
    const plan = planOf(
      { go: ["begin"], s: ["part"], a: ["think"], j: ["meet", { split: "s" }] },
      ["go.way0 s", "s.way0 a", "s.way1 a", "a.way0 j", "j.joined s"],
      6,
    );
    const { state } = begin(plan);
    expect(state.status).toBe("attention");
    expect(state.visits).toMatchObject({ s: 4, a: 6, j: 3 });
  });

  it("answers an incident inside a branch like any other", () => {
    const plan = planOf(
      {
        go: ["begin"],
        s: ["part"],
        a: ["think", { fault: "named" }],
        w: ["wait"],
        j: ["meet", { split: "s" }],
        e: ["end"],
      },
      ["go.way0 s", "s.way0 a", "s.way1 w", "a.way0 j", "w.way0 j", "j.joined e"],
    );
    const { state } = begin(plan);
    expect(state.status).toBe("attention");
    const answer = {
      type: "incident_resolved",
      at: AT,
      key: "1",
      tokenId: "a@s.1.1.way0:1:1",
      by,
      reason: "seen",
    } as const;
    const again = step(plan, state, { ...answer, how: { action: "retry" } });
    expect(standing(again.state)).toEqual(["a@s.1.1.way0:1:2", "w@s.1.1.way1:1:1"]);
    const byHand = step(plan, state, {
      ...answer,
      how: { action: "answer", outlet: "way0", output: { x: 1 } },
    });
    expect(byHand.state.status).toBe("waiting");
    const over = say(plan, byHand.state, "w@s.1.1.way1::1");
    expect(over.state.data.nodes["a"]).toEqual({ x: 1 });
    expect(over.state.status).toBe("completed");
  });
});
