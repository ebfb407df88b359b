import type { EffectAnswer, Leave, NodeScope } from "@/server/engine/node";
import type { Plan, PlannedNode, PlannedWork } from "@/server/engine/plan";
import type { ChildEnded, Instant, RunData } from "@/server/engine/state";
import type { Pin } from "./schema";

/** What one visit of a node saw and with what it left, as it was then: a later visit overwrites it in the run's data. */
export interface Look {
  node: string;
  visit: number;
  frame: string | undefined;
  at?: Instant;
  saw?: RunData;
  proposed?: NodeScope["proposals"];
  left?: Leave;
}

type Note = (look: Look) => void;

const placeOf = ({ node, visit, frame }: NodeScope) => ({ node, visit, frame });

/**
 * The plan with every node's own code looked at from outside, and pinned nodes replaced by what they are pinned to. The
 * interpreter is the real one; nothing that a node decides changes by being watched.
 */
export function watchedPlan(plan: Plan, pins: { readonly [node: string]: Pin }, note: Note): Plan {
  const nodes = new Map(
    [...plan.nodes].map(([key, node]): [string, PlannedNode] => {
      const pin = Object.hasOwn(pins, key) ? pins[key] : undefined;
      const work = pin && canPin(node.work.kind) ? pinned(pin) : node.work;
      return [key, { ...node, work: watched(work, note) }];
    }),
  );
  return { ...plan, nodes };
}

/** Nodes that open or close lines of the run do more than leave with something. */
export const canPin = (kind: PlannedWork["kind"]): boolean =>
  kind !== "split" && kind !== "join" && kind !== "item_end";

/** Zod says of what may be absent that it may be undefined; a pin that was parsed holds no such thing. */
const pinned = (pin: Pin): PlannedWork => ({ kind: "pure", run: () => pin as Leave });

function watched(work: PlannedWork, note: Note): PlannedWork {
  const saw = (scope: NodeScope) =>
    note({ ...placeOf(scope), at: scope.at, saw: scope.data, proposed: scope.proposals });
  const left = (scope: NodeScope, leave: Leave): Leave => {
    note({ ...placeOf(scope), left: leave });
    return leave;
  };
  switch (work.kind) {
    case "pure":
      return {
        ...work,
        run: (scope) => {
          saw(scope);
          return left(scope, work.run(scope));
        },
      };
    case "item_end":
      return {
        ...work,
        run: (scope) => {
          saw(scope);
          const ended = work.run(scope);
          left(scope, { outlet: "", output: { ...ended } });
          return ended;
        },
      };
    case "effect": {
      const { definition } = work;
      return {
        ...work,
        definition: {
          ...definition,
          requests: (config, scope) => {
            saw(scope);
            return definition.requests(config, scope);
          },
          settle: (config: unknown, scope: NodeScope, answers: EffectAnswer[]) =>
            left(scope, definition.settle(config, scope, answers)),
        },
      };
    }
    case "wait": {
      const { definition } = work;
      return {
        ...work,
        definition: {
          ...definition,
          skip: (config, scope) => {
            saw(scope);
            const leave = definition.skip?.(config, scope);
            return leave && left(scope, leave);
          },
          accept: (config, scope, payload) => left(scope, definition.accept(config, scope, payload)),
          ...(definition.expire && {
            expire: (config: unknown, scope: NodeScope) => {
              const output = definition.expire?.(config, scope) ?? {};
              left(scope, { outlet: "", output });
              return output;
            },
          }),
        },
      };
    }
    case "each": {
      const { definition } = work;
      return {
        ...work,
        definition: {
          ...definition,
          items: (config, scope) => {
            saw(scope);
            return definition.items(config, scope);
          },
          settle: (config, scope, done, total) => left(scope, definition.settle(config, scope, done, total)),
        },
      };
    }
    case "child": {
      const { definition } = work;
      return {
        ...work,
        definition: {
          ...definition,
          request: (config, scope) => {
            saw(scope);
            return definition.request(config, scope);
          },
          settle: (config: unknown, scope: NodeScope, ended: ChildEnded) =>
            left(scope, definition.settle(config, scope, ended)),
        },
      };
    }
    default:
      return work;
  }
}
