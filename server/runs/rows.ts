import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions, parties, runs, workflows, workflowVersions } from "@/db/schema";
import type { Context } from "@/server/context";
import type { RunRow } from "./schema";

/** Runs with what a list shows of them. The workflow's title is the one its version had. */
export async function runRows(
  tx: Tx,
  ctx: Context,
  { where, orderBy, limit }: { where: SQL | undefined; orderBy: SQL[]; limit: number },
): Promise<(RunRow & { sealed: Uint8Array; workflowId: string; decisionId: string | null })[]> {
  const rows = await tx
    .select({
      run: runs,
      party: { id: parties.id, name: parties.name },
      key: workflows.key,
      title: sql<string>`${workflowVersions.document} ->> 'title'`,
      decision: { id: decisions.id, outcome: decisions.outcome },
    })
    .from(runs)
    .innerJoin(parties, and(eq(parties.workspaceId, runs.workspaceId), eq(parties.id, runs.partyId)))
    .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
    .innerJoin(
      workflowVersions,
      and(
        eq(workflowVersions.workspaceId, runs.workspaceId),
        eq(workflowVersions.workflowId, runs.workflowId),
        eq(workflowVersions.version, runs.version),
      ),
    )
    .leftJoin(decisions, and(eq(decisions.workspaceId, runs.workspaceId), eq(decisions.runId, runs.id)))
    .where(and(eq(runs.workspaceId, ctx.workspaceId), where))
    .orderBy(...orderBy)
    .limit(limit);
  return rows.map(({ run, party, key, title, decision }) => ({
    id: run.id,
    workflow: { id: run.workflowId, key, title, version: run.version },
    party,
    status: run.status,
    attention: run.attention,
    outcome: decision?.outcome ?? null,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    sealed: run.state,
    workflowId: run.workflowId,
    decisionId: decision?.id ?? null,
  }));
}

/** The row alone, for doors that show no more. */
export function plainRow(row: Awaited<ReturnType<typeof runRows>>[number]): RunRow {
  const { sealed: _, workflowId: __, decisionId: ___, ...plain } = row;
  return plain;
}
