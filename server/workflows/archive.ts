import { and, eq, inArray, sql } from "drizzle-orm";
import type { z } from "zod";
import { runs, workflowSchedules, workflows } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { lockWorkflow } from "./find";
import type { archiveInput } from "./rollout/schema";

/** Puts a workflow away: it takes no new starts and leaves the lists. Runs that are under way go on to their end. */
export function archiveWorkflow(
  ctx: Context,
  input: z.output<typeof archiveInput>,
): Promise<{ openRuns: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    if (workflow.archivedAt) throw new DomainError("conflict", `“${workflow.title}” is archived already.`);
    const [open] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, ctx.workspaceId),
          eq(runs.workflowId, workflow.id),
          inArray(runs.status, ["running", "waiting", "attention"]),
          inArray(runs.mode, ["live", "challenger"]),
        ),
      );
    const openRuns = open?.count ?? 0;
    await tx
      .update(workflows)
      .set({ archivedAt: ctx.at })
      .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.id, workflow.id)));
    const cancelled = await tx
      .update(workflowSchedules)
      .set({ state: "cancelled", endedAt: ctx.at })
      .where(
        and(
          eq(workflowSchedules.workspaceId, ctx.workspaceId),
          eq(workflowSchedules.workflowId, workflow.id),
          eq(workflowSchedules.state, "planned"),
        ),
      )
      .returning({ version: workflowSchedules.version });
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.archived",
      facts: { openRuns, reason: input.reason, cancelledPlan: cancelled[0]?.version ?? null },
    });
    return { openRuns };
  });
}
