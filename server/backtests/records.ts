import { and, asc, eq, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { backtestRecords, decisions, parties, runs } from "@/db/schema";
import type { Context } from "@/server/context";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { STANDS } from "./policy";
import type { BacktestRecordView, listRecordsInput } from "./schema";

export type RecordFilter = Omit<z.output<typeof listRecordsInput>, "backtestId" | "cursor" | "limit">;

export const recordsWhere = (filter: RecordFilter): SQL | undefined =>
  and(
    filter.finding ? eq(backtestRecords.finding, filter.finding) : undefined,
    filter.decided ? eq(backtestRecords.decided, filter.decided) : undefined,
    filter.replayed ? eq(backtestRecords.replayed, filter.replayed) : undefined,
    filter.reason ? eq(backtestRecords.reason, filter.reason) : undefined,
    filter.rule
      ? or(
          sql`${filter.rule} = any(${backtestRecords.gained})`,
          sql`${filter.rule} = any(${backtestRecords.lost})`,
        )
      : undefined,
  );

/** What a backtest found otherwise, with the party's name. */
export async function recordViews(
  tx: Tx,
  ctx: Context,
  backtestId: string,
  document: WorkflowDocument,
  query: { where: SQL | undefined; limit: number },
): Promise<BacktestRecordView[]> {
  const rows = await tx
    .select({
      record: backtestRecords,
      party: parties.name,
      version: runs.version,
      reference: runs.reference,
      decidedAt: decisions.decidedAt,
    })
    .from(backtestRecords)
    .innerJoin(
      runs,
      and(eq(runs.workspaceId, backtestRecords.workspaceId), eq(runs.id, backtestRecords.runId)),
    )
    .innerJoin(decisions, and(eq(decisions.workspaceId, runs.workspaceId), eq(decisions.runId, runs.id)))
    .innerJoin(parties, and(eq(parties.workspaceId, runs.workspaceId), eq(parties.id, runs.partyId)))
    .where(
      and(
        eq(backtestRecords.workspaceId, ctx.workspaceId),
        eq(backtestRecords.backtestId, backtestId),
        query.where,
      ),
    )
    .orderBy(asc(backtestRecords.runId))
    .limit(query.limit);
  return rows.map(({ record, party, version, reference, decidedAt }) => {
    const { runId, finding, decided, replayed, decidedCodes, replayedCodes, gained, lost } = record;
    const { label, reason, node } = record;
    return {
      ...{ runId, party, reference, version, finding, decided, replayed, decidedCodes, replayedCodes },
      ...{ gained, lost, label, decidedAt: decidedAt.toISOString() },
      node: node === null ? null : { key: node, title: document.nodes[node]?.title ?? node },
      reason: reason ?? (replayed === STANDS ? "people" : null),
    };
  });
}
