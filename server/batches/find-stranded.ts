import { and, eq, inArray, lt } from "drizzle-orm";
import { decisionBatches, decisionBatchRows } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { enqueue } from "@/server/platform/jobs";

/** A batch at work moves on within seconds. */
const PATIENCE_MS = 60_000;
/** An upload that takes in no row for so long has broken off. */
const UPLOAD_MS = 15 * 60_000;

/** Gives its job back to a batch whose worker stops. */
export function resumeLater(ctx: Context, { batchId }: { batchId: string }): Promise<void> {
  const { workspaceId } = ctx;
  return inTransaction(ctx, (tx) =>
    enqueue(tx, "batch", { workspaceId, batchId }, { singletonKey: batchId }),
  );
}

/** Gives a job to every batch that lost its own, and forgets uploads that broke off. */
export function findStrandedBatches(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx, ctx) => {
    const of = (status: "running" | "receiving", patienceMs: number) =>
      tx
        .select({ id: decisionBatches.id })
        .from(decisionBatches)
        .where(
          and(
            eq(decisionBatches.workspaceId, ctx.workspaceId),
            eq(decisionBatches.status, status),
            lt(decisionBatches.movedAt, new Date(ctx.at.getTime() - patienceMs)),
          ),
        );
    const stranded = await of("running", PATIENCE_MS);
    for (const { id } of stranded) await resumeLater(ctx, { batchId: id });
    const broken = (await of("receiving", UPLOAD_MS)).map(({ id }) => id);
    if (broken.length > 0) {
      await tx
        .delete(decisionBatchRows)
        .where(
          and(eq(decisionBatchRows.workspaceId, ctx.workspaceId), inArray(decisionBatchRows.batchId, broken)),
        );
      await tx
        .delete(decisionBatches)
        .where(and(eq(decisionBatches.workspaceId, ctx.workspaceId), inArray(decisionBatches.id, broken)));
    }
    return stranded.length;
  });
}
