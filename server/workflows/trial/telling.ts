import { addMs, laterOf } from "@/server/engine/instant";
import { start, step } from "@/server/engine/interpreter";
import { questionKey, retryKey } from "@/server/engine/keys";
import type { Plan } from "@/server/engine/plan";
import type { By, Command, Instant, JsonObject, RunEvent, RunState, StepResult } from "@/server/engine/state";
import type { TrialAnswer, TrialSetup } from "./schema";

const TRIAL_ID = "trial";
const by: By = { kind: "member", id: "trial" };
const REASON = "Said in a test run.";
/** More attempts than any step may have. */
const MOST_ATTEMPTS = 30;
/** More timers than go off in any span a person lets pass. */
const MOST_TIMERS = 5_000;

/** A trial while it is told what the world says: the interpreter's state, and what it has wished for. */
export interface Telling {
  plan: Plan;
  state: RunState;
  journal: RunEvent[];
  /** The trial's clock: it stands still until somebody lets time pass. */
  clock: Instant;
  timers: Map<string, Instant>;
  /** What each wish asks, by its key. */
  asked: Map<string, JsonObject>;
  /** What a person filled in for a node that could not go on, by `node/visit/frame`. */
  byHand: Map<string, JsonObject>;
}

export const keyOfPlace = (to: string): string => `${TRIAL_ID}:${to}`;
export const placeOfKey = (key: string): string => key.slice(TRIAL_ID.length + 1);

export function openTelling(plan: Plan, { at, input, party }: TrialSetup): Telling {
  const event: RunEvent = { type: "started", at, runId: TRIAL_ID, input, party };
  const telling: Telling = {
    plan,
    state: undefined as never,
    journal: [event],
    clock: laterOf(at, at),
    timers: new Map(),
    asked: new Map(),
    byHand: new Map(),
  };
  take(telling, start(plan, event, at));
  return telling;
}

function take(telling: Telling, { state, commands }: StepResult): void {
  telling.state = state;
  for (const command of commands) note(telling, command);
}

function note({ timers, asked }: Telling, command: Command): void {
  switch (command.type) {
    case "start_timer":
      timers.set(command.key, command.fireAt);
      break;
    case "cancel_timer":
      timers.delete(command.key);
      break;
    case "perform":
      asked.set(command.key, command.input);
      break;
    case "await_signal":
      asked.set(command.key, command.request);
      break;
    case "start_child":
      asked.set(command.key, {
        workflow: command.workflow,
        version: command.version,
        input: command.input,
      });
      break;
    case "finish":
      timers.clear();
      break;
  }
}

/** Says one fact; answers why it changed nothing, when it did not. */
function hear(telling: Telling, event: RunEvent): string | undefined {
  const result = step(telling.plan, telling.state, event);
  switch (result.ignored) {
    case "finished":
      return "The run has ended by then.";
    case "late":
    case "repeated":
      return "Nothing waits for it there.";
    case "refused":
      return result.refusal ?? "It was refused.";
  }
  telling.journal.push(event);
  take(telling, result);
  return undefined;
}

/** Tells a trial one answer; why it does not fit, when it does not. Then nothing has changed. */
export function tell(telling: Telling, answer: TrialAnswer): string | undefined {
  const at = telling.clock;
  switch (answer.kind) {
    case "said":
      return hear(telling, {
        type: "effect_succeeded",
        at,
        key: keyOfPlace(answer.to),
        output: answer.output,
      });
    case "failed":
      return fail(telling, answer);
    case "signal":
      return hear(telling, {
        type: "signal_received",
        at,
        key: `answer_${telling.journal.length}`,
        waitKey: keyOfPlace(answer.to),
        payload: answer.payload,
        by,
      });
    case "child": {
      const { kind: _, to, ...ended } = answer;
      return hear(telling, {
        type: "child_ended",
        at,
        key: keyOfPlace(to),
        ...(ended as { status: "completed" }),
      });
    }
    case "resolved":
      return resolve(telling, answer);
    case "time":
      return passTime(telling, answer.ms);
  }
}

function fail(telling: Telling, answer: Extract<TrialAnswer, { kind: "failed" }>): string | undefined {
  const { error } = answer;
  const event = (key: string): RunEvent => ({ type: "effect_failed", at: telling.clock, key, error });
  const question = questionKey(keyOfPlace(answer.to));
  const why = hear(telling, event(keyOfPlace(answer.to)));
  if (why || !answer.always) return why;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const pending = telling.state.tokens
      .flatMap((token) => token.pending)
      .find(
        ({ key, status }) => questionKey(key) === question && status !== "failed" && status !== "succeeded",
      );
    if (!pending) return undefined;
    if (pending.status === "performing") hear(telling, event(pending.key));
    else fire(telling, retryKey(pending));
  }
  return undefined;
}

function resolve(
  telling: Telling,
  { to, how }: Extract<TrialAnswer, { kind: "resolved" }>,
): string | undefined {
  const token = telling.state.tokens.find(({ id }) => id === to);
  const why = hear(telling, {
    type: "incident_resolved",
    at: telling.clock,
    key: `answer_${telling.journal.length}`,
    tokenId: to,
    how,
    by,
    reason: REASON,
  });
  if (!why && token && how.action === "answer")
    telling.byHand.set(`${token.node}/${token.visit}/${token.frame ?? ""}`, how.output);
  return why;
}

function fire(telling: Telling, key: string): void {
  const at = telling.timers.get(key) ?? telling.clock;
  telling.timers.delete(key);
  telling.clock = laterOf(telling.clock, at);
  hear(telling, { type: "timer_fired", at, key });
}

const soonest = ({ timers }: Telling): [key: string, at: Instant] | undefined =>
  [...timers].reduce<[string, Instant] | undefined>(
    (first, one) => (first && first[1] <= one[1] ? first : one),
    undefined,
  );

/** Lets time pass: every timer that is due by then goes off, the earliest first, those that begin meanwhile too. */
function passTime(telling: Telling, ms: number | null): string | undefined {
  if (telling.state.status === "completed" || telling.state.status === "cancelled")
    return "The run has ended by then.";
  const first = soonest(telling);
  if (ms === null && !first) return "There is no deadline to wait for.";
  const until = ms === null ? laterOf(telling.clock, first?.[1] ?? telling.clock) : addMs(telling.clock, ms);
  for (let count = 0; count < MOST_TIMERS; count++) {
    const next = soonest(telling);
    if (!next || next[1] > until) break;
    fire(telling, next[0]);
  }
  telling.clock = laterOf(telling.clock, until);
  return undefined;
}
