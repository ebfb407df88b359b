import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflows } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { lockWorkflow } from "./find";
import type { archiveInput } from "./rollout/schema";

/** Brings a workflow back as it was: with the version that was live, it takes starts again at once. */
export function unarchiveWorkflow(ctx: Context, input: z.output<typeof archiveInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    if (!workflow.archivedAt) throw new DomainError("conflict", `“${workflow.title}” is not archived.`);
    await tx
      .update(workflows)
      .set({ archivedAt: null })
      .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.id, workflow.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.unarchived",
      facts: { liveVersion: workflow.liveVersion, reason: input.reason },
    });
  });
}
