import { start, step } from "@/server/engine/interpreter";
import { retryKey, waitKey } from "@/server/engine/keys";
import type { Plan } from "@/server/engine/plan";
import type { Pending, RunEvent, RunState, StepResult, Token } from "@/server/engine/state";
import { type Answer, type Answers, answeredBy, placeIn, questionsIn, steps } from "./answers";

/**
 * A silent run asks nobody: it is told what the run that decides was told, where it asks the very same. Pure and made
 * anew each time from the two journals, so it comes to the same end whenever and however often it is asked.
 */

/** Why a silent run cannot be compared. */
export const shadowReasons = [
  "asked_otherwise",
  "people_not_asked",
  "child_not_begun",
  "answer_does_not_fit",
  "stopped",
  "live_cancelled",
  "too_long",
] as const;
export type ShadowReason = (typeof shadowReasons)[number];

export interface Standstill {
  node: string;
  reason: ShadowReason;
}

/** Where a silent run has come by the time `now`, with the events it has still to be told. */
export function follow(
  plan: Plan,
  known: readonly RunEvent[],
  answers: Answers,
  now: string,
): { heard: { event: RunEvent; result: StepResult }[]; state: RunState; standstill: Standstill | undefined } {
  const used = new Map<string, number>();
  const asked = new Map<string, string>();
  const timers = new Map<string, string>();
  const refused = new Set<string>();
  let state: RunState | undefined;
  const note = (event: RunEvent, result: StepResult): void => {
    for (const { question } of answeredBy(asked, state, event))
      used.set(question, (used.get(question) ?? 0) + 1);
    for (const [key, question] of questionsIn(plan, result)) asked.set(key, question);
    for (const command of result.commands)
      if (command.type === "start_timer") timers.set(command.key, command.fireAt);
    state = result.state;
  };
  for (const { event, result } of steps(plan, known, () => plan)) note(event, result);
  if (!state) throw new Error("a silent run begins with its start");
  const heard: { event: RunEvent; result: StepResult }[] = [];
  for (let told = 0; told < MOST_TOLD; told++) {
    const next = nextFor(plan, state, { answers, used, asked, timers, refused, now });
    if (!next) break;
    const result = step(plan, state, next.event);
    if (result.ignored) {
      refused.add(next.key);
      continue;
    }
    note(next.event, result);
    heard.push({ event: next.event, result });
  }
  return { heard, state, standstill: standstillOf(plan, state, refused, heard.length >= MOST_TOLD) };
}

const MOST_TOLD = 2_000;

interface Known {
  answers: Answers;
  used: ReadonlyMap<string, number>;
  asked: ReadonlyMap<string, string>;
  timers: ReadonlyMap<string, string>;
  refused: ReadonlySet<string>;
  now: string;
}

interface Next {
  /** Of what is answered. */
  key: string;
  event: RunEvent;
}

/** The earliest thing a silent run can be told; with equal times, that of the token that stands first. */
function nextFor(plan: Plan, state: RunState, known: Known): Next | undefined {
  const all = state.tokens
    .flatMap((token) => nextsOf(plan, state, token, known))
    .filter(({ key }) => !known.refused.has(key));
  return all.reduce<Next | undefined>(
    (first, one) => (first && first.event.at <= one.event.at ? first : one),
    undefined,
  );
}

function nextsOf(plan: Plan, state: RunState, token: Token, known: Known): Next[] {
  switch (token.phase) {
    case "effect":
      return token.pending.flatMap((pending) => effectNext(plan, state.runId, token, pending, known));
    case "wait":
    case "child": {
      const key = waitKey(state, token);
      const answer = answerTo(state.runId, key, known);
      if (answer) return [{ key, event: retold(answer, key, token) }];
      return timeNext(plan, token, key, known);
    }
    default:
      return [];
  }
}

function effectNext(plan: Plan, runId: string, token: Token, pending: Pending, known: Known): Next[] {
  const { key, status } = pending;
  if (status === "backing_off") {
    const timer = retryKey(pending);
    const at = known.timers.get(timer);
    // The pause is not sat out: whether it is asked again depends on what the deciding run was told.
    return at === undefined ? [] : [{ key: timer, event: { type: "timer_fired", at, key: timer } }];
  }
  if (status !== "performing") return [];
  const answer = answerTo(runId, key, known);
  if (answer) return [{ key, event: retold(answer, key, token) }];
  const work = plan.nodes.get(token.node)?.work;
  const output = work?.kind === "effect" ? work.definition.pretended : undefined;
  return output === undefined
    ? []
    : [{ key, event: { type: "effect_succeeded", at: token.enteredAt, key, output } }];
}

/**
 * What the deciding run was told at the same question: at the same place, else in the order of telling. A good answer
 * serves a question that is asked once more.
 */
function answerTo(runId: string, key: string, { answers, used, asked }: Known): Answer | undefined {
  const question = asked.get(key);
  const all = question === undefined ? [] : (answers.get(question) ?? []);
  const place = placeIn(runId, key);
  const given =
    all.find((one) => one.place === place) ??
    all[used.get(question ?? "") ?? 0] ??
    [...all].reverse().find(({ answer: { type } }) => type === "effect_succeeded" || type === "child_ended");
  return given?.answer;
}

/** The same fact, addressed to the silent run. */
function retold(answer: Answer, key: string, { deadlineKey }: Token): RunEvent {
  switch (answer.type) {
    case "signal_received":
      return { ...answer, waitKey: key };
    case "timer_fired":
      return { ...answer, key: deadlineKey ?? "" };
    default:
      return { ...answer, key };
  }
}

/** A wait for nothing but time passes by itself. */
function timeNext(plan: Plan, token: Token, key: string, { timers, now }: Known): Next[] {
  const work = plan.nodes.get(token.node)?.work;
  const at = token.deadlineKey === undefined ? undefined : timers.get(token.deadlineKey);
  if (work?.kind !== "wait" || work.signal !== "time" || at === undefined || at > now) return [];
  return [{ key, event: { type: "timer_fired", at, key: token.deadlineKey as string } }];
}

/** What the deciding run did not do either. A silent run begins no runs of its own: what they ask would cost. */
const unasked: { readonly [kind: string]: ShadowReason } = {
  wait: "people_not_asked",
  child: "child_not_begun",
};

/** Why nothing more can be told, if the deciding run tells no more. */
function standstillOf(
  plan: Plan,
  { status, tokens }: RunState,
  refused: ReadonlySet<string>,
  isTooLong: boolean,
): Standstill | undefined {
  if (status === "completed" || status === "cancelled") return undefined;
  const stopped = tokens.find(({ phase }) => phase === "incident");
  const token = stopped ?? tokens[0];
  if (!token) return undefined;
  const { node } = token;
  if (isTooLong) return { node, reason: "too_long" };
  if (stopped) return { node, reason: "stopped" };
  if (refused.size > 0) return { node, reason: "answer_does_not_fit" };
  return { node, reason: unasked[plan.nodes.get(node)?.work.kind ?? ""] ?? "asked_otherwise" };
}

/** The start itself, as the silent run hears it. */
export function firstSilentStep(plan: Plan, event: RunEvent): { event: RunEvent; result: StepResult } {
  if (event.type !== "started") throw new Error("a silent run begins with its start");
  return { event, result: start(plan, event, event.at) };
}
