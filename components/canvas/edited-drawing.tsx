import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Edge,
  type EdgeChange,
  MarkerType,
  MiniMap,
  type Node,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useNodesState,
  useReactFlow,
} from "reactflow";
import type { EdgeData, NodeData } from "./canvas";
import classes from "./canvas.module.css";
import { CanvasControls } from "./canvas-controls";
import { CanvasNodeCard } from "./canvas-node";
import { CanvasNoteCard, type NoteData } from "./canvas-note";
import { EditedEdge } from "./edited-edge";
import { type CanvasEditing, type CanvasPoint, DRAGGED, EditingContext } from "./editing";
import { firstView, MAP_SIZE, mapColor } from "./first-view";
import { type CanvasGraph, mergesOf } from "./graph";
import { type GraphLayout, layOut, middleOf, pathOf } from "./layout";
import { openByKey, useFocusOn } from "./nested";

type Drawn = Node<NodeData> | Node<NoteData>;
const nodeTypes = { card: CanvasNodeCard, note: CanvasNoteCard };
const edgeTypes = { line: EditedEdge };
const MANY_NODES = 300;
const noteId = (id: string) => `note:${id}`;
const ofNote = (id: string) => (id.startsWith("note:") ? id.slice(5) : undefined);

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
  const layout = useMemo(() => layOut(graph), [graph]);
  const merges = useMemo(() => mergesOf(graph), [graph]);
  const { positions, selection, notes, problems, isLocked } = editing;
  const isArranged = graph.nodes.some(({ id }) => Object.hasOwn(positions, id));
  const places = useMemo(() => {
    const of: { [node: string]: CanvasPoint } = {};
    for (const { id } of graph.nodes) {
      const box = layout.boxes.get(id);
      of[id] = positions[id] ?? { x: box?.x ?? 0, y: box?.y ?? 0 };
    }
    return isArranged ? entryAbove(graph, of, layout) : of;
  }, [graph, layout, positions, isArranged]);
  const derived = useMemo<Drawn[]>(
    () => [
      ...notes.map(
        (note): Node<NoteData> => ({
          id: noteId(note.id),
          type: "note",
          position: { x: note.x, y: note.y },
          data: { note },
          selected: selection.includes(noteId(note.id)),
          connectable: false,
          zIndex: -1,
        }),
      ),
      ...graph.nodes.map((node): Node<NodeData> => {
        const box = layout.boxes.get(node.id);
        const problem = problems.get(node.id);
        return {
          id: node.id,
          type: "card",
          position: places[node.id]!,
          width: box?.width ?? 0,
          height: box?.height ?? 0,
          data: { node, isMerge: merges.has(node.id), shares: layout.shares.get(node.id), onOpen, problem },
          selected: selection.includes(node.id),
          ...(node.isEntry && { draggable: false, connectable: false }),
          deletable: !node.isEntry,
          selectable: !node.isEntry,
          focusable: !node.isEntry,
          ariaLabel: `${node.title}. ${node.sentence}${problem ? ` There is a ${problem}.` : ""}${node.opens ? ` Enter: ${node.opens.title}.` : ""}`,
        };
      }),
    ],
    [graph, layout, merges, places, selection, notes, problems, onOpen],
  );
  const [nodes, setNodes] = useNodesState<Drawn>(derived);
  // What was measured stays with its node: a node without would be measured anew, and have no ways until then.
  useEffect(
    () =>
      setNodes((before) => {
        const known = new Map(before.map(({ id, measured }) => [id, measured]));
        return derived.map((node) => {
          const measured = known.get(node.id);
          return measured ? { ...node, measured } : node;
        });
      }),
    [derived, setNodes],
  );

  const edges = useMemo<Edge<EdgeData>[]>(
    () =>
      graph.edges.map((edge) => {
        const points = isArranged ? undefined : layout.routes.get(edge.id);
        return {
          id: edge.id,
          source: edge.from,
          sourceHandle: edge.outlet,
          target: edge.to,
          type: "line",
          markerEnd: {
            ...{ type: MarkerType.ArrowClosed, width: 14, height: 14 },
            ...(edge.mark === "taken" && { color: "var(--gh-accent)" }),
          },
          // What a run took lies above what it did not.
          zIndex: edge.mark === "taken" ? 1 : 0,
          data: {
            edge,
            path: points ? pathOf(points) : "",
            middle: points && middleOf(points),
            isBack: layout.back.has(edge.id),
          },
        };
      }),
    [graph, layout, isArranged],
  );

  // Which way is chosen is of no interest outside: it is removed by Delete, led elsewhere, or something is put into it.
  const [chosenWays, setChosenWays] = useState<ReadonlySet<string>>(new Set());
  const shownEdges = useMemo(
    () =>
      chosenWays.size === 0
        ? edges
        : edges.map((edge) => (chosenWays.has(edge.id) ? { ...edge, selected: true } : edge)),
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another is chosen, not when it is dragged.
  useEffect(() => {
    const size = frame.current?.getBoundingClientRect();
    if (!lastPlace || !size) return;
    const { x, y, zoom } = getViewport();
    const at = { x: (lastPlace.x + 122) * zoom + x, y: (lastPlace.y + 44) * zoom + y };
    if (at.x > 40 && at.x < size.width - 40 && at.y > 30 && at.y < size.height - 30) return;
    void setCenter(lastPlace.x + 122, lastPlace.y + 44, { zoom, duration: 120 });
  }, [last]);

  useFocusOn(frame, focusOn);
  const onNodesChange = useCallback(
    (changes: NodeChange<Drawn>[]) => {
      setNodes((now) =>
        applyNodeChanges(
          changes.filter(({ type }) => type !== "remove"),
          now,
        ),
      );
      const chosen = changes.flatMap((change) => (change.type === "select" ? [change] : []));
      if (chosen.length > 0) {
        const next = new Set(editing.selection);
        for (const { id, selected } of chosen) selected ? next.add(id) : next.delete(id);
        editing.onSelection([...next]);
      }
    },
    [editing, setNodes],
  );
  const drop = (moved: readonly Node[]) => {
    const own = moved.filter(({ id }) => ofNote(id) === undefined);
    for (const { id, position } of moved) {
      const note = ofNote(id);
      if (note !== undefined) editing.onNote(note, { x: position.x, y: position.y });
    }
    if (own.length > 0)
      editing.onMove(Object.fromEntries(own.map(({ id, position }) => [id, position])), places);
  };
  const outletOf = ({
    source,
    sourceHandle,
  }: {
    source: string;
    sourceHandle?: string | null | undefined;
  }) => ({
    from: source,
    outlet: sourceHandle ?? "",
  });

  return (
    <EditingContext value={editing}>
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
          deleteKeyCode={isLocked ? null : ["Delete", "Backspace"]}
          nodesDraggable={!isLocked}
          nodesConnectable={!isLocked}
          edgesReconnectable={!isLocked}
          multiSelectionKeyCode={["Meta", "Control", "Shift"]}
          selectionMode={SelectionMode.Partial}
          connectionRadius={28}
          nodeDragThreshold={4}
          zoomOnDoubleClick={false}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onNodeDragStop={(_, __, moved) => drop(moved)}
          onSelectionDragStop={(_, moved) => drop(moved)}
          isValidConnection={(connection) => editing.mayConnect(outletOf(connection), connection.target)}
          onConnect={(connection) => editing.onConnect(outletOf(connection), connection.target)}
          onReconnect={(before, connection) => {
            if (
              outletOf(before).from !== connection.source ||
              before.sourceHandle !== connection.sourceHandle
            )
              editing.onRemove([], [outletOf(before)]);
            editing.onConnect(outletOf(connection), connection.target);
          }}
          onConnectEnd={(event, state) => {
            // Let go over nothing: something new may come there.
            if (state.isValid || !state.fromNode || state.fromHandle?.type !== "source") return;
            if (state.toNode) {
              const outlet = { from: state.fromNode.id, outlet: state.fromHandle.id ?? "" };
              if (state.toHandle?.type !== "source") editing.onRefused(outlet, state.toNode.id);
              return;
            }
            const at = "changedTouches" in event ? event.changedTouches[0]! : event;
            editing.onAdd({
              after: { from: state.fromNode.id, outlet: state.fromHandle.id ?? "" },
              at: screenToFlowPosition({ x: at.clientX, y: at.clientY }),
            });
          }}
          onBeforeDelete={async ({ nodes: gone, edges: cut }) => {
            const ids = gone.map(({ id }) => id);
            // Ways of what is removed heal or go with it.
            const ways = cut.filter(({ source, target }) => !ids.includes(source) && !ids.includes(target));
            editing.onRemove(ids, ways.map(outletOf));
            return false;
          }}
          onPaneClick={() => editing.onSelection([])}
          onNodeDoubleClick={(_, { id }) => {
            if (graph.nodes.find((one) => one.id === id)?.opens) onOpen(id);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            const isChosen = selection.length > 0;
            // What this key did here, it does not do once more for the page.
            if (isChosen || onLeave) event.preventDefault();
            if (isChosen || !onLeave) return editing.onSelection([]);
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
            nodeColor={(node) =>
              "node" in node.data ? mapColor((node.data as NodeData).node) : "transparent"
            }
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
