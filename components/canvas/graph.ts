import type { ReactNode } from "react";

/** What a canvas shows: a graph in the words of whoever owns it. The saved graph stays theirs; this is derived. */
export interface CanvasGraph {
  nodes: CanvasNode[];
  edges: CanvasEdge[];
}

export type CanvasTone = "approve" | "review" | "decline" | "waiting" | "incident" | "neutral";

/** A number on the drawing, which leads to what it counts. */
export interface CanvasFigure {
  words: string;
  /** The same as a sentence, for who hears it or hovers over it. */
  label: string;
  href?: string | undefined;
  tone?: CanvasTone | undefined;
}

/** What many runs did with a node. What is not known yet keeps its room. */
export interface CanvasTally {
  came: CanvasFigure | undefined;
  /** What stands there now, and for how long things stand there; takes the sentence's place. */
  stands: readonly CanvasFigure[];
}

export interface CanvasOutlet {
  key: string;
  title: string;
  tone?: CanvasTone | undefined;
  /** False and not optional: it leads nowhere, which the canvas says. */
  isWired: boolean;
  isOptional: boolean;
  /** How many left by it, where runs are counted. */
  figure?: CanvasFigure | undefined;
}

/** How a run went through a node or edge; absent when no run is shown. */
export type CanvasMark = "taken" | "here" | "trouble" | "untouched";

/** Between two texts drawn over one another: what came, what went and is drawn as a ghost, what says something else. */
export type CanvasChange = "added" | "removed" | "changed";

export interface CanvasNode {
  id: string;
  /** A card with outlets, a pill where paths begin and end, or a bar where they part (`fork`) and meet (`meet`). */
  shape: "card" | "start" | "end" | "fork" | "meet";
  /** The node in whose nested drawing it stands; none on the outermost one. */
  inside?: string | undefined;
  /** Only says where a nested drawing begins: there is nothing to choose. */
  isEntry?: boolean | undefined;
  /** Set when something opens behind it: how that is called, and what stands on the card. */
  opens?: { title: string; words: string; isStack: boolean } | undefined;
  /** Of a bar: how many ways part or meet there. */
  ways?: number | undefined;
  /** Tiles say the kind: what asks the world is grey, what waits is blue, what decides is solid. */
  kind: "asks" | "waits" | "decides";
  title: string;
  /** One sentence saying what it does, or did. */
  sentence: string;
  icon: ReactNode;
  tone?: CanvasTone | undefined;
  outlets: CanvasOutlet[];
  mark?: CanvasMark | undefined;
  /** Left out: what comes here passes by. */
  isOff?: boolean | undefined;
  tally?: CanvasTally | undefined;
  /** How often a run came by, when more than once. */
  visits?: number | undefined;
  change?: CanvasChange | undefined;
}

export interface CanvasEdge {
  id: string;
  from: string;
  outlet: string;
  to: string;
  mark?: CanvasMark | undefined;
  /** Of many runs: the share that went this way, from 0 to 1; drawn as its thickness. */
  weight?: number | undefined;
  change?: CanvasChange | undefined;
}

/** The drawing of one level: what stands inside `open`, or on the outermost one. */
export function levelOf(graph: CanvasGraph, open: string | null): CanvasGraph {
  const nodes = graph.nodes.filter(({ inside }) => (inside ?? null) === open);
  if (nodes.length === graph.nodes.length) return graph;
  const here = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: graph.edges.filter(({ from, to }) => here.has(from) && here.has(to)) };
}

/** The nodes behind one another whose nested drawings lead to this one, outermost first. */
export function wayInto(graph: CanvasGraph, open: string | null): CanvasNode[] {
  const way: CanvasNode[] = [];
  for (let at = open; at !== null && way.length < graph.nodes.length; ) {
    const node = graph.nodes.find(({ id }) => id === at);
    if (!node) break;
    way.unshift(node);
    at = node.inside ?? null;
  }
  return way;
}

/** Nodes that are entered by any one of several ways. A bar says for itself what it waits for; an end goes on to nowhere. */
export function mergesOf({ nodes, edges }: Pick<CanvasGraph, "nodes" | "edges">): Set<string> {
  const ways = new Map<string, Set<string>>();
  for (const { from, to } of edges) ways.set(to, (ways.get(to) ?? new Set()).add(from));
  return new Set(
    nodes
      .filter(({ id, shape }) => (shape === "card" || shape === "fork") && (ways.get(id)?.size ?? 0) > 1)
      .map(({ id }) => id),
  );
}

/** Edges that lead back to a node already on the way from the start: drawn dashed, and kept out of the layering. */
export function backEdges(graph: Pick<CanvasGraph, "nodes" | "edges">): Set<string> {
  const leaving = new Map<string, CanvasEdge[]>();
  for (const edge of graph.edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
  const back = new Set<string>();
  const state = new Map<string, "open" | "done">();
  const visit = (start: string) => {
    // An explicit stack: a path of a thousand nodes must not exhaust the browser's.
    const stack: { node: string; next: number }[] = [{ node: start, next: 0 }];
    state.set(start, "open");
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const edge = leaving.get(top.node)?.[top.next++];
      if (!edge) {
        state.set(top.node, "done");
        stack.pop();
      } else if (state.get(edge.to) === "open") back.add(edge.id);
      else if (!state.has(edge.to)) {
        state.set(edge.to, "open");
        stack.push({ node: edge.to, next: 0 });
      }
    }
  };
  const starts = graph.nodes.filter((node) => node.shape === "start");
  for (const node of [...starts, ...graph.nodes]) if (!state.has(node.id)) visit(node.id);
  return back;
}
