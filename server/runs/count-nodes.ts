import { and, desc, eq, gte, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { runs, waits, workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { countPeriods, type NodeCounts, type nodeCountsInput } from "./schema";
import { hoursBefore } from "./since";
import { tallyOf } from "./trail/policy";

/** How many of a version's runs came to each of its nodes and left it by which way, where they stand, and for how long. */
export function countNodes(ctx: Context, input: z.output<typeof nodeCountsInput>): Promise<NodeCounts> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflowId, version, period, mode } = input;
    await mustExist(tx, ctx, workflowId, version);
    const counted = and(
      eq(runs.workspaceId, ctx.workspaceId),
      eq(runs.workflowId, workflowId),
      eq(runs.version, version),
      gte(runs.startedAt, hoursBefore(ctx.at, countPeriods[period])),
      mode ? eq(runs.mode, mode) : ne(runs.mode, "shadow"),
    );
    const trails = await trailsOf(tx, counted);
    const medians = await mediansOf(tx, ctx, counted);
    const sum = (of: (one: (typeof trails)[number]) => number) =>
      trails.reduce((all, one) => all + of(one), 0);
    return {
      runs: sum((one) => one.runs),
      open: sum((one) => one.open),
      attention: sum((one) => one.attention),
      nodes: tallyOf(trails.map(({ trail, runs }) => ({ trail: trail ?? "", runs }))).map((tally) => ({
        ...tally,
        medianMs: medians.get(tally.node) ?? null,
      })),
    };
  });
}

async function mustExist(tx: Tx, ctx: Context, workflowId: string, version: number): Promise<void> {
  const [known] = await tx
    .select({ version: workflowVersions.version })
    .from(workflowVersions)
    .where(
      and(
        eq(workflowVersions.workspaceId, ctx.workspaceId),
        eq(workflowVersions.workflowId, workflowId),
        eq(workflowVersions.version, version),
      ),
    );
  if (!known) throw new DomainError("not_found", "This version does not exist.");
}

/** Runs that went the same way are one row, and few ways are gone by many runs. */
const trailsOf = (tx: Tx, counted: SQL | undefined) =>
  tx
    .select({
      trail: runs.trail,
      runs: sql<number>`count(*)::int`,
      open: sql<number>`count(*) filter (where ${runs.finishedAt} is null)::int`,
      attention: sql<number>`count(*) filter (where ${runs.status} = 'attention')::int`,
    })
    .from(runs)
    .where(counted)
    .groupBy(runs.trail);

/** A median of so many says what one of all of them would, in a tenth of the time. */
const MEDIAN_OF = 5_000;

async function mediansOf(tx: Tx, ctx: Context, counted: SQL | undefined): Promise<Map<string, number>> {
  const latest = tx
    .select({ id: runs.id })
    .from(runs)
    .where(counted)
    .orderBy(desc(runs.startedAt))
    .limit(MEDIAN_OF)
    .as("latest");
  const rows = await tx
    .select({
      node: waits.node,
      ms: sql<number>`percentile_cont(0.5) within group (order by extract(epoch from ${waits.closedAt} - ${waits.openedAt})) * 1000`,
    })
    .from(latest)
    .innerJoin(waits, and(eq(waits.workspaceId, ctx.workspaceId), eq(waits.runId, latest.id)))
    .where(isNotNull(waits.closedAt))
    .groupBy(waits.node);
  return new Map(rows.map(({ node, ms }) => [node, Math.round(Number(ms))]));
}
