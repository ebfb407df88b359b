import type { Edge, WorkflowNode } from "@/server/workflows/schema";

type Nodes = { [key: string]: WorkflowNode };

/** A node with where each of its outlets leads, so that a graph is read in one place. */
export interface Step {
  type: string;
  title: string;
  config?: WorkflowNode["config"];
  to?: { [outlet: string]: string };
}

/** Steps as the document stores them: nodes by key, edges in the order they are written. */
export function graph(steps: { [key: string]: Step }): { nodes: Nodes; edges: Edge[] } {
  const entries = Object.entries(steps);
  return {
    nodes: Object.fromEntries(
      entries.map(([key, { type, title, config = {} }]) => [key, { type, version: 1, title, config }]),
    ),
    edges: entries.flatMap(([from, { to = {} }]) =>
      Object.entries(to).map(([outlet, target]) => ({ from, outlet, to: target })),
    ),
  };
}
