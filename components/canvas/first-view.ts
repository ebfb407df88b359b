import type { Viewport } from "reactflow";
import type { CanvasGraph, CanvasNode } from "./graph";
import type { GraphLayout } from "./layout";

/** The overview draws for the size it is told, not for the one a style sheet gives it. */
export const MAP_SIZE = { width: 160, height: 112 };
/** Below this zoom a card's words cannot be read. */
export const READABLE = 0.65;
const MARGIN = 28;

/** All of it when that can be read; else as wide as fits, from the start down. */
export function firstView(
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

/** A node on the overview. */
export function mapColor(node: CanvasNode): string {
  if (node.mark === "trouble") return "var(--gh-incident)";
  if (node.mark === "taken" || node.mark === "here") return "var(--gh-accent)";
  if (node.shape === "end" && node.tone && node.tone !== "neutral") return `var(--gh-${node.tone})`;
  return "var(--gh-line-strong)";
}
