import { z } from "zod";
import type { PlanSource } from "./node";
import {
  type EffectAnswer,
  type EffectNode,
  type Leave,
  NodeFault,
  type NodeScope,
  type PureNode,
} from "./node";
import type { PlannedWork } from "./plan";
import type { JsonObject, ListQuestion } from "./state";

/**
 * A pure node that names lists is an effect: it asks them first, as of the run's time, and runs on what they answered.
 * The answers are in the journal, so a replay, a re-run and a run beside it read the same. Without lists it stays pure.
 */

const question = z.strictObject({ list: z.string(), value: z.union([z.string(), z.number()]) });

/** What the edge is asked: every value once, all as of one time. */
export const listReadRequest = z.strictObject({ at: z.iso.datetime(), questions: z.array(question) });

const listReadAnswer = z.strictObject({
  at: z.iso.datetime(),
  answers: z.array(question.extend({ found: z.union([z.string(), z.literal(false), z.null()]) })),
});

/** The lists stand in the same database as the run: one that cannot be read now can be in a moment. */
const RETRY = { attempts: 5, firstDelayMs: 1_000 };
const MAX_QUESTIONS = 2_000;

export function planPure(definition: PureNode, config: unknown, source: PlanSource): PlannedWork {
  const run = definition.prepare(config, source);
  const ask = definition.lists?.(config, source);
  if (!ask) return { kind: "pure", run };
  return {
    kind: "effect",
    definition: readingLists(definition, ask, run),
    config,
    retry: RETRY,
    deadlineMs: undefined,
  };
}

function readingLists(
  definition: PureNode,
  ask: (scope: NodeScope) => ListQuestion[],
  run: (scope: NodeScope) => Leave,
): EffectNode {
  const { kind: _, prepare: __, lists: ___, ...base } = definition;
  return {
    ...base,
    kind: "effect",
    asksNobody: true,
    retry: () => RETRY,
    deadlineMs: () => undefined,
    requests(_, scope) {
      const questions = ask(scope);
      if (questions.length > MAX_QUESTIONS)
        throw new NodeFault(
          `it asks lists about ${questions.length} values; at most ${MAX_QUESTIONS} can be.`,
        );
      if (questions.length === 0) return [];
      return [{ scope: "", input: { at: scope.at, questions } as unknown as JsonObject }];
    },
    settle: (_, scope, [answer]) => run(answer ? told(scope, answer) : withLists(scope, [])),
  };
}

const withLists = (scope: NodeScope, lists: NonNullable<NodeScope["data"]["lists"]>): NodeScope => ({
  ...scope,
  data: { ...scope.data, lists },
});

/** The node runs as of the time its lists were read for: both see the same day. */
function told(scope: NodeScope, { output, error }: EffectAnswer): NodeScope {
  if (error) throw new NodeFault(`its lists could not be read: ${error.message}`);
  const { at, answers } = listReadAnswer.parse(output);
  return withLists({ ...scope, at }, answers);
}
