import { addVisits, changeFrame, clockOf, type Draft, dropFrames, endPath, frameOf } from "./draft";
import { release } from "./incidents";
import { laterOf } from "./instant";
import type { NodeScope } from "./node";
import type { Frame, Instant, Json, Proposal, RunData, RunState, Token } from "./state";

/** By what a line wrote, which is replaced with every write; what it came from stands still meanwhile. */
const seen = new WeakMap<Frame["local"], RunData>();

/** What a line of the run can read: what the lines it came from had found, and its own on top. */
export function dataOf(state: RunState, id: string | undefined): RunData {
  const frame = id === undefined ? undefined : state.frames?.[id];
  if (!frame) return state.data;
  const { local, parent, kind, item, index } = frame;
  const known = seen.get(local);
  if (known) return known;
  const before = dataOf(state, parent);
  const data: RunData = {
    ...before,
    forms: { ...before.forms, ...local.forms },
    nodes: { ...before.nodes, ...local.nodes },
    values: { ...before.values, ...local.values },
    ...(kind === "item" && { item: item ?? null, index }),
  };
  seen.set(local, data);
  return data;
}

/** What a node sees when its token stands there. */
export function scopeFor(draft: Draft, token: Token, at: Instant = clockOf(draft, token.frame)): NodeScope {
  const { state, plan } = draft;
  const { node, visit, frame } = token;
  const { source } = plan;
  if (frame === undefined) return { node, visit, at, data: state.data, proposals: state.proposals, source };
  const scope = {
    node,
    visit,
    at,
    data: dataOf(state, frame),
    proposals: frameOf(draft, frame).proposals,
    source,
    frame,
  };
  const itemPath = itemPathOf(draft, frame);
  return itemPath === undefined ? scope : { ...scope, itemPath };
}

function itemPathOf(draft: Draft, id: string | undefined): string | undefined {
  const item = itemAround(draft, id);
  if (item === undefined) return undefined;
  const { node, index, parent } = frameOf(draft, item);
  const work = draft.plan.nodes.get(node)?.work;
  if (work?.kind !== "each") return undefined;
  const outer = work.list.startsWith("item.") ? itemPathOf(draft, parent) : undefined;
  return `${outer === undefined ? work.list : `${outer}${work.list.slice("item".length)}`}[${index}]`;
}

/** The innermost item a line belongs to. */
export function itemAround(draft: Draft, id: string | undefined): string | undefined {
  for (let at = id; at !== undefined; at = frameOf(draft, at).parent)
    if (frameOf(draft, at).kind === "item") return at;
  return undefined;
}

/** The frames from a line up to the main line, each with the one it goes back to. */
export function frameChain(draft: Draft, id: string | undefined): [id: string, parent: string | undefined][] {
  const chain: [string, string | undefined][] = [];
  for (let at = id; at !== undefined; at = frameOf(draft, at).parent)
    chain.push([at, frameOf(draft, at).parent]);
  return chain;
}

/** How many splits and “for each” a line lies in. */
export function depthOf(draft: Draft, id: string | undefined): number {
  let depth = 0;
  for (let at = id; at !== undefined; at = frameOf(draft, at).parent) depth++;
  return depth;
}

/** Merges what a node found into the line it was found on. */
export function write(
  draft: Draft,
  id: string | undefined,
  more: {
    nodes?: RunData["nodes"];
    forms?: RunData["forms"] | undefined;
    values?: RunData["values"] | undefined;
  },
): void {
  const { state } = draft;
  const into = id === undefined ? state.data : frameOf(draft, id).local;
  const written = { ...into };
  if (more.nodes) written.nodes = { ...into.nodes, ...more.nodes };
  if (more.forms) written.forms = { ...into.forms, ...more.forms };
  if (more.values) written.values = { ...into.values, ...more.values };
  if (id === undefined) state.data = written as RunData;
  else changeFrame(draft, id, { local: written });
}

export const proposalsOf = (draft: Draft, id: string | undefined): Proposal[] =>
  id === undefined ? draft.state.proposals : frameOf(draft, id).proposals;

export function setProposals(draft: Draft, id: string | undefined, proposals: Proposal[]): void {
  if (id === undefined) draft.state.proposals = proposals;
  else changeFrame(draft, id, { proposals });
}

/** Ends everything on these lines where it stands, and forgets the lines. */
export function closeFrames(draft: Draft, isOver: (id: string) => boolean): void {
  const { state } = draft;
  const ended = state.tokens.filter(({ frame }) => frame !== undefined && isOver(frame));
  for (const token of ended) {
    release(draft, token);
    endPath(draft, token, undefined);
  }
  if (ended.length > 0) state.tokens = state.tokens.filter((token) => !ended.includes(token));
  dropFrames(draft, isOver);
}

/**
 * Takes what lines found back to the line they came from, one after the other in the given order: where two wrote the
 * same, the last one stands. A proposal that any of them took back is taken back.
 */
export function bringBack(draft: Draft, ids: readonly string[], into: string | undefined): void {
  const before = proposalsOf(draft, into);
  const isBefore = ({ node, visit }: Proposal) =>
    before.some((known) => known.node === node && known.visit === visit);
  let kept = before;
  const added: Proposal[] = [];
  let latest = clockOf(draft, into);
  let found: RunData["values"] = {};
  for (const id of ids) {
    const { local, visits, proposals, now } = frameOf(draft, id);
    latest = laterOf(latest, now);
    const values = together(local.values, found);
    write(draft, into, { ...local, values });
    found = { ...found, ...values };
    addVisits(draft, into, visits);
    kept = kept.filter(({ node, visit }) =>
      proposals.some((still) => still.node === node && still.visit === visit),
    );
    added.push(...proposals.filter((proposal) => !isBefore(proposal)));
  }
  setProposals(draft, into, [...kept, ...added]);
  if (into !== undefined) changeFrame(draft, into, { now: latest });
}

/** Lists of words that two branches found (flags) are put together; of anything else the later one stands. */
function together(values: RunData["values"], found: RunData["values"]): RunData["values"] {
  const isWords = (value: Json | undefined): value is string[] =>
    Array.isArray(value) && value.every((one) => typeof one === "string");
  return Object.fromEntries(
    Object.entries(values).map(([key, value]): [string, Json] => {
      const before = Object.hasOwn(found, key) ? found[key] : undefined;
      return [key, isWords(before) && isWords(value) ? [...new Set([...before, ...value])] : value];
    }),
  );
}
