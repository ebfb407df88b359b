import { and, asc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { effects, runs, runTimers, waits } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { enqueue } from "@/server/platform/jobs";
import { CHILD } from "./step";

/** A job takes far less to begin; later than this it is lost, or its queue is long and a copy changes nothing. */
const PATIENCE_MS = 60_000;
const MOST = 500;

/** Gives a job to every run with due effects, every timer and every child that lost theirs. Copies of a job do nothing. */
export function findStranded(ctx: Context): Promise<{ runs: number; timers: number; children: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workspaceId } = ctx;
    const before = new Date(ctx.at.getTime() - PATIENCE_MS);
    const due = await tx
      .selectDistinct({ runId: effects.runId })
      .from(effects)
      .where(
        and(
          eq(effects.workspaceId, workspaceId),
          inArray(effects.status, ["planned", "started", "awaiting"]),
          lt(effects.plannedAt, before),
          or(isNull(effects.leaseUntil), sql`${effects.leaseUntil} < clock_timestamp()`),
        ),
      )
      .limit(MOST);
    for (const { runId } of due) await enqueue(tx, "drive", { workspaceId, runId }, { singletonKey: runId });
    const late = await tx
      .select({ runId: runTimers.runId, key: runTimers.key })
      .from(runTimers)
      .where(
        and(eq(runTimers.workspaceId, workspaceId), isNull(runTimers.closedAt), lt(runTimers.fireAt, before)),
      )
      .orderBy(asc(runTimers.fireAt))
      .limit(MOST);
    for (const { runId, key } of late) await enqueue(tx, "timer", { workspaceId, runId, key });
    // Waited for, but never begun; or ended, and nobody was told.
    const children = await tx
      .select({ runId: waits.runId, key: waits.key })
      .from(waits)
      .leftJoin(
        runs,
        and(
          eq(runs.workspaceId, waits.workspaceId),
          eq(runs.parentRunId, waits.runId),
          eq(runs.parentKey, waits.key),
        ),
      )
      .where(
        and(
          eq(waits.workspaceId, workspaceId),
          eq(waits.signal, CHILD),
          isNull(waits.closedAt),
          lt(waits.openedAt, before),
          or(isNull(runs.id), lt(runs.finishedAt, before)),
        ),
      )
      .limit(MOST);
    for (const { runId, key } of children) await enqueue(tx, "child", { workspaceId, runId, key });
    return { runs: due.length, timers: late.length, children: children.length };
  });
}
