import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowRollouts } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { lockWorkflow } from "./find";
import type { versionChangeInput } from "./rollout/schema";

/** Ends a shadow or the challenger. Its runs that are under way go on to their end; new ones begin with the live version. */
export function endRollout(ctx: Context, input: z.output<typeof versionChangeInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const [ended] = await tx
      .delete(workflowRollouts)
      .where(
        and(
          eq(workflowRollouts.workspaceId, ctx.workspaceId),
          eq(workflowRollouts.workflowId, workflow.id),
          eq(workflowRollouts.version, input.version),
        ),
      )
      .returning();
    if (!ended)
      throw new DomainError("conflict", `Version ${input.version} does not run beside the live one.`);
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: ended.mode === "shadow" ? "workflow.shadow_ended" : "workflow.challenger_ended",
      facts: { version: ended.version, percent: ended.percent, reason: input.reason },
    });
  });
}
