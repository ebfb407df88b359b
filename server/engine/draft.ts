import { laterOf } from "./instant";
import { type Leave, NodeFault } from "./node";
import { type Plan, type PlannedNode, sentenceOf } from "./plan";
import type { Command, Frame, Instant, RunState, Token } from "./state";

/**
 * The working copy of one step. The caller's state is never written to: containers that grow with the journal are
 * copied before their first write, and a fold, which owns them from the start, never copies them again.
 */
export interface Draft {
  plan: Plan;
  state: RunState;
  commands: Command[];
  owned: Set<Part>;
  /** What has still to be entered in this step, the next one last. */
  moves: Move[];
}

type Part = "visits" | "heard" | "path" | "frames";

/** A line of the run that is about to enter its first node. */
export interface Move {
  enter: string;
  frame: string;
}

/** A token on its way out of a node. */
export interface Exit {
  token: Token;
  leave: Leave;
}

export function openDraft(plan: Plan, state: RunState): Draft {
  return { plan, state: { ...state, tokens: [...state.tokens] }, commands: [], owned: new Set(), moves: [] };
}

function own(draft: Draft, part: Part): void {
  if (draft.owned.has(part)) return;
  draft.owned.add(part);
  const { state } = draft;
  if (part === "path") state.path = [...state.path];
  else if (part === "heard") state.heard = { ...state.heard };
  else if (part === "frames") state.frames = { ...state.frames };
  else state.visits = { ...state.visits };
}

export function nodeOf(draft: Draft, key: string): PlannedNode {
  const node = draft.plan.nodes.get(key);
  if (!node) throw new Error(`the plan has no node “${key}”: this state belongs to another version`);
  return node;
}

/** The time on the line a token is on: neighbours' answers do not move it. */
export const clockOf = (draft: Draft, frame: string | undefined): Instant =>
  frame === undefined ? draft.state.now : frameOf(draft, frame).now;

/** Names may be those of Object's own (`constructor`), so every look-up asks for own properties. */
export function hasHeard(draft: Draft, key: string): boolean {
  return Object.hasOwn(draft.state.heard, key);
}

/** Remembers what was heard, and when: on the line of the run that heard it, and on the run as a whole. */
export function hear(draft: Draft, key: string, frame: string | undefined, at: Instant): void {
  own(draft, "heard");
  const { state } = draft;
  state.heard[key] = true;
  state.now = laterOf(state.now, at);
  if (frame !== undefined) changeFrame(draft, frame, { now: laterOf(frameOf(draft, frame).now, at) });
}

/** Entered how often on this line and on those it came from: a loop through a split must end too. */
export function countVisit(draft: Draft, node: string, frame?: string): number {
  if (frame === undefined) {
    own(draft, "visits");
    const visit = countIn(draft.state.visits, node) + 1;
    draft.state.visits[node] = visit;
    return visit;
  }
  const { visits, parent } = frameOf(draft, frame);
  const mine = countIn(visits, node) + 1;
  changeFrame(draft, frame, { visits: { ...visits, [node]: mine } });
  return mine + visitsBefore(draft, node, parent);
}

function visitsBefore(draft: Draft, node: string, frame: string | undefined): number {
  if (frame === undefined) return countIn(draft.state.visits, node);
  const { visits, parent } = frameOf(draft, frame);
  return countIn(visits, node) + visitsBefore(draft, node, parent);
}

const countIn = (visits: { [node: string]: number }, node: string) =>
  Object.hasOwn(visits, node) ? (visits[node] ?? 0) : 0;

/** What a branch entered counts on the line it comes back to. */
export function addVisits(draft: Draft, frame: string | undefined, more: { [node: string]: number }): void {
  if (frame === undefined) own(draft, "visits");
  const visits = frame === undefined ? draft.state.visits : { ...frameOf(draft, frame).visits };
  for (const [node, count] of Object.entries(more)) visits[node] = countIn(visits, node) + count;
  if (frame !== undefined) changeFrame(draft, frame, { visits });
}

export function frameOf(draft: Draft, id: string): Frame {
  const frame = draft.state.frames?.[id];
  if (!frame) throw new Error(`the run has no branch or item “${id}”: this state is broken`);
  return frame;
}

export function putFrame(draft: Draft, id: string, frame: Frame): void {
  own(draft, "frames");
  draft.state.frames ??= {};
  draft.state.frames[id] = frame;
}

export const changeFrame = (draft: Draft, id: string, change: Partial<Frame>) =>
  putFrame(draft, id, { ...frameOf(draft, id), ...change });

export function dropFrames(draft: Draft, isOver: (id: string) => boolean): void {
  const left = Object.entries(draft.state.frames ?? {}).filter(([id]) => !isOver(id));
  if (left.length > 0) draft.state.frames = Object.fromEntries(left);
  else delete draft.state.frames;
  draft.owned.add("frames");
}

export function beginPath(draft: Draft, { node, visit, frame, enteredAt }: Token): void {
  own(draft, "path");
  draft.state.path.push(frame === undefined ? { node, visit, enteredAt } : { node, visit, frame, enteredAt });
}

export function endPath(draft: Draft, token: Token, outlet: string | undefined): void {
  own(draft, "path");
  const { path } = draft.state;
  const now = clockOf(draft, token.frame);
  for (let i = path.length - 1; i >= 0; i--) {
    const entry = path[i]!;
    if (entry.node !== token.node || entry.visit !== token.visit || entry.frame !== token.frame) continue;
    path[i] = outlet === undefined ? { ...entry, leftAt: now } : { ...entry, outlet, leftAt: now };
    return;
  }
}

const isSame = (a: Token, b: Token) => a.node === b.node && a.visit === b.visit && a.frame === b.frame;

/** Puts the token where it stops; it replaces its earlier self. */
export function stop(draft: Draft, token: Token): void {
  const { tokens } = draft.state;
  const i = tokens.findIndex((other) => isSame(other, token));
  if (i < 0) tokens.push(token);
  else tokens[i] = token;
}

export function removeToken(draft: Draft, token: Token): void {
  const { state } = draft;
  state.tokens = state.tokens.filter((other) => !isSame(other, token));
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
