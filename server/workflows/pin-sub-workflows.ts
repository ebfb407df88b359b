import { type Context, inTransaction } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { liveVersion } from "./live-version";
import type { WorkflowDocument } from "./schema";

/**
 * Writes into a document that is about to be frozen which version of its sub-workflows it means. One that has no live
 * version yet stays as it was: the lint of the workspace says so.
 */
export function pinSubWorkflows(ctx: Context, document: WorkflowDocument): Promise<WorkflowDocument> {
  return inTransaction(ctx, async (_, ctx) => {
    const nodes = { ...document.nodes };
    for (const [key, node] of Object.entries(document.nodes)) {
      const { workflow, version = "pinned" } = node.config;
      if (node.type !== "sub_workflow" || version !== "pinned" || typeof workflow !== "string") continue;
      try {
        const live = await liveVersion(ctx, { key: workflow });
        nodes[key] = { ...node, config: { ...node.config, version: live.version } };
      } catch (error) {
        if (!isDomainError(error)) throw error;
      }
    }
    return { ...document, nodes };
  });
}
