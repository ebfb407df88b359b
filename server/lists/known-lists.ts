import { and, eq, isNull } from "drizzle-orm";
import { lists } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { ListInfo } from "@/server/rules/core/list-kinds";

/** The lists that a rule of this workspace can name, by key. */
export function knownLists(ctx: Context): Promise<ReadonlyMap<string, ListInfo>> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({ key: lists.key, title: lists.title, kind: lists.kind })
      .from(lists)
      .where(and(eq(lists.workspaceId, ctx.workspaceId), isNull(lists.archivedAt)));
    return new Map(rows.map(({ key, ...info }) => [key, info]));
  });
}
