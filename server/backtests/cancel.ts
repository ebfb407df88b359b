import { backtests } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { lockBacktest, mine } from "./find";

/** Ends a backtest early; what it has found so far stays. */
export function cancelBacktest(ctx: Context, { backtestId }: { backtestId: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { state, done } = await lockBacktest(tx, ctx, backtestId);
    if (state !== "running") throw new DomainError("conflict", "This backtest has ended already.");
    await tx
      .update(backtests)
      .set({ state: "cancelled", endedAt: ctx.at, movedAt: ctx.at })
      .where(mine(ctx, backtestId));
    await recordAudit(tx, ctx, {
      subject: { kind: "backtest", id: backtestId },
      action: "backtest.cancelled",
      facts: { decisions: done },
    });
  });
}
