import type { CanvasChange, CanvasEdge, CanvasGraph, CanvasNode } from "@/components/canvas/graph";
import type { Difference } from "@/server/workflows/differences/policy";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { canvasGraph } from "./canvas-graph";

/** Two texts drawn over one another: the second one, with what only the first one had as ghosts. */
export function overlayGraph(
  before: WorkflowDocument,
  after: WorkflowDocument,
  differences: readonly Difference[],
): CanvasGraph {
  const [had, has] = [canvasGraph(before, null), canvasGraph(after, null)];
  const stands = new Set(has.nodes.map(({ id }) => id));
  const ghosts = had.nodes.filter(({ id }) => !stands.has(id));
  const edges = overlayEdges(had, has, before, after);
  const changeOf = changesOf(before, after, differences);
  const drawn = new Set([...stands, ...ghosts.map(({ id }) => id)]);
  const nodes = [
    ...has.nodes.map((node) => ({ ...node, change: changeOf(node.id) })),
    ...ghosts.map((node): CanvasNode => ({ ...node, change: "removed" })),
  ].map((node) => ({
    ...node,
    inside: node.inside !== undefined && drawn.has(node.inside) ? node.inside : undefined,
    outlets: withGhostOutlets(node, edges, had),
  }));
  return { nodes, edges: edges.filter(({ from, to }) => drawn.has(from) && drawn.has(to)) };
}

function changesOf(
  before: WorkflowDocument,
  after: WorkflowDocument,
  differences: readonly Difference[],
): (node: string) => CanvasChange | undefined {
  const touched = new Set(differences.flatMap(({ nodes }) => nodes));
  return (node) => {
    if (!Object.hasOwn(after.nodes, node)) return undefined;
    if (!Object.hasOwn(before.nodes, node)) return "added";
    return touched.has(node) ? "changed" : undefined;
  };
}

function overlayEdges(
  had: CanvasGraph,
  has: CanvasGraph,
  before: WorkflowDocument,
  after: WorkflowDocument,
): CanvasEdge[] {
  const place = ({ from, outlet, to }: { from: string; outlet: string; to: string }) =>
    `${from} ${outlet} ${to}`;
  const [was, is] = [new Set(before.edges.map(place)), new Set(after.edges.map(place))];
  return [
    ...has.edges.map((edge) =>
      is.has(place(edge)) && !was.has(place(edge)) ? { ...edge, change: "added" as const } : edge,
    ),
    ...had.edges
      .filter((edge) => was.has(place(edge)) && !is.has(place(edge)))
      .map((edge) => ({ ...edge, id: `${edge.id}:was`, change: "removed" as const })),
  ];
}

/** A way that is gone left by an outlet that may be gone as well: its end of the line is kept. */
function withGhostOutlets(
  node: CanvasNode,
  edges: readonly CanvasEdge[],
  had: CanvasGraph,
): CanvasNode["outlets"] {
  const known = new Set(node.outlets.map(({ key }) => key));
  const lost = edges.filter(
    ({ from, outlet, change }) => from === node.id && change === "removed" && !known.has(outlet),
  );
  const old = had.nodes.find(({ id }) => id === node.id)?.outlets ?? [];
  return [
    ...node.outlets,
    ...old
      .filter(({ key }) => lost.some(({ outlet }) => outlet === key))
      .map((one) => ({ ...one, isWired: true })),
  ];
}
