"use client";

import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
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
import { EditedDrawing } from "./edited-drawing";
import type { CanvasEditing } from "./editing";
import { firstView, MAP_SIZE, mapColor, READABLE } from "./first-view";
import { type CanvasEdge, type CanvasGraph, type CanvasNode, levelOf, mergesOf, wayInto } from "./graph";
import { handlesOf } from "./handles";
import { createLayout, pathOf } from "./layout";
import { openByKey, useFocusOn } from "./nested";

export interface NodeData extends Record<string, unknown> {
  node: CanvasNode;
  /** Several ways lead here, and any one of them goes on. */
  isMerge: boolean;
  /** Of a bar: where each outlet leaves it. */
  shares: ReadonlyMap<string, number> | undefined;
  onOpen: (node: string) => void;
  /** What is wrong with it, in a graph that is being changed. */
  problem?: "error" | "warning" | undefined;
}
export interface EdgeData extends Record<string, unknown> {
  edge: CanvasEdge;
  path: string;
  isBack: boolean;
  /** About half way, where something can be put into it. */
  middle?: { x: number; y: number } | undefined;
}

const nodeTypes = { card: CanvasNodeCard };
const edgeTypes = { line: CanvasEdgeLine };
/** Above this many nodes only what is in view is drawn. */
const MANY_NODES = 300;

interface CanvasProps {
  graph: CanvasGraph;
  selected: string | null;
  onSelect: (node: string | null) => void;
  /** The node whose nested drawing is shown; null shows the outermost one. */
  open: string | null;
  /** Somebody wants to see what is behind a node, or to go back up. */
  onOpen: (node: string | null) => void;
  label: string;
  /** What stands beside the way into a nested drawing. */
  tools?: ReactNode;
  /** Given, the graph can be changed; what is chosen is then its selection. */
  editing?: CanvasEditing | undefined;
  /** What is said in the nested drawing of a node into which nobody has put anything. */
  empty?: ((node: CanvasNode) => ReactNode) | undefined;
}

/**
 * A graph to look at: pan, zoom, choose a node by click or by Tab and Enter. What has a drawing of its own inside is
 * opened by its button or Enter and left by the way above the drawing or Escape.
 */
export function Canvas(props: CanvasProps) {
  const { graph, selected, onSelect, open, onOpen, label, tools, editing } = props;
  const way = useMemo(() => wayInto(graph, open), [graph, open]);
  const here = way.at(-1)?.id ?? null;
  const level = useMemo(() => levelOf(graph, here), [graph, here]);
  // Who walks by keyboard is where they were: at the way back after going in, at the node after coming out.
  const [focus, setFocus] = useState<{ at: string | null; node: string | null }>();
  // Who came here by other ways has the focus where it is.
  useEffect(() => setFocus((now) => (now?.at === here ? now : undefined)), [here]);
  const up = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focus && focus.at === here && focus.node === null) up.current?.focus({ preventScroll: true });
  }, [focus, here]);
  const enter = useCallback(
    (node: string) => {
      setFocus({ at: node, node: null });
      onOpen(node);
    },
    [onOpen],
  );
  const leaveTo = (depth: number) => {
    const to = way[depth - 1]?.id ?? null;
    setFocus({ at: to, node: way[depth]?.id ?? null });
    onOpen(to);
  };
  const onLeave = way.length > 0 ? () => leaveTo(way.length - 1) : undefined;
  const isChosen = editing ? editing.selection.length > 0 : selected !== null;
  const leave = useRef(onLeave);
  leave.current = isChosen ? undefined : onLeave;
  // Whose focus went with what was drawn before has it on nothing, and still leaves by Escape.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || !leave.current) return;
      if (document.activeElement !== document.body && document.activeElement !== up.current) return;
      event.preventDefault();
      leave.current();
    };
    window.addEventListener("keydown", listen, true);
    return () => window.removeEventListener("keydown", listen, true);
  }, []);
  const inner = way.at(-1);
  const isEmpty = level.nodes.every(({ isEntry }) => isEntry);
  return (
    <section className={classes.canvas} aria-label={label}>
      {way.length > 0 && (
        <div className={classes.wayBar}>
          <nav aria-label="Where in the drawing">
            <ol>
              {[label, ...way.map(({ title }) => title)].map((title, depth) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a place on the way is its depth.
                <li key={depth}>
                  {depth < way.length ? (
                    <button
                      type="button"
                      ref={depth === way.length - 1 ? up : undefined}
                      onClick={() => leaveTo(depth)}
                    >
                      {title}
                    </button>
                  ) : (
                    <b aria-current="location">{title}</b>
                  )}
                </li>
              ))}
            </ol>
          </nav>
          {tools}
        </div>
      )}
      <ReactFlowProvider key={here}>
        {editing ? (
          <EditedDrawing
            graph={level}
            editing={editing}
            onOpen={enter}
            onLeave={onLeave}
            focusOn={focus && focus.at === here ? focus.node : null}
          />
        ) : (
          <Drawing
            graph={level}
            selected={selected}
            onSelect={onSelect}
            onOpen={enter}
            onLeave={onLeave}
            focusOn={focus && focus.at === here ? focus.node : null}
          />
        )}
      </ReactFlowProvider>
      {inner && isEmpty && props.empty && <div className={classes.empty}>{props.empty(inner)}</div>}
    </section>
  );
}

interface DrawingProps {
  graph: CanvasGraph;
  selected: string | null;
  onSelect: (node: string | null) => void;
  onOpen: (node: string) => void;
  onLeave: (() => void) | undefined;
  focusOn: string | null;
}

function Drawing({ graph, selected, onSelect, onOpen, onLeave, focusOn }: DrawingProps) {
  const { getViewport, setCenter, setViewport } = useReactFlow();
  const [layOut] = useState(createLayout);
  const layout = useMemo(() => layOut(graph), [graph, layOut]);
  const merges = useMemo(() => mergesOf(graph), [graph]);
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
          measured: { width: box.width, height: box.height },
          handles: handlesOf(node, box, layout.shares.get(node.id)),
          data: { node, isMerge: merges.has(node.id), shares: layout.shares.get(node.id), onOpen },
          selected: node.id === selected,
          selectable: !node.isEntry,
          focusable: !node.isEntry,
          draggable: false,
          connectable: false,
          deletable: false,
          ariaLabel: spoken(node),
        };
      }),
    [graph, layout, merges, selected, onOpen],
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

  const frame = useRef<HTMLDivElement>(null);
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

  useFocusOn(frame, focusOn);

  return (
    <div
      className={classes.drawing}
      ref={frame}
      onKeyDownCapture={(event) => openByKey(event, graph, onOpen)}
    >
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
        zoomOnDoubleClick={false}
        onNodeDoubleClick={(_, { id }) => {
          if (graph.nodes.find((one) => one.id === id)?.opens) onOpen(id);
        }}
        onPaneClick={() => onSelect(null)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (selected !== null || !onLeave) return onSelect(null);
          // The page's own Escape is for when nothing is open here.
          event.stopPropagation();
          onLeave();
        }}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1} color="var(--gh-line-strong)" />
        <MiniMap
          className={classes.map ?? ""}
          style={MAP_SIZE}
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
    </div>
  );
}

const spoken = ({ change, title, sentence, opens, tally }: CanvasNode): string =>
  [
    `${change ? `${change}: ` : ""}${title}. ${sentence}`,
    ...(tally?.came ? [`${tally.came.label}.`] : []),
    ...(tally?.stands ?? []).map(({ label }) => `${label}.`),
    ...(opens ? [`Enter: ${opens.title}.`] : []),
  ].join(" ");

const prefersStillness = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
