import { and, eq } from "drizzle-orm";
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
    const head = await lockRun(tx, ctx, runId);
    const [timer] = await tx
      .select()
      .from(runTimers)
      .where(
        and(eq(runTimers.workspaceId, ctx.workspaceId), eq(runTimers.runId, runId), eq(runTimers.key, key)),
      );
    if (!timer || timer.closedAt) return undefined;
    const event = { type: "timer_fired" as const, at: ctx.at.toISOString(), key };
    return commitStep(tx, ctx, head, event, stepOf(head, event));
  });
}
