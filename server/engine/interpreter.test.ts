import { describe, expect, it } from "vitest";
import { graph, testCatalogue } from "@/server/testing/engine-nodes";
import { fold, start, step } from "./interpreter";
import { compilePlan, PlanError, type WorkflowGraph } from "./plan";
import type { Command, EffectError, IncidentAnswer, RunEvent, RunState, StepResult } from "./state";

const by = { kind: "member", id: "mem_1" } as const;
const at = (second: number) => new Date(Date.parse("2026-01-31T12:00:00Z") + second * 1000).toISOString();

/** A run that remembers its commands. */
function begin(document: WorkflowGraph) {
  const plan = compilePlan(document, testCatalogue);
  const first = start(plan, { runId: "run", input: { secret: "Jane" }, party: {} }, at(0));
  let state: RunState = first.state;
  const commands: Command[] = [...first.commands];
  const tell = (event: RunEvent): StepResult => {
    const result = step(plan, state, event);
    state = result.state;
    commands.push(...result.commands);
    return result;
  };
  return {
    plan,
    commands,
    tell,
    state: () => state,
    token: () => state.tokens[0],
    answer: (key: string, second = 1) =>
      tell({ type: "effect_succeeded", at: at(second), key, output: "yes" }),
    fail: (key: string, kind: EffectError["kind"], second = 1) =>
      tell({ type: "effect_failed", at: at(second), key, error: { kind, message: "no" } }),
    fire: (key: string, second = 1) => tell({ type: "timer_fired", at: at(second), key }),
    signal: (waitKey: string, payload = { way: "way0" } as object, key = "s1", second = 1) =>
      tell({ type: "signal_received", at: at(second), key, waitKey, payload: payload as never, by }),
    resolve: (how: IncidentAnswer, key = "a1", tokenId = state.tokens[0]?.id ?? "") =>
      tell({ type: "incident_resolved", at: at(2), key, tokenId, how, by, reason: "seen" }),
    cancel: () => tell({ type: "cancel_requested", at: at(3), by, reason: "withdrawn" }),
  };
}

const line = (middle: [string, object?], more: string[] = [], limit = 25) =>
  graph({ go: ["begin"], it: middle, fin: ["end"] }, ["go.way0 it", "it.way0 fin", ...more], limit);
const sort = (commands: readonly Command[]) => commands.map(({ type, key }) => `${type} ${key}`);

describe("start", () => {
  it("runs all pure nodes in one step and decides once", () => {
    const run = begin(line(["think", { propose: "stop" }]));
    expect(run.state()).toMatchObject({
      status: "completed",
      tokens: [],
      decision: { outcome: "done", reasonCodes: ["R_1"], node: "fin" },
    });
    expect(run.state().path.map(({ node, outlet }) => [node, outlet])).toEqual([
      ["go", "way0"],
      ["it", "way0"],
      ["fin", undefined],
    ]);
    expect(sort(run.commands)).toEqual(["finish run:finish"]);
  });

  it("needs exactly one start", () => {
    expect(() => begin(graph({ fin: ["end"] }, []))).toThrow(PlanError);
    expect(() => begin(graph({ a: ["begin"], b: ["begin"] }, []))).toThrow("2 start nodes");
  });

  it("refuses a time that is none", () => {
    const { plan } = begin(line(["think"]));
    expect(() => start(plan, { runId: "r", input: {}, party: {} }, "yesterday")).toThrow(RangeError);
  });
});

describe("an effect", () => {
  const ask = (config: object = {}, more: string[] = []) =>
    begin(line(["ask", { scopes: ["a", "b"], ...config }], more));

  it("asks every subject at once and leaves when all have answered", () => {
    const run = ask();
    expect(sort(run.commands)).toEqual(["perform run:it:a:1:1", "perform run:it:b:1:1"]);
    run.answer("run:it:b:1:1");
    expect(run.state().status).toBe("running");
    run.answer("run:it:a:1:1");
    expect(run.state().status).toBe("completed");
    expect(run.state().data.nodes.it).toMatchObject({
      answers: [
        { of: "a", said: "yes" },
        { of: "b", said: "yes" },
      ],
    });
  });

  it("leaves at once when there is nobody to ask", () => {
    expect(ask({ scopes: [] }).state().status).toBe("completed");
  });

  it("tries again, each time twice as late, with the same question under a new key", () => {
    const run = ask({ scopes: ["a"] });
    run.fail("run:it:a:1:1", "unavailable", 10);
    expect(run.commands.at(-1)).toEqual({
      type: "start_timer",
      key: "run:it:a:1:1:retry",
      fireAt: at(11),
    });
    run.fire("run:it:a:1:1:retry", 11);
    run.fail("run:it:a:1:2", "timeout", 20);
    expect(run.commands.at(-1)).toMatchObject({ key: "run:it:a:1:2:retry", fireAt: at(22) });
    run.fire("run:it:a:1:2:retry", 22);
    const performs = run.commands.filter((command) => command.type === "perform");
    expect(performs.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(performs.map(({ input }) => JSON.stringify(input))).size).toBe(1);
    run.answer("run:it:a:1:3");
    expect(run.state().status).toBe("completed");
  });

  it("gives up after the last attempt and leaves by its failure outlet", () => {
    const run = ask({ scopes: ["a"], attempts: 1 }, ["it.failed fin"]);
    run.fail("run:it:a:1:1", "unavailable");
    expect(run.state().path.find(({ node }) => node === "it")?.outlet).toBe("failed");
    expect(run.state().data.nodes.it).toMatchObject({ answers: [{ of: "a", said: "unavailable" }] });
  });

  it.each(["refused", "garbage", "input_missing"] as const)("does not try again what was %s", (kind) => {
    const run = ask({ scopes: ["a"] }, ["it.failed fin"]);
    run.fail("run:it:a:1:1", kind);
    expect(run.state().status).toBe("completed");
    expect(run.commands.filter(({ type }) => type === "perform")).toHaveLength(1);
  });

  it("stops at a person when an answer was lost, even if the failure is wired", () => {
    const run = ask({}, ["it.failed fin"]);
    run.fail("run:it:a:1:1", "unknown");
    expect(run.state().status).toBe("running");
    run.answer("run:it:b:1:1");
    expect(run.state().status).toBe("attention");
    expect(run.token()?.incident?.reason).toContain("asking again may charge twice");
    run.resolve({ action: "retry" });
    const asked = run.commands.filter(({ type }) => type === "perform").map(({ key }) => key);
    expect(asked).toEqual(["run:it:a:1:1", "run:it:b:1:1", "run:it:a:1:2"]);
    run.answer("run:it:a:1:2");
    expect(run.state().status).toBe("completed");
  });

  it("ignores the answer to an earlier attempt", () => {
    const run = ask({ scopes: ["a"] });
    run.fail("run:it:a:1:1", "timeout");
    run.fire("run:it:a:1:1:retry", 2);
    expect(run.answer("run:it:a:1:1").ignored).toBe("repeated");
    expect(run.state().status).toBe("running");
  });

  it("keeps what is known when its deadline passes, and stops what is under way", () => {
    const run = ask({ deadlineMs: 60_000 }, ["it.overdue fin"]);
    expect(run.commands.at(-1)).toEqual({
      type: "start_timer",
      key: "run:it::1:1:deadline",
      fireAt: at(60),
    });
    run.answer("run:it:a:1:1");
    run.fail("run:it:b:1:1", "unavailable");
    run.fire("run:it::1:1:deadline", 60);
    expect(run.state().path.find(({ node }) => node === "it")?.outlet).toBe("overdue");
    expect(run.state().data.nodes.it).toMatchObject({ answers: [{ said: "yes" }, { said: "timeout" }] });
    expect(sort(run.commands)).toContain("cancel_timer run:it:b:1:1:retry");
    expect(sort(run.commands)).not.toContain("cancel_timer run:it::1:1:deadline");
  });

  it("cancels its deadline when it has settled", () => {
    const run = ask({ scopes: ["a"], deadlineMs: 60_000 });
    run.answer("run:it:a:1:1");
    expect(sort(run.commands)).toContain("cancel_timer run:it::1:1:deadline");
  });

  it("refuses to ask twice about one subject", () => {
    expect(ask({ scopes: ["a", "a"] }).token()?.incident?.reason).toContain("twice about one subject");
  });
});

describe("a wait", () => {
  const wait = (config: object = {}, more: string[] = []) => begin(line(["wait", config], more));

  it("opens, hears its signal once and goes on", () => {
    const run = wait();
    expect(run.state().status).toBe("waiting");
    expect(run.commands).toMatchObject([{ type: "await_signal", key: "run:it::1:1", signal: "said" }]);
    run.signal("run:it::1:1");
    expect(run.state()).toMatchObject({ status: "completed", data: { forms: { it: { way: "way0" } } } });
    expect(run.commands.map(({ type }) => type)).toEqual(["await_signal", "finish"]);
  });

  it("does not open when there is nothing to wait for", () => {
    const run = wait({ skip: true });
    expect(run.state().status).toBe("completed");
    expect(run.commands.map(({ type }) => type)).toEqual(["finish"]);
  });

  it("refuses a payload it cannot read, and takes the corrected one under the same key", () => {
    const run = wait();
    const before = run.state();
    const result = run.signal("run:it::1:1", { way: 7 });
    expect(result).toMatchObject({ ignored: "refused", commands: [] });
    expect(result.refusal).toContain("way");
    expect(run.state()).toBe(before);
    expect(run.signal("run:it::1:1").ignored).toBeUndefined();
  });

  it("closes without its signal when the deadline passes", () => {
    const run = wait({ deadlineMs: 1000 }, ["it.expired fin"]);
    run.fire("run:it::1:1:deadline", 1);
    expect(run.state().status).toBe("completed");
    expect(sort(run.commands)).toContain("close_wait run:it::1:1");
    expect(run.state().data.nodes.it).toHaveProperty("expired");
  });

  it("becomes an incident when nothing is wired to its deadline; a retry opens it anew", () => {
    const run = wait({ deadlineMs: 1000 });
    run.fire("run:it::1:1:deadline", 1);
    expect(run.token()?.incident).toMatchObject({ outlet: "expired", outlets: ["way0"] });
    expect(run.signal("run:it::1:1").ignored).toBe("late");
    run.resolve({ action: "retry" });
    expect(run.state().status).toBe("waiting");
    run.signal("run:it::1:2");
    expect(run.state().status).toBe("completed");
  });

  it("is left with its visit's proposals replaced by a verdict", () => {
    const run = begin(
      graph(
        {
          go: ["begin"],
          rules: ["think", { propose: "stop" }],
          it: ["wait", { supersedes: true }],
          fin: ["end"],
        },
        ["go.way0 rules", "rules.way0 it", "it.way0 fin"],
      ),
    );
    expect(run.state().proposals).toMatchObject([{ outcome: "stop" }]);
    run.signal("run:it::1:1");
    expect(run.state().proposals).toEqual([
      { node: "it", visit: 1, outcome: "done", reasonCodes: ["VERDICT"] },
    ]);
  });
});

describe("a loop", () => {
  const loop = (limit: number) =>
    begin(
      graph(
        { go: ["begin"], rules: ["think", { propose: "stop" }], it: ["wait", { ways: 2 }], fin: ["end"] },
        ["go.way0 rules", "rules.way0 it", "it.way0 fin", "it.way1 rules"],
        limit,
      ),
    );

  it("enters a node anew by a back edge; a later visit replaces what the earlier one proposed", () => {
    const run = loop(25);
    run.signal("run:it::1:1", { way: "way1" });
    expect(run.state()).toMatchObject({ status: "waiting", visits: { rules: 2, it: 2 } });
    expect(run.state().proposals).toEqual([
      { node: "rules", visit: 2, outcome: "stop", reasonCodes: ["R_2"] },
    ]);
    run.signal("run:it::2:1");
    expect(run.state().status).toBe("completed");
  });

  it("stops in an incident at the visit limit; a member may let it go on once", () => {
    const run = loop(2);
    run.signal("run:it::1:1", { way: "way1" });
    run.signal("run:it::2:1", { way: "way1" });
    expect(run.token()).toMatchObject({ node: "rules", visit: 3, phase: "incident" });
    expect(run.token()?.incident?.reason).toContain("3 times; the limit is 2");
    run.resolve({ action: "retry" });
    expect(run.token()).toMatchObject({ node: "it", visit: 3, phase: "incident" });
  });

  it("stops a circle of pure nodes instead of spinning", () => {
    const run = begin(
      graph({ go: ["begin"], a: ["think"], b: ["think"] }, ["go.way0 a", "a.way0 b", "b.way0 a"]),
    );
    expect(run.state()).toMatchObject({ status: "attention", visits: { a: 26, b: 25 } });
  });
});

describe("an incident", () => {
  const failing = (more: string[] = []) => {
    const run = begin(line(["ask", { scopes: ["a"], attempts: 1 }], more));
    run.fail("run:it:a:1:1", "refused");
    return run;
  };

  it("is raised by a failure nothing is wired to, and keeps what the node found out", () => {
    const run = failing();
    expect(run.state().status).toBe("attention");
    expect(run.commands.at(-1)).toMatchObject({
      type: "raise_incident",
      key: "run:it::1:1:incident",
      reason: "“it” ended in “Failed” (refused), which leads nowhere.",
    });
    run.resolve({ action: "skip", outlet: "way0" });
    expect(run.state().status).toBe("completed");
    expect(run.state().data.nodes.it).toMatchObject({ answers: [{ said: "refused" }] });
  });

  it("takes an answer by hand", () => {
    const run = failing();
    run.resolve({ action: "answer", outlet: "way0", output: { status: "clear" } });
    expect(run.state().data.nodes.it).toEqual({ status: "clear" });
  });

  it("asks again, and stops again when that fails", () => {
    const run = failing();
    run.resolve({ action: "retry" });
    expect(run.token()).toMatchObject({ id: "it:1:2", phase: "effect" });
    run.fail("run:it:a:1:2", "unavailable");
    expect(run.commands.at(-1)?.key).toBe("run:it::1:2:incident");
    // An answer to the first incident is not one to the second.
    expect(run.resolve({ action: "retry" }, "other", "it:1:1").ignored).toBe("late");
  });

  it("refuses a way out that leads nowhere, and forgets a repeated answer", () => {
    const run = failing();
    expect(run.resolve({ action: "skip", outlet: "failed" })).toMatchObject({ ignored: "refused" });
    run.resolve({ action: "retry" });
    expect(run.resolve({ action: "retry" }, "a1", "it:1:1").ignored).toBe("repeated");
  });

  it.each([
    ["thrown", "“it” cannot go on: TypeError."],
    ["named", "“it” cannot go on: the setting is odd."],
  ])("catches what a pure node's code has %s, without repeating anybody's data", (fault, reason) => {
    const run = begin(line(["think", { fault }]));
    expect(run.token()?.incident?.reason).toBe(reason);
    expect(JSON.stringify(run.commands)).not.toContain("Jane");
  });

  it.each(["requests", "settle"])("catches what an effect throws in %s", (fault) => {
    const run = begin(line(["ask", { scopes: ["a"], fault }]));
    if (fault === "settle") run.answer("run:it:a:1:1");
    expect(run.state().status).toBe("attention");
  });

  it("is what a run meets at a node nobody can run", () => {
    expect(begin(line(["surprise"])).token()?.incident?.reason).toContain("no node type “surprise”");
    expect(begin(line(["think", { ways: "many" }])).token()?.incident?.reason).toContain("ways");
  });

  it("is what a run meets at an outcome the workflow does not declare", () => {
    const run = begin(graph({ go: ["begin"], fin: ["end", { outcome: "odd" }] }, ["go.way0 fin"]));
    expect(run.state()).toMatchObject({ status: "attention" });
    expect(run.state().decision).toBeUndefined();
  });

  it("does not leave an earlier visit's answer standing when it is skipped", () => {
    const run = begin(
      graph(
        {
          go: ["begin"],
          a: ["ask", { scopes: ["x"], fault: "never" }],
          w: ["wait", { ways: 2 }],
          fin: ["end"],
        },
        ["go.way0 a", "a.way0 w", "w.way0 fin", "w.way1 a"],
      ),
    );
    run.answer("run:a:x:1:1");
    run.signal("run:w::1:1", { way: "way1" });
    run.fail("run:a:x:2:1", "unknown");
    run.resolve({ action: "skip", outlet: "way0" });
    expect(run.state().data.nodes.a).toEqual({});
  });
});

describe("final is final", () => {
  it("ignores everything after the decision, with the very same state", () => {
    const run = begin(line(["wait"]));
    run.signal("run:it::1:1");
    const before = run.state();
    for (const result of [
      run.signal("run:it::1:1", { way: "way0" }, "s2"),
      run.cancel(),
      run.fire("run:it::1:1:x"),
    ])
      expect(result).toEqual({ state: before, commands: [], ignored: "finished" });
    expect(run.state()).toBe(before);
  });

  it("cancels: closes waits and timers, decides nothing", () => {
    const run = begin(line(["wait", { deadlineMs: 1000 }]));
    run.cancel();
    expect(run.state()).toMatchObject({ status: "cancelled", tokens: [] });
    expect(run.state().decision).toBeUndefined();
    expect(sort(run.commands).slice(-3)).toEqual([
      "cancel_timer run:it::1:1:deadline",
      "close_wait run:it::1:1",
      "finish run:finish",
    ]);
    expect(run.commands.at(-1)).not.toHaveProperty("decision");
  });

  it("cancels a back-off with the run", () => {
    const run = begin(line(["ask", { scopes: ["a"] }]));
    run.fail("run:it:a:1:1", "timeout");
    run.cancel();
    expect(sort(run.commands)).toContain("cancel_timer run:it:a:1:1:retry");
  });
});

describe("names from outside", () => {
  it("may be those of Object's own", () => {
    const run = begin(
      graph(
        Object.fromEntries<[string]>([
          ["go", ["begin"]],
          ["constructor", ["wait"]],
          ["fin", ["end"]],
        ]),
        ["go.way0 constructor", "constructor.way0 fin"],
      ),
    );
    expect(run.state().visits.constructor).toBe(1);
    const waitKey = "run:constructor::1:1";
    const payload = JSON.parse('{"way":"way0","__proto__":{"polluted":true}}') as object;
    expect(run.signal(waitKey, payload, "__proto__").ignored).toBeUndefined();
    expect(run.state().status).toBe("completed");
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("fold", () => {
  it("needs a journal that begins with its start", () => {
    const { plan } = begin(line(["wait"]));
    expect(() => fold(plan, [])).toThrow("empty");
    expect(() => fold(plan, [{ type: "timer_fired", at: at(0), key: "x" }])).toThrow("begins with its start");
  });
});
