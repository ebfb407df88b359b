import fc from "fast-check";
import type { WorkflowGraph } from "@/server/engine/plan";
import { graph } from "./engine-nodes";

/** Graphs as people draw them: every split with its join, every list with its body, one inside the other, in circles. */

type Step =
  | { is: "think" | "ask" | "wait" | "child" | "end"; odd: number }
  | { is: "split"; branches: Step[][]; n: number | undefined }
  | {
      is: "each";
      body: Step[];
      count: number;
      concurrency: number;
      onItemFailure: "ask" | "stop" | "continue";
    }
  | { is: "loop"; body: Step[] };

interface BlockSettings {
  /** Joins that need no more than some, lists that stop, lists longer than what is done at once: who comes first matters. */
  races: boolean;
  /** A branch may end the run. */
  ends: boolean;
}

function anySteps({ races, ends }: BlockSettings): fc.Arbitrary<Step[]> {
  const { steps } = fc.letrec<{ steps: Step[]; step: Step }>((tie) => {
    const inner = (minLength: number, maxLength: number) =>
      fc.array(tie("step"), { minLength, maxLength, depthIdentifier: "block" });
    return {
      step: fc.oneof(
        { depthIdentifier: "block", depthSize: "large", maxDepth: 4, withCrossShrink: true },
        {
          arbitrary: fc.record({
            is: fc.constantFrom("think", "ask", "wait", "child", ...(ends ? (["end"] as const) : [])),
            odd: fc.nat(19),
          }),
          weight: 4,
        },
        {
          arbitrary: fc.record({
            is: fc.constant("split" as const),
            branches: fc.array(inner(0, 2), { minLength: 1, maxLength: 3 }),
            n: races ? fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }) : fc.constant(undefined),
          }),
          weight: 3,
        },
        {
          arbitrary: fc.record({
            is: fc.constant("each" as const),
            body: inner(0, 2),
            count: fc.nat(3),
            concurrency: races ? fc.integer({ min: 1, max: 3 }) : fc.constant(50),
            onItemFailure: races
              ? fc.constantFrom("ask" as const, "stop" as const, "continue" as const)
              : fc.constantFrom("ask" as const, "continue" as const),
          }),
          weight: 3,
        },
        { arbitrary: fc.record({ is: fc.constant("loop" as const), body: inner(1, 2) }), weight: 3 },
      ),
      steps: inner(1, 4),
    };
  });
  return steps;
}

const splits = (steps: readonly Step[]): boolean =>
  steps.some(
    (step) => step.is === "split" || ((step.is === "each" || step.is === "loop") && splits(step.body)),
  );

class Builder {
  readonly nodes: { [key: string]: [string, object?] } = { go: ["begin"] };
  readonly edges: string[] = [];
  private readonly races: boolean;
  private count = 0;

  constructor(races: boolean) {
    this.races = races;
  }

  private add(type: string, config: object = {}): string {
    const key = `n${this.count++}`;
    this.nodes[key] = [type, config];
    return key;
  }

  /** Wires the steps behind these ways out; answers the ways out of the last one. */
  lay(steps: readonly Step[], from: string[]): string[] {
    return steps.reduce((ways, step) => (ways.length > 0 ? this.one(step, ways) : ways), from);
  }

  private wire(from: readonly string[], to: string): void {
    for (const way of from) this.edges.push(`${way} ${to}`);
  }

  private one(step: Step, from: string[]): string[] {
    switch (step.is) {
      case "split": {
        const split = this.add("part", { ways: step.branches.length });
        this.wire(from, split);
        const ways = step.branches.flatMap((branch, i) => this.lay(branch, [`${split}.way${i}`]));
        const join = this.add("meet", { split, ...(step.n === undefined ? {} : { n: step.n }) });
        this.wire(ways, join);
        return [`${join}.joined`];
      }
      case "each": {
        const { count, concurrency } = step;
        // A failed item ends what its branches still had under way, so who fails first would matter.
        const onItemFailure = this.races || !splits(step.body) ? step.onItemFailure : "ask";
        const each = this.add("each", { count, concurrency, onItemFailure });
        this.wire(from, each);
        this.wire(this.lay(step.body, [`${each}.each`]), this.add("itemEnd"));
        return [`${each}.done`];
      }
      case "loop": {
        const again = this.add("wait", { ways: 2 });
        this.wire(from, again);
        this.wire(this.lay(step.body, [`${again}.way1`]), again);
        return [`${again}.way0`];
      }
      default:
        return this.simple(step.is, step.odd, from);
    }
  }

  private simple(is: "think" | "ask" | "wait" | "child" | "end", odd: number, from: string[]): string[] {
    const config = {
      think: { fault: odd === 0 ? "named" : "never", ...(odd % 2 === 0 ? { propose: "done" } : {}) },
      ask: { scopes: ["a", "b:1"].slice(0, 1 + (odd % 2)), attempts: 1 + (odd % 3) },
      wait: { ways: 3, supersedes: odd % 5 === 0, ...(odd % 4 === 0 ? { deadlineMs: 60_000 } : {}) },
      child: odd % 3 === 0 ? { deadlineMs: 60_000 } : {},
      end: {},
    }[is];
    const node = this.add(is, config);
    this.wire(from, node);
    if (is === "end") return [];
    // Some failures lead on, some nowhere.
    const failed = is === "ask" && odd % 2 === 0 ? [`${node}.failed`] : [];
    const others = is === "wait" ? [`${node}.way1`, `${node}.way2`] : [];
    return [`${node}.way0`, ...others, ...failed];
  }
}

export const blockGraph = (settings: BlockSettings): fc.Arbitrary<WorkflowGraph> =>
  anySteps(settings).map((steps) => {
    const builder = new Builder(settings.races);
    const ways = builder.lay(steps, ["go.way0"]);
    builder.nodes["over"] = ["end", {}];
    for (const way of ways) builder.edges.push(`${way} over`);
    return graph(builder.nodes as Parameters<typeof graph>[0], builder.edges, 6);
  });
