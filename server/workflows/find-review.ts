import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workflowReviews } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { ReviewRecord } from "./require-approval";

export async function findReview(
  tx: Tx,
  ctx: Context,
  { workflowId, reviewId }: { workflowId: string; reviewId: string },
): Promise<ReviewRecord> {
  const [review] = await tx
    .select()
    .from(workflowReviews)
    .where(
      and(
        eq(workflowReviews.workspaceId, ctx.workspaceId),
        eq(workflowReviews.workflowId, workflowId),
        eq(workflowReviews.id, reviewId),
      ),
    )
    .for("update");
  if (!review) throw new DomainError("not_found", "There is no such review.");
  return review;
}
