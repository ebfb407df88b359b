import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "@/server/engine/interpreter";
import { compilePlan } from "@/server/engine/plan";
import { blockGraph } from "@/server/testing/engine-blocks";
import { graph, testCatalogue } from "@/server/testing/engine-nodes";
import { isPinnable, type PlayedTrial, playTrial, type Question, type Trial, whyNotRun } from "./policy";
import type { TrialAnswer, TrialSetup } from "./schema";

const setup: TrialSetup = {
  at: "2026-01-31T12:00:00.000Z",
  input: { seed: 7 },
  party: { name: "Acme" },
  pins: {},
};
const play = (document: Parameters<typeof playTrial>[0], trial: Trial, told?: number) =>
  playTrial(document, trial, testCatalogue, told);

const DAY = 86_400_000;

/** One of the things a person may say to a question, by dice. */
function answerTo({ kind, to, outlets }: Question, dice: number): TrialAnswer {
  switch (kind) {
    case "effect":
      return dice % 3 === 0
        ? {
            kind: "failed",
            to,
            error: {
              kind: (["unavailable", "refused", "unknown", "timeout"] as const)[dice % 4] ?? "refused",
              message: "It was not there.",
            },
            ...(dice % 2 === 0 && { always: true }),
          }
        : { kind: "said", to, output: { dice } };
    case "wait":
      return dice % 5 === 0
        ? { kind: "time", ms: DAY }
        : { kind: "signal", to, payload: { way: `way${dice % 3}` } };
    case "child":
      return {
        kind: "child",
        to,
        status: dice % 4 === 0 ? "cancelled" : "completed",
        outcome: `outcome${dice % 2}`,
      };
    case "incident": {
      const outlet = outlets[dice % Math.max(outlets.length, 1)];
      return {
        kind: "resolved",
        to,
        how: outlet === undefined || dice % 3 === 0 ? { action: "retry" } : { action: "skip", outlet },
      };
    }
    default:
      return { kind: "time", ms: null };
  }
}

/** Answers as long as there are questions and dice. */
function driven(
  document: Parameters<typeof playTrial>[0],
  dice: readonly number[],
): { trial: Trial; played: PlayedTrial } {
  let trial: Trial = { setup, answers: [] };
  let played = play(document, trial);
  for (const roll of dice) {
    const question = played.questions[roll % Math.max(played.questions.length, 1)];
    if (!question) break;
    const next = { setup, answers: [...trial.answers, answerTo(question, roll)] };
    const after = play(document, next);
    if (after.misfit) continue;
    trial = next;
    played = after;
  }
  return { trial, played };
}

const anyTrial = fc.record({
  document: blockGraph({ races: true, ends: true }),
  dice: fc.array(fc.nat(1000), { maxLength: 40 }),
});

describe("any trial of any workflow", () => {
  it("is what the interpreter makes of its journal, and comes to the same whenever it is played", () => {
    let ended = 0;
    fc.assert(
      fc.property(anyTrial, ({ document, dice }) => {
        const { trial, played } = driven(document, dice);
        expect(fold(compilePlan(document, testCatalogue), played.journal)).toStrictEqual(played.state);
        const again = play(document, structuredClone(trial) as Trial);
        expect(again.state).toStrictEqual(played.state);
        expect(again.visits).toStrictEqual(played.visits);
        expect(again.questions).toStrictEqual(played.questions);
        if (played.state.decision) ended++;
      }),
      { numRuns: 150 },
    );
    expect(ended).toBeGreaterThan(10);
  });

  it("goes back by dropping its last answer, and on again to the same", () => {
    fc.assert(
      fc.property(anyTrial, fc.nat(), ({ document, dice }, cut) => {
        const { trial, played } = driven(document, dice);
        const told = cut % (trial.answers.length + 1);
        const back = play(document, trial, told);
        expect(back.journal).toStrictEqual(played.journal.slice(0, back.journal.length));
        expect(back.begun).toStrictEqual(played.begun.slice(0, told + 1));
        expect(back.state).toStrictEqual(
          play(document, { setup, answers: trial.answers.slice(0, told) }).state,
        );
      }),
      { numRuns: 100 },
    );
  });

  it("shows one visit per step of the path, each with what its node could read", () => {
    fc.assert(
      fc.property(anyTrial, ({ document, dice }) => {
        const { played } = driven(document, dice);
        expect(played.visits.map(({ node, visit }) => [node, visit])).toEqual(
          played.state.path.map(({ node, visit }) => [node, visit]),
        );
        for (const visit of played.visits) {
          const { type } = document.nodes[visit.node]!;
          const isWatched = !["part", "meet"].includes(type);
          const stopped = visit.state === "incident";
          if (isWatched && !stopped) expect(visit.saw, visit.node).toBeDefined();
          if (visit.left && visit.outlet !== undefined && visit.left.outlet !== "" && type === "think")
            expect(visit.left.outlet).toBe(visit.outlet);
        }
      }),
      { numRuns: 100 },
    );
  });
});

const line = graph(
  {
    start: ["begin"],
    ask: ["ask", { scopes: ["a"], attempts: 3 }],
    wait: ["wait", { ways: 3, deadlineMs: DAY }],
    end: ["end"],
  },
  ["start.way0 ask", "ask.way0 wait", "ask.failed end", "wait.way0 end", "wait.way1 ask", "wait.expired end"],
);

const asked: TrialAnswer = { kind: "said", to: "ask:a:1:1", output: { ok: true } };

describe("a trial", () => {
  it("stands still at a question and says what is asked", () => {
    const { questions, visits, state } = play(line, { setup, answers: [] });
    expect(state.status).toBe("running");
    expect(questions).toMatchObject([
      { kind: "effect", to: "ask:a:1:1", node: "ask", scope: "a", attempt: 1 },
    ]);
    expect(visits.map(({ node, state }) => [node, state])).toEqual([
      ["start", "left"],
      ["ask", "performing"],
    ]);
  });

  it("keeps of a node that is visited twice what each visit said", () => {
    const answers: TrialAnswer[] = [
      asked,
      { kind: "signal", to: "wait::1:1", payload: { way: "way1" } },
      { kind: "failed", to: "ask:a:2:1", error: { kind: "refused", message: "No." } },
    ];
    const { visits, state } = play(line, { setup, answers });
    const outputs = visits.filter(({ node }) => node === "ask").map(({ output }) => output?.answers);
    expect(outputs).toEqual([[{ of: "a", said: { ok: true } }], [{ of: "a", said: "refused" }]]);
    expect(visits.filter(({ node }) => node === "ask").map(({ outlet }) => outlet)).toEqual([
      "way0",
      "failed",
    ]);
    expect(state.status).toBe("completed");
  });

  it("fails a question at every attempt, or once, and waits for the next", () => {
    const error = { kind: "unavailable", message: "It is down." } as const;
    const once = play(line, { setup, answers: [{ kind: "failed", to: "ask:a:1:1", error }] });
    expect(once.questions).toMatchObject([{ kind: "pause", due: "2026-01-31T12:00:01.000Z" }]);
    const always = play(line, { setup, answers: [{ kind: "failed", to: "ask:a:1:1", error, always: true }] });
    expect(always.state.status).toBe("completed");
    expect(always.journal.filter(({ type }) => type === "effect_failed")).toHaveLength(3);
    expect(always.clock).toBe("2026-01-31T12:00:03.000Z");
  });

  it("lets time pass: up to a deadline, short of it, and never backwards", () => {
    const waiting = play(line, { setup, answers: [asked] });
    expect(waiting.nextTimer).toBe("2026-02-01T12:00:00.000Z");
    const short = play(line, { setup, answers: [asked, { kind: "time", ms: DAY - 1 }] });
    expect(short.questions).toMatchObject([{ kind: "wait" }]);
    expect(short.clock).toBe("2026-02-01T11:59:59.999Z");
    const over = play(line, { setup, answers: [asked, { kind: "time", ms: null }] });
    expect(over.state.status).toBe("completed");
    const after = play(line, {
      setup,
      answers: [asked, { kind: "time", ms: null }, { kind: "time", ms: null }],
    });
    expect(after.misfit).toEqual({ answer: 2, why: "The run has ended by then." });
  });

  it("does not ask a pinned node, and keeps others as they are", () => {
    const pins = { ask: { outlet: "way0", output: { said: "pinned" } } };
    const { questions, visits, state } = play(line, { setup: { ...setup, pins }, answers: [] });
    expect(questions).toMatchObject([{ kind: "wait", node: "wait" }]);
    expect(visits[1]).toMatchObject({
      node: "ask",
      isPinned: true,
      output: { said: "pinned" },
      outlet: "way0",
    });
    expect(state.data.nodes.ask).toEqual({ said: "pinned" });
    expect(isPinnable(compilePlan(line, testCatalogue), "ask")).toBe(true);
  });

  it("goes as far as its answers fit a changed document, and says where they stop fitting", () => {
    const changed = graph({ start: ["begin"], ask: ["ask", { scopes: ["b"], attempts: 3 }], end: ["end"] }, [
      "start.way0 ask",
      "ask.way0 end",
      "ask.failed end",
    ]);
    const { misfit, questions } = play(changed, { setup, answers: [asked, { kind: "time", ms: null }] });
    expect(misfit).toEqual({ answer: 0, why: "Nothing waits for it there." });
    expect(questions).toMatchObject([{ to: "ask:b:1:1" }]);
  });

  it("says of a payload that a wait refuses why, and of a document without a start that it cannot run", () => {
    const { misfit } = play(line, {
      setup,
      answers: [asked, { kind: "signal", to: "wait::1:1", payload: { way: 7 } }],
    });
    expect(misfit?.why).toMatch(/way/);
    expect(whyNotRun(graph({ end: ["end"] }, []), testCatalogue)).toMatch(/no start/);
    expect(whyNotRun(line, testCatalogue)).toBeUndefined();
  });

  it("answers an incident: once more, on without, or by hand", () => {
    const stuck = graph({ start: ["begin"], ask: ["ask", { scopes: ["a"], attempts: 1 }], end: ["end"] }, [
      "start.way0 ask",
      "ask.way0 end",
    ]);
    const failed: TrialAnswer = {
      kind: "failed",
      to: "ask:a:1:1",
      error: { kind: "refused", message: "No." },
    };
    const { questions } = play(stuck, { setup, answers: [failed] });
    expect(questions).toMatchObject([{ kind: "incident", to: "ask:1:1", outlets: ["way0"] }]);
    const again = play(stuck, {
      setup,
      answers: [failed, { kind: "resolved", to: "ask:1:1", how: { action: "retry" } }],
    });
    expect(again.questions).toMatchObject([{ kind: "effect", to: "ask:a:1:2" }]);
    const byHand = play(stuck, {
      setup,
      answers: [
        failed,
        {
          kind: "resolved",
          to: "ask:1:1",
          how: { action: "answer", outlet: "way0", output: { mine: true } },
        },
      ],
    });
    expect(byHand.state.status).toBe("completed");
    expect(byHand.visits[1]?.output).toEqual({ mine: true });
  });
});
