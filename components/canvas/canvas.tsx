"use client";

import { useEffect, useMemo, useRef } from "react";
import {
  Background,
  BackgroundVariant,
  type Edge,
  MiniMap,
  type Node,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Viewport,
} from "reactflow";
import "reactflow/dist/style.css";
import classes from "./canvas.module.css";
import { CanvasControls } from "./canvas-controls";
import { CanvasEdgeLine } from "./canvas-edge";
import { CanvasNodeCard } from "./canvas-node";
import type { CanvasEdge, CanvasGraph, CanvasNode } from "./graph";
import { type GraphLayout, layOut, pathOf } from "./layout";

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
/** Below this zoom a card's words cannot be read. */
const READABLE = 0.65;
const MARGIN = 28;
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
  const { getViewport, setCenter, setViewport } = useReactFlow();
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

  const frame = useRef<HTMLElement>(null);
  // Another version is another picture: begin where it begins, as large as can be read.
  const shape = graph.nodes.map((node) => node.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per picture, not on every mark or selection.
  useEffect(() => {
    const size = frame.current?.getBoundingClientRect();
    if (size) void setViewport(firstView(graph, layout, size));
  }, [shape]);
  // A node chosen elsewhere (a sentence, a step of a run), or where a run stands, comes into view.
  const stands = graph.nodes.find((node) => node.mark === "trouble" || node.mark === "here")?.id;
  const wanted = selected ?? stands;
  useEffect(() => {
    const box = wanted === undefined ? undefined : layout.boxes.get(wanted);
    const size = frame.current?.getBoundingClientRect();
    if (!box || !size) return;
    const { x, y, zoom } = getViewport();
    const at = { x: (box.x + box.width / 2) * zoom + x, y: (box.y + box.height / 2) * zoom + y };
    const isInView = at.x > 60 && at.x < size.width - 60 && at.y > 40 && at.y < size.height - 40;
    if (!isInView || zoom < READABLE)
      void setCenter(box.x + box.width / 2, box.y + box.height / 2, {
        zoom: Math.max(zoom, READABLE),
        duration: prefersStillness() ? 0 : 150,
      });
  }, [wanted, layout, getViewport, setCenter]);

  return (
    <section className={classes.canvas} aria-label={label} ref={frame}>
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
        onlyRenderVisibleElements={graph.nodes.length > MANY_NODES}
        attributionPosition="top-right"
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

const prefersStillness = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** All of it when that can be read; else as wide as fits, from the start down. */
function firstView(
  graph: CanvasGraph,
  layout: GraphLayout,
  size: { width: number; height: number },
): Viewport {
  const boxes = [...layout.boxes.values()];
  const left = Math.min(...boxes.map((box) => box.x));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const wide = (size.width - 2 * MARGIN) / (right - left);
  const whole = Math.min(wide, (size.height - 2 * MARGIN) / bottom);
  if (whole >= READABLE) {
    const zoom = Math.min(whole, 1);
    return { zoom, x: (size.width - (left + right) * zoom) / 2, y: (size.height - bottom * zoom) / 2 };
  }
  const zoom = Math.min(Math.max(wide, READABLE), 0.9);
  const first = graph.nodes.find((node) => node.shape === "start") ?? graph.nodes[0];
  const start = first && layout.boxes.get(first.id);
  const center = start ? start.x + start.width / 2 : 0;
  return { zoom, x: size.width / 2 - center * zoom, y: MARGIN - (start?.y ?? 0) * zoom };
}

function mapColor(node: CanvasNode): string {
  if (node.mark === "trouble") return "var(--gh-incident)";
  if (node.mark === "taken" || node.mark === "here") return "var(--gh-accent)";
  if (node.shape === "end" && node.tone && node.tone !== "neutral") return `var(--gh-${node.tone})`;
  return "var(--gh-line-strong)";
}
