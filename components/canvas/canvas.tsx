"use client";

import { useEffect, useMemo } from "react";
import {
  Background,
  BackgroundVariant,
  type Edge,
  MiniMap,
  type Node,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "reactflow";
import "reactflow/dist/style.css";
import classes from "./canvas.module.css";
import { CanvasControls } from "./canvas-controls";
import { CanvasEdgeLine } from "./canvas-edge";
import { CanvasNodeCard } from "./canvas-node";
import type { CanvasEdge, CanvasGraph, CanvasNode } from "./graph";
import { layOut, pathOf } from "./layout";

export interface NodeData extends Record<string, unknown> {
  node: CanvasNode;
}
export interface EdgeData extends Record<string, unknown> {
  edge: CanvasEdge;
  path: string;
  isBack: boolean;
}

const nodeTypes = { card: CanvasNodeCard };
const edgeTypes = { line: CanvasEdgeLine };
/** Above this many nodes only what is in view is drawn. */
const MANY_NODES = 300;

/** A graph to look at: pan, zoom, choose a node by click or by Tab and Enter. */
export function Canvas({
  graph,
  selected,
  onSelect,
  label,
}: {
  graph: CanvasGraph;
  selected: string | null;
  onSelect: (node: string | null) => void;
  label: string;
}) {
  return (
    <ReactFlowProvider>
      <Drawing graph={graph} selected={selected} onSelect={onSelect} label={label} />
    </ReactFlowProvider>
  );
}

function Drawing({ graph, selected, onSelect, label }: Parameters<typeof Canvas>[0]) {
  const { fitView } = useReactFlow();
  const layout = useMemo(() => layOut(graph), [graph]);
  const nodes = useMemo<Node<NodeData>[]>(
    () =>
      graph.nodes.map((node) => {
        const box = layout.boxes.get(node.id)!;
        return {
          id: node.id,
          type: "card",
          position: { x: box.x, y: box.y },
          width: box.width,
          height: box.height,
          data: { node },
          selected: node.id === selected,
          draggable: false,
          connectable: false,
          deletable: false,
          ariaLabel: `${node.title}. ${node.sentence}`,
        };
      }),
    [graph, layout, selected],
  );
  const edges = useMemo<Edge<EdgeData>[]>(
    () =>
      graph.edges.flatMap((edge) => {
        const points = layout.routes.get(edge.id);
        if (!points) return [];
        return {
          id: edge.id,
          source: edge.from,
          sourceHandle: edge.outlet,
          target: edge.to,
          type: "line",
          focusable: false,
          selectable: false,
          deletable: false,
          // What a run took lies above what it did not.
          zIndex: edge.mark === "taken" ? 1 : 0,
          data: { edge, path: pathOf(points), isBack: layout.back.has(edge.id) },
        };
      }),
    [graph, layout],
  );

  // Another run or version is another picture: show all of it.
  const shape = graph.nodes.map((node) => node.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: fits once per picture, not on every mark.
  useEffect(() => {
    const frame = requestAnimationFrame(() => void fitView({ padding: 0.08, maxZoom: 1 }));
    return () => cancelAnimationFrame(frame);
  }, [shape]);

  return (
    <section className={classes.canvas} aria-label={label}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        minZoom={0.15}
        maxZoom={1.6}
        fitView
        fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
        onlyRenderVisibleElements={graph.nodes.length > MANY_NODES}
        proOptions={{ hideAttribution: true }}
        deleteKeyCode={null}
        onNodesChange={(changes) => {
          for (const change of changes) if (change.type === "select" && change.selected) onSelect(change.id);
        }}
        onPaneClick={() => onSelect(null)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onSelect(null);
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1} color="var(--gh-line-strong)" />
        <MiniMap
          className={classes.map ?? ""}
          ariaLabel="Overview"
          pannable
          zoomable
          nodeBorderRadius={8}
          nodeColor={(node) => mapColor((node.data as NodeData).node)}
          maskColor="color-mix(in srgb, var(--gh-bg) 60%, transparent)"
          bgColor="var(--gh-surface)"
        />
        <CanvasControls />
      </ReactFlow>
    </section>
  );
}

function mapColor(node: CanvasNode): string {
  if (node.mark === "trouble") return "var(--gh-incident)";
  if (node.mark === "taken" || node.mark === "here") return "var(--gh-accent)";
  if (node.shape === "end" && node.tone && node.tone !== "neutral") return `var(--gh-${node.tone})`;
  return "var(--gh-line-strong)";
}
