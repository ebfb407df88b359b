import { clockOf, type Draft, type Exit, guarded, guardedLeave, hasHeard, hear, nodeOf, stop } from "./draft";
import { scopeFor } from "./frames";
import { raiseFault, release } from "./incidents";
import { addMs, instant, laterOf } from "./instant";
import { answerKey, deadlineKey, waitKey } from "./keys";
import type { Leave } from "./node";
import type { PlannedWork } from "./plan";
import type { RunEvent, Token } from "./state";

type WaitWork = Extract<PlannedWork, { kind: "wait" }>;

/** Opens the wait; answers how to leave when there is nothing to wait for. */
export function openWait(draft: Draft, token: Token, work: WaitWork): Leave | undefined {
  const { definition, config, deadlineMs } = work;
  const opened = guarded(() => {
    const scope = scopeFor(draft, token);
    const leave = definition.skip?.(config, scope);
    if (leave) return { leave };
    const dueAt = definition.dueAt?.(config, scope);
    return { request: definition.request(config, scope), dueAt: dueAt && instant(dueAt) };
  });
  if (!opened.ok) return raiseFault(draft, token, opened.sentence);
  if (opened.value.leave) return opened.value.leave;
  const { state, commands } = draft;
  commands.push({
    type: "await_signal",
    key: waitKey(state, token),
    node: token.node,
    visit: token.visit,
    signal: work.signal,
    request: opened.value.request,
  });
  const now = clockOf(draft, token.frame);
  const fireAt = opened.value.dueAt ?? (deadlineMs === undefined ? undefined : addMs(now, deadlineMs));
  if (fireAt === undefined) {
    stop(draft, { ...token, phase: "wait" });
    return undefined;
  }
  const key = deadlineKey(state, token);
  commands.push({ type: "start_timer", key, fireAt });
  stop(draft, { ...token, phase: "wait", deadlineKey: key });
  return undefined;
}

function waitOf(draft: Draft, token: Token): WaitWork {
  const { work } = nodeOf(draft, token.node);
  if (work.kind !== "wait")
    throw new Error(`“${token.node}” waits for nothing: this state belongs to another version`);
  return work;
}

type Heard = { ignored: "late" | "repeated" } | { ignored: "refused"; refusal: string } | { exit: Exit };

/** A signal reached the run. One that the node cannot read changes nothing, so that it can be sent again. */
export function hearSignal(draft: Draft, event: Extract<RunEvent, { type: "signal_received" }>): Heard {
  const key = answerKey(event.waitKey, event.key);
  if (hasHeard(draft, key)) return { ignored: "repeated" };
  const token = draft.state.tokens.find(
    (token) => token.phase === "wait" && waitKey(draft.state, token) === event.waitKey,
  );
  if (!token) return { ignored: "late" };
  const { definition, config } = waitOf(draft, token);
  const at = instant(event.at);
  // The node sees the time of the answer, but a refused answer leaves no trace, so it is heard only afterwards.
  const scope = scopeFor(draft, token, laterOf(clockOf(draft, token.frame), at));
  const accepted = guardedLeave(() => definition.accept(config, scope, event.payload));
  if (!accepted.ok) return { ignored: "refused", refusal: accepted.sentence };
  hear(draft, key, token.frame, at);
  if (token.deadlineKey !== undefined) draft.commands.push({ type: "cancel_timer", key: token.deadlineKey });
  const { deadlineKey: _, ...answered } = token;
  return { exit: { token: answered, leave: accepted.value } };
}

/** Nobody answered in time: the wait closes without its signal. */
export function expire(draft: Draft, token: Token, deadlineOutlet: string): Exit | undefined {
  const { deadlineKey: _, ...fired } = token;
  const done = release(draft, fired);
  const { definition, config } = waitOf(draft, token);
  const outlet = definition.timeOutlet?.(config) ?? deadlineOutlet;
  const output = guarded(() => definition.expire?.(config, scopeFor(draft, token)) ?? {});
  if (output.ok) return { token: done, leave: { outlet, output: output.value } };
  return raiseFault(draft, done, output.sentence);
}
