import { type Draft, nodeOf, stop } from "./draft";
import { incidentKey, retryKey, waitKey } from "./keys";
import { BODY } from "./node";
import type { Token } from "./state";

/** Ends what a token has under way outside: timers, and the wait it opened. */
export function release(draft: Draft, token: Token): Token {
  const { state, commands } = draft;
  const { deadlineKey, ...rest } = token;
  if (deadlineKey !== undefined) commands.push({ type: "cancel_timer", key: deadlineKey });
  for (const pending of token.pending)
    if (pending.status === "backing_off") commands.push({ type: "cancel_timer", key: retryKey(pending) });
  const { work } = nodeOf(draft, token.node);
  if (token.phase === "wait" && work.kind === "wait")
    commands.push({
      type: "close_wait",
      key: waitKey(state, token),
      node: token.node,
      visit: token.visit,
      signal: work.signal,
    });
  if (token.phase === "child") commands.push({ type: "cancel_child", key: waitKey(state, token) });
  return rest;
}

/** By which outlets a member may send a token on: a body is no way out. */
export function waysOut(draft: Draft, { node }: Token): string[] {
  const { next, work } = nodeOf(draft, node);
  return [...next.keys()].filter((outlet) => work.kind !== "each" || outlet !== BODY);
}

/** Stops a token until a member answers. What it had under way must be over or released before. */
export function raiseIncident(draft: Draft, token: Token, reason: string, outlet?: string): void {
  const outlets = waysOut(draft, token);
  stop(draft, {
    ...token,
    phase: "incident",
    incident: outlet === undefined ? { reason, outlets } : { reason, outlet, outlets },
  });
  draft.commands.push({
    type: "raise_incident",
    key: incidentKey(draft.state, token),
    node: token.node,
    visit: token.visit,
    reason,
  });
}

/** A node's own code threw. */
export function raiseFault(draft: Draft, token: Token, sentence: string): undefined {
  const { title } = nodeOf(draft, token.node);
  raiseIncident(draft, token, `“${title}” cannot go on: ${sentence}`.replace(/([^.!?])$/, "$1."));
}
