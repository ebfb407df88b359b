import type { Tx } from "@/db/client";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { findVersion, lockWorkflow, refuseArchived, type WorkflowRecord } from "./find";
import { refuseProblems } from "./refuse-problems";
import { whyNotBeside } from "./rollout/policy";
import { workflowDocument } from "./schema";

/** The workflow, locked, and a version that can take the starts of the live one. */
export async function lockBeside(
  tx: Tx,
  ctx: Context,
  input: { workflowId: string; version: number },
): Promise<{ workflow: WorkflowRecord; version: number }> {
  const workflow = await lockWorkflow(tx, ctx, input.workflowId);
  const { version, document } = await findVersion(tx, ctx, workflow, input.version);
  refuseArchived(workflow);
  if (workflow.liveVersion === null)
    throw new DomainError("conflict", "No version is live yet, so there is nothing to run beside.");
  if (workflow.liveVersion === version) throw new DomainError("conflict", `Version ${version} is live.`);
  const live = await findVersion(tx, ctx, workflow, workflow.liveVersion);
  const parsed = workflowDocument.parse(document);
  const why = whyNotBeside(workflowDocument.parse(live.document), parsed);
  if (why) throw new DomainError("conflict", `Version ${version} cannot run beside the live one. ${why}`);
  await refuseProblems(tx, ctx, parsed);
  return { workflow, version };
}
