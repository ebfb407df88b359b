import {
  BODY,
  mayBeLeftOut,
  type NodeCatalogue,
  type NodeDefinition,
  type Outlet,
} from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import {
  type Drawing,
  drawingBehind,
  drawingOf,
  isWithin,
  keepStanding,
  stepsIn,
  whyNotHere,
  withBodies,
} from "../drawings/policy";
import type { DraftParts, Edge, EditorPart, WorkflowDocument } from "../schema";
import { splitOf, whyTangled } from "./branches";

/**
 * What people do to a draft, as functions from one draft to the next. None changes what it is given, and none fails:
 * what cannot be done leaves the draft as it is.
 */

export interface Place {
  x: number;
  y: number;
}

/** An outlet of a node, by their keys. */
export interface OutletOf {
  from: string;
  outlet: string;
}

const catalogue: NodeCatalogue = nodeCatalogue;

export const definitionOf = (type: string): NodeDefinition | undefined =>
  Object.hasOwn(catalogue, type) ? catalogue[type] : undefined;

/** The outlets of a node, also of one that is not set up yet: then those that its type shows in its first example. */
export function outletsOf(document: WorkflowDocument, key: string): Outlet[] {
  const node = document.nodes[key];
  const definition = node && definitionOf(node.type);
  if (!definition) return [];
  const given = definition.config.safeParse(node.config);
  try {
    if (given.success) return definition.outlets(given.data, document);
    return definition.outlets(definition.config.parse(definition.examples[0]?.config), document);
  } catch {
    return [];
  }
}

export const isStart = (document: WorkflowDocument, key: string): boolean =>
  definitionOf(document.nodes[key]?.type ?? "")?.group === "Start";

const slug = (title: string) =>
  title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 50) || "step";

/** A key out of a title that none of `taken` has. */
export function freeKey(title: string, taken: (key: string) => boolean): string {
  const wished = slug(title);
  for (let n = 1; ; n++) {
    const key = n === 1 ? wished : `${wished}_${n}`;
    if (!taken(key)) return key;
  }
}

/** A title that tells the new one from those of its type. */
export function freeTitle(document: WorkflowDocument, title: string): string {
  const taken = new Set(Object.values(document.nodes).map((node) => node.title));
  for (let n = 1; ; n++) {
    const one = n === 1 ? title : `${title} ${n}`;
    if (!taken.has(one)) return one;
  }
}

const withDocument = (parts: DraftParts, change: Partial<WorkflowDocument>): DraftParts => ({
  ...parts,
  document: { ...parts.document, ...change },
});
const withEditor = (parts: DraftParts, change: Partial<EditorPart>): DraftParts => ({
  ...parts,
  editor: { ...parts.editor, ...change },
});
const withoutKeys = <T>(of: { [key: string]: T }, keys: ReadonlySet<string>): { [key: string]: T } =>
  Object.fromEntries(Object.entries(of).filter(([key]) => !keys.has(key)));
const isEdge =
  ({ from, outlet }: OutletOf) =>
  (edge: Edge) =>
    edge.from === from && edge.outlet === outlet;

/** How far below its predecessor a new node stands. */
const STEP_DOWN = 144;

export interface NewNode {
  type: string;
  config: Record<string, unknown>;
  /** The outlet it follows; what followed that before comes behind the new node. */
  after?: OutletOf | undefined;
  /** Where it is dropped. Without, the canvas or its predecessor says where. */
  at?: Place | undefined;
  /** The drawing it stands in, where it follows nothing. */
  inside?: Drawing | undefined;
}

/** The way out by which a run normally goes on; what leads into a body comes back by another. */
const onwardOf = (document: WorkflowDocument, key: string): Outlet | undefined =>
  outletsOf(document, key).find(
    (outlet) => outlet.kind === "normal" && !leadsIntoBody(document, { from: key, outlet: outlet.key }),
  );

const leadsIntoBody = (document: WorkflowDocument, { from, outlet }: OutletOf): boolean =>
  outlet === BODY && definitionOf(document.nodes[from]?.type ?? "")?.kind === "each";

/**
 * Adds a node, at an outlet or on its own. A split brings the join of its branches along, and the first step of a body
 * the end of it. The key is empty where such a node cannot stand: `whyNotHere` says why.
 */
export function addNode(parts: DraftParts, given: NewNode): { parts: DraftParts; key: string } {
  const { document } = parts;
  // Nothing leads to where runs begin.
  const follows = definitionOf(given.type)?.group === "Start" ? undefined : given.after;
  const after =
    follows && outletsOf(document, follows.from).some(({ key }) => key === follows.outlet)
      ? follows
      : undefined;
  const drawing = after ? drawingBehind(parts, after) : (given.inside ?? null);
  if (whyNotHere(document, given.type, drawing) !== undefined) return { parts, key: "" };
  const before = after && document.edges.find(isEdge(after));
  const made = [withNew(document, given.type, given.config)];
  const [{ key }] = made as [Made];
  const isFirst = after !== undefined && before === undefined && leadsIntoBody(document, after);
  const ways: Edge[] = after ? [{ ...after, to: key }] : [];
  let last = made[0]!;
  if (definitionOf(given.type)?.kind === "split") {
    const join = withNew(last.document, "join", { split: key });
    for (const { key: outlet } of outletsOf(join.document, key))
      ways.push({ from: key, outlet, to: join.key });
    made.push(join);
    last = join;
  }
  const onward = onwardOf(last.document, last.key);
  if (before && onward) ways.push({ from: last.key, outlet: onward.key, to: before.to });
  else if (isFirst && onward) {
    const end = withNew(last.document, "item_end", {});
    ways.push({ from: last.key, outlet: onward.key, to: end.key });
    made.push(end);
  }
  const edges = [...document.edges.filter((edge) => edge !== before), ...ways];
  const keys = made.map((one) => one.key);
  const next = keepStanding(
    parts,
    withDocument(parts, { nodes: made.at(-1)!.document.nodes, edges }),
    new Map(keys.map((one) => [one, drawing])),
  );
  return { parts: placed(parts, next, keys, { ...given, after, inside: drawing }, before?.to), key };
}

interface Made {
  document: WorkflowDocument;
  key: string;
}

function withNew(document: WorkflowDocument, type: string, config: Record<string, unknown>): Made {
  const definition = definitionOf(type);
  const title = freeTitle(document, definition?.title ?? type);
  const key = freeKey(title, (key) => Object.hasOwn(document.nodes, key));
  const node = { type, version: definition?.version ?? 1, title, config };
  return { document: { ...document, nodes: { ...document.nodes, [key]: node } }, key };
}

/** In a drawing that somebody has arranged, new nodes get their own places, and what they pushed apart moves down. */
function placed(
  before: DraftParts,
  parts: DraftParts,
  keys: readonly string[],
  { after, at, inside }: NewNode,
  pushed: string | undefined,
): DraftParts {
  const { positions } = parts.editor;
  const here = stepsIn(before, inside ?? null).filter((key) => Object.hasOwn(positions, key));
  if (here.length === 0) return parts;
  const from = after && here.includes(after.from) ? positions[after.from] : undefined;
  const to = pushed === undefined ? undefined : positions[pushed];
  const lowest = Math.max(...here.map((key) => positions[key]!.y));
  const first =
    at ??
    (from
      ? { x: from.x, y: from.y + STEP_DOWN }
      : (to ?? { x: Math.min(...here.map((key) => positions[key]!.x)), y: lowest + STEP_DOWN }));
  const moved = { ...positions };
  if (pushed !== undefined && !at)
    for (const key of here) {
      const { x, y } = positions[key]!;
      if (y >= first.y - STEP_DOWN / 2) moved[key] = { x, y: y + STEP_DOWN * keys.length };
    }
  for (const [i, key] of keys.entries()) moved[key] = { x: first.x, y: first.y + STEP_DOWN * i };
  return withEditor(parts, { positions: moved });
}

/** What goes when these go: the steps inside them, and the joins of splits that are gone. */
export function goneWith(parts: DraftParts, keys: readonly string[]): string[] {
  const { document } = parts;
  const named = keys.filter((key) => Object.hasOwn(document.nodes, key));
  const joins = Object.keys(document.nodes).filter(
    (key) => !named.includes(key) && named.includes(splitOf(document, key) ?? ""),
  );
  return withBodies(parts, [...named, ...joins]);
}

/**
 * Takes nodes out, with what stands inside them. What led to one leads on to where it normally went, as far as that is
 * still there.
 */
export function removeNodes(parts: DraftParts, keys: readonly string[]): DraftParts {
  const gone = new Set(goneWith(parts, keys));
  if (gone.size === 0) return parts;
  const { document, editor } = parts;
  const goesOnTo = (key: string): string | undefined => {
    const seen = new Set<string>();
    for (let at: string | undefined = key; at !== undefined && !seen.has(at); ) {
      if (!gone.has(at)) return at;
      seen.add(at);
      const from: string = at;
      const normal = outletsOf(document, from).filter(
        ({ key: outlet, kind }) => kind === "normal" && !leadsIntoBody(document, { from, outlet }),
      );
      at = normal
        .map(({ key: outlet }) => document.edges.find(isEdge({ from, outlet }))?.to)
        .find((to) => to !== undefined);
    }
    return undefined;
  };
  const edges = document.edges.flatMap((edge): Edge[] => {
    if (gone.has(edge.from)) return [];
    const to = goesOnTo(edge.to);
    // A way that would lead back to where it came from is no way.
    if (to === undefined || (to === edge.from && edge.to !== to)) return [];
    return [to === edge.to ? edge : { ...edge, to }];
  });
  const nodes = withoutKeys(document.nodes, gone);
  return keepStanding(parts, {
    document: { ...document, nodes, edges },
    editor: {
      ...editor,
      positions: withoutKeys(editor.positions, gone),
      // What was written in a drawing goes with it.
      notes: editor.notes.filter(({ inside }) => inside === undefined || !gone.has(inside)),
      ...(editor.comments && { comments: editor.comments.filter(({ node }) => !gone.has(node)) }),
    },
  });
}

/** Why an outlet cannot lead to a node; undefined when it can. */
export function whyNotConnect(parts: DraftParts, { from, outlet }: OutletOf, to: string): string | undefined {
  const { document } = parts;
  const [source, target] = [document.nodes[from], document.nodes[to]];
  if (!source || !target) return "One of the two is not there any more.";
  if (!outletsOf(document, from).some(({ key }) => key === outlet))
    return "This step has no such way out any more.";
  if (isStart(document, to)) return `“${target.title}” is where runs begin: nothing leads to it.`;
  const border = whyNotAcross(parts, { from, outlet }, to);
  if (border !== undefined) return border;
  if (from === to && definitionOf(source.type)?.kind !== "wait")
    return `“${source.title}” would go round and round without waiting for anybody.`;
  return whyTangled(document, leadsIntoBody(document, { from, outlet }) ? null : from, to);
}

/** The border of a body: no way leads across it. */
function whyNotAcross(parts: DraftParts, { from, outlet }: OutletOf, to: string): string | undefined {
  const [here, there] = [drawingBehind(parts, { from, outlet }), drawingOf(parts, to)];
  if (here === there) return undefined;
  const titleOf = (key: string) => `“${parts.document.nodes[key]?.title ?? key}”`;
  if (leadsIntoBody(parts.document, { from, outlet }))
    return `${titleOf(to)} stands outside ${titleOf(from)}: open it and put its steps in there.`;
  if (here !== null && (there === null || isWithin(parts, here, there)))
    return `No way leads out of ${titleOf(here)}: end its steps with an “item end”, and go on at “Done” of ${titleOf(here)}.`;
  return `${titleOf(to)} stands inside ${titleOf(there ?? "")}: only steps in there lead to it.`;
}

/** Lets an outlet lead to a node; where it led before, it leads no longer. */
export function connect(parts: DraftParts, place: OutletOf, to: string): DraftParts {
  const { document } = parts;
  if (whyNotConnect(parts, place, to) !== undefined) return parts;
  const at = document.edges.findIndex(isEdge(place));
  const edge = { from: place.from, outlet: place.outlet, to };
  const edges = at < 0 ? [...document.edges, edge] : document.edges.with(at, edge);
  return keepStanding(parts, withDocument(parts, { edges }));
}

export function disconnect(parts: DraftParts, places: readonly OutletOf[]): DraftParts {
  const edges = parts.document.edges.filter((edge) => !places.some((place) => isEdge(place)(edge)));
  if (edges.length === parts.document.edges.length) return parts;
  return keepStanding(parts, withDocument(parts, { edges }));
}

type NodeChange = Partial<Pick<WorkflowDocument["nodes"][string], "title" | "config" | "disabled">>;

function changeNode(parts: DraftParts, key: string, change: NodeChange): DraftParts {
  const { nodes } = parts.document;
  const node = nodes[key];
  if (!node) return parts;
  const { disabled, ...rest } = { ...node, ...change };
  return withDocument(parts, {
    nodes: { ...nodes, [key]: disabled === undefined ? rest : { ...rest, disabled } },
  });
}

export const renameNode = (parts: DraftParts, key: string, title: string): DraftParts =>
  title.trim() === "" ? parts : changeNode(parts, key, { title: title.trim().slice(0, 120) });

/** Changes a node's settings. Ways of outlets that they no longer have end. */
export function setConfig(parts: DraftParts, key: string, config: Record<string, unknown>): DraftParts {
  const before = new Set(outletsOf(parts.document, key).map((outlet) => outlet.key));
  const next = changeNode(parts, key, { config });
  const after = new Set(outletsOf(next.document, key).map((outlet) => outlet.key));
  // Settings in the middle of being written have no outlets of their own; nobody's wiring is lost for that.
  if (!definitionOf(next.document.nodes[key]?.type ?? "")?.config.safeParse(config).success) return next;
  const lost = [...before].filter((outlet) => !after.has(outlet));
  const fewer = disconnect(
    next,
    lost.map((outlet) => ({ from: key, outlet })),
  );
  return joined(fewer, key);
}

/** A new branch of a split leads to where the others meet, until something is put into it. */
function joined(parts: DraftParts, split: string): DraftParts {
  const { document } = parts;
  const join = Object.keys(document.nodes).find((key) => splitOf(document, key) === split);
  if (join === undefined || drawingOf(parts, join) !== drawingOf(parts, split)) return parts;
  const loose = outletsOf(document, split).filter(
    ({ key: outlet }) => !document.edges.some(isEdge({ from: split, outlet })),
  );
  return loose.reduce((now, { key: outlet }) => connect(now, { from: split, outlet }, join), parts);
}

/** Whether a node can be left out without taking its place in the graph away. */
export function mayBeDisabled(document: WorkflowDocument, key: string): boolean {
  const definition = definitionOf(document.nodes[key]?.type ?? "");
  return definition !== undefined && mayBeLeftOut(definition) && outletsOf(document, key).length > 0;
}

/** Leaves a node out, or takes it in again: runs pass it by and go on at `outlet`. */
export function setNodeDisabled(parts: DraftParts, key: string, outlet: string | undefined): DraftParts {
  const { document } = parts;
  if (outlet !== undefined && !mayBeDisabled(document, key)) return parts;
  if (outlet !== undefined && !outletsOf(document, key).some((one) => one.key === outlet)) return parts;
  return changeNode(parts, key, { disabled: outlet });
}

/** Puts nodes where somebody put them. The first time, everything else in `drawn` stays where the canvas had it. */
export function moveNodes(
  parts: DraftParts,
  places: { readonly [key: string]: Place },
  drawn: { readonly [key: string]: Place } = {},
): DraftParts {
  const { positions: before } = parts.editor;
  const isArranged = Object.keys(drawn).some((key) => Object.hasOwn(before, key));
  const round = ({ x, y }: Place) => ({ x: Math.round(x), y: Math.round(y) });
  const positions = Object.fromEntries(
    Object.entries({ ...before, ...(!isArranged && drawn), ...places }).flatMap(([key, place]) =>
      Object.hasOwn(parts.document.nodes, key) ? [[key, round(place)]] : [],
    ),
  );
  return withEditor(parts, { positions });
}

/** Whether somebody has put the steps of a drawing where they stand. */
export const isArranged = (parts: DraftParts, drawing: Drawing): boolean =>
  Object.keys(parts.editor.positions).length > 0 &&
  stepsIn(parts, drawing).some((key) => Object.hasOwn(parts.editor.positions, key));

/** Lets the canvas lay a drawing out by itself again. */
export function arrange(parts: DraftParts, drawing: Drawing = null): DraftParts {
  if (!isArranged(parts, drawing)) return parts;
  const here = new Set(stepsIn(parts, drawing));
  return withEditor(parts, { positions: withoutKeys(parts.editor.positions, here) });
}

type DocumentPart =
  | "outcomes"
  | "rules"
  | "tables"
  | "scorecards"
  | "formulas"
  | "forms"
  | "reasonCodes"
  | "texts"
  | "settings"
  | "title"
  | "description";

/** Replaces a part of the document that is no node: a rule set, a form, the settings. */
export const setPart = <P extends DocumentPart>(
  parts: DraftParts,
  part: P,
  value: WorkflowDocument[P],
): DraftParts => withDocument(parts, { [part]: value });
