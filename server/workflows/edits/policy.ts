import { mayBeLeftOut, type NodeCatalogue, type NodeDefinition, type Outlet } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { DraftParts, Edge, EditorPart, WorkflowDocument } from "../schema";

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
}

/** Adds a node, at an outlet or on its own. */
export function addNode(parts: DraftParts, given: NewNode): { parts: DraftParts; key: string } {
  const { type, config, after } = given;
  const definition = definitionOf(type);
  const { document } = parts;
  const title = freeTitle(document, definition?.title ?? type);
  const key = freeKey(title, (key) => Object.hasOwn(document.nodes, key));
  const node = { type, version: definition?.version ?? 1, title, config };
  const before = after && document.edges.find(isEdge(after));
  let next = withDocument(parts, { nodes: { ...document.nodes, [key]: node } });
  if (after && outletsOf(document, after.from).some((outlet) => outlet.key === after.outlet)) {
    const kept = next.document.edges.filter((edge) => edge !== before);
    const onward = outletsOf(next.document, key).find(({ kind }) => kind === "normal");
    const edges = [...kept, { ...after, to: key }];
    if (before && onward) edges.push({ from: key, outlet: onward.key, to: before.to });
    next = withDocument(next, { edges });
  }
  return { parts: placed(next, key, given, before?.to), key };
}

/** In a draft that somebody has arranged, the new node gets its own place, and what it pushed apart moves down. */
function placed(
  parts: DraftParts,
  key: string,
  { after, at }: NewNode,
  pushed: string | undefined,
): DraftParts {
  const { positions } = parts.editor;
  if (Object.keys(positions).length === 0) return parts;
  const from = after && positions[after.from];
  const lowest = Math.max(0, ...Object.values(positions).map(({ y }) => y));
  const place = at ?? (from ? { x: from.x, y: from.y + STEP_DOWN } : { x: 0, y: lowest + STEP_DOWN });
  const moved =
    pushed !== undefined && !at
      ? Object.fromEntries(
          Object.entries(positions).map(([one, { x, y }]) => [
            one,
            y >= place.y - STEP_DOWN / 2 ? { x, y: y + STEP_DOWN } : { x, y },
          ]),
        )
      : positions;
  return withEditor(parts, { positions: { ...moved, [key]: place } });
}

/** Takes nodes out. What led to one leads on to where it normally went, as far as that is still there. */
export function removeNodes(parts: DraftParts, keys: readonly string[]): DraftParts {
  const gone = new Set(keys.filter((key) => Object.hasOwn(parts.document.nodes, key)));
  if (gone.size === 0) return parts;
  const { document, editor } = parts;
  const goesOnTo = (key: string): string | undefined => {
    const seen = new Set<string>();
    for (let at: string | undefined = key; at !== undefined && !seen.has(at); ) {
      if (!gone.has(at)) return at;
      seen.add(at);
      const from: string = at;
      const normal = outletsOf(document, from).filter(({ kind }) => kind === "normal");
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
  return {
    document: { ...document, nodes, edges },
    editor: {
      ...editor,
      positions: withoutKeys(editor.positions, gone),
      ...(editor.comments && { comments: editor.comments.filter(({ node }) => !gone.has(node)) }),
    },
  };
}

/** Why an outlet cannot lead to a node; undefined when it can. */
export function whyNotConnect(
  document: WorkflowDocument,
  { from, outlet }: OutletOf,
  to: string,
): string | undefined {
  const target = document.nodes[to];
  if (!document.nodes[from] || !target) return "One of the two is not there any more.";
  if (!outletsOf(document, from).some(({ key }) => key === outlet))
    return "This step has no such way out any more.";
  if (isStart(document, to)) return `“${target.title}” is where runs begin: nothing leads to it.`;
  return undefined;
}

/** Lets an outlet lead to a node; where it led before, it leads no longer. */
export function connect(parts: DraftParts, place: OutletOf, to: string): DraftParts {
  const { document } = parts;
  if (whyNotConnect(document, place, to) !== undefined) return parts;
  const at = document.edges.findIndex(isEdge(place));
  const edge = { from: place.from, outlet: place.outlet, to };
  if (at < 0) return withDocument(parts, { edges: [...document.edges, edge] });
  return withDocument(parts, { edges: document.edges.with(at, edge) });
}

export function disconnect(parts: DraftParts, places: readonly OutletOf[]): DraftParts {
  const edges = parts.document.edges.filter((edge) => !places.some((place) => isEdge(place)(edge)));
  return edges.length === parts.document.edges.length ? parts : withDocument(parts, { edges });
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
  return disconnect(
    next,
    lost.map((outlet) => ({ from: key, outlet })),
  );
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

/** Puts nodes where somebody put them. The first time, everything stays where the canvas had drawn it. */
export function moveNodes(
  parts: DraftParts,
  places: { readonly [key: string]: Place },
  drawn: { readonly [key: string]: Place } = {},
): DraftParts {
  const known = Object.keys(parts.editor.positions).length === 0 ? drawn : parts.editor.positions;
  const round = ({ x, y }: Place) => ({ x: Math.round(x), y: Math.round(y) });
  const positions = Object.fromEntries(
    Object.entries({ ...known, ...places }).flatMap(([key, place]) =>
      Object.hasOwn(parts.document.nodes, key) ? [[key, round(place)]] : [],
    ),
  );
  return withEditor(parts, { positions });
}

/** Lets the canvas lay everything out by itself again. */
export const arrange = (parts: DraftParts): DraftParts =>
  Object.keys(parts.editor.positions).length === 0 ? parts : withEditor(parts, { positions: {} });

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
