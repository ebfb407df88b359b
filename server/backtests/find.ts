import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { backtests, workflows } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";

export type BacktestRow = typeof backtests.$inferSelect;

export const mine = (ctx: Context, backtestId: string) =>
  and(eq(backtests.workspaceId, ctx.workspaceId), eq(backtests.id, backtestId));

const gone = () => new DomainError("not_found", "There is no such backtest in this workspace.");

export async function findBacktest(tx: Tx, ctx: Context, backtestId: string): Promise<BacktestRow> {
  const [row] = await tx.select().from(backtests).where(mine(ctx, backtestId));
  if (!row) throw gone();
  return row;
}

/** The same, locked: whoever replays some of it or cancels it takes turns. */
export async function lockBacktest(tx: Tx, ctx: Context, backtestId: string): Promise<BacktestRow> {
  const [row] = await tx.select().from(backtests).where(mine(ctx, backtestId)).for("update");
  if (!row) throw gone();
  return row;
}

/** The workflow whose decisions are asked about is one of this workspace. */
export async function requireWorkflow(tx: Tx, ctx: Context, workflowId: string): Promise<void> {
  const [row] = await tx
    .select({ id: workflows.id })
    .from(workflows)
    .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.id, workflowId)));
  if (!row) throw new DomainError("not_found", "There is no such workflow in this workspace.");
}
