import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisionBatches } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";

export type BatchRecord = typeof decisionBatches.$inferSelect;

/** Where a row's request belongs until its run holds it. */
export const rowPlace = (ctx: Context, batchId: string, row: number) =>
  `decision_batch_rows.body:${ctx.workspaceId}:${batchId}/${row}`;
export const namePlace = (ctx: Context, batchId: string) =>
  `decision_batches.name:${ctx.workspaceId}:${batchId}`;

export const mine = (ctx: Context, batchId: string) =>
  and(eq(decisionBatches.workspaceId, ctx.workspaceId), eq(decisionBatches.id, batchId));

const gone = () => new DomainError("not_found", "There is no batch with this id in this workspace.");

/** A batch that was received whole. */
export async function findBatch(tx: Tx, ctx: Context, batchId: string): Promise<BatchRecord> {
  const [row] = await tx.select().from(decisionBatches).where(mine(ctx, batchId));
  if (!row || row.status === "receiving") throw gone();
  return row;
}

/** The same, locked: whoever decides rows of it, pauses or cancels it takes turns. */
export async function lockBatch(tx: Tx, ctx: Context, batchId: string): Promise<BatchRecord> {
  const [row] = await tx.select().from(decisionBatches).where(mine(ctx, batchId)).for("update");
  if (!row || row.status === "receiving") throw gone();
  return row;
}
