import { and, eq, lt } from "drizzle-orm";
import { backtests } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { enqueue } from "@/server/platform/jobs";

/** A backtest at work moves on within seconds. */
const PATIENCE_MS = 60_000;

/** Gives its job back to a backtest whose worker stops. */
export function resumeBacktest(ctx: Context, { backtestId }: { backtestId: string }): Promise<void> {
  const { workspaceId } = ctx;
  return inTransaction(ctx, (tx) =>
    enqueue(tx, "backtest", { workspaceId, backtestId }, { singletonKey: backtestId }),
  );
}

/** Gives a job to every backtest that lost its own. */
export function findStrandedBacktests(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx, ctx) => {
    const stranded = await tx
      .select({ id: backtests.id })
      .from(backtests)
      .where(
        and(
          eq(backtests.workspaceId, ctx.workspaceId),
          eq(backtests.state, "running"),
          lt(backtests.movedAt, new Date(ctx.at.getTime() - PATIENCE_MS)),
        ),
      );
    for (const { id } of stranded) await resumeBacktest(ctx, { backtestId: id });
    return stranded.length;
  });
}
