import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workflowRollouts, workflows } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { findVersion, type WorkflowRecord } from "./find";
import { whyNotBeside } from "./rollout/policy";
import { type WorkflowDocument, workflowDocument } from "./schema";

/**
 * New runs begin with this version from now on. What ran beside the old one goes on beside the new, unless it cannot:
 * then it ends here, with the reason on record.
 */
export async function putLive(
  tx: Tx,
  ctx: Context,
  workflow: WorkflowRecord,
  { version, document }: { version: number; document: WorkflowDocument },
): Promise<void> {
  await tx
    .update(workflows)
    .set({ liveVersion: version, title: document.title })
    .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.id, workflow.id)));
  const beside = await tx
    .select()
    .from(workflowRollouts)
    .where(
      and(eq(workflowRollouts.workspaceId, ctx.workspaceId), eq(workflowRollouts.workflowId, workflow.id)),
    );
  for (const rollout of beside) {
    const { document: other } = await findVersion(tx, ctx, workflow, rollout.version);
    const why =
      rollout.version === version ? "It is live now." : whyNotBeside(document, workflowDocument.parse(other));
    if (why === undefined) continue;
    await tx
      .delete(workflowRollouts)
      .where(
        and(
          eq(workflowRollouts.workspaceId, ctx.workspaceId),
          eq(workflowRollouts.workflowId, workflow.id),
          eq(workflowRollouts.version, rollout.version),
        ),
      );
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: rollout.mode === "shadow" ? "workflow.shadow_ended" : "workflow.challenger_ended",
      facts: { version: rollout.version, reason: why },
    });
  }
}
