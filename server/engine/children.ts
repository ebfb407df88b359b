import { clockOf, type Draft, type Exit, guarded, guardedLeave, hasHeard, hear, nodeOf, stop } from "./draft";
import { scopeFor } from "./frames";
import { raiseFault, raiseIncident, release } from "./incidents";
import { addMs, instant } from "./instant";
import { deadlineKey, waitKey } from "./keys";
import type { Leave } from "./node";
import type { PlannedWork } from "./plan";
import type { ChildEnded, Token } from "./state";

type ChildWork = Extract<PlannedWork, { kind: "child" }>;

/** Begins the other workflow's run and stands still until it ends. */
export function openChild(draft: Draft, token: Token, work: ChildWork): undefined {
  const { definition, config, deadlineMs } = work;
  const asked = guarded(() => definition.request(config, scopeFor(draft, token)));
  if (!asked.ok) return raiseFault(draft, token, asked.sentence);
  const { state, commands } = draft;
  const { node, visit } = token;
  commands.push({ type: "start_child", key: waitKey(state, token), node, visit, ...asked.value });
  const standing: Token = { ...token, phase: "child" };
  if (deadlineMs !== undefined) {
    standing.deadlineKey = deadlineKey(state, token);
    const fireAt = addMs(clockOf(draft, token.frame), deadlineMs);
    commands.push({ type: "start_timer", key: standing.deadlineKey, fireAt });
  }
  stop(draft, standing);
  return undefined;
}

type Heard = { ignored: "late" | "repeated" } | { exit: Exit | undefined };

/** The other run ended. One that could not even begin stops this one at a person. */
export function hearChild(draft: Draft, event: ChildEnded): Heard {
  if (hasHeard(draft, event.key)) return { ignored: "repeated" };
  const token = draft.state.tokens.find(
    (token) => token.phase === "child" && waitKey(draft.state, token) === event.key,
  );
  if (!token) return { ignored: "late" };
  hear(draft, event.key, token.frame, instant(event.at));
  const { deadlineKey: timer, ...ended } = token;
  if (timer !== undefined) draft.commands.push({ type: "cancel_timer", key: timer });
  const { work, title } = nodeOf(draft, token.node);
  if (work.kind !== "child")
    throw new Error(`“${token.node}” runs nothing else: this state belongs to another version`);
  if (event.status === "refused") {
    const what = event.runId === undefined ? "could not begin" : "has ended, and cannot be heard";
    raiseIncident(draft, ended, `“${title}” ${what}: ${event.reason ?? "it was refused."}`);
    return { exit: undefined };
  }
  const settled = guardedLeave(() => work.definition.settle(work.config, scopeFor(draft, ended), event));
  if (!settled.ok) return { exit: raiseFault(draft, ended, settled.sentence) };
  return { exit: { token: ended, leave: settled.value } };
}

/** Time is up: the other run is not waited for any more. */
export function giveUpChild(draft: Draft, token: Token, outlet: string): Exit {
  const { deadlineKey: _, ...fired } = token;
  const leave: Leave = { outlet, output: { status: "expired" } };
  return { token: release(draft, fired), leave };
}
