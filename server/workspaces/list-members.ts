import { and, asc, eq, isNull, max } from "drizzle-orm";
import { members, sessions, users } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";

/** The members of the workspace, with when each was last here. */
export function listMembers(ctx: Context) {
  return inTransaction(ctx, (tx) =>
    tx
      .select({
        id: members.id,
        name: members.name,
        email: users.email,
        role: members.role,
        addedAt: members.createdAt,
        lastSeenAt: max(sessions.lastSeenAt),
      })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .leftJoin(sessions, eq(sessions.userId, members.userId))
      .where(and(eq(members.workspaceId, ctx.workspaceId), isNull(members.removedAt)))
      .groupBy(members.workspaceId, members.id, users.id)
      .orderBy(asc(members.name), asc(members.id)),
  );
}
