import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowReviews } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { approverSentence, whoMayApprove, whyNotApprove } from "./approval/policy";
import type { decideReviewInput } from "./approval/schema";
import { lockWorkflow } from "./find";
import { findReview } from "./find-review";
import { askedOf, changeOf, people } from "./require-approval";

/** The second person approves or rejects, with a note. What was approved still has to be done, by whoever may. */
export function decideReview(ctx: Context, input: z.output<typeof decideReviewInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const review = await findReview(tx, ctx, input);
    if (review.state !== "open") throw new DomainError("conflict", `This review is ${review.state} already.`);
    const { actor } = ctx;
    if (actor.kind !== "member") throw new DomainError("forbidden", "A review is decided by a person.");
    const asked = await askedOf(tx, ctx, workflow, changeOf(review), review.requestedBy);
    const why = whyNotApprove(actor, asked);
    if (why)
      throw new DomainError(
        "forbidden",
        `${why} ${approverSentence(whoMayApprove(await people(tx, ctx), asked))}`,
      );
    const state = input.says === "approve" ? "approved" : "rejected";
    await tx
      .update(workflowReviews)
      .set({ state, decidedBy: actor.id, decidedAt: ctx.at, decisionNote: input.note })
      .where(and(eq(workflowReviews.workspaceId, ctx.workspaceId), eq(workflowReviews.id, review.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: `workflow.review_${state}`,
      facts: {
        review: review.id,
        change: changeOf(review),
        note: input.note,
        requestedBy: review.requestedBy,
      },
    });
  });
}
