import { and, desc, eq, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { decisionReruns, decisions, parties, rerunRounds, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { planOf } from "@/server/runs/plan-of";
import { actorNames } from "@/server/workspaces/actor-names";
import type { RerunOverview } from "./rerun/schema";

const NIGHTS = 30;
const MOST = 100;

/** Whether it came out the same later: then the difference is over. */
export const isLastRerun = sql`not exists (select 1 from decision_reruns later
  where later.workspace_id = decision_reruns.workspace_id and later.decision_id = decision_reruns.decision_id
    and (later.at, later.id) > (decision_reruns.at, decision_reruns.id))`;

/** The last nights' re-runs, and the decisions that come out otherwise than they stand on record. */
export function listReruns(ctx: Context): Promise<RerunOverview> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rounds = await tx
      .select()
      .from(rerunRounds)
      .where(eq(rerunRounds.workspaceId, ctx.workspaceId))
      .orderBy(desc(rerunRounds.startedAt))
      .limit(NIGHTS);
    return {
      rounds: rounds.map(({ workspaceId: _, startedAt, finishedAt, ...counts }) => ({
        ...counts,
        startedAt: startedAt.toISOString(),
        finishedAt: finishedAt.toISOString(),
      })),
      differing: await differingDecisions(tx, ctx),
    };
  });
}

async function differingDecisions(tx: Tx, ctx: Context): Promise<RerunOverview["differing"]> {
  const rows = await tx
    .select({
      rerun: decisionReruns,
      decision: decisions,
      party: { id: parties.id, name: parties.name },
      run: { workflowId: runs.workflowId, version: runs.version },
    })
    .from(decisionReruns)
    .innerJoin(
      decisions,
      and(eq(decisions.workspaceId, decisionReruns.workspaceId), eq(decisions.id, decisionReruns.decisionId)),
    )
    .innerJoin(runs, and(eq(runs.workspaceId, decisions.workspaceId), eq(runs.id, decisions.runId)))
    .innerJoin(
      parties,
      and(eq(parties.workspaceId, decisions.workspaceId), eq(parties.id, decisions.partyId)),
    )
    .where(
      and(eq(decisionReruns.workspaceId, ctx.workspaceId), ne(decisionReruns.result, "same"), isLastRerun),
    )
    .orderBy(desc(decisionReruns.at), desc(decisionReruns.id))
    .limit(MOST);
  const nameOf = await actorNames(
    tx,
    ctx,
    rows.map(({ rerun }) => rerun.by),
  );
  const found: RerunOverview["differing"] = [];
  for (const { rerun, decision, party, run } of rows) {
    const { document } = await planOf(tx, ctx, run);
    const { id, origin, result, differs, at } = rerun;
    const outcome = document.outcomes.find(({ key }) => key === decision.outcome);
    found.push({
      ...{ id, origin, result, differs, party },
      by: nameOf(rerun.by),
      at: at.toISOString(),
      decision: {
        id: decision.id,
        outcome: { title: outcome?.title ?? decision.outcome, kind: decision.outcomeKind },
        decidedAt: decision.decidedAt.toISOString(),
      },
      workflow: { id: run.workflowId, title: document.title, version: run.version },
    });
  }
  return found;
}
