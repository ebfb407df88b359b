import { type NodeHandle, Position } from "reactflow";
import type { CanvasNode } from "./graph";
import { type Box, outletShare } from "./layout";

/**
 * Where ways leave a node and reach it, told beforehand: what is not drawn needs not be measured, so a thousand nodes
 * are there as fast as those in view, with all their ways.
 */
export function handlesOf(
  node: CanvasNode,
  { width, height }: Box,
  shares: ReadonlyMap<string, number> | undefined,
): NodeHandle[] {
  const at = (x: number, y: number) => ({ x: x - 0.5, y, width: 1, height: 1 });
  return [
    ...(node.shape === "start"
      ? []
      : // Without a name of its own it is called `null` in the document: called otherwise here, no way is let go over it.
        [{ id: null, type: "target" as const, position: Position.Top, ...at(width / 2, 0) }]),
    ...node.outlets.map(({ key }) => ({
      ...{ id: key, type: "source" as const, position: Position.Bottom },
      ...at(width * (shares?.get(key) ?? outletShare(node, key)), height - 1),
    })),
  ];
}
