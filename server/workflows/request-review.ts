import type { z } from "zod";
import type { Tx } from "@/db/client";
import { workflowReviews } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import type { requestReviewInput } from "./approval/schema";
import { refuseOlder } from "./draft-log";
import { findDraft, findVersion, lockWorkflow, refuseArchived, type WorkflowRecord } from "./find";
import { inZone } from "./in-zone";
import { parseDocument, parseEditor } from "./parse";
import { refuseProblems } from "./refuse-problems";
import { standingReview } from "./require-approval";
import { runSavedTests } from "./run-saved-tests";

type Input = z.output<typeof requestReviewInput>;

/**
 * Asks for a second person's look at a change before it takes effect: where the workspace demands one, and wherever
 * somebody wants one. One review at a time.
 */
export function requestReview(ctx: Context, input: Input): Promise<{ id: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    refuseArchived(workflow);
    const { change, note } = input;
    const { document, editor } = await source(tx, ctx, workflow, change);
    const parsed = parseDocument(document);
    await refuseProblems(tx, ctx, parsed);
    if (await standingReview(tx, ctx, workflow.id))
      throw new DomainError("conflict", "A review is under way already. Withdraw it first.");
    // Failing tests keep nobody from asking: an admin may be the one who is asked.
    const tests =
      change.kind === "publish"
        ? await runSavedTests(await inZone(tx, ctx, parsed), parseEditor(editor))
        : null;
    const id = newId("review", ctx.at);
    await tx.insert(workflowReviews).values({
      workspaceId: ctx.workspaceId,
      id,
      workflowId: workflow.id,
      change: change.kind,
      revision: change.kind === "publish" ? change.revision : null,
      version: change.kind === "publish" ? null : change.version,
      percent: change.kind === "challenger" ? change.percent : null,
      state: "open",
      ...{ note, tests },
      requestedBy: ctx.actor.id,
      requestedAt: ctx.at,
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.review_requested",
      facts: {
        ...{ review: id, change, note },
        ...(tests && { tests: { count: tests.count, failed: tests.failed.map(({ key }) => key) } }),
      },
    });
    return { id };
  });
}

async function source(
  tx: Tx,
  ctx: Context,
  workflow: WorkflowRecord,
  change: Input["change"],
): Promise<{ document: unknown; editor: unknown }> {
  if (change.kind !== "publish") return findVersion(tx, ctx, workflow, change.version);
  const draft = await findDraft(tx, ctx, workflow.id);
  await refuseOlder(tx, ctx, draft, change.revision);
  if (!draft) throw new Error("a draft of this revision was just found");
  return draft;
}
