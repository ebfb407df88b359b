import { and, asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisionBatches, decisionBatchRows } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { failureFacts, isOutage } from "@/server/platform/failure";
import { log } from "@/server/platform/log";
import { decideRows, type Row, type Settled } from "./decide-rows";
import { type BatchRecord, lockBatch, mine } from "./find";

/** Rows decided in one transaction: as many as keep it short. */
const CHUNK = 50;

/**
 * Decides the next rows of a batch. Runs, and what the rows say of them, are one transaction: whoever dies in it has
 * decided none of them, and nobody decides one twice. `isLeft`: there may be more.
 */
export async function performBatch(
  ctx: Context,
  input: { batchId: string; most?: number },
): Promise<{ isLeft: boolean }> {
  try {
    return await inTransaction(ctx, (tx, ctx) => performSome(tx, ctx, input.batchId, input.most ?? CHUNK));
  } catch (error) {
    if (isOutage(error) || isDomainError(error) || input.most === 1) throw error;
    log().warn({ batch: input.batchId, ...failureFacts(error) }, "rows of a batch are decided one by one");
    return inTransaction(ctx, (tx, ctx) => performOne(tx, ctx, input.batchId));
  }
}

async function performSome(
  tx: Tx,
  ctx: Context & { tx: Tx },
  batchId: string,
  most: number,
): Promise<{ isLeft: boolean }> {
  const batch = await lockBatch(tx, ctx, batchId);
  if (batch.status !== "running") return { isLeft: false };
  const rows = await nextRows(tx, ctx, batchId, most);
  if (rows.length === 0) {
    await complete(tx, ctx, batch);
    return { isLeft: false };
  }
  await settle(tx, ctx, batchId, await decideRows(tx, ctx, batch, rows));
  return { isLeft: true };
}

function nextRows(tx: Tx, ctx: Context, batchId: string, most: number): Promise<Row[]> {
  return tx
    .select()
    .from(decisionBatchRows)
    .where(
      and(
        eq(decisionBatchRows.workspaceId, ctx.workspaceId),
        eq(decisionBatchRows.batchId, batchId),
        eq(decisionBatchRows.state, "pending"),
      ),
    )
    .orderBy(asc(decisionBatchRows.row))
    .limit(most);
}

/** Writes what became of the rows; what they brought is in their runs now, and nowhere else. */
async function settle(tx: Tx, ctx: Context, batchId: string, settled: readonly Settled[]): Promise<void> {
  await tx.execute(sql`
    update decision_batch_rows r set state = s.state, run_id = s.run, issues = s.issues, body = null
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as s("row" int, state text, run text, issues jsonb)
    where r.workspace_id = ${ctx.workspaceId} and r.batch_id = ${batchId} and r."row" = s."row"`);
  await tx.update(decisionBatches).set({ movedAt: ctx.at }).where(mine(ctx, batchId));
}

async function complete(tx: Tx, ctx: Context, batch: BatchRecord): Promise<void> {
  await tx
    .update(decisionBatches)
    .set({ status: "completed", finishedAt: ctx.at, movedAt: ctx.at })
    .where(mine(ctx, batch.id));
  await recordAudit(tx, ctx, {
    subject: { kind: "batch", id: batch.id },
    action: "batch.completed",
    facts: { digest: batch.digest },
  });
}

/** The next row by itself, so that one which cannot be decided does not keep its neighbours from it. */
async function performOne(tx: Tx, ctx: Context & { tx: Tx }, batchId: string): Promise<{ isLeft: boolean }> {
  const batch = await lockBatch(tx, ctx, batchId);
  const [row] = batch.status === "running" ? await nextRows(tx, ctx, batchId, 1) : [];
  if (!row) return { isLeft: batch.status === "running" };
  const settled = await tx
    .transaction((inner) => decideRows(inner, { ...ctx, tx: inner }, batch, [row]))
    .catch((error: unknown): Settled[] => {
      if (isOutage(error)) throw error;
      log().error({ batch: batchId, row: row.row, ...failureFacts(error) }, "a row could not be decided");
      const message = "This row could not be decided. Nothing of it was kept; send it again.";
      return [{ row: row.row, state: "failed", run: null, issues: [{ path: "", code: "failed", message }] }];
    });
  await settle(tx, ctx, batchId, settled);
  return { isLeft: true };
}
