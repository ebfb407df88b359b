import { and, asc, eq, isNull } from "drizzle-orm";
import { members, sessions, users } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { generatePassword, hashPassword } from "@/server/auth/password";
import { type Context, inTransaction } from "@/server/context";
import { type DemoAccount, people } from "./people";

/** Gives the demo's people new passwords and ends their sessions. People who joined later keep theirs. */
export async function renewPasswords(ctx: Context): Promise<DemoAccount[]> {
  const fresh = await Promise.all(
    people.map(async ({ email }) => {
      const password = generatePassword();
      return { email, password, passwordHash: await hashPassword(password) };
    }),
  );
  return inTransaction(ctx, async (tx, ctx) => {
    const accounts: DemoAccount[] = [];
    for (const { email, password, passwordHash } of fresh) {
      const [person] = await tx
        .select({ userId: users.id, role: members.role, name: members.name })
        .from(members)
        .innerJoin(users, eq(users.id, members.userId))
        .where(
          and(eq(members.workspaceId, ctx.workspaceId), eq(users.email, email), isNull(members.removedAt)),
        )
        .orderBy(asc(members.id));
      if (!person) continue;
      await tx.update(users).set({ passwordHash }).where(eq(users.id, person.userId));
      const ended = await tx
        .update(sessions)
        .set({ revokedAt: ctx.at })
        .where(and(eq(sessions.userId, person.userId), isNull(sessions.revokedAt)))
        .returning({ id: sessions.id });
      await recordAudit(tx, ctx, {
        subject: { kind: "user", id: person.userId },
        action: "password.changed",
        facts: { sessionsEnded: ended.length },
      });
      accounts.push({ role: person.role, name: person.name, email, password });
    }
    return accounts;
  });
}
