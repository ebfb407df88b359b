import type { z } from "zod";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { findVersion, lockWorkflow, refuseArchived } from "./find";
import { putLive } from "./put-live";
import { refuseProblems } from "./refuse-problems";
import { requireApproval } from "./require-approval";
import type { versionChangeInput } from "./rollout/schema";
import { workflowDocument } from "./schema";

/** Makes any version live: back to an older one within a second, or on to one that was only published. */
export function makeLive(
  ctx: Context,
  input: z.output<typeof versionChangeInput>,
): Promise<{ before: number | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const { version } = await findVersion(tx, ctx, workflow, input.version);
    refuseArchived(workflow);
    const before = workflow.liveVersion;
    if (before === version) throw new DomainError("conflict", `Version ${version} is live already.`);
    const document = workflowDocument.parse((await findVersion(tx, ctx, workflow, version)).document);
    await refuseProblems(tx, ctx, document);
    await requireApproval(tx, ctx, workflow, { kind: "make_live", version });
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.made_live",
      facts: { version, before, reason: input.reason },
    });
    await putLive(tx, ctx, workflow, { version, document });
    return { before };
  });
}
