import { createRoot } from "react-dom/client";
import {
  Background,
  BackgroundVariant,
  type Edge,
  type Node,
  ReactFlow,
  ReactFlowProvider,
  useEdgesState,
  useNodesState,
} from "reactflow";
import "reactflow/dist/style.css";
import type { NodeData } from "@/components/canvas/canvas";
import classes from "@/components/canvas/canvas.module.css";
import { CanvasNodeCard } from "@/components/canvas/canvas-node";
import { type CanvasGraph, mergesOf } from "@/components/canvas/graph";
import { layOut } from "@/components/canvas/layout";
import { canvasGraph } from "@/components/workflows/canvas-graph";
import type { WorkflowDocument } from "@/server/workflows/schema";

/**
 * React Flow as its own documentation shows it, with nothing of the builder around it: state of its own hooks, edges of
 * its own, no overview. Its nodes are the builder's cards, so that both pages hold the same DOM for each.
 */

const nodeTypes = { card: CanvasNodeCard };
const nothing = () => {};

function drawn(graph: CanvasGraph): { nodes: Node<NodeData>[]; edges: Edge[] } {
  const { boxes, shares } = layOut(graph);
  const merges = mergesOf(graph);
  return {
    nodes: graph.nodes.flatMap((node) => {
      const box = boxes.get(node.id);
      if (!box) return [];
      const { x, y, width, height } = box;
      const data = { node, isMerge: merges.has(node.id), shares: shares.get(node.id), onOpen: nothing };
      return [{ id: node.id, type: "card", position: { x, y }, width, height, data }];
    }),
    edges: graph.edges.map(({ id, from, outlet, to }) => ({
      ...{ id, source: from, sourceHandle: outlet, target: to, type: "smoothstep" },
    })),
  };
}

type Drawn = ReturnType<typeof drawn>;

function Plain({ given, view }: { given: Drawn; view: { x: number; y: number; zoom: number } }) {
  const [nodes, , onNodesChange] = useNodesState(given.nodes);
  const [edges, , onEdgesChange] = useEdgesState(given.edges);
  return (
    <div className={classes.drawing} style={{ height: "100vh" }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        nodeTypes={nodeTypes}
        defaultViewport={view}
        minZoom={0.15}
        maxZoom={1.6}
        onlyRenderVisibleElements
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1} />
      </ReactFlow>
    </div>
  );
}

/** The bench says what to show, and where the builder showed it. */
Object.assign(window, {
  show(document_: WorkflowDocument, view: { x: number; y: number; zoom: number }) {
    const given = drawn(canvasGraph(document_, null));
    const root = document.body.appendChild(document.createElement("div"));
    createRoot(root).render(
      <ReactFlowProvider>
        <Plain given={given} view={view} />
      </ReactFlowProvider>,
    );
  },
});
