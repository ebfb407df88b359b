import type { JsonObject } from "@/server/engine/state";
import { findRunner } from "@/server/nodes/runners";
import type { WorkflowDocument } from "@/server/workflows/schema";

/** What a worker may need on top of the vendor's own limit to write the answer down. */
const MARGIN_MS = 10_000;

/** How long whoever performs the node's effect is believed to be at it. */
export function limitOf({ nodes }: WorkflowDocument, node: string): number {
  const { type = "", config = {} } = nodes[node] ?? {};
  return (findRunner(type)?.limitMs(config as JsonObject) ?? 0) + MARGIN_MS;
}
