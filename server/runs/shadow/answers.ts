import { start, step } from "@/server/engine/interpreter";
import { frameOfKey, waitKey } from "@/server/engine/keys";
import type { Plan } from "@/server/engine/plan";
import type { Json, RunEvent, RunState, StepResult } from "@/server/engine/state";

/** What the run that decides was told, by what it had asked: where a silent run asks the same, it is told the same. */

/** How a question of the deciding run ended. */
export type Answer = Extract<
  RunEvent,
  { type: "effect_succeeded" | "effect_failed" | "timer_fired" | "signal_received" | "child_ended" }
>;

/** An answer with the place it was given at: node, scope, visit and attempt. */
export interface Given {
  place: string;
  answer: Answer;
}
export type Answers = ReadonlyMap<string, readonly Given[]>;

/** A key without its run. */
export const placeIn = (runId: string, key: string) => key.slice(runId.length);

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

const typeOf = ({ source }: Plan, node: string): string => source.nodes[node]?.type ?? "";

/** What a vendor was asked, whichever node asked it. How long one is willing to wait is no part of a question. */
export function effectQuestion(plan: Plan, node: string, input: object): string {
  const { timeoutMs: _, ...asked } = input as { timeoutMs?: unknown };
  return sorted(["effect", typeOf(plan, node), asked]);
}

/**
 * People are asked at a place: the same words from another node, from another branch or about another element of a list
 * are another question.
 */
export const waitQuestion = (
  { frames }: Pick<RunState, "frames">,
  line: string | undefined,
  asked: { node: string; signal: string; request: object },
) => sorted(["wait", lineOf(frames, line), asked.node, asked.signal, asked.request]);

/** The branches and elements around a line, from the inside out. An element is itself, wherever it stands in its list. */
function lineOf(frames: RunState["frames"], id: string | undefined): Json[] {
  const frame = id === undefined ? undefined : frames?.[id];
  if (!frame) return [];
  const { kind, branch, item, parent } = frame;
  return [kind === "item" ? { item: item ?? null } : { branch: branch ?? "" }, ...lineOf(frames, parent)];
}

export const childQuestion = (workflow: string, version: number | "live", input: object) =>
  sorted(["child", workflow, version, input]);

export function questionsIn(plan: Plan, { state, commands }: StepResult): [key: string, question: string][] {
  return commands.flatMap((command): [string, string][] => {
    switch (command.type) {
      case "perform":
        return [[command.key, effectQuestion(plan, command.node, command.input)]];
      case "await_signal":
        return [[command.key, waitQuestion(state, frameOfKey(command.key), command)]];
      case "start_child":
        return [[command.key, childQuestion(command.workflow, command.version, command.input)]];
      default:
        return [];
    }
  });
}

/** Every step of a journal. `planOf` gives the plans of a run that was migrated. */
export function* steps(
  plan: Plan,
  events: Iterable<RunEvent>,
  planOf: (version: number) => Plan,
): Generator<{ plan: Plan; event: RunEvent; result: StepResult }> {
  let now = plan;
  let state: RunState | undefined;
  for (const event of events) {
    if (event.type === "migrated") now = planOf(event.toVersion);
    const result: StepResult =
      state === undefined
        ? start(now, event as Extract<RunEvent, { type: "started" }>, event.at)
        : step(now, state, event);
    state = result.state;
    yield { plan: now, event, result };
  }
}

/** What the deciding run was told, by what it had asked. */
export function answersIn(
  plan: Plan,
  events: Iterable<RunEvent>,
  planOf: (version: number) => Plan,
): { answers: Answers; state: RunState | undefined } {
  const asked = new Map<string, string>();
  const answers = new Map<string, Given[]>();
  let last: RunState | undefined;
  for (const { plan: now, event, result } of steps(plan, events, planOf)) {
    const before = last;
    last = result.state;
    if (!result.ignored)
      for (const { question, key, answer } of answeredBy(asked, before, event)) {
        const given = { place: placeIn(result.state.runId, key), answer };
        answers.set(question, [...(answers.get(question) ?? []), given]);
      }
    for (const [key, question] of questionsIn(now, result)) asked.set(key, question);
  }
  return { answers, state: last };
}

export function answeredBy(
  asked: ReadonlyMap<string, string>,
  before: RunState | undefined,
  event: RunEvent,
): { question: string; key: string; answer: Answer }[] {
  const of = (key: string) => {
    const question = asked.get(key);
    return question === undefined ? [] : [{ question, key, answer: event as Answer }];
  };
  switch (event.type) {
    case "effect_succeeded":
    case "effect_failed":
    case "child_ended":
      return of(event.key);
    case "signal_received":
      return of(event.waitKey);
    case "timer_fired": {
      const token = before?.tokens.find(({ deadlineKey }) => deadlineKey === event.key);
      if (!before || !token) return [];
      const open = token.pending.filter(({ status }) => status === "performing" || status === "backing_off");
      return [waitKey(before, token), ...open.map(({ key }) => key)].flatMap(of);
    }
    default:
      return [];
  }
}
