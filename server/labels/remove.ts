import { and, eq } from "drizzle-orm";
import { labels } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";

/** Takes back what was said by mistake. Backtests that counted it stay as they are. */
export function removeLabel(ctx: Context, { labelId }: { labelId: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [gone] = await tx
      .delete(labels)
      .where(and(eq(labels.workspaceId, ctx.workspaceId), eq(labels.id, labelId)))
      .returning({ kind: labels.kind, partyId: labels.partyId, runId: labels.runId });
    if (!gone) throw new DomainError("not_found", "There is no such label in this workspace.");
    await recordAudit(tx, ctx, {
      subject: { kind: "labels", id: ctx.workspaceId },
      action: "label.removed",
      facts: { label: labelId, kind: gone.kind, party: gone.partyId, run: gone.runId },
    });
  });
}
