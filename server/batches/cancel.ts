import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { decisionBatches, decisionBatchRows } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { lockBatch, mine } from "./find";
import { getBatch } from "./get";
import type { BatchView, batchInput } from "./schema";

/** Ends a batch: rows that were not begun are forgotten; those that were keep their runs and decisions. */
export function cancelBatch(ctx: Context, input: z.output<typeof batchInput>): Promise<BatchView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { batchId } = input;
    const batch = await lockBatch(tx, ctx, batchId);
    if (batch.status === "completed" || batch.status === "cancelled")
      throw new DomainError("conflict", `This batch is ${batch.status} already.`);
    const dropped = await tx
      .update(decisionBatchRows)
      .set({ state: "cancelled", body: null })
      .where(
        and(
          eq(decisionBatchRows.workspaceId, ctx.workspaceId),
          eq(decisionBatchRows.batchId, batchId),
          eq(decisionBatchRows.state, "pending"),
        ),
      )
      .returning({ row: decisionBatchRows.row });
    await tx
      .update(decisionBatches)
      .set({ status: "cancelled", finishedAt: ctx.at, movedAt: ctx.at })
      .where(mine(ctx, batchId));
    await recordAudit(tx, ctx, {
      subject: { kind: "batch", id: batchId },
      action: "batch.cancelled",
      facts: { rows: dropped.length },
    });
    return getBatch(ctx, { batchId });
  });
}
