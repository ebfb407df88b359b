import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { members, sessions } from "@/db/schema";
import { IDLE_MINUTES } from "@/server/auth/session";
import { type Context, inTransaction } from "@/server/context";

/** The live sessions of the workspace's members; with `own`, only those of the person who asks. */
export function listSessions(ctx: Context, input: { own: boolean }) {
  const { actor } = ctx;
  const mine = actor.kind === "member" ? actor : undefined;
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: sessions.id,
        memberId: members.id,
        name: members.name,
        device: sessions.device,
        startedAt: sessions.createdAt,
        lastSeenAt: sessions.lastSeenAt,
      })
      .from(sessions)
      .innerJoin(
        members,
        and(
          eq(members.workspaceId, ctx.workspaceId),
          eq(members.userId, sessions.userId),
          isNull(members.removedAt),
        ),
      )
      .where(
        and(
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, ctx.at),
          gt(sessions.lastSeenAt, new Date(ctx.at.getTime() - IDLE_MINUTES * 60_000)),
          input.own ? eq(sessions.userId, mine?.userId ?? "") : undefined,
        ),
      )
      .orderBy(desc(sessions.lastSeenAt), desc(sessions.id));
    return rows.map((row) => ({ ...row, isThisOne: row.id === mine?.sessionId }));
  });
}
