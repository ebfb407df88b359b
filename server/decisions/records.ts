import { and, eq, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisions, parties, runs, workflows } from "@/db/schema";
import { reasonsOf } from "@/server/applications/reasons";
import type { Context } from "@/server/context";
import { openVaults } from "@/server/parties/vault";
import { planOf } from "@/server/runs/plan-of";
import { withDecimals } from "./policy";
import type { DecisionRecord } from "./schema";

interface Body {
  outputs: Record<string, unknown>;
  score: number | null;
}

/** Decisions with the words of the versions that made them. Of an erased party the fact stays, and nothing it said. */
export async function decisionRecords(
  tx: Tx,
  ctx: Context,
  query: { where: SQL | undefined; orderBy?: SQL[]; limit: number },
): Promise<DecisionRecord[]> {
  const rows = await tx
    .select({
      decision: decisions,
      party: { id: parties.id, kind: parties.kind, name: parties.name },
      run: { workflowId: runs.workflowId, version: runs.version, reference: runs.reference },
      workflow: workflows.key,
    })
    .from(decisions)
    .innerJoin(runs, and(eq(runs.workspaceId, decisions.workspaceId), eq(runs.id, decisions.runId)))
    .innerJoin(
      parties,
      and(eq(parties.workspaceId, decisions.workspaceId), eq(parties.id, decisions.partyId)),
    )
    .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
    .where(and(eq(decisions.workspaceId, ctx.workspaceId), query.where))
    .orderBy(...(query.orderBy ?? []))
    .limit(query.limit);
  const vaults = await openVaults(
    tx,
    ctx,
    rows.map(({ party }) => party.id),
  );
  const records: DecisionRecord[] = [];
  for (const { decision, party, run, workflow } of rows) {
    const { document } = await planOf(tx, ctx, run);
    const vault = vaults.get(party.id);
    const body: Body =
      vault && !vault.erased
        ? vault.open<Body>(`decisions.body:${decision.id}`, decision.body)
        : { outputs: {}, score: null };
    records.push({
      id: decision.id,
      run: decision.runId,
      workflow: { key: workflow, title: document.title, version: run.version },
      party,
      reference: run.reference,
      outcome: decision.outcome,
      outcomeTitle: document.outcomes.find(({ key }) => key === decision.outcome)?.title ?? decision.outcome,
      kind: decision.outcomeKind,
      reasons: reasonsOf(document, decision.reasonCodes),
      score: body.score,
      outputs: withDecimals(body.outputs),
      decidedBy: decision.decidedBy,
      decidedAt: decision.decidedAt.toISOString(),
    });
  }
  return records;
}
