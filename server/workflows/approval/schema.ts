import { z } from "zod";
import type { TestReport } from "../saved-tests/schema";
import { id, reason, version } from "../schema";

export const requestReviewInput = z.strictObject({
  workflowId: id,
  change: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("publish"), revision: z.int().min(1) }),
    z.strictObject({ kind: z.literal("make_live"), version }),
    z.strictObject({ kind: z.literal("challenger"), version, percent: z.int().min(1).max(99) }),
  ]),
  note: reason,
});
export type ReviewedChange = z.infer<typeof requestReviewInput>["change"];

export const reviewInput = z.strictObject({ workflowId: id, reviewId: id });
export const decideReviewInput = z.strictObject({
  workflowId: id,
  reviewId: id,
  says: z.enum(["approve", "reject"]),
  note: reason,
});

export interface ReviewView {
  id: string;
  change: ReviewedChange;
  state: "open" | "approved" | "rejected" | "withdrawn" | "outdated" | "used";
  note: string;
  requestedBy: string;
  requestedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  decisionNote: string | null;
  /** What the draft's saved tests came to when it was asked; null where no draft is asked about. */
  tests: TestReport | null;
  /** Why this member may not decide it; null when they may. */
  whyNot: string | null;
  /** Names of those who may. */
  mayApprove: string[];
}
