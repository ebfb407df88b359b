import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runTimers } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { type Committed, commitStep } from "./commit";
import { lockRun } from "./head";
import { stepOf } from "./step-of";

/** Lets the run hear that a timer fired, unless it was cancelled or has fired already. */
export function fireTimer(
  ctx: Context,
  input: { runId: string; key: string },
): Promise<Committed | undefined> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId, key } = input;
    // Asked before the lock too: most deadlines were met long ago, and their runs may be erased.
    if (!(await isOpen(tx, ctx, input))) return undefined;
    const head = await lockRun(tx, ctx, runId);
    if (!(await isOpen(tx, ctx, input))) return undefined;
    const { event, result } = stepOf(ctx, head, { type: "timer_fired", at: ctx.at.toISOString(), key });
    return commitStep(tx, ctx, head, event, result);
  });
}

async function isOpen(
  tx: Tx,
  ctx: Context,
  { runId, key }: { runId: string; key: string },
): Promise<boolean> {
  const [timer] = await tx
    .select({ key: runTimers.key })
    .from(runTimers)
    .where(
      and(
        eq(runTimers.workspaceId, ctx.workspaceId),
        eq(runTimers.runId, runId),
        eq(runTimers.key, key),
        isNull(runTimers.closedAt),
      ),
    );
  return timer !== undefined;
}
