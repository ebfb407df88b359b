import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { members } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { guideInput } from "./schema";

/** This member has been through the guide, or sent it away. Said twice it is the same. */
export function finishGuide(ctx: Context, { guide }: z.output<typeof guideInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    await tx
      .update(members)
      .set({ guidesDone: sql`array_append(array_remove(${members.guidesDone}, ${guide}), ${guide})` })
      .where(and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, ctx.actor.id)));
  });
}
