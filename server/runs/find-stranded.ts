import { and, asc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { effects, runTimers } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { enqueue } from "@/server/platform/jobs";

/** A job takes far less to begin; later than this it is lost, or its queue is long and a copy changes nothing. */
const PATIENCE_MS = 60_000;
const MOST = 500;

/** Gives a job to every run with due effects, and to every timer, that lost theirs. Copies of a job do nothing. */
export function findStranded(ctx: Context): Promise<{ runs: number; timers: number }> {
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
    return { runs: due.length, timers: late.length };
  });
}
