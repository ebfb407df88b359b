import { type Dispatch, type RefObject, type SetStateAction, useEffect, useMemo, useRef } from "react";
import {
  type Connection,
  type Edge,
  type Node,
  type NodeChange,
  type ReactFlowProps,
  useReactFlow,
} from "reactflow";
import type { EdgeData, NodeData } from "./canvas";
import type { NoteData } from "./canvas-note";
import type { CanvasEditing, CanvasPoint } from "./editing";
import type { CanvasGraph } from "./graph";

export type Drawn = Node<NodeData> | Node<NoteData>;
type FlowProps = ReactFlowProps<Drawn, Edge<EdgeData>>;

export const noteId = (id: string) => `note:${id}`;
const ofNote = (id: string) => (id.startsWith("note:") ? id.slice(5) : undefined);

/** What the canvas alone knows of a node: where it is while it is dragged, and how large a note has become. */
export interface Held {
  position?: CanvasPoint;
  dragging?: boolean;
  measured?: { width: number; height: number };
}

function heldAfter(
  now: ReadonlyMap<string, Held>,
  changes: readonly NodeChange<Drawn>[],
): ReadonlyMap<string, Held> {
  if (!changes.some(({ type }) => type === "position" || type === "dimensions")) return now;
  const next = new Map(now);
  for (const change of changes) {
    if (change.type === "position" && change.position)
      next.set(change.id, {
        ...next.get(change.id),
        position: change.position,
        dragging: change.dragging ?? false,
      });
    if (change.type === "dimensions" && change.dimensions && ofNote(change.id) !== undefined)
      next.set(change.id, { ...next.get(change.id), measured: change.dimensions });
  }
  return next;
}

/** Everything is again where the graph says. */
const letGo = (now: ReadonlyMap<string, Held>): ReadonlyMap<string, Held> =>
  new Map([...now].flatMap(([id, { measured }]) => (measured ? [[id, { measured }]] : [])));

const outletOf = ({
  source,
  sourceHandle,
}: Pick<Connection, "source"> & { sourceHandle?: string | null | undefined }) => ({
  from: source,
  outlet: sourceHandle ?? "",
});

interface Given {
  editing: CanvasEditing;
  graph: CanvasGraph;
  /** Where everything stands. */
  places: { readonly [node: string]: CanvasPoint };
  onOpen: (node: string) => void;
  onLeave: (() => void) | undefined;
}

/**
 * What somebody does on the canvas, handed on to whoever owns the graph as they are then. The acts themselves stay the
 * same for as long as the canvas is there: React Flow takes every new one for news and tells it to all it draws.
 */
export function useDrawingActs(
  given: Given,
  setHeld: Dispatch<SetStateAction<ReadonlyMap<string, Held>>>,
  frame: RefObject<HTMLElement | null>,
) {
  const { screenToFlowPosition } = useReactFlow();
  const latest = useRef(given);
  useEffect(() => {
    latest.current = given;
  });
  return useMemo(() => {
    let isDragging = false;
    const begin = () => {
      isDragging = true;
    };
    const editing = () => latest.current.editing;
    const drop = (moved: readonly { id: string; position: CanvasPoint }[]) => {
      isDragging = false;
      const own = moved.filter(({ id }) => ofNote(id) === undefined);
      for (const { id, position } of moved) {
        const note = ofNote(id);
        if (note !== undefined) editing().onNote(note, { x: position.x, y: position.y });
      }
      if (own.length > 0)
        editing().onMove(
          Object.fromEntries(own.map(({ id, position }) => [id, position])),
          latest.current.places,
        );
      setHeld(letGo);
    };
    return {
      onNodesChange(changes: NodeChange<Drawn>[]) {
        setHeld((now) => heldAfter(now, changes));
        // The arrow keys move what is chosen, and let go of it at once.
        const stepped = changes.flatMap((change) =>
          change.type === "position" && change.position && !isDragging
            ? [{ id: change.id, position: change.position }]
            : [],
        );
        if (stepped.length > 0) drop(stepped);
        const chosen = changes.flatMap((change) => (change.type === "select" ? [change] : []));
        if (chosen.length === 0) return;
        const next = new Set(editing().selection);
        for (const { id, selected } of chosen) selected ? next.add(id) : next.delete(id);
        editing().onSelection([...next]);
      },
      onNodeDragStart: begin,
      onSelectionDragStart: begin,
      onNodeDragStop: (_, __, moved) => drop(moved),
      onSelectionDragStop: (_, moved) => drop(moved),
      isValidConnection: (connection) => editing().mayConnect(outletOf(connection), connection.target),
      onConnect: (connection) => editing().onConnect(outletOf(connection), connection.target),
      onReconnect(before, connection) {
        const isOther =
          before.source !== connection.source || before.sourceHandle !== connection.sourceHandle;
        const instead = isOther ? outletOf(before) : undefined;
        editing().onConnect(outletOf(connection), connection.target, instead);
      },
      // Told to the style sheet alone: no card is drawn anew because somebody begins to lead a way.
      onConnectStart(_, { handleType }) {
        if (handleType === "source") frame.current?.setAttribute("data-leading", "");
      },
      onConnectEnd(event, state) {
        frame.current?.removeAttribute("data-leading");
        // Let go over nothing: something new may come there.
        if (state.isValid || !state.fromNode || state.fromHandle?.type !== "source") return;
        const outlet = { from: state.fromNode.id, outlet: state.fromHandle.id ?? "" };
        if (state.toNode) {
          if (state.toHandle?.type !== "source") editing().onRefused(outlet, state.toNode.id);
          return;
        }
        const at = "changedTouches" in event ? event.changedTouches[0]! : event;
        editing().onAdd({ after: outlet, at: screenToFlowPosition({ x: at.clientX, y: at.clientY }) });
      },
      async onBeforeDelete({ nodes: gone, edges: cut }) {
        const ids = gone.map(({ id }) => id);
        // Ways of what is removed heal or go with it.
        const ways = cut.filter(({ source, target }) => !ids.includes(source) && !ids.includes(target));
        editing().onRemove(ids, ways.map(outletOf));
        return false;
      },
      onNodeClick: (_, { id }) => editing().onPress(id),
      onPaneClick: () => editing().onSelection([]),
      onNodeDoubleClick(_, { id }) {
        const { graph, onOpen } = latest.current;
        if (graph.nodes.find((one) => one.id === id)?.opens) onOpen(id);
      },
      onKeyDown(event) {
        if (event.key !== "Escape") return;
        const { onLeave } = latest.current;
        const isChosen = editing().selection.length > 0;
        // What this key did here, it does not do once more for the page.
        if (isChosen || onLeave) event.preventDefault();
        if (isChosen || !onLeave) return editing().onSelection([]);
        onLeave();
      },
    } satisfies Partial<FlowProps>;
  }, [screenToFlowPosition, setHeld, frame]);
}
