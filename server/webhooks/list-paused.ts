import { and, asc, eq, inArray, isNotNull } from "drizzle-orm";
import { webhookEndpoints } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";

export interface PausedEndpoint {
  id: string;
  url: string;
  pausedAt: Date;
  pausedBecause: "member" | "failing" | "gone" | null;
}

/** Endpoints that were paused without a member's doing, and wait for one. */
export function listPaused(ctx: Context): Promise<PausedEndpoint[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select()
      .from(webhookEndpoints)
      .where(
        and(
          eq(webhookEndpoints.workspaceId, ctx.workspaceId),
          isNotNull(webhookEndpoints.pausedAt),
          inArray(webhookEndpoints.pausedBecause, ["failing", "gone"]),
        ),
      )
      .orderBy(asc(webhookEndpoints.id));
    return rows.map(({ id, shownUrl, pausedAt, pausedBecause, createdAt }) => ({
      ...{ id, url: shownUrl, pausedBecause },
      pausedAt: pausedAt ?? createdAt,
    }));
  });
}
