import { openChild } from "./children";
import {
  beginPath,
  clockOf,
  countVisit,
  type Draft,
  type Exit,
  endPath,
  guarded,
  guardedLeave,
  nodeOf,
  removeToken,
} from "./draft";
import { ask, askAgain } from "./effects";
import { bringBack, frameChain, itemAround, proposalsOf, scopeFor, setProposals, write } from "./frames";
import { raiseFault, raiseIncident, release } from "./incidents";
import { endItem, itemFailureOf, openItems, openItemsAgain } from "./items";
import { finishKey, tokenId } from "./keys";
import type { Leave } from "./node";
import type { PlannedWork } from "./plan";
import { arrive, split } from "./splits";
import type { Token } from "./state";
import { openWait } from "./waits";

/** Moves tokens from node to node until each stops: at an effect, a wait, an incident, a join or the end. */
export function travel(draft: Draft, exit: Exit | undefined): void {
  let next = exit;
  for (;;) {
    while (next) next = leaveNode(draft, next);
    const move = draft.moves.pop();
    if (!move) return;
    // Its line may have ended meanwhile, because a join needed no more.
    if (draft.state.frames?.[move.frame]) next = enter(draft, move.enter, move.frame);
  }
}

/** One entry per incoming token. A node that was entered too often stops the run instead of spinning. */
export function enter(draft: Draft, key: string, from: string | undefined): Exit | undefined {
  const node = nodeOf(draft, key);
  let frame = from;
  let arrived: string[] | undefined;
  if (node.work.kind === "join") {
    const at = arrive(draft, node.work, from);
    if (at === undefined) return undefined;
    if (at !== "stray") ({ frame, arrived } = at);
  }
  const visit = countVisit(draft, key, frame);
  const token: Token = {
    id: tokenId(key, visit, 1, frame),
    node: key,
    visit,
    attempt: 1,
    // Until the node says how it stops, which is before anybody sees the token.
    phase: "incident",
    enteredAt: clockOf(draft, frame),
    pending: [],
  };
  if (frame !== undefined) token.frame = frame;
  if (arrived) token.arrived = arrived;
  beginPath(draft, token);
  if (visit > draft.plan.visitLimit) {
    raiseIncident(
      draft,
      token,
      `“${node.title}” was entered ${visit} times; the limit is ${draft.plan.visitLimit}.`,
    );
    return undefined;
  }
  return exitOf(draft, token);
}

/** Lets a node do its work; answers how its token leaves, unless it stops there. */
function exitOf(draft: Draft, token: Token): Exit | undefined {
  const { work: planned } = nodeOf(draft, token.node);
  if (planned.kind === "item_end") return leaveItem(draft, token, planned);
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
    case "wait":
      return openWait(draft, token, work);
    case "split":
      split(draft, token);
      return undefined;
    case "join":
      if (token.arrived) return { outlet: "joined", output: { arrived: token.arrived } };
      return raiseFault(draft, token, `no branch of “${titleOf(draft, work.split)}” comes here`);
    case "each":
      return openItems(draft, token, work);
    case "item_end":
      return undefined;
    case "child":
      return openChild(draft, token, work);
  }
}

const titleOf = (draft: Draft, node: string) => draft.plan.nodes.get(node)?.title ?? node;

function leaveItem(
  draft: Draft,
  token: Token,
  work: Extract<PlannedWork, { kind: "item_end" }>,
): Exit | undefined {
  const item = itemAround(draft, token.frame);
  if (item === undefined) return raiseFault(draft, token, "it stands outside any “for each”");
  const ended = guarded(() => work.run(scopeFor(draft, token)));
  if (!ended.ok) return raiseFault(draft, token, ended.sentence);
  endPath(draft, token, undefined);
  removeToken(draft, token);
  return endItem(draft, item, ended.value);
}

/** A member says: once more. The token keeps its visit and gets a new attempt, so every key is new. */
export function retry(draft: Draft, token: Token): Exit | undefined {
  const attempt = token.attempt + 1;
  const { incident: _, ...rest } = token;
  const again: Token = { ...rest, id: tokenId(token.node, token.visit, attempt, token.frame), attempt };
  const { work } = nodeOf(draft, token.node);
  if (work.kind !== "effect" && work.kind !== "each") return exitOf(draft, again);
  const leave = work.kind === "effect" ? askAgain(draft, again, work) : openItemsAgain(draft, again, work);
  return leave && { token: again, leave };
}

/** Through exactly one outlet, into the next node. An outlet that leads nowhere is an incident. */
function leaveNode(draft: Draft, { token, leave }: Exit): Exit | undefined {
  if (leave.decision) {
    complete(draft, token, leave.decision);
    return undefined;
  }
  const node = nodeOf(draft, token.node);
  const to = node.next.get(leave.outlet);
  if (to === undefined) return leadNowhere(draft, token, leave);
  apply(draft, token, leave);
  endPath(draft, token, leave.outlet);
  removeToken(draft, token);
  return enter(draft, to, token.frame);
}

function leadNowhere(draft: Draft, token: Token, leave: Leave): Exit | undefined {
  // What the node found out is kept: a member who answers must see it, and so must the rules if it is skipped.
  if (leave.output) write(draft, token.frame, { nodes: { [token.node]: leave.output } });
  const node = nodeOf(draft, token.node);
  const outlet = node.outlets.find(({ key }) => key === leave.outlet);
  const failures = [...new Set(token.pending.flatMap(({ error }) => error?.kind.replace("_", " ") ?? []))];
  const because = failures.length > 0 ? ` (${failures.join(", ")})` : "";
  const reason = `“${node.title}” ended in “${outlet?.title ?? leave.outlet}”${because}, which leads nowhere.`;
  const item = itemAround(draft, token.frame);
  if (item !== undefined && outlet && outlet.kind !== "normal" && itemFailureOf(draft, item) !== "ask") {
    endPath(draft, token, leave.outlet);
    removeToken(draft, token);
    return endItem(draft, item, { result: "failed", output: { node: token.node, reason }, failed: true });
  }
  raiseIncident(draft, token, reason, leave.outlet);
  return undefined;
}

function apply(draft: Draft, { node, visit, frame }: Token, leave: Leave): void {
  // A visit that says nothing must not leave the last visit's answer standing.
  write(draft, frame, {
    nodes: { [node]: leave.output ?? {} },
    forms: leave.forms,
    values: leave.values,
  });
  const known = proposalsOf(draft, frame);
  const kept = leave.supersedes ? [] : known.filter((proposal) => proposal.node !== node);
  for (const proposal of leave.proposals ?? []) kept.push({ node, visit, ...proposal });
  setProposals(draft, frame, kept);
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
  endAll(draft, token.frame);
  state.status = "completed";
  state.decision = { ...decision, node: token.node };
  commands.push({ type: "finish", key: finishKey(state), status: "completed", decision: state.decision });
}

/** Ends what is under way. What the line that ended the run had found stays readable; what others had is in the journal. */
function endAll(draft: Draft, deciding: string | undefined): void {
  const { state } = draft;
  for (const other of state.tokens) {
    release(draft, other);
    if (other.frame !== undefined) endPath(draft, other, undefined);
  }
  state.tokens = [];
  for (const [id, parent] of frameChain(draft, deciding)) bringBack(draft, [id], parent);
  delete state.frames;
  draft.moves.length = 0;
}

/** Everything ends where it stands, without a decision. */
export function cancel(draft: Draft): void {
  const { state, commands } = draft;
  endAll(draft, undefined);
  state.status = "cancelled";
  commands.push({ type: "finish", key: finishKey(state), status: "cancelled" });
}
