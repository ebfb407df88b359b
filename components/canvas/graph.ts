import type { ReactNode } from "react";

/** What a canvas shows: a graph in the words of whoever owns it. The saved graph stays theirs; this is derived. */
export interface CanvasGraph {
  nodes: CanvasNode[];
  edges: CanvasEdge[];
}

export type CanvasTone = "approve" | "review" | "decline" | "waiting" | "incident" | "neutral";

export interface CanvasOutlet {
  key: string;
  title: string;
  tone?: CanvasTone | undefined;
  /** False and not optional: it leads nowhere, which the canvas says. */
  isWired: boolean;
  isOptional: boolean;
}

/** How a run went through a node or edge; absent when no run is shown. */
export type CanvasMark = "taken" | "here" | "trouble" | "untouched";

export interface CanvasNode {
  id: string;
  /** A card with outlets, or a pill where paths begin and end. */
  shape: "card" | "start" | "end";
  /** Tiles say the kind: what asks the world is grey, what waits is blue, what decides is solid. */
  kind: "asks" | "waits" | "decides";
  title: string;
  /** One sentence saying what it does, or did. */
  sentence: string;
  icon: ReactNode;
  tone?: CanvasTone | undefined;
  outlets: CanvasOutlet[];
  mark?: CanvasMark | undefined;
  /** How often a run came by, when more than once. */
  visits?: number | undefined;
}

export interface CanvasEdge {
  id: string;
  from: string;
  outlet: string;
  to: string;
  mark?: CanvasMark | undefined;
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
