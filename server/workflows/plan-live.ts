import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { findVersion, lockWorkflow, refuseArchived } from "./find";
import { refuseProblems } from "./refuse-problems";
import { requireApproval } from "./require-approval";
import type { planLiveInput } from "./rollout/schema";
import { workflowDocument } from "./schema";
import { writePlan } from "./write-plan";

/** A version becomes live by itself at a time to come; until then the plan can be cancelled. */
export function planLive(ctx: Context, input: z.output<typeof planLiveInput>): Promise<{ id: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const { version, document } = await findVersion(tx, ctx, workflow, input.version);
    refuseArchived(workflow);
    if (workflow.liveVersion === version)
      throw new DomainError("conflict", `Version ${version} is live already.`);
    await refuseProblems(tx, ctx, workflowDocument.parse(document));
    await requireApproval(tx, ctx, workflow, { kind: "make_live", version });
    const { reason } = input;
    return { id: await writePlan(tx, ctx, workflow, { version, at: new Date(input.at), reason }) };
  });
}
