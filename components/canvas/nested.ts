import { type KeyboardEvent, type RefObject, useEffect } from "react";
import type { CanvasGraph } from "./graph";

/** What both drawings have in common about what opens inside a node. */

/** Enter on a node that opens goes into it. */
export function openByKey(
  event: KeyboardEvent<HTMLElement>,
  graph: CanvasGraph,
  onOpen: (node: string) => void,
): void {
  const id = (event.target as HTMLElement).dataset["id"];
  const node = event.key === "Enter" ? graph.nodes.find((one) => one.id === id) : undefined;
  if (!node?.opens) return;
  event.stopPropagation();
  // Else the same key presses the way back, which has the focus by then.
  event.preventDefault();
  onOpen(node.id);
}

/** Puts the focus on a node of a drawing that has just been opened. */
export function useFocusOn(frame: RefObject<HTMLElement | null>, node: string | null): void {
  useEffect(() => {
    if (node === null) return;
    // The nodes of a new drawing are there a frame or two after it.
    let left = 20;
    let next = 0;
    const reach = () => {
      const found = frame.current?.querySelector<HTMLElement>(
        `.react-flow__node[data-id="${CSS.escape(node)}"]`,
      );
      found?.focus({ preventScroll: true });
      if (document.activeElement !== found && left-- > 0) next = requestAnimationFrame(reach);
    };
    next = requestAnimationFrame(reach);
    return () => cancelAnimationFrame(next);
  }, [frame, node]);
}
