import { clockOf, type Draft, type Exit, guarded, guardedLeave, hasHeard, hear, nodeOf, stop } from "./draft";
import { scopeFor } from "./frames";
import { raiseFault, raiseIncident, release } from "./incidents";
import { addMs, instant } from "./instant";
import { deadlineKey, performKey, retryKey } from "./keys";
import type { EffectAnswer, Leave } from "./node";
import { NodeFault } from "./node";
import type { PlannedWork } from "./plan";
import type { EffectError, Instant, Pending, RunEvent, Token } from "./state";

type EffectWork = Extract<PlannedWork, { kind: "effect" }>;

/** Retries wait longer and longer, but never longer than a day. */
const MAX_DELAY_MS = 86_400_000;

function effectOf(draft: Draft, token: Token): EffectWork {
  const { work } = nodeOf(draft, token.node);
  if (work.kind !== "effect")
    throw new Error(`“${token.node}” asks nobody: this state belongs to another version`);
  return work;
}

function perform(draft: Draft, token: Token, pending: Pending): void {
  draft.commands.push({
    type: "perform",
    key: pending.key,
    node: token.node,
    scope: pending.scope,
    visit: token.visit,
    attempt: pending.attempt,
    input: pending.input,
  });
}

/** Stops at the effect with all its questions under way and its deadline running. */
function awaitAnswers(draft: Draft, token: Token, { deadlineMs }: EffectWork): void {
  const stopped: Token = { ...token, phase: "effect" };
  if (deadlineMs !== undefined) {
    stopped.deadlineKey = deadlineKey(draft.state, token);
    const fireAt = addMs(clockOf(draft, token.frame), deadlineMs);
    draft.commands.push({ type: "start_timer", key: stopped.deadlineKey, fireAt });
  }
  stop(draft, stopped);
}

/** Asks every subject at once; answers how to leave when there is nobody to ask. */
export function ask(draft: Draft, token: Token, work: EffectWork): Leave | undefined {
  const { definition, config } = work;
  const asked = guarded(() => {
    const requests = definition.requests(config, scopeFor(draft, token));
    if (new Set(requests.map(({ scope }) => scope)).size < requests.length)
      throw new NodeFault("it asks twice about one subject");
    return requests;
  });
  if (!asked.ok) return raiseFault(draft, token, asked.sentence);
  const requests = asked.value;
  if (requests.length === 0) return settle(draft, token, work);
  const pending = requests.map(
    ({ scope, input }): Pending => ({
      key: performKey(draft.state, token, scope, 1),
      scope,
      attempt: 1,
      input,
      status: "performing",
    }),
  );
  for (const each of pending) perform(draft, token, each);
  awaitAnswers(draft, { ...token, pending }, work);
  return undefined;
}

/** A member says: once more. What was answered stays answered; the rest is asked again under new keys. */
export function askAgain(draft: Draft, token: Token, work: EffectWork): Leave | undefined {
  if (token.pending.length === 0) return ask(draft, token, work);
  const pending = token.pending.map((each): Pending => {
    if (each.status === "succeeded") return each;
    const { key: _, error: __, ...question } = each;
    const attempt = each.attempt + 1;
    const key = performKey(draft.state, token, each.scope, attempt);
    return { ...question, key, attempt, status: "performing" };
  });
  const open = pending.filter(({ status }) => status === "performing");
  if (open.length === 0) return settle(draft, token, work);
  for (const each of open) perform(draft, token, each);
  awaitAnswers(draft, { ...token, pending }, work);
  return undefined;
}

function answersOf(token: Token): EffectAnswer[] {
  return token.pending.map(({ scope, output, error }) =>
    error === undefined ? { scope, output: output ?? null } : { scope, error },
  );
}

function settle(draft: Draft, token: Token, work: EffectWork): Leave | undefined {
  const settled = guardedLeave(() =>
    work.definition.settle(work.config, scopeFor(draft, token), answersOf(token)),
  );
  return settled.ok ? settled.value : raiseFault(draft, token, settled.sentence);
}

/** Puts one pending question's new state in its place. */
function replace(token: Token, next: Pending): Token {
  return { ...token, pending: token.pending.map((each) => (each.scope === next.scope ? next : each)) };
}

function find(
  draft: Draft,
  matches: (pending: Pending) => boolean,
): { token: Token; pending: Pending } | undefined {
  for (const token of draft.state.tokens) {
    if (token.phase !== "effect") continue;
    const pending = token.pending.find(matches);
    if (pending) return { token, pending };
  }
  return undefined;
}

type Heard = { ignored: "late" | "repeated" } | { exit: Exit | undefined };

/** A vendor answered, or failed to. The key names the attempt, so an answer to an earlier one comes late. */
export function hearEffect(
  draft: Draft,
  event: Extract<RunEvent, { type: "effect_succeeded" | "effect_failed" }>,
): Heard {
  if (hasHeard(draft, event.key)) return { ignored: "repeated" };
  const found = find(draft, ({ key, status }) => key === event.key && status === "performing");
  if (!found) return { ignored: "late" };
  const { token, pending } = found;
  hear(draft, event.key, token.frame, instant(event.at));
  const work = effectOf(draft, token);
  if (event.type === "effect_succeeded")
    return {
      exit: whenSettled(
        draft,
        replace(token, { ...pending, status: "succeeded", output: event.output }),
        work,
      ),
    };
  const { error } = event;
  const { attempts, firstDelayMs } = work.retry;
  const mayRetry = error.kind === "unavailable" || error.kind === "timeout";
  if (!mayRetry || pending.attempt >= attempts)
    return { exit: whenSettled(draft, replace(token, { ...pending, status: "failed", error }), work) };
  const waiting: Pending = { ...pending, status: "backing_off", error };
  const delayMs = Math.min(firstDelayMs * 2 ** (pending.attempt - 1), MAX_DELAY_MS);
  // Counted from the failure itself, so that it does not matter which of two subjects is heard of first.
  draft.commands.push({
    type: "start_timer",
    key: retryKey(waiting),
    fireAt: addMs(instant(event.at), delayMs),
  });
  stop(draft, replace(token, waiting));
  return { exit: undefined };
}

/** The back-off of one subject is over: the next attempt. */
export function hearRetryTimer(draft: Draft, key: string, at: Instant): boolean {
  const found = find(draft, (pending) => pending.status === "backing_off" && retryKey(pending) === key);
  if (!found) return false;
  const { token, pending } = found;
  hear(draft, key, token.frame, at);
  const { error: _, ...question } = pending;
  const attempt = pending.attempt + 1;
  const next: Pending = {
    ...question,
    key: performKey(draft.state, token, pending.scope, attempt),
    attempt,
    status: "performing",
  };
  stop(draft, replace(token, next));
  perform(draft, token, next);
  return true;
}

function whenSettled(draft: Draft, token: Token, work: EffectWork): Exit | undefined {
  if (token.pending.some(({ status }) => status === "performing" || status === "backing_off")) {
    stop(draft, token);
    return undefined;
  }
  const done = release(draft, token);
  const lost = done.pending.filter(({ error }) => error?.kind === "unknown").length;
  if (lost > 0) {
    const { title } = nodeOf(draft, token.node);
    raiseIncident(
      draft,
      done,
      `“${title}” was asked, but ${lost === 1 ? "the answer was" : `${lost} answers were`} lost: asking again may charge twice.`,
    );
    return undefined;
  }
  const leave = settle(draft, done, work);
  return leave && { token: done, leave };
}

const OVERDUE: EffectError = { kind: "timeout", message: "the deadline has passed" };

/** Time is up for all attempts together: what is known is kept, the rest counts as unanswered. */
export function passDeadline(draft: Draft, token: Token, outlet: string): Exit | undefined {
  const { deadlineKey: _, ...fired } = token;
  const done = release(draft, fired);
  const overdue: Token = {
    ...done,
    pending: done.pending.map(
      (each): Pending =>
        each.status === "performing" || each.status === "backing_off"
          ? { ...each, status: "failed", error: OVERDUE }
          : each,
    ),
  };
  const leave = settle(draft, overdue, effectOf(draft, token));
  return leave && { token: overdue, leave: { ...leave, outlet } };
}
