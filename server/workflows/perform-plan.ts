import { and, eq, lte } from "drizzle-orm";
import { workflowSchedules } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { findVersion, lockWorkflow, refuseArchived } from "./find";
import { putLive } from "./put-live";
import { refuseProblems } from "./refuse-problems";
import { workflowDocument } from "./schema";

const planOf = (ctx: Context, planId: string) =>
  and(eq(workflowSchedules.workspaceId, ctx.workspaceId), eq(workflowSchedules.id, planId));

/**
 * Carries a plan out when its time has come: once, however many jobs ask. What can no longer run (a connection is gone,
 * the workflow was archived) does not become live; the plan says why.
 */
export function performPlan(ctx: Context, { planId }: { planId: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [found] = await tx.select().from(workflowSchedules).where(planOf(ctx, planId));
    if (!found) return;
    const workflow = await lockWorkflow(tx, ctx, found.workflowId);
    // Read again under the lock: another job, or a member who cancels, may have been first.
    const [plan] = await tx
      .select()
      .from(workflowSchedules)
      .where(
        and(
          planOf(ctx, planId),
          eq(workflowSchedules.state, "planned"),
          lte(workflowSchedules.dueAt, ctx.at),
        ),
      );
    if (!plan) return;
    const { version } = plan;
    const document = workflowDocument.parse((await findVersion(tx, ctx, workflow, version)).document);
    const subject = { kind: "workflow", id: workflow.id };
    try {
      refuseArchived(workflow);
      await refuseProblems(tx, ctx, document);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      await tx
        .update(workflowSchedules)
        .set({ state: "failed", endedAt: ctx.at, failure: error.message })
        .where(planOf(ctx, planId));
      await recordAudit(tx, ctx, {
        subject,
        action: "workflow.plan_failed",
        facts: { plan: planId, version, because: error.message },
      });
      return;
    }
    await tx.update(workflowSchedules).set({ state: "done", endedAt: ctx.at }).where(planOf(ctx, planId));
    if (workflow.liveVersion === version) return;
    await recordAudit(tx, ctx, {
      subject,
      action: "workflow.made_live",
      facts: {
        version,
        before: workflow.liveVersion,
        reason: plan.reason,
        plan: planId,
        plannedBy: plan.plannedBy,
      },
    });
    await putLive(tx, ctx, workflow, { version, document });
  });
}
