import { type Draft, nodeOf, stop } from "./draft";
import { incidentKey, retryKey, waitKey } from "./keys";
import { BODY } from "./node";
import type { Command, Token } from "./state";

/** Takes a wish of this very step back; false when there is none, because it was wished for before. */
function takeBack({ commands }: Draft, type: Command["type"], key: string): boolean {
  const i = commands.findIndex((command) => command.key === key && command.type === type);
  if (i >= 0) commands.splice(i, 1);
  return i >= 0;
}

function cancelTimer(draft: Draft, key: string): void {
  if (!takeBack(draft, "start_timer", key)) draft.commands.push({ type: "cancel_timer", key });
}

/**
 * Ends what a token has under way outside: timers, the wait it opened, the run it began. What it wished for in this
 * very step (a branch that another one overtook before anybody stopped) is not wished for at all.
 */
export function release(draft: Draft, token: Token): Token {
  const { state, commands } = draft;
  const { deadlineKey, ...rest } = token;
  if (deadlineKey !== undefined) cancelTimer(draft, deadlineKey);
  for (const pending of token.pending) {
    if (pending.status === "backing_off") cancelTimer(draft, retryKey(pending));
    if (pending.status === "performing") takeBack(draft, "perform", pending.key);
  }
  const { work } = nodeOf(draft, token.node);
  const key = waitKey(state, token);
  if (token.phase === "wait" && work.kind === "wait" && !takeBack(draft, "await_signal", key))
    commands.push({ type: "close_wait", key, node: token.node, visit: token.visit, signal: work.signal });
  if (token.phase === "child" && !takeBack(draft, "start_child", key))
    commands.push({ type: "cancel_child", key });
  if (token.phase === "incident") takeBack(draft, "raise_incident", incidentKey(state, token));
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

/**
 * Stops every line at a person, and ends what each has under way outside. A list stands behind the lines of its
 * elements, so it stops with them.
 */
export function stopAll(draft: Draft, reason: string): void {
  const moving = draft.state.tokens.filter(({ phase }) => phase !== "incident" && phase !== "items");
  for (const token of moving) raiseIncident(draft, release(draft, token), reason);
}

/** A node's own code threw. */
export function raiseFault(draft: Draft, token: Token, sentence: string): undefined {
  const { title } = nodeOf(draft, token.node);
  raiseIncident(draft, token, `“${title}” cannot go on: ${sentence}`.replace(/([^.!?])$/, "$1."));
}
