import { and, eq } from "drizzle-orm";
import { members } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";

/** The guides this member need not be shown again. */
export function listGuidesDone(ctx: Context): Promise<string[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [member] = await tx
      .select({ guides: members.guidesDone })
      .from(members)
      .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, ctx.actor.id)));
    return member?.guides ?? [];
  });
}
