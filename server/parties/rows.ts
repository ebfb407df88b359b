import { and, eq, inArray, notInArray, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { cases, decisions, parties, runs, workflowVersions } from "@/db/schema";
import type { Context } from "@/server/context";
import type { PartyRow } from "./schema";

/** Parties as lists show them: one query for the rows, one for their latest decisions, one for their open cases. */
export async function partyRows(
  tx: Tx,
  ctx: Context,
  query: { where: SQL | undefined; orderBy?: SQL[]; limit: number },
): Promise<PartyRow[]> {
  const rows = await tx
    .select()
    .from(parties)
    .where(and(eq(parties.workspaceId, ctx.workspaceId), query.where))
    .orderBy(...(query.orderBy ?? []))
    .limit(query.limit);
  const ids = rows.map((row) => row.id);
  const [latest, open] = [await latestOf(tx, ctx, ids), await openCasesOf(tx, ctx, ids)];
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    country: row.country,
    reference: row.reference,
    latest: latest.get(row.id) ?? null,
    openCases: open.get(row.id) ?? 0,
    updatedAt: row.updatedAt.toISOString(),
    erasedAt: row.erasedAt?.toISOString() ?? null,
  }));
}

async function latestOf(
  tx: Tx,
  ctx: Context,
  partyIds: string[],
): Promise<Map<string, NonNullable<PartyRow["latest"]>>> {
  if (partyIds.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([runs.partyId], {
      partyId: runs.partyId,
      outcome: decisions.outcome,
      kind: decisions.outcomeKind,
      at: decisions.decidedAt,
      outcomes: sql<{ key: string; title: string }[]>`${workflowVersions.document} -> 'outcomes'`,
    })
    .from(runs)
    .innerJoin(decisions, and(eq(decisions.workspaceId, runs.workspaceId), eq(decisions.runId, runs.id)))
    .innerJoin(
      workflowVersions,
      and(
        eq(workflowVersions.workspaceId, runs.workspaceId),
        eq(workflowVersions.workflowId, runs.workflowId),
        eq(workflowVersions.version, runs.version),
      ),
    )
    .where(and(eq(runs.workspaceId, ctx.workspaceId), inArray(runs.partyId, partyIds)))
    .orderBy(runs.partyId, sql`${decisions.decidedAt} desc`, sql`${decisions.id} desc`);
  return new Map(
    rows.map(({ partyId, outcome, kind, at, outcomes }) => [
      partyId,
      { title: outcomes.find((one) => one.key === outcome)?.title ?? outcome, kind, at: at.toISOString() },
    ]),
  );
}

async function openCasesOf(tx: Tx, ctx: Context, partyIds: string[]): Promise<Map<string, number>> {
  if (partyIds.length === 0) return new Map();
  const rows = await tx
    .select({ partyId: cases.partyId, count: sql<number>`count(*)::int` })
    .from(cases)
    .where(
      and(
        eq(cases.workspaceId, ctx.workspaceId),
        inArray(cases.partyId, partyIds),
        notInArray(cases.status, ["decided", "cancelled"]),
      ),
    )
    .groupBy(cases.partyId);
  return new Map(rows.map((row) => [row.partyId, row.count]));
}
