import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  Background,
  BackgroundVariant,
  type Edge,
  type EdgeChange,
  MarkerType,
  MiniMap,
  type Node,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from "reactflow";
import type { EdgeData, NodeData } from "./canvas";
import classes from "./canvas.module.css";
import { CanvasControls } from "./canvas-controls";
import { CanvasNodeCard } from "./canvas-node";
import { CanvasNoteCard } from "./canvas-note";
import { type Drawn, type Held, noteId, useDrawingActs } from "./drawing-acts";
import { EditedEdge } from "./edited-edge";
import { type CanvasActs, type CanvasEditing, type CanvasPoint, DRAGGED, EditingContext } from "./editing";
import { firstView, MAP_SIZE, mapColor } from "./first-view";
import { type CanvasGraph, mergesOf } from "./graph";
import { handlesOf } from "./handles";
import { createKeeper, createListKeeper } from "./keep";
import { createLayout, type GraphLayout, middleOf, pathOf } from "./layout";
import { openByKey, useFocusOn } from "./nested";

const nodeTypes = { card: CanvasNodeCard, note: CanvasNoteCard };
const edgeTypes = { line: EditedEdge };
const MANY_NODES = 300;
const arrow = { type: MarkerType.ArrowClosed, width: 14, height: 14 };
const takenArrow = { ...arrow, color: "var(--gh-accent)" };
// What React Flow is given anew it takes for news, and tells everything it draws.
const deleteKeys = ["Delete", "Backspace"];
const moreKeys = ["Meta", "Control", "Shift"];
const colorOnMap = (node: Node) =>
  "node" in node.data ? mapColor((node.data as NodeData).node) : "transparent";

/** A graph that can be changed. What is drawn is derived from the graph; only a drag under way is the canvas's own. */
export function EditedDrawing({
  graph,
  editing,
  onOpen,
  onLeave,
  focusOn,
}: {
  graph: CanvasGraph;
  editing: CanvasEditing;
  onOpen: (node: string) => void;
  /** Out of a nested drawing. */
  onLeave: (() => void) | undefined;
  focusOn: string | null;
}) {
  const { screenToFlowPosition, setViewport, setCenter, getViewport } = useReactFlow();
  const [{ layOut, keepNodes, keepEdges, keepList, keepAll }] = useState(() => ({
    layOut: createLayout(),
    keepNodes: createKeeper<Drawn>(),
    keepEdges: createKeeper<Edge<EdgeData>>(),
    keepList: createListKeeper<Edge<EdgeData>>(),
    keepAll: createListKeeper<Drawn>(),
  }));
  // What is asked of whoever owns the graph is asked of them as they are then: no card is drawn anew for that.
  const latest = useRef({ editing, onOpen });
  useEffect(() => {
    latest.current = { editing, onOpen };
  });
  const open = useCallback((node: string) => latest.current.onOpen(node), []);
  const layout = useMemo(() => layOut(graph), [graph, layOut]);
  const merges = useMemo(() => mergesOf(graph), [graph]);
  const { positions, selection, notes, problems, isLocked } = editing;
  const isArranged = graph.nodes.some(({ id }) => Object.hasOwn(positions, id));
  const places = useMemo(() => {
    const of: { [node: string]: CanvasPoint } = {};
    for (const { id } of graph.nodes) {
      const { x, y } = positions[id] ?? layout.boxes.get(id) ?? { x: 0, y: 0 };
      of[id] = { x, y };
    }
    return isArranged ? entryAbove(graph, of, layout) : of;
  }, [graph, layout, positions, isArranged]);
  // While somebody drags, what they drag is where they have it; all else is where the graph says.
  const [held, setHeld] = useState<ReadonlyMap<string, Held>>(new Map());
  const derived = useMemo<Drawn[]>(() => {
    const chosen = new Set(selection);
    const all = keepNodes((keep) => [
      ...notes.map(({ id, text, x, y, by }) => {
        const selected = chosen.has(noteId(id));
        return keep(noteId(id), [text, x, y, by, selected], () => ({
          id: noteId(id),
          type: "note",
          position: { x, y },
          data: { note: { id, text, x, y, by } },
          ...{ selected, connectable: false, zIndex: -1 },
        }));
      }),
      ...graph.nodes.map((node) => {
        const box = layout.boxes.get(node.id)!;
        const { x, y } = places[node.id]!;
        const problem = problems.get(node.id);
        const isMerge = merges.has(node.id);
        const shares = layout.shares.get(node.id);
        const selected = chosen.has(node.id);
        const from = [node, box.width, box.height, x, y, problem, isMerge, shares, selected];
        return keep(node.id, from, () => ({
          id: node.id,
          type: "card",
          position: { x, y },
          width: box.width,
          height: box.height,
          measured: { width: box.width, height: box.height },
          handles: handlesOf(node, box, shares),
          data: { node, isMerge, shares, problem, onOpen: open },
          selected,
          ...(node.isEntry && { draggable: false, connectable: false }),
          deletable: !node.isEntry,
          selectable: !node.isEntry,
          focusable: !node.isEntry,
          ariaLabel: `${node.title}. ${node.sentence}${problem ? ` There is ${problem === "error" ? "an error" : "a warning"}.` : ""}${node.opens ? ` Enter: ${node.opens.title}.` : ""}`,
        }));
      }),
    ]);
    return keepAll(all);
  }, [graph, layout, merges, places, selection, notes, problems, open, keepNodes, keepAll]);
  const nodes = useMemo(
    () =>
      held.size === 0
        ? derived
        : derived.map((node) => {
            const own = held.get(node.id);
            return own ? ({ ...node, ...own } as Drawn) : node;
          }),
    [derived, held],
  );

  // A new text only when others are dragged, not with every move of the mouse.
  const dragged = [...held].flatMap(([id, { position }]) => (position ? [id] : [])).join(" ");
  const edges = useMemo<Edge<EdgeData>[]>(() => {
    const away = new Set(dragged.split(" "));
    const isAway = (id: string) => {
      const [box, at] = [layout.boxes.get(id), places[id]];
      return !box || !at || away.has(id) || Math.hypot(at.x - box.x, at.y - box.y) > 1;
    };
    const all = keepEdges((keep) =>
      graph.edges.map((edge) => {
        // Between nodes that stand where they were laid out it runs as laid out.
        const isLoose = isAway(edge.from) || isAway(edge.to);
        const points = isLoose ? undefined : layout.routes.get(edge.id);
        const isBack = layout.back.has(edge.id);
        return keep(edge.id, [edge, points, isBack], () => ({
          id: edge.id,
          source: edge.from,
          sourceHandle: edge.outlet,
          target: edge.to,
          type: "line",
          markerEnd: edge.mark === "taken" ? takenArrow : arrow,
          // What a run took lies above what it did not.
          zIndex: edge.mark === "taken" ? 1 : 0,
          data: {
            ...{ edge, isBack },
            path: points ? pathOf(points) : "",
            middle: points && middleOf(points),
          },
        }));
      }),
    );
    return keepList(all);
  }, [graph, layout, places, dragged, keepEdges, keepList]);

  // Which way is chosen is of no interest outside: it is removed by Delete, led elsewhere, or something is put into it.
  // It lies above the others, so that of several ends at one place its own is taken.
  const [chosenWays, setChosenWays] = useState<ReadonlySet<string>>(new Set());
  const shownEdges = useMemo(
    () =>
      chosenWays.size === 0
        ? edges
        : edges.map((edge) => (chosenWays.has(edge.id) ? { ...edge, selected: true, zIndex: 2 } : edge)),
    [edges, chosenWays],
  );
  const onEdgesChange = useCallback((changes: EdgeChange[]) => {
    const chosen = changes.flatMap((change) => (change.type === "select" ? [change] : []));
    if (chosen.length === 0) return;
    setChosenWays((now) => {
      const next = new Set(now);
      for (const { id, selected } of chosen) selected ? next.add(id) : next.delete(id);
      return next;
    });
  }, []);

  const frame = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    const size = frame.current?.getBoundingClientRect();
    if (!isFirst.current || !size || graph.nodes.length === 0) return;
    isFirst.current = false;
    void setViewport(firstView(graph, layout, size));
  }, [graph, layout, setViewport]);
  // What was chosen elsewhere, or just made, comes into view.
  const last = selection.at(-1);
  const lastNote = notes.find(({ id }) => last === noteId(id));
  const lastPlace = last === undefined ? undefined : (places[last] ?? lastNote);
  // What was just made is chosen before it is drawn.
  const isThere = lastPlace !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another is chosen, not when it is dragged.
  useEffect(() => {
    const size = frame.current?.getBoundingClientRect();
    if (!lastPlace || !size) return;
    const { x, y, zoom } = getViewport();
    const at = { x: (lastPlace.x + 122) * zoom + x, y: (lastPlace.y + 44) * zoom + y };
    if (at.x > 40 && at.x < size.width - 40 && at.y > 30 && at.y < size.height - 30) return;
    void setCenter(lastPlace.x + 122, lastPlace.y + 44, { zoom, duration: 120 });
  }, [last, isThere]);

  useFocusOn(frame, focusOn);
  const acts = useMemo<CanvasActs>(
    () => ({
      isLocked,
      onAdd: (place) => latest.current.editing.onAdd(place),
      onNote: (id, change) => latest.current.editing.onNote(id, change),
    }),
    [isLocked],
  );

  const drawingActs = useDrawingActs({ editing, graph, places, onOpen, onLeave }, setHeld, frame);

  return (
    <EditingContext value={acts}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: things are dropped here; the palette adds them by keyboard. */}
      <div
        className={classes.drawing}
        ref={frame}
        onKeyDownCapture={(event) => openByKey(event, graph, onOpen)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(DRAGGED)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = "copy";
        }}
        onDrop={(event) => {
          const kind = event.dataTransfer.getData(DRAGGED);
          if (!kind || isLocked) return;
          event.preventDefault();
          editing.onDrop(kind, { at: screenToFlowPosition({ x: event.clientX, y: event.clientY }) });
        }}
      >
        <ReactFlow<Drawn, Edge<EdgeData>>
          nodes={nodes}
          edges={shownEdges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          minZoom={0.15}
          maxZoom={1.6}
          onlyRenderVisibleElements={graph.nodes.length > MANY_NODES}
          attributionPosition="top-right"
          deleteKeyCode={isLocked ? null : deleteKeys}
          nodesDraggable={!isLocked}
          nodesConnectable={!isLocked}
          edgesReconnectable={!isLocked}
          multiSelectionKeyCode={moreKeys}
          selectionMode={SelectionMode.Partial}
          connectionRadius={28}
          // A press on a way out that trembles is a press.
          connectionDragThreshold={4}
          reconnectRadius={12}
          nodeDragThreshold={4}
          zoomOnDoubleClick={false}
          onEdgesChange={onEdgesChange}
          {...drawingActs}
        >
          <Background variant={BackgroundVariant.Dots} gap={16} size={1} color="var(--gh-line-strong)" />
          <MiniMap
            className={classes.map ?? ""}
            style={MAP_SIZE}
            ariaLabel="Overview"
            pannable
            zoomable
            nodeBorderRadius={8}
            nodeColor={colorOnMap}
            maskColor="color-mix(in srgb, var(--gh-bg) 60%, transparent)"
            bgColor="var(--gh-surface)"
          />
          <CanvasControls />
        </ReactFlow>
      </div>
    </EditingContext>
  );
}

/** Where somebody placed the steps, the beginning of their drawing stays above the first of them. */
function entryAbove(
  { nodes, edges }: CanvasGraph,
  places: { [node: string]: CanvasPoint },
  { boxes }: GraphLayout,
): { [node: string]: CanvasPoint } {
  const entry = nodes.find(({ isEntry }) => isEntry);
  const first = edges.find(({ from }) => from === entry?.id)?.to;
  const [own, below] = [boxes.get(entry?.id ?? ""), boxes.get(first ?? "")];
  const at = first === undefined ? undefined : places[first];
  if (!entry || !own || !below || !at) return places;
  return { ...places, [entry.id]: { x: at.x + (below.width - own.width) / 2, y: at.y - own.height - 56 } };
}
