import { and, eq, isNull, ne } from "drizzle-orm";
import type { z } from "zod";
import { sessions, users } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { acceptPassword } from "@/server/auth/accounts";
import { verifyPassword } from "@/server/auth/password";
import type { changePasswordInput } from "@/server/auth/schema";
import { forgiveTry, signInBuckets, takeTry } from "@/server/auth/throttle";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { findWorkspace } from "./find";

/** Changes the password of the person who asks, and ends their other sessions. */
export async function changePassword(
  ctx: Context,
  input: z.output<typeof changePasswordInput>,
): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "member") throw new DomainError("forbidden", "Only a person has a password.");
  const [user] = await ctx.db.select().from(users).where(eq(users.id, actor.userId));
  // The session stands for the device: guessing from a stolen one is slowed without keeping the owner out.
  const buckets = signInBuckets("", "", `session:${actor.sessionId}`);
  await takeTry(ctx.db, buckets, ctx.at);
  if (!user || !(await verifyPassword(user.passwordHash, input.current))) {
    const message = "This is not your present password.";
    throw new DomainError("invalid", message, { issues: [{ path: "current", code: "mismatch", message }] });
  }
  await forgiveTry(ctx.db, buckets);
  const workspace = await inTransaction(ctx, (tx) => findWorkspace(tx, ctx));
  const passwordHash = await acceptPassword(input.next, [user.email, user.name, workspace.name], "next");
  await inTransaction(ctx, async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, user.id));
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: ctx.at })
      .where(and(eq(sessions.userId, user.id), ne(sessions.id, actor.sessionId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    await recordAudit(tx, ctx, {
      subject: { kind: "user", id: user.id },
      action: "password.changed",
      facts: { sessionsEnded: ended.length },
    });
  });
}
