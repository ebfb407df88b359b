import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowDraftLeases } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { leaseInput } from "./draft/schema";
import { findWorkflow } from "./find";
import { leaseOf } from "./lease";

/** The window was closed: the next editor need not wait for its lease to end. */
export function releaseDraft(
  ctx: Context,
  { workflowId, device }: z.output<typeof leaseInput>,
): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, workflowId);
    await tx
      .delete(workflowDraftLeases)
      .where(
        and(
          leaseOf(ctx, workflow.id),
          eq(workflowDraftLeases.holderId, ctx.actor.id),
          eq(workflowDraftLeases.deviceId, device),
        ),
      );
  });
}
