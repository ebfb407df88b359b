import {
  changeFrame,
  clockOf,
  type Draft,
  type Exit,
  frameOf,
  guarded,
  guardedLeave,
  nodeOf,
  stop,
} from "./draft";
import { closeFrames, proposalsOf, scopeFor } from "./frames";
import { raiseFault } from "./incidents";
import { laterOf } from "./instant";
import { instanceOf, isWithin } from "./keys";
import { BODY, type Leave, NodeFault } from "./node";
import type { PlannedWork } from "./plan";
import { mayOpen, openFrame } from "./splits";
import type { Instant, ItemDone, Items, Proposal, Token } from "./state";

type EachWork = Extract<PlannedWork, { kind: "each" }>;

/** Items of one list: a run keeps the path of each. */
const MOST_ITEMS = 1_000;

/** Begins with the first items of the list; answers how to leave when there are none. */
export function openItems(draft: Draft, token: Token, work: EachWork): Leave | undefined {
  const found = guarded(() => {
    const { length } = work.definition.items(work.config, scopeFor(draft, token));
    if (length > MOST_ITEMS)
      throw new NodeFault(`the list has ${length} elements; at most ${MOST_ITEMS} can be gone through`);
    return length;
  });
  if (!found.ok) return raiseFault(draft, token, found.sentence);
  const total = found.value;
  return begin(draft, token, work, { total, queue: Array.from({ length: total }, (_, i) => i), done: [] });
}

/** A member says: once more. Items that ended well are not done again. */
export function openItemsAgain(draft: Draft, token: Token, work: EachWork): Leave | undefined {
  if (!token.items) return openItems(draft, token, work);
  const done = token.items.done.filter(({ failed }) => !failed);
  const over = new Set(done.map(({ index }) => index));
  const { total } = token.items;
  const queue = Array.from({ length: total }, (_, i) => i).filter((i) => !over.has(i));
  return begin(draft, token, work, { total, queue, done });
}

function begin(draft: Draft, token: Token, work: EachWork, items: Items): Leave | undefined {
  if (items.queue.length === 0) return settle(draft, { ...token, items }, work);
  const first = items.queue.slice(0, work.concurrency);
  if (!mayOpen(draft, token, first.length)) return undefined;
  if (!nodeOf(draft, token.node).next.has(BODY)) return raiseFault(draft, token, "it has no body");
  const queue = items.queue.slice(first.length);
  const standing: Token = { ...token, phase: "items", items: { ...items, queue } };
  stop(draft, standing);
  // The last one put there is the next one taken.
  for (const index of first.reverse()) beginItem(draft, standing, work, index, clockOf(draft, token.frame));
  return undefined;
}

function beginItem(draft: Draft, token: Token, work: EachWork, index: number, now: Instant): void {
  const item = work.definition.items(work.config, scopeFor(draft, token))[index] ?? null;
  const first = nodeOf(draft, token.node).next.get(BODY) as string;
  openFrame(draft, token, index, { kind: "item", index, item, now }, first);
}

/** The “for each” that an item belongs to, standing on the line that opened it. */
function eachOf(draft: Draft, id: string): { token: Token; work: EachWork } {
  const { node, visit, parent } = frameOf(draft, id);
  const token = draft.state.tokens.find(
    (token) =>
      token.phase === "items" && token.node === node && token.visit === visit && token.frame === parent,
  );
  const { work } = nodeOf(draft, node);
  if (!token || work.kind !== "each") throw new Error(`nothing stands where the item “${id}” began`);
  return { token, work };
}

/** What happens when something inside an item cannot go on and nothing says what it means. */
export const itemFailureOf = (draft: Draft, id: string): EachWork["onItemFailure"] =>
  eachOf(draft, id).work.onItemFailure;

/** An item has ended: the next one begins; after the last, the “for each” goes on. */
export function endItem(
  draft: Draft,
  id: string,
  ended: Pick<ItemDone, "result" | "output" | "failed">,
): Exit | undefined {
  const { token, work } = eachOf(draft, id);
  const { index, now, proposals, local } = frameOf(draft, id);
  const added = perOutcome(proposals, proposalsOf(draft, token.frame));
  const kept = work.definition.keeps?.(local.nodes, draft.plan.source);
  const done: ItemDone = {
    ...{ index, ...ended },
    ...(kept && { kept }),
    ...(added.length > 0 && { proposals: added }),
  };
  const items = { ...(token.items as Items) };
  items.done = [...items.done, done];
  const stops = ended.failed && work.onItemFailure === "stop";
  closeFrames(draft, stops ? (frame) => frame.startsWith(instanceOf(token)) : (frame) => isWithin(frame, id));
  if (token.frame !== undefined)
    changeFrame(draft, token.frame, { now: laterOf(clockOf(draft, token.frame), now) });
  const [next, ...queue] = items.queue;
  if (stops || (next === undefined && items.done.length === items.total)) {
    const over: Token = { ...token, items };
    const leave = settle(draft, over, work);
    return leave && { token: over, leave };
  }
  const standing: Token = { ...token, items: next === undefined ? items : { ...items, queue } };
  stop(draft, standing);
  if (next !== undefined) beginItem(draft, standing, work, next, now);
  return undefined;
}

/** The reasons of many items under one outcome, so that a thousand owners do not make a thousand proposals. */
function perOutcome(
  proposals: readonly Proposal[],
  before: readonly Proposal[],
): NonNullable<ItemDone["proposals"]> {
  const found = new Map<string, Set<string>>();
  for (const { node, visit, outcome, reasonCodes } of proposals) {
    if (before.some((known) => known.node === node && known.visit === visit)) continue;
    const codes = found.get(outcome) ?? new Set();
    for (const code of reasonCodes) codes.add(code);
    found.set(outcome, codes);
  }
  return [...found].map(([outcome, codes]) => ({ outcome, reasonCodes: [...codes] }));
}

function settle(draft: Draft, token: Token, work: EachWork): Leave | undefined {
  const { done, total } = token.items as Items;
  const inOrder = [...done].sort((a, b) => a.index - b.index);
  const settled = guardedLeave(() => {
    const leave = work.definition.settle(work.config, scopeFor(draft, token), inOrder, total);
    const proposed = perOutcome(
      inOrder.flatMap(({ proposals = [] }) => proposals.map((each) => ({ node: "", visit: 0, ...each }))),
      [],
    );
    return { ...leave, proposals: [...(leave.proposals ?? []), ...proposed] };
  });
  return settled.ok ? settled.value : raiseFault(draft, token, settled.sentence);
}
