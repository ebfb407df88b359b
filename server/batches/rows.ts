import { and, asc, eq, gt, isNotNull, isNull, or, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisionBatchRows, decisions, runs } from "@/db/schema";
import type { Context } from "@/server/context";
import type { BatchRowView } from "./schema";

export interface RowRecord extends BatchRowView {
  decisionRow: typeof decisions.$inferSelect | null;
}

/** Rows of a batch in their order, each with the decision its run has made by now. */
export async function batchRows(
  tx: Tx,
  ctx: Context,
  query: { batchId: string; state?: BatchRowView["state"] | undefined; after: number; limit: number },
): Promise<RowRecord[]> {
  const { batchId, state, after, limit } = query;
  const rows = await tx
    .select({ row: decisionBatchRows, decision: decisions, version: runs.version })
    .from(decisionBatchRows)
    .leftJoin(
      runs,
      and(eq(runs.workspaceId, decisionBatchRows.workspaceId), eq(runs.id, decisionBatchRows.runId)),
    )
    .leftJoin(
      decisions,
      and(
        eq(decisions.workspaceId, decisionBatchRows.workspaceId),
        eq(decisions.runId, decisionBatchRows.runId),
      ),
    )
    .where(
      and(
        eq(decisionBatchRows.workspaceId, ctx.workspaceId),
        eq(decisionBatchRows.batchId, batchId),
        gt(decisionBatchRows.row, after),
        state && inState(state),
      ),
    )
    .orderBy(asc(decisionBatchRows.row))
    .limit(limit);
  return rows.map(({ row, decision, version }) => ({
    row: row.row,
    reference: row.reference,
    state: decision ? ("decided" as const) : row.state,
    errors: row.issues ?? [],
    run: row.runId,
    decision: decision?.id ?? null,
    outcome: decision?.outcome ?? null,
    version,
    decisionRow: decision,
  }));
}

/** A row that was begun is decided once its run is. */
function inState(state: BatchRowView["state"]): SQL | undefined {
  const is = eq(decisionBatchRows.state, state);
  if (state === "started") return and(is, isNull(decisions.id));
  if (state === "decided")
    return or(is, and(eq(decisionBatchRows.state, "started"), isNotNull(decisions.id)));
  return is;
}
