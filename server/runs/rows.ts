import { and, eq, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions, parties, runEvents, runs, workflows } from "@/db/schema";
import type { Context } from "@/server/context";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { planOf } from "./plan-of";
import type { RunRow } from "./schema";

/** What stands in the row and is not shown as it is. */
interface Behind {
  stored: typeof runs.$inferSelect;
  workflowId: string;
  decisionId: string | null;
  reopensRunId: string | null;
}

/** Runs with what a list shows of them. Titles are those of the version each is pinned to. */
export async function runRows(
  tx: Tx,
  ctx: Context,
  { where, orderBy, limit }: { where: SQL | undefined; orderBy: SQL[]; limit: number },
): Promise<(RunRow & Behind)[]> {
  const rows = await tx
    .select({
      run: runs,
      party: { id: parties.id, name: parties.name },
      key: workflows.key,
      decision: { id: decisions.id, key: decisions.outcome, kind: decisions.outcomeKind },
      last: { seq: runEvents.seq, type: runEvents.type, at: runEvents.recordedAt },
    })
    .from(runs)
    .innerJoin(parties, and(eq(parties.workspaceId, runs.workspaceId), eq(parties.id, runs.partyId)))
    .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
    .leftJoin(
      runEvents,
      and(
        eq(runEvents.workspaceId, runs.workspaceId),
        eq(runEvents.runId, runs.id),
        eq(runEvents.seq, runs.seq),
      ),
    )
    .leftJoin(decisions, and(eq(decisions.workspaceId, runs.workspaceId), eq(decisions.runId, runs.id)))
    .where(and(eq(runs.workspaceId, ctx.workspaceId), where))
    .orderBy(...orderBy)
    .limit(limit);
  const documents = await documentsOf(
    tx,
    ctx,
    rows.map(({ run }) => run),
  );
  return rows.map(({ run, party, key, decision, last }) => {
    const document = documents.get(`${run.workflowId}/${run.version}`);
    const outcome = document?.outcomes.find((one) => one.key === decision?.key);
    return {
      id: run.id,
      workflow: { id: run.workflowId, key, title: document?.title ?? key, version: run.version },
      party,
      reference: run.reference,
      mode: run.mode,
      status: run.status,
      attention: run.attention,
      standsAt: run.standsAt.map((node) => ({ node, title: document?.nodes[node]?.title ?? node })),
      outcome: decision && {
        ...{ key: decision.key, kind: decision.kind },
        title: outcome?.title ?? decision.key,
      },
      startedAt: run.startedAt.toISOString(),
      finishedAt: run.finishedAt?.toISOString() ?? null,
      lastEvent: last && { ...last, at: last.at.toISOString() },
      stored: run,
      workflowId: run.workflowId,
      decisionId: decision?.id ?? null,
      reopensRunId: run.reopensRunId,
    };
  });
}

/** Each version once: they are held in memory, and a list shows many runs of few. */
async function documentsOf(tx: Tx, ctx: Context, of: readonly { workflowId: string; version: number }[]) {
  const documents = new Map<string, WorkflowDocument>();
  for (const { workflowId, version } of of) {
    const key = `${workflowId}/${version}`;
    if (!documents.has(key)) documents.set(key, (await planOf(tx, ctx, { workflowId, version })).document);
  }
  return documents;
}

/** The row alone, for doors that show no more. */
export function plainRow(row: Awaited<ReturnType<typeof runRows>>[number]): RunRow {
  const { stored: _, workflowId: __, decisionId: ___, reopensRunId: ____, ...plain } = row;
  return plain;
}
