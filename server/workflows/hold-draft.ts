import type { z } from "zod";
import { workflowDraftLeases } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { LeaseView, leaseInput } from "./draft/schema";
import { lockWorkflow } from "./find";
import { findLease, isHeldBy, LEASE_MS, leaseView } from "./lease";

/**
 * Takes the draft to edit it, or keeps it; asked again and again while a window is open. Answers who holds it, which is
 * somebody else when they came first. `takeOver` takes it from them.
 */
export function holdDraft(
  ctx: Context,
  { workflowId, device, takeOver = false }: z.output<typeof leaseInput> & { takeOver?: boolean },
): Promise<LeaseView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, workflowId);
    const held = await findLease(tx, ctx, workflow.id);
    const isMine = held !== undefined && isHeldBy(held, ctx, device);
    if (held && !isMine && !takeOver) return (await leaseView(tx, ctx, held, device)) as LeaseView;
    const lease = {
      workspaceId: ctx.workspaceId,
      workflowId: workflow.id,
      holderId: ctx.actor.id,
      deviceId: device,
      since: held && isMine ? held.since : ctx.at,
      until: new Date(ctx.at.getTime() + LEASE_MS),
    };
    await tx
      .insert(workflowDraftLeases)
      .values(lease)
      .onConflictDoUpdate({
        target: [workflowDraftLeases.workspaceId, workflowDraftLeases.workflowId],
        set: lease,
      });
    if (held && !isMine)
      await recordAudit(tx, ctx, {
        subject: { kind: "workflow", id: workflow.id },
        action: "workflow.draft_taken_over",
        facts: { from: held.holderId },
      });
    return (await leaseView(tx, ctx, lease, device)) as LeaseView;
  });
}
