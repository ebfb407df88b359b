import { and, asc, eq, lt, sql } from "drizzle-orm";
import { workflowSchedules } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { enqueueAll } from "@/server/platform/jobs";

/** A job takes far less to begin. */
const PATIENCE_MS = 30_000;

/** Gives a job to every plan that is due and lost its own. */
export function findDuePlans(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx, ctx) => {
    const due = await tx
      .select({ id: workflowSchedules.id })
      .from(workflowSchedules)
      .where(
        and(
          eq(workflowSchedules.workspaceId, ctx.workspaceId),
          sql`${workflowSchedules.state} = 'planned'`,
          lt(workflowSchedules.dueAt, new Date(ctx.at.getTime() - PATIENCE_MS)),
        ),
      )
      .orderBy(asc(workflowSchedules.dueAt));
    await enqueueAll(
      tx,
      "go-live",
      due.map(({ id }) => ({ data: { workspaceId: ctx.workspaceId, planId: id } })),
    );
    return due.length;
  });
}
