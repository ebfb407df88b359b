import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowCheckpoints } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { checkpointInput } from "./draft/schema";
import { lockWorkflow } from "./find";
import { findCheckpoint } from "./find-checkpoint";

/** Gives up a checkpoint. The draft and its log stay as they are. */
export function deleteCheckpoint(ctx: Context, input: z.output<typeof checkpointInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const { id, revision } = await findCheckpoint(tx, ctx, input);
    await tx
      .delete(workflowCheckpoints)
      .where(and(eq(workflowCheckpoints.workspaceId, ctx.workspaceId), eq(workflowCheckpoints.id, id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.checkpoint_deleted",
      facts: { checkpoint: id, revision },
    });
  });
}
