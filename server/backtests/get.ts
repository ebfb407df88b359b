import { eq } from "drizzle-orm";
import { backtests } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { findBacktest } from "./find";
import type { BacktestView } from "./schema";
import { backtestViews } from "./views";

/** One backtest: how far it is, and what it has found. */
export function getBacktest(ctx: Context, { backtestId }: { backtestId: string }): Promise<BacktestView> {
  return inTransaction(ctx, async (tx, ctx) => {
    await findBacktest(tx, ctx, backtestId);
    const [view] = await backtestViews(tx, ctx, { where: eq(backtests.id, backtestId), limit: 1 });
    if (!view) throw new Error("a backtest without its workflow");
    return view;
  });
}
