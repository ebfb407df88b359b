import { and, eq, inArray } from "drizzle-orm";
import { applications, requirements } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";

/** The wait is over without its answers: what is still owed is overdue after its deadline, else no longer wanted. */
export function closeRequirements(ctx: Context, input: { runId: string; waitKey: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const owed = await tx
      .select({
        id: requirements.id,
        applicationId: requirements.applicationId,
        deadline: requirements.deadline,
      })
      .from(requirements)
      .innerJoin(
        applications,
        and(
          eq(applications.workspaceId, requirements.workspaceId),
          eq(applications.id, requirements.applicationId),
        ),
      )
      .where(
        and(
          eq(requirements.workspaceId, ctx.workspaceId),
          eq(applications.runId, input.runId),
          eq(requirements.waitKey, input.waitKey),
          inArray(requirements.state, ["currently_due", "past_due"]),
        ),
      );
    for (const { id, applicationId, deadline } of owed) {
      const isLate = deadline !== null && deadline <= ctx.at;
      await tx
        .update(requirements)
        .set(isLate ? { state: "past_due" } : { state: "waived", settledAt: ctx.at })
        .where(and(eq(requirements.workspaceId, ctx.workspaceId), eq(requirements.id, id)));
      await recordAudit(tx, ctx, {
        subject: { kind: "application", id: applicationId },
        action: isLate ? "requirement.expired" : "requirement.waived",
        facts: { requirement: id },
      });
    }
  });
}
