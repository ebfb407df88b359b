import { and, eq, isNull } from "drizzle-orm";
import { members, sessions } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";

/** Ends a session of a member of this workspace; with `own`, only one of the person who asks. Acts on the next request. */
export function endSession(ctx: Context, input: { sessionId: string; own: boolean }): Promise<void> {
  const { actor } = ctx;
  return inTransaction(ctx, async (tx) => {
    const [session] = await tx
      .select({ id: sessions.id, userId: sessions.userId, revokedAt: sessions.revokedAt })
      .from(sessions)
      .innerJoin(
        members,
        and(
          eq(members.workspaceId, ctx.workspaceId),
          eq(members.userId, sessions.userId),
          isNull(members.removedAt),
        ),
      )
      .where(eq(sessions.id, input.sessionId));
    const isTheirs = !input.own || (actor.kind === "member" && session?.userId === actor.userId);
    if (!session || !isTheirs) throw new DomainError("not_found", "There is no such session.");
    if (session.revokedAt) return;
    await tx.update(sessions).set({ revokedAt: ctx.at }).where(eq(sessions.id, session.id));
    await recordAudit(tx, ctx, {
      subject: { kind: "user", id: session.userId },
      action: "session.ended",
      facts: { session: session.id, by: input.own ? "owner" : "admin" },
    });
  });
}
