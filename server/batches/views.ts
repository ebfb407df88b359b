import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisionBatches, decisionBatchRows, decisions, workflows } from "@/db/schema";
import type { Context } from "@/server/context";
import { openJson } from "@/server/platform/seal";
import { actorNames } from "@/server/workspaces/actor-names";
import { namePlace } from "./find";
import type { BatchView } from "./schema";

/** Batches with how far they are. A row whose run went on after it was begun counts by what its run has come to. */
export async function batchViews(
  tx: Tx,
  ctx: Context,
  query: { where: SQL | undefined; orderBy?: SQL[]; limit: number },
): Promise<BatchView[]> {
  const rows = await tx
    .select({ batch: decisionBatches, workflow: { key: workflows.key, title: workflows.title } })
    .from(decisionBatches)
    .innerJoin(
      workflows,
      and(
        eq(workflows.workspaceId, decisionBatches.workspaceId),
        eq(workflows.id, decisionBatches.workflowId),
      ),
    )
    .where(and(eq(decisionBatches.workspaceId, ctx.workspaceId), query.where))
    .orderBy(...(query.orderBy ?? []))
    .limit(query.limit);
  const counts = await countsOf(
    tx,
    ctx,
    rows.map(({ batch }) => batch.id),
  );
  const nameOf = await actorNames(
    tx,
    ctx,
    rows.map(({ batch }) => batch.createdBy),
  );
  return rows.map(({ batch, workflow }) => ({
    id: batch.id,
    workflow: { ...workflow, version: batch.version },
    name: openJson<string>(ctx.keys.master, namePlace(ctx, batch.id), batch.name),
    format: batch.format,
    status: batch.status,
    counts: counts.get(batch.id) ?? { ...none },
    createdBy: nameOf(batch.createdBy),
    createdAt: batch.createdAt.toISOString(),
    finishedAt: batch.finishedAt?.toISOString() ?? null,
  }));
}

const none: BatchView["counts"] = { rows: 0, pending: 0, decided: 0, open: 0, failed: 0, cancelled: 0 };

async function countsOf(
  tx: Tx,
  ctx: Context,
  ids: readonly string[],
): Promise<Map<string, BatchView["counts"]>> {
  if (ids.length === 0) return new Map();
  const ofThese = and(
    eq(decisionBatchRows.workspaceId, ctx.workspaceId),
    inArray(decisionBatchRows.batchId, [...ids]),
  );
  const states = await tx
    .select({
      batchId: decisionBatchRows.batchId,
      state: decisionBatchRows.state,
      count: sql<number>`count(*)::int`,
    })
    .from(decisionBatchRows)
    .where(ofThese)
    .groupBy(decisionBatchRows.batchId, decisionBatchRows.state);
  const later = await tx
    .select({ batchId: decisionBatchRows.batchId, count: sql<number>`count(*)::int` })
    .from(decisionBatchRows)
    .innerJoin(
      decisions,
      and(
        eq(decisions.workspaceId, decisionBatchRows.workspaceId),
        eq(decisions.runId, decisionBatchRows.runId),
      ),
    )
    .where(and(ofThese, eq(decisionBatchRows.state, "started")))
    .groupBy(decisionBatchRows.batchId);
  const found = new Map(ids.map((id) => [id, { ...none }]));
  for (const { batchId, state, count } of states) {
    const counts = found.get(batchId);
    if (!counts) continue;
    counts.rows += count;
    counts[state === "started" ? "open" : state] += count;
  }
  for (const { batchId, count } of later) {
    const counts = found.get(batchId);
    if (!counts) continue;
    counts.open -= count;
    counts.decided += count;
  }
  return found;
}
