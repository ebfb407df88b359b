import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowSchedules } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { lockWorkflow } from "./find";
import type { cancelPlanInput } from "./rollout/schema";

/** Takes back that a version becomes live later. The job that would have done it finds nothing to do. */
export function cancelPlan(ctx: Context, input: z.output<typeof cancelPlanInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const [plan] = await tx
      .update(workflowSchedules)
      .set({ state: "cancelled", endedAt: ctx.at })
      .where(
        and(
          eq(workflowSchedules.workspaceId, ctx.workspaceId),
          eq(workflowSchedules.workflowId, workflow.id),
          eq(workflowSchedules.id, input.planId),
          eq(workflowSchedules.state, "planned"),
        ),
      )
      .returning();
    if (!plan) throw new DomainError("conflict", "This plan was carried out or cancelled meanwhile.");
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.plan_cancelled",
      facts: { plan: plan.id, version: plan.version, reason: input.reason },
    });
  });
}
