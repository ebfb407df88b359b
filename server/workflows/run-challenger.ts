import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowRollouts } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { lockBeside } from "./lock-beside";
import { requireApproval } from "./require-approval";
import type { challengerInput } from "./rollout/schema";

/** Lets a version decide about a share of the parties. There is one challenger: another takes its place. */
export function runChallenger(ctx: Context, input: z.output<typeof challengerInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workflow, version } = await lockBeside(tx, ctx, input);
    const { percent, reason } = input;
    await requireApproval(tx, ctx, workflow, { kind: "challenger", version, percent });
    const mine = and(
      eq(workflowRollouts.workspaceId, ctx.workspaceId),
      eq(workflowRollouts.workflowId, workflow.id),
    );
    const [before] = await tx
      .delete(workflowRollouts)
      .where(and(mine, eq(workflowRollouts.mode, "challenger")))
      .returning({ version: workflowRollouts.version, percent: workflowRollouts.percent });
    // What ran in the shadow steps out of it.
    await tx.delete(workflowRollouts).where(and(mine, eq(workflowRollouts.version, version)));
    await tx.insert(workflowRollouts).values({
      workspaceId: ctx.workspaceId,
      workflowId: workflow.id,
      ...{ version, percent, mode: "challenger" as const },
      startedBy: ctx.actor.id,
      startedAt: ctx.at,
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.challenger_set",
      facts: { version, percent, reason, before: before ?? null },
    });
  });
}
