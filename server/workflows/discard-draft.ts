import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowDrafts } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { stepDraftInput } from "./draft/schema";
import { outdateReviews, refuseOlder } from "./draft-log";
import { findDraft, lockWorkflow } from "./find";
import { refuseOthersLease } from "./lease";

/** Gives up what the draft changed. A workflow that was never published keeps its only text. */
export function discardDraft(ctx: Context, input: z.output<typeof stepDraftInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const draft = await findDraft(tx, ctx, workflow.id);
    await refuseOlder(tx, ctx, draft, input.revision);
    await refuseOthersLease(tx, ctx, workflow.id, input.device);
    if (workflow.liveVersion === null)
      throw new DomainError(
        "conflict",
        `“${workflow.title}” was never live: its draft is all there is. Archive the workflow instead.`,
      );
    await tx
      .delete(workflowDrafts)
      .where(
        and(eq(workflowDrafts.workspaceId, ctx.workspaceId), eq(workflowDrafts.workflowId, workflow.id)),
      );
    await outdateReviews(tx, ctx, workflow.id);
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.draft_discarded",
      facts: { revision: input.revision, basedOn: draft?.basedOn ?? null },
    });
  });
}
