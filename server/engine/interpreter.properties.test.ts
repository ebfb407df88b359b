import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answersIn } from "@/server/runs/shadow/answers";
import { follow } from "@/server/runs/shadow/policy";
import { blockGraph } from "@/server/testing/engine-blocks";
import { graph, testCatalogue } from "@/server/testing/engine-nodes";
import { inOrder, World } from "@/server/testing/engine-world";
import { fold, step } from "./interpreter";
import { compilePlan, type WorkflowGraph } from "./plan";
import type { RunEvent } from "./state";

const LIMIT = 3;

/** One node by dice: its type, its settings and where each of its ways leads (past the last node: nowhere). */
const diceOf = (...kinds: string[]) =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    ways: fc.integer({ min: 1, max: 3 }),
    subjects: fc.integer({ min: 0, max: 3 }),
    attempts: fc.integer({ min: 1, max: 3 }),
    deadline: fc.option(fc.integer({ min: 1000, max: 5_000_000 }), { nil: undefined }),
    odd: fc.integer({ min: 0, max: 19 }),
    targets: fc.array(fc.nat(11), { minLength: 5, maxLength: 5 }),
  });
type Dice = ReturnType<typeof diceOf> extends fc.Arbitrary<infer T> ? T : never;

function configOf({ kind, ways, subjects, attempts, deadline, odd, targets }: Dice): {
  [key: string]: unknown;
} {
  const deadlineMs = deadline === undefined ? {} : { deadlineMs: deadline };
  switch (kind) {
    case "think":
      return {
        ways,
        fault: odd === 0 ? "thrown" : odd === 1 ? "named" : "never",
        ...(odd % 2 === 0 ? { propose: "done" } : {}),
      };
    case "ask":
      return {
        scopes: ["a", "b:1", "c"].slice(0, subjects),
        attempts,
        fault: odd === 0 ? "requests" : odd === 1 ? "settle" : "never",
        ...deadlineMs,
      };
    case "wait":
      return { ways: 3, skip: odd === 0, supersedes: odd % 3 === 0, ...deadlineMs };
    case "part":
      return { ways };
    case "meet":
      return { split: `n${targets[4]}`, ...(odd % 3 === 0 ? {} : { n: 1 + (odd % 3) }) };
    case "each":
      return {
        count: subjects,
        concurrency: ways,
        onItemFailure: (["ask", "stop", "continue"] as const)[odd % 3],
        fault: odd === 0 ? "items" : odd === 1 ? "settle" : "never",
      };
    case "child":
      return deadlineMs;
    case "itemEnd":
      return {};
    default:
      return odd === 0 ? { outcome: "undeclared" } : {};
  }
}

const OUTLETS = [
  "way0",
  "way1",
  "way2",
  "failed",
  "overdue",
  "expired",
  "each",
  "done",
  "joined",
  "cancelled",
];

/** Any graph of these: loops, pure circles, ways that lead nowhere, nodes that throw; joins and items in odd places. */
const anyGraphOf = (...kinds: string[]) =>
  fc.array(diceOf(...kinds), { minLength: 1, maxLength: 9 }).map((rolls): WorkflowGraph => {
    const key = (i: number) => `n${i}`;
    const nodes = Object.fromEntries(
      rolls.map((roll, i): [string, [string, { [key: string]: unknown }]] => [
        key(i),
        [roll.kind, configOf(roll)],
      ]),
    );
    const edges = rolls.flatMap(({ targets }, i) =>
      OUTLETS.flatMap((outlet, j) => {
        const target = targets[j % targets.length]!;
        return target < rolls.length ? [`${key(i)}.${outlet} ${key(target)}`] : [];
      }),
    );
    return graph({ start: ["begin"], ...nodes }, ["start.way0 n0", ...edges], LIMIT);
  });

const oneLine = ["think", "ask", "wait", "ask", "child", "end"];
const anyGraph = fc.oneof(
  anyGraphOf(...oneLine),
  anyGraphOf(...oneLine, "part", "part", "meet", "meet", "each", "itemEnd", "itemEnd"),
  blockGraph({ races: true, ends: true }),
);

const choices = fc.array(fc.nat(1000), { maxLength: 60 });
const run = fc.record({ graph: anyGraph, seed: fc.nat(), choices });
/** Nothing in it is decided by who comes first: no branch that ends the others, no item that stops the rest. */
const calm = fc.record({
  graph: fc.oneof(anyGraphOf(...oneLine), blockGraph({ races: false, ends: false })),
  seed: fc.nat(),
  choices,
});
/** One line only: neighbours that ask in the same words are told apart by nothing a shadow knows. */
const line = fc.record({ graph: anyGraphOf("think", "ask", "wait", "ask", "end"), seed: fc.nat(), choices });
const planOf = (document: WorkflowGraph) => compilePlan(document, testCatalogue);
const settings = { numRuns: 300 };

describe("any run over any graph", () => {
  it("ends or waits, and has under way outside exactly what its state says", () => {
    fc.assert(
      fc.property(run, ({ graph, seed, choices }) => {
        const world = new World({ plan: planOf(graph), seed, choices, cuts: true }).run();
        expect(["completed", "cancelled", "waiting", "attention"]).toContain(world.state.status);
        const answered = world.effective.filter(({ type }) => type === "incident_resolved").length;
        const isParallel = Object.values(graph.nodes).some(({ type }) => type === "part" || type === "each");
        for (const visits of isParallel ? [] : Object.values(world.state.visits))
          expect(visits).toBeLessThanOrEqual(LIMIT + 1 + answered);
        expect(world.commands.filter(({ type }) => type === "finish")).toHaveLength(
          world.state.tokens.length === 0 ? 1 : 0,
        );
      }),
      settings,
    );
  });

  it("comes to the same end in whatever order independent answers arrive", () => {
    fc.assert(
      fc.property(calm, choices, ({ graph, seed, choices }, others) => {
        const plan = planOf(graph);
        // As many choices, in another order: both runs answer equally many waits and incidents.
        const length = 4000;
        const padded = Array.from({ length }, (_, i) => choices[i] ?? 0);
        const shuffled = Array.from({ length }, (_, i) => others[i] ?? i);
        const one = new World({ plan, seed, choices: padded, cuts: false }).run();
        const two = new World({ plan, seed, choices: shuffled, cuts: false }).run();
        expect(inOrder(two.state)).toStrictEqual(inOrder(one.state));
        const wishes = (world: World) => world.commands.map((each) => JSON.stringify(each)).sort();
        expect(wishes(two)).toEqual(wishes(one));
      }),
      settings,
    );
  });

  it("wishes for nothing twice", () => {
    fc.assert(
      fc.property(run, ({ graph, seed, choices }) => {
        const { commands } = new World({ plan: planOf(graph), seed, choices, cuts: true }).run();
        const keys = commands.map(({ type, key }) => `${type} ${key}`);
        expect(new Set(keys).size).toBe(keys.length);
        const opening = commands.filter(({ type }) => !/^(cancel|close)_/.test(type)).map(({ key }) => key);
        expect(new Set(opening).size - opening.length).toBe(
          // A wait and a question may not share a key either, nor a timer with an incident.
          0,
        );
      }),
      settings,
    );
  });

  it("is not moved by a repeated or late event, however often and whenever it comes", () => {
    fc.assert(
      fc.property(run, fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }), (any, picks) => {
        const { graph, seed, choices } = any;
        const plan = planOf(graph);
        const world = new World({ plan, seed, choices, cuts: true });
        const again = (events: readonly RunEvent[], expected: RegExp) => {
          for (const pick of picks) {
            const event = events[pick % events.length];
            if (event) expect(world.deliver(event).ignored, JSON.stringify(event)).toMatch(expected);
          }
        };
        const deliver = world.deliver.bind(world);
        world.deliver = (event) => {
          const result = deliver(event);
          world.deliver = deliver;
          again(world.effective, /^(repeated|finished)$/);
          again(world.late, /^(late|repeated|finished)$/);
          world.deliver = redelivering;
          return result;
        };
        const redelivering = world.deliver;
        world.run();
      }),
      settings,
    );
  });

  it("is followed in the shadow to its very decision, and never to another, by the same version", () => {
    let decided = 0;
    fc.assert(
      fc.property(line, ({ graph, seed, choices }) => {
        const plan = planOf(graph);
        const { journal, state } = new World({ plan, seed, choices, cuts: false }).run();
        const { answers } = answersIn(plan, journal, () => plan);
        const first = { ...journal[0]!, runId: "shadow" } as RunEvent;
        const followed = follow(plan, [first], answers, "9999-12-31T23:59:59.999Z");
        const isMended = journal.some(({ type }) => type === "incident_resolved");
        if (followed.state.decision) expect(followed.state.decision).toEqual(state.decision);
        if (state.decision && !isMended) {
          decided++;
          expect(followed.state.decision).toEqual(state.decision);
        }
        // Told once more from its own journal, it is told nothing more.
        const own = [first, ...followed.heard.map(({ event }) => event)];
        expect(follow(plan, own, answers, "9999-12-31T23:59:59.999Z").heard).toEqual([]);
        expect(fold(plan, own)).toEqual(followed.state);
      }),
      settings,
    );
    expect(decided).toBeGreaterThan(10);
  });

  it("is what its journal folds to, at every length", () => {
    fc.assert(
      fc.property(run, fc.nat(1000), ({ graph, seed, choices }, cut) => {
        const plan = planOf(graph);
        const world = new World({ plan, seed, choices, cuts: true });
        const first = world.state;
        world.run();
        for (const event of world.late) world.deliver(event);
        expect(fold(plan, world.journal)).toStrictEqual(world.state);
        const some = world.journal.slice(0, 1 + (cut % world.journal.length));
        let stepped = first;
        for (const event of some.slice(1)) stepped = step(plan, stepped, event).state;
        expect(fold(plan, some)).toStrictEqual(stepped);
      }),
      settings,
    );
  });

  it("survives JSON: its state and its commands are what they are when read back", () => {
    fc.assert(
      fc.property(run, ({ graph, seed, choices }) => {
        const { state, commands } = new World({ plan: planOf(graph), seed, choices, cuts: true }).run();
        expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
        expect(JSON.parse(JSON.stringify(commands))).toStrictEqual(commands);
      }),
      settings,
    );
  });
});
