import { createHmac } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import { idempotencyKeys } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { canonicalJson } from "@/server/platform/canonical";
import { openJson, sealJson } from "@/server/platform/seal";
import { KEPT_HOURS } from "@/server/workspaces/forget-answers";
import { HttpRefusal } from "./problem";

const KEY = /^[\x21-\x7e]{1,255}$/;

export interface Answer {
  status: number;
  body: unknown;
}

/** The request's Idempotency-Key. Without one a lost answer could only be repeated by doing the work twice. */
export function requireKey(request: Request): string {
  const key = request.headers.get("idempotency-key");
  if (key !== null && KEY.test(key)) return key;
  throw new HttpRefusal(
    400,
    "idempotency_key_missing",
    key === null
      ? "Send an Idempotency-Key header: a text of your own, new for every change, the same when you repeat it."
      : "The Idempotency-Key header takes 1 to 255 visible ASCII characters without spaces.",
    { issues: [{ path: "Idempotency-Key", code: "header", message: "Send this header." }] },
  );
}

/**
 * Does the work once per key and replays its answer for 24 hours. Claim, work and answer are one transaction: either
 * all of it happened or none, so there is no half-done state to clean up. A refusal leaves nothing behind.
 */
export function answerOnce(
  ctx: Context,
  request: { key: string; place: string; body: unknown },
  work: (ctx: Context) => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const { key } = request;
  const mine = { workspaceId: ctx.workspaceId, actorId: ctx.actor.id, key };
  const where = and(
    eq(idempotencyKeys.workspaceId, mine.workspaceId),
    eq(idempotencyKeys.actorId, mine.actorId),
    eq(idempotencyKeys.key, key),
  );
  const place = `idempotency_keys.response:${mine.workspaceId}:${mine.actorId}:${key}`;
  // Keyed, because a plain digest of a small body could be guessed back into what was sent.
  const digest = createHmac("sha256", ctx.keys.master)
    .update(`${request.place}\n${canonicalJson(request.body)}`)
    .digest("hex");
  return inTransaction(ctx, async (tx, ctx) => {
    const [lock] = await tx.execute<{ free: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${place}, 11)) as free`,
    );
    if (!lock?.free)
      throw new HttpRefusal(409, "in_progress", "The first request with this key is still being answered.", {
        retryAfterSeconds: 1,
      });
    const since = new Date(ctx.at.getTime() - KEPT_HOURS * 3_600_000);
    await tx.delete(idempotencyKeys).where(and(where, lt(idempotencyKeys.createdAt, since)));
    const [known] = await tx.select().from(idempotencyKeys).where(where);
    if (known) {
      if (known.requestDigest !== digest)
        throw new HttpRefusal(
          422,
          "idempotency_key_reused",
          "This Idempotency-Key came with another request before. Use a new one.",
        );
      if (!known.response || known.status === null) throw new Error("an answer was kept without its text");
      const body = openJson<unknown>(ctx.keys.master, place, known.response);
      return { status: known.status, body, replayed: true };
    }
    const answer = await work(ctx);
    await tx.insert(idempotencyKeys).values({
      ...mine,
      requestDigest: digest,
      status: answer.status,
      response: sealJson(ctx.keys.master, place, answer.body),
      createdAt: ctx.at,
    });
    return { ...answer, replayed: false };
  });
}
