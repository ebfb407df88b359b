import { and, eq, inArray, type SQL } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { backtests, workflows, workflowVersions } from "@/db/schema";
import type { Context } from "@/server/context";
import { actorNames } from "@/server/workspaces/actor-names";
import type { FrozenFilter } from "./decisions";
import type { Tally } from "./policy";
import type { BacktestView } from "./schema";

/** Backtests with who began them, and the versions that say exactly what was replayed. */
export async function backtestViews(
  tx: Tx,
  ctx: Context,
  query: { where: SQL | undefined; orderBy?: SQL[]; limit: number },
): Promise<BacktestView[]> {
  const rows = await tx
    .select({ backtest: columns, workflow: { id: workflows.id, key: workflows.key, title: workflows.title } })
    .from(backtests)
    .innerJoin(
      workflows,
      and(eq(workflows.workspaceId, backtests.workspaceId), eq(workflows.id, backtests.workflowId)),
    )
    .where(and(eq(backtests.workspaceId, ctx.workspaceId), query.where))
    .orderBy(...(query.orderBy ?? []))
    .limit(query.limit);
  const nameOf = await actorNames(
    tx,
    ctx,
    rows.map(({ backtest }) => backtest.startedBy),
  );
  const same = await versionsByHash(tx, ctx, rows);
  return rows.map(({ backtest, workflow }) => {
    const { until: _until, most: _most, ...filter } = backtest.filter as FrozenFilter;
    const { id, title, state, version, revision, hash, matching, chosen, done, failure } = backtest;
    return {
      ...{ id, workflow, title, state, version, revision, hash, filter, matching, chosen, done, failure },
      sameVersions: same.get(`${workflow.id} ${hash}`) ?? [],
      startedBy: nameOf(backtest.startedBy),
      startedAt: backtest.startedAt.toISOString(),
      endedAt: backtest.endedAt?.toISOString() ?? null,
      tally: backtest.tally as Tally,
    };
  });
}

/** All but the document, which is large. */
const columns = {
  id: backtests.id,
  title: backtests.title,
  state: backtests.state,
  version: backtests.version,
  revision: backtests.revision,
  hash: backtests.hash,
  filter: backtests.filter,
  matching: backtests.matching,
  chosen: backtests.chosen,
  done: backtests.done,
  failure: backtests.failure,
  startedBy: backtests.startedBy,
  startedAt: backtests.startedAt,
  endedAt: backtests.endedAt,
  tally: backtests.tally,
};

async function versionsByHash(
  tx: Tx,
  ctx: Context,
  rows: readonly { backtest: { hash: string }; workflow: { id: string } }[],
): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  if (rows.length === 0) return found;
  const known = await tx
    .select({
      workflowId: workflowVersions.workflowId,
      version: workflowVersions.version,
      hash: workflowVersions.hash,
    })
    .from(workflowVersions)
    .where(
      and(
        eq(workflowVersions.workspaceId, ctx.workspaceId),
        inArray(workflowVersions.workflowId, [...new Set(rows.map(({ workflow }) => workflow.id))]),
        inArray(workflowVersions.hash, [...new Set(rows.map(({ backtest }) => backtest.hash))]),
      ),
    )
    .orderBy(workflowVersions.version);
  for (const { workflowId, version, hash } of known) {
    const key = `${workflowId} ${hash}`;
    found.set(key, [...(found.get(key) ?? []), version]);
  }
  return found;
}
