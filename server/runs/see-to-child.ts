import { and, eq } from "drizzle-orm";
import { runs, waits } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { beginChild, type ChildRequest, endOf, hearEnd, isAwaited } from "./children";
import { commitSteps } from "./commit";
import { lockRun } from "./head";
import { places } from "./places";
import { openState } from "./stored-state";

/**
 * Brings a run further that waits for another: begins the child if nobody has, hears its end if it has ended. Done
 * twice, or for a run that waits no more, it does nothing, so a job for it may come late, twice and out of order.
 */
export function seeToChild(ctx: Context, { runId, key }: { runId: string; key: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const head = await lockRun(tx, ctx, runId);
    if (!isAwaited(head.state, key)) return;
    const [child] = await tx
      .select()
      .from(runs)
      .where(
        and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.parentRunId, runId), eq(runs.parentKey, key)),
      );
    if (child) {
      if (!child.finishedAt) return;
      const state = await openState(tx, ctx, head.vault, child);
      await hearEnd(tx, ctx, runId, endOf(ctx, key, { runId: child.id, state }), commitSteps, {});
      return;
    }
    const [wait] = await tx
      .select({ request: waits.request })
      .from(waits)
      .where(and(eq(waits.workspaceId, ctx.workspaceId), eq(waits.runId, runId), eq(waits.key, key)));
    if (!wait) throw new Error("a run waits for a child that nobody wrote down");
    const request = head.vault.open<ChildRequest>(places.wait(runId, key), wait.request);
    await beginChild(tx, ctx, head, { key, ...request }, commitSteps);
  });
}
