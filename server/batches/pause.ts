import type { z } from "zod";
import { decisionBatches } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { enqueue } from "@/server/platform/jobs";
import { lockBatch, mine } from "./find";
import { getBatch } from "./get";
import type { BatchView, batchInput } from "./schema";

/** Begins no further row until the batch is resumed. Rows that were begun go on. */
export function pauseBatch(ctx: Context, input: z.output<typeof batchInput>): Promise<BatchView> {
  return move(ctx, input.batchId, { from: "running", to: "paused", action: "batch.paused" });
}

/** Goes on with the rows that are left. */
export function resumeBatch(ctx: Context, input: z.output<typeof batchInput>): Promise<BatchView> {
  return move(ctx, input.batchId, { from: "paused", to: "running", action: "batch.resumed" });
}

interface Move {
  from: "running" | "paused";
  to: "running" | "paused";
  action: "batch.paused" | "batch.resumed";
}

function move(ctx: Context, batchId: string, { from, to, action }: Move): Promise<BatchView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workspaceId } = ctx;
    const batch = await lockBatch(tx, ctx, batchId);
    if (batch.status !== from)
      throw new DomainError("conflict", `This batch is ${batch.status}, so it cannot be ${action.slice(6)}.`);
    await tx.update(decisionBatches).set({ status: to, movedAt: ctx.at }).where(mine(ctx, batchId));
    await recordAudit(tx, ctx, { subject: { kind: "batch", id: batchId }, action });
    if (to === "running") await enqueue(tx, "batch", { workspaceId, batchId }, { singletonKey: batchId });
    return getBatch(ctx, { batchId });
  });
}
