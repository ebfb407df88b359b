import {
  beginPath,
  countVisit,
  type Draft,
  endPath,
  guardedLeave,
  nodeOf,
  removeToken,
  scopeFor,
} from "./draft";
import { ask, askAgain, type Exit } from "./effects";
import { raiseFault, raiseIncident, release } from "./incidents";
import { finishKey, tokenId } from "./keys";
import type { Leave } from "./node";
import type { Token } from "./state";
import { openWait } from "./waits";

/** Moves a token from node to node until it stops: at an effect, a wait, an incident or the end. */
export function travel(draft: Draft, exit: Exit | undefined): void {
  let next = exit;
  while (next) {
    const to = leaveNode(draft, next);
    next = to === undefined ? undefined : enter(draft, to);
  }
}

/** One entry per incoming token. A node that was entered too often stops the run instead of spinning. */
export function enter(draft: Draft, key: string): Exit | undefined {
  const visit = countVisit(draft, key);
  const token: Token = {
    id: tokenId(key, visit, 1),
    node: key,
    visit,
    attempt: 1,
    // Until the node says how it stops, which is before anybody sees the token.
    phase: "incident",
    enteredAt: draft.state.now,
    pending: [],
  };
  beginPath(draft, token);
  if (visit > draft.plan.visitLimit) {
    const { title } = nodeOf(draft, key);
    raiseIncident(
      draft,
      token,
      `“${title}” was entered ${visit} times; the limit is ${draft.plan.visitLimit}.`,
    );
    return undefined;
  }
  const leave = work(draft, token);
  return leave && { token, leave };
}

function work(draft: Draft, token: Token): Leave | undefined {
  const { work } = nodeOf(draft, token.node);
  switch (work.kind) {
    case "broken":
      return raiseFault(draft, token, work.reason);
    case "pure": {
      const left = guardedLeave(() => work.run(scopeFor(draft, token)));
      return left.ok ? left.value : raiseFault(draft, token, left.sentence);
    }
    case "effect":
      return ask(draft, token, work);
    default:
      return openWait(draft, token, work);
  }
}

/** A member says: once more. The token keeps its visit and gets a new attempt, so every key is new. */
export function retry(draft: Draft, token: Token): Exit | undefined {
  const attempt = token.attempt + 1;
  const { incident: _, ...rest } = token;
  const again: Token = { ...rest, id: tokenId(token.node, token.visit, attempt), attempt };
  const node = nodeOf(draft, token.node);
  const leave = node.work.kind === "effect" ? askAgain(draft, again, node.work) : work(draft, again);
  return leave && { token: again, leave };
}

/** Through exactly one outlet; answers the node it leads to. An outlet that leads nowhere is an incident. */
function leaveNode(draft: Draft, { token, leave }: Exit): string | undefined {
  if (leave.decision) {
    complete(draft, token, leave.decision);
    return undefined;
  }
  const node = nodeOf(draft, token.node);
  const to = node.next.get(leave.outlet);
  if (to === undefined) {
    // What the node found out is kept: a member who answers must see it, and so must the rules if it is skipped.
    if (leave.output) setOutput(draft, token.node, leave.output);
    const outlet = node.outlets.find(({ key }) => key === leave.outlet);
    const failures = [...new Set(token.pending.flatMap(({ error }) => error?.kind.replace("_", " ") ?? []))];
    const because = failures.length > 0 ? ` (${failures.join(", ")})` : "";
    raiseIncident(
      draft,
      token,
      `“${node.title}” ended in “${outlet?.title ?? leave.outlet}”${because}, which leads nowhere.`,
      leave.outlet,
    );
    return undefined;
  }
  apply(draft, token, leave);
  endPath(draft, token, leave.outlet);
  removeToken(draft, token);
  return to;
}

function setOutput(draft: Draft, node: string, output: NonNullable<Leave["output"]>): void {
  const { data } = draft.state;
  draft.state.data = { ...data, nodes: { ...data.nodes, [node]: output } };
}

function apply(draft: Draft, { node, visit }: Token, leave: Leave): void {
  const { state } = draft;
  // A visit that says nothing must not leave the last visit's answer standing.
  setOutput(draft, node, leave.output ?? {});
  if (leave.forms) state.data = { ...state.data, forms: { ...state.data.forms, ...leave.forms } };
  if (leave.values) state.data = { ...state.data, values: { ...state.data.values, ...leave.values } };
  const kept = leave.supersedes ? [] : state.proposals.filter((proposal) => proposal.node !== node);
  for (const proposal of leave.proposals ?? []) kept.push({ node, visit, ...proposal });
  state.proposals = kept;
}

/** The decision. Final is final: everything else the run had under way ends with it. */
function complete(draft: Draft, token: Token, decision: NonNullable<Leave["decision"]>): void {
  const { state, plan, commands } = draft;
  if (!plan.source.outcomes.some(({ key }) => key === decision.outcome)) {
    raiseFault(draft, token, `“${decision.outcome}” is not an outcome of this workflow`);
    return;
  }
  endPath(draft, token, undefined);
  removeToken(draft, token);
  for (const other of state.tokens) release(draft, other);
  state.tokens = [];
  state.status = "completed";
  state.decision = { ...decision, node: token.node };
  commands.push({ type: "finish", key: finishKey(state), status: "completed", decision: state.decision });
}

/** Everything ends where it stands, without a decision. */
export function cancel(draft: Draft): void {
  const { state, commands } = draft;
  for (const token of state.tokens) release(draft, token);
  state.tokens = [];
  state.status = "cancelled";
  commands.push({ type: "finish", key: finishKey(state), status: "cancelled" });
}
