import { type Leave, NodeFault, type NodeScope } from "./node";
import { type Plan, type PlannedNode, sentenceOf } from "./plan";
import type { Command, RunState, Token } from "./state";

/**
 * The working copy of one step. The caller's state is never written to: containers that grow with the journal are
 * copied before their first write, and a fold, which owns them from the start, never copies them again.
 */
export interface Draft {
  plan: Plan;
  state: RunState;
  commands: Command[];
  owned: Set<"visits" | "heard" | "path">;
}

export function openDraft(plan: Plan, state: RunState): Draft {
  return { plan, state: { ...state, tokens: [...state.tokens] }, commands: [], owned: new Set() };
}

function own(draft: Draft, part: "visits" | "heard" | "path"): void {
  if (draft.owned.has(part)) return;
  draft.owned.add(part);
  const { state } = draft;
  if (part === "path") state.path = [...state.path];
  else if (part === "heard") state.heard = { ...state.heard };
  else state.visits = { ...state.visits };
}

export function nodeOf(draft: Draft, key: string): PlannedNode {
  const node = draft.plan.nodes.get(key);
  if (!node) throw new Error(`the plan has no node “${key}”: this state belongs to another version`);
  return node;
}

/** Names may be those of Object's own (`constructor`), so every look-up asks for own properties. */
export function hasHeard(draft: Draft, key: string): boolean {
  return Object.hasOwn(draft.state.heard, key);
}

export function hear(draft: Draft, key: string): void {
  own(draft, "heard");
  draft.state.heard[key] = true;
}

export function countVisit(draft: Draft, node: string): number {
  own(draft, "visits");
  const { visits } = draft.state;
  const visit = (Object.hasOwn(visits, node) ? (visits[node] ?? 0) : 0) + 1;
  visits[node] = visit;
  return visit;
}

export function beginPath(draft: Draft, token: Token): void {
  own(draft, "path");
  draft.state.path.push({ node: token.node, visit: token.visit, enteredAt: token.enteredAt });
}

export function endPath(draft: Draft, token: Token, outlet: string | undefined): void {
  own(draft, "path");
  const { path, now } = draft.state;
  for (let i = path.length - 1; i >= 0; i--) {
    const entry = path[i]!;
    if (entry.node !== token.node || entry.visit !== token.visit) continue;
    path[i] = outlet === undefined ? { ...entry, leftAt: now } : { ...entry, outlet, leftAt: now };
    return;
  }
}

/** Puts the token where it stops; it replaces its earlier self. */
export function stop(draft: Draft, token: Token): void {
  const { tokens } = draft.state;
  const i = tokens.findIndex(({ node, visit }) => node === token.node && visit === token.visit);
  if (i < 0) tokens.push(token);
  else tokens[i] = token;
}

export function removeToken(draft: Draft, token: Token): void {
  const { state } = draft;
  state.tokens = state.tokens.filter(({ node, visit }) => node !== token.node || visit !== token.visit);
}

export function scopeFor(draft: Draft, token: Token): NodeScope {
  const { now, data, proposals } = draft.state;
  return { node: token.node, visit: token.visit, at: now, data, proposals, source: draft.plan.source };
}

/** Runs a node's own code: what it throws becomes a sentence, never a crash. */
export function guarded<T>(run: () => T): { ok: true; value: T } | { ok: false; sentence: string } {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    return { ok: false, sentence: sentenceOf(error) };
  }
}

/** The same for code that must say how the token leaves. */
export function guardedLeave(run: () => Leave): { ok: true; value: Leave } | { ok: false; sentence: string } {
  return guarded(() => {
    const leave = run();
    if (typeof leave?.outlet !== "string") throw new NodeFault("it does not say how it leaves");
    return leave;
  });
}
