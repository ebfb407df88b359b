import { and, eq } from "drizzle-orm";
import { applications, requirements } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";

/** The run is over, so nobody looks at its answers any more: what was answered counts as given. */
export function settleRequirements(ctx: Context, input: { runId: string }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const answered = await tx
      .select({ id: requirements.id, applicationId: requirements.applicationId })
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
          eq(requirements.state, "pending_verification"),
        ),
      );
    for (const { id, applicationId } of answered) {
      await tx
        .update(requirements)
        .set({ state: "satisfied", settledAt: ctx.at })
        .where(and(eq(requirements.workspaceId, ctx.workspaceId), eq(requirements.id, id)));
      await recordAudit(tx, ctx, {
        subject: { kind: "application", id: applicationId },
        action: "requirement.satisfied",
        facts: { requirement: id },
      });
    }
  });
}
