import { and, count, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowCheckpoints } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import type { createCheckpointInput } from "./draft/schema";
import { findDraft, lockWorkflow } from "./find";
import { refuseTakenTitle } from "./find-checkpoint";

const MOST = 100;

/** Keeps the draft as it is saved now under a name, so that one can come back to it. */
export function createCheckpoint(
  ctx: Context,
  input: z.output<typeof createCheckpointInput>,
): Promise<{ id: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const draft = await findDraft(tx, ctx, workflow.id);
    if (!draft) throw new DomainError("conflict", "There is no draft to keep. Change something first.");
    await refuseTakenTitle(tx, ctx, workflow.id, input.title);
    const [known] = await tx
      .select({ count: count() })
      .from(workflowCheckpoints)
      .where(
        and(
          eq(workflowCheckpoints.workspaceId, ctx.workspaceId),
          eq(workflowCheckpoints.workflowId, workflow.id),
        ),
      );
    if ((known?.count ?? 0) >= MOST)
      throw new DomainError("conflict", `There are ${MOST} checkpoints already. Delete one first.`);
    const id = newId("checkpoint", ctx.at);
    const { document, editor, revision } = draft;
    await tx.insert(workflowCheckpoints).values({
      ...{ workspaceId: ctx.workspaceId, id, workflowId: workflow.id, title: input.title },
      ...{ document, editor, revision, createdBy: ctx.actor.id, createdAt: ctx.at },
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.checkpoint_created",
      facts: { checkpoint: id, revision },
    });
    return { id };
  });
}
