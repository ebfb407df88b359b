import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { sessions, users } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { failureFacts } from "@/server/platform/failure";
import { newId } from "@/server/platform/ids";
import { keys } from "@/server/platform/keys";
import { log } from "@/server/platform/log";
import { sha256 } from "@/server/platform/seal";
import { membershipsOf } from "./accounts";
import { knownDevice } from "./devices";
import { hashPassword, isOutdated, verifyPassword } from "./password";
import { normaliseEmail } from "./schema";
import { type Membership, SESSION_HOURS } from "./session";
import { forgiveTry, signInBuckets, takeTry } from "./throttle";

export interface SignInTry {
  email: string;
  password: string;
  address: string;
  /** The cookie of `devices.ts`, if the browser has one. */
  deviceCookie?: string | undefined;
  /** Words that let the person recognise the browser. */
  device: string;
  at: Date;
}

export type SignInResult =
  | { ok: true; sessionId: string; userId: string; email: string }
  | { ok: false; code: "CredentialsSignin" }
  | { ok: false; code: "TooManyTries"; retryAfterSeconds: number };

async function recordEverywhere(
  db: Database,
  memberships: readonly Membership[],
  userId: string,
  at: Date,
  write: (membership: Membership) => Pick<Parameters<typeof recordAudit>[2], "action" | "facts"> & {
    actor: Context["actor"];
  },
): Promise<void> {
  for (const membership of memberships) {
    const { actor, ...entry } = write(membership);
    const { workspaceId } = membership;
    const ctx: Context = { db, workspaceId, actor, at, requestId: newId("request", at), keys: keys() };
    await inTransaction(ctx, (tx, joined) =>
      recordAudit(tx, joined, { subject: { kind: "user", id: userId }, ...entry }),
    );
  }
}

/**
 * Checks an address and a password, and starts a session. A wrong password, an unknown address, a disabled account and
 * one that belongs to no workspace get the same answer after the same work.
 */
export async function signIn(db: Database, input: SignInTry): Promise<SignInResult> {
  const { at } = input;
  const email = normaliseEmail(input.email);
  const named = email ?? sha256(input.email.slice(0, 1024));
  const buckets = signInBuckets(named, input.address, email && knownDevice(email, input.deviceCookie));
  try {
    await takeTry(db, buckets, at);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    log().warn({ account: sha256(named), address: input.address }, "sign-in throttled");
    return { ok: false, code: "TooManyTries", retryAfterSeconds: error.retryAfterSeconds ?? 1 };
  }

  const [user] = await db
    .select()
    .from(users)
    .where(eq(users.email, email ?? ""));
  const isRight = await verifyPassword(user?.passwordHash, input.password).catch((error: unknown) => {
    if (isDomainError(error)) return error;
    throw error;
  });
  if (isDomainError(isRight))
    return { ok: false, code: "TooManyTries", retryAfterSeconds: isRight.retryAfterSeconds ?? 3 };
  const memberships = await membershipsOf(db, user?.id ?? "");
  if (!user || !isRight || user.disabledAt || memberships.length === 0) {
    log().warn({ account: sha256(named), address: input.address }, "sign-in refused");
    // Written behind the answer: waiting for it would tell by the clock that the account exists.
    if (user)
      void recordEverywhere(db, memberships, user.id, at, () => ({
        action: "sign_in.refused",
        facts: { device: input.device },
        actor: { kind: "system", id: "sign-in" },
      })).catch((error: unknown) => log().error(failureFacts(error), "a refused sign-in was not recorded"));
    return { ok: false, code: "CredentialsSignin" };
  }

  await forgiveTry(db, buckets);
  if (isOutdated(user.passwordHash))
    await db
      .update(users)
      .set({ passwordHash: await hashPassword(input.password) })
      .where(eq(users.id, user.id));
  const sessionId = newId("session", at);
  await db.insert(sessions).values({
    id: sessionId,
    userId: user.id,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: new Date(at.getTime() + SESSION_HOURS * 3_600_000),
    device: input.device,
  });
  await recordEverywhere(db, memberships, user.id, at, (membership) => ({
    action: "session.started",
    facts: { session: sessionId, device: input.device },
    actor: {
      kind: "member",
      id: membership.memberId,
      userId: user.id,
      sessionId,
      role: membership.role,
      name: membership.name,
    },
  }));
  return { ok: true, sessionId, userId: user.id, email: user.email };
}

/** Ends a session, whoever's it is. Ending it twice is once. */
export async function signOut(db: Database, sessionId: string, at: Date): Promise<void> {
  const [ended] = await db
    .update(sessions)
    .set({ revokedAt: at })
    .where(eq(sessions.id, sessionId))
    .returning({ userId: sessions.userId });
  if (!ended) return;
  await recordEverywhere(db, await membershipsOf(db, ended.userId), ended.userId, at, (membership) => ({
    action: "session.ended",
    facts: { session: sessionId, by: "sign-out" },
    actor: {
      kind: "member",
      id: membership.memberId,
      userId: ended.userId,
      sessionId,
      role: membership.role,
      name: membership.name,
    },
  }));
}
