import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowReviews } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { reviewInput } from "./approval/schema";
import { lockWorkflow } from "./find";
import { findReview } from "./find-review";

/** The change is not wanted any more, or not like this; an approval that was given falls with it. */
export function withdrawReview(ctx: Context, input: z.output<typeof reviewInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const review = await findReview(tx, ctx, input);
    if (review.state !== "open" && review.state !== "approved")
      throw new DomainError("conflict", `This review is ${review.state} already.`);
    await tx
      .update(workflowReviews)
      .set({ state: "withdrawn" })
      .where(and(eq(workflowReviews.workspaceId, ctx.workspaceId), eq(workflowReviews.id, review.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.review_withdrawn",
      facts: { review: review.id },
    });
  });
}
