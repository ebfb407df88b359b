import type { z } from "zod";
import { workflowRollouts } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { lockBeside } from "./lock-beside";
import type { versionChangeInput } from "./rollout/schema";

/** Lets a version run silently beside every start of the live one: it decides nothing and touches nothing outside. */
export function runShadow(ctx: Context, input: z.output<typeof versionChangeInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflow, version } = await lockBeside(tx, ctx, input);
    const made = await tx
      .insert(workflowRollouts)
      .values({
        workspaceId: ctx.workspaceId,
        workflowId: workflow.id,
        version,
        mode: "shadow",
        startedBy: ctx.actor.id,
        startedAt: ctx.at,
      })
      .onConflictDoNothing()
      .returning({ version: workflowRollouts.version });
    if (made.length === 0)
      throw new DomainError("conflict", `Version ${version} runs beside the live one already.`);
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.shadow_started",
      facts: { version, reason: input.reason },
    });
  });
}
