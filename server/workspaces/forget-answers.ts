import { and, eq, lt } from "drizzle-orm";
import { idempotencyKeys } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";

/** How long the answer to an API request is kept for its copies. */
export const KEPT_HOURS = 24;

/** Forgets the answers of this workspace that are too old to replay. A chore of the worker. */
export function forgetAnswers(ctx: Context): Promise<void> {
  const since = new Date(ctx.at.getTime() - KEPT_HOURS * 3_600_000);
  return inTransaction(ctx, async (tx) => {
    await tx
      .delete(idempotencyKeys)
      .where(and(eq(idempotencyKeys.workspaceId, ctx.workspaceId), lt(idempotencyKeys.createdAt, since)));
  });
}
