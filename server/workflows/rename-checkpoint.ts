import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowCheckpoints } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { renameCheckpointInput } from "./draft/schema";
import { lockWorkflow } from "./find";
import { findCheckpoint, refuseTakenTitle } from "./find-checkpoint";

export function renameCheckpoint(ctx: Context, input: z.output<typeof renameCheckpointInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const { id, title } = await findCheckpoint(tx, ctx, input);
    if (title === input.title) return;
    await refuseTakenTitle(tx, ctx, workflow.id, input.title);
    await tx
      .update(workflowCheckpoints)
      .set({ title: input.title })
      .where(and(eq(workflowCheckpoints.workspaceId, ctx.workspaceId), eq(workflowCheckpoints.id, id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.checkpoint_renamed",
      facts: { checkpoint: id },
    });
  });
}
