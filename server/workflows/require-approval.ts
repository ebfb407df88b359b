import { and, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { members, workflowReviews } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { getWorkspace } from "@/server/workspaces/get-workspace";
import { type Approver, type Asked, approverSentence, whoMayApprove } from "./approval/policy";
import type { ReviewedChange } from "./approval/schema";
import { authorsBetween } from "./draft-log";
import { findVersion, type WorkflowRecord } from "./find";

export type ReviewRecord = typeof workflowReviews.$inferSelect;

/** Whether a change of what runs live takes two people here. */
export async function needsApproval(ctx: Context): Promise<boolean> {
  return (await getWorkspace(ctx)).settings.publishNeedsApproval === true;
}

/**
 * Uses up the approval of this very change and answers who gave it. Where the workspace asks for a second person it
 * refuses without one, saying who may give it.
 */
export async function requireApproval(
  tx: Tx,
  ctx: Context,
  workflow: WorkflowRecord,
  change: ReviewedChange | undefined,
): Promise<string | null> {
  const review = await standingReview(tx, ctx, workflow.id);
  if (!(await needsApproval(ctx)))
    return review && change && isSame(review, change) ? settle(tx, ctx, review) : null;
  if (!change)
    throw new DomainError(
      "conflict",
      "This workspace asks for a second person. Save the document as a draft, ask for a review, then publish.",
      { issues: [{ path: "document", code: "needs_approval", message: "Save it as a draft first." }] },
    );
  if (review?.state === "approved" && isSame(review, change)) {
    await tx
      .update(workflowReviews)
      .set({ state: "used" })
      .where(and(eq(workflowReviews.workspaceId, ctx.workspaceId), eq(workflowReviews.id, review.id)));
    return review.decidedBy;
  }
  const asked = await askedOf(tx, ctx, workflow, change, ctx.actor.id);
  const who = approverSentence(whoMayApprove(await people(tx, ctx), asked));
  const wait =
    review && isSame(review, change)
      ? "It waits for a second person."
      : "It takes a second person: ask for a review first.";
  throw new DomainError("conflict", `${wait} ${who}`, {
    issues: [{ path: "review", code: "needs_approval", message: who }],
  });
}

/** A review that nobody had to ask for: its approval is used, and without one the change goes ahead of it. */
async function settle(tx: Tx, ctx: Context, review: ReviewRecord): Promise<string | null> {
  const isApproved = review.state === "approved";
  await tx
    .update(workflowReviews)
    .set({ state: isApproved ? "used" : "withdrawn" })
    .where(and(eq(workflowReviews.workspaceId, ctx.workspaceId), eq(workflowReviews.id, review.id)));
  if (isApproved) return review.decidedBy;
  await recordAudit(tx, ctx, {
    subject: { kind: "workflow", id: review.workflowId },
    action: "workflow.review_withdrawn",
    facts: { review: review.id, because: "It was done without waiting for the second person." },
  });
  return null;
}

/** The review that is open or approved; there is at most one. */
export async function standingReview(
  tx: Tx,
  ctx: Context,
  workflowId: string,
): Promise<ReviewRecord | undefined> {
  const rows = await tx
    .select()
    .from(workflowReviews)
    .where(and(eq(workflowReviews.workspaceId, ctx.workspaceId), eq(workflowReviews.workflowId, workflowId)));
  return rows.find(({ state }) => state === "open" || state === "approved");
}

function isSame(review: ReviewRecord, change: ReviewedChange): boolean {
  if (review.change !== change.kind) return false;
  if (change.kind === "publish") return review.revision === change.revision;
  if (change.kind === "make_live") return review.version === change.version;
  return review.version === change.version && review.percent === change.percent;
}

export const changeOf = ({ change, revision, version, percent }: ReviewRecord): ReviewedChange => {
  if (change === "publish") return { kind: "publish", revision: revision ?? 0 };
  if (change === "make_live") return { kind: "make_live", version: version ?? 0 };
  return { kind: "challenger", version: version ?? 0, percent: percent ?? 0 };
};

/** Who changed what this change would bring, counted from the live version. */
export async function askedOf(
  tx: Tx,
  ctx: Context,
  workflow: WorkflowRecord,
  change: ReviewedChange,
  requestedBy: string,
): Promise<Asked> {
  const live = workflow.liveVersion
    ? (await findVersion(tx, ctx, workflow, workflow.liveVersion)).draftRevision
    : 0;
  const to =
    change.kind === "publish"
      ? change.revision
      : (await findVersion(tx, ctx, workflow, change.version)).draftRevision;
  return { requestedBy, authors: await authorsBetween(tx, ctx, workflow.id, live, to) };
}

/** Everybody here, by name. */
export const people = (tx: Tx, ctx: Context): Promise<(Approver & { name: string })[]> =>
  tx
    .select({ id: members.id, role: members.role, name: members.name })
    .from(members)
    .where(and(eq(members.workspaceId, ctx.workspaceId), isNull(members.removedAt)));
