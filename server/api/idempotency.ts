import { createHmac } from "node:crypto";
import { and, eq, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { prepared } from "@/db/prepared";
import { insertRows, writeChanges } from "@/db/rows";
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
  /** Beside those that every answer has; not kept with it. */
  headers?: Record<string, string>;
}

const refuseKey = (message: string) =>
  new HttpRefusal(400, "idempotency_key_missing", message, {
    issues: [{ path: "Idempotency-Key", code: "header", message: "Send this header." }],
  });

/** The request's Idempotency-Key, where it has one. */
export function readKey(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key");
  if (key === null || KEY.test(key)) return key ?? undefined;
  throw refuseKey("The Idempotency-Key header takes 1 to 255 visible ASCII characters without spaces.");
}

/** The Idempotency-Key of a change. Without one a lost answer could only be repeated by doing the work twice. */
export function requireKey(request: Request): string {
  const key = readKey(request);
  if (key !== undefined) return key;
  throw refuseKey(
    "Send an Idempotency-Key header: a text of your own, new for every change, the same when you repeat it.",
  );
}

interface Keyed {
  key: string;
  place: string;
  body: unknown;
}

/** Keyed, because a plain digest of a small body could be guessed back into what was sent. */
const digestOf = (ctx: Context, { place, body }: Keyed) =>
  createHmac("sha256", ctx.keys.master)
    .update(`${place}\n${canonicalJson(body)}`)
    .digest("hex");

/** Where the answer to a key of this caller is kept. */
function mineOf(ctx: Context, key: string) {
  const values = { workspaceId: ctx.workspaceId, actorId: ctx.actor.id, key };
  return {
    values,
    where: and(
      eq(idempotencyKeys.workspaceId, values.workspaceId),
      eq(idempotencyKeys.actorId, values.actorId),
      eq(idempotencyKeys.key, key),
    ),
    place: `idempotency_keys.response:${values.workspaceId}:${values.actorId}:${key}`,
  };
}

const inProgress = () =>
  new HttpRefusal(409, "in_progress", "The first request with this key is still being answered.", {
    retryAfterSeconds: 1,
  });

async function lockKey(tx: Tx, place: string): Promise<void> {
  const [lock] = await tx.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${place}, 11)) as free`,
  );
  if (!lock?.free) throw inProgress();
}

async function forgetOld(tx: Tx, ctx: Context, where: SQL | undefined): Promise<void> {
  const since = new Date(ctx.at.getTime() - KEPT_HOURS * 3_600_000);
  await tx.delete(idempotencyKeys).where(and(where, lt(idempotencyKeys.createdAt, since)));
}

type Kept = Pick<typeof idempotencyKeys.$inferSelect, "requestDigest" | "status" | "response">;

function replay(ctx: Context, place: string, known: Kept, digest: string): Answer & { replayed: boolean } {
  if (known.requestDigest !== digest)
    throw new HttpRefusal(
      422,
      "idempotency_key_reused",
      "This Idempotency-Key came with another request before. Use a new one.",
    );
  if (!known.response || known.status === null) throw inProgress();
  const body = openJson<unknown>(ctx.keys.master, place, known.response);
  return { status: known.status, body, replayed: true };
}

/**
 * Does the work once per key and replays its answer for 24 hours. Claim, work and answer are one transaction: either
 * all of it happened or none, so there is no half-done state to clean up. A refusal leaves nothing behind.
 */
export function answerOnce(
  ctx: Context,
  request: Keyed,
  work: (ctx: Context) => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const { values, where, place } = mineOf(ctx, request.key);
  const digest = digestOf(ctx, request);
  return inTransaction(ctx, async (tx, ctx) => {
    await lockKey(tx, place);
    await forgetOld(tx, ctx, where);
    const [known] = await tx.select().from(idempotencyKeys).where(where);
    if (known) return replay(ctx, place, known, digest);
    const answer = await work(ctx);
    await tx.insert(idempotencyKeys).values({
      ...values,
      requestDigest: digest,
      status: answer.status,
      response: sealJson(ctx.keys.master, place, answer.body),
      createdAt: ctx.at,
    });
    return { ...answer, replayed: false };
  });
}

/** A claim without an answer is somebody's work under way, or of a process that died; after this long it is the latter. */
const DEAD_AFTER_MS = 120_000;

/**
 * As `answerOnce`, for work that is several transactions and so cannot be one with its answer. A copy that comes while
 * the first is at work is told to wait; work that failed, or died, can be tried again with the same key.
 */
export async function answerLong<B extends Uint8Array>(
  ctx: Context,
  call: { key: string | undefined; request: Request; body: () => Promise<B> },
  work: (body: B) => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const { key, request } = call;
  if (!key) throw new Error("work that is done once needs its key");
  const body = await call.body();
  const { pathname, search } = new URL(request.url);
  const mine = mineOf(ctx, key);
  const digest = createHmac("sha256", ctx.keys.master)
    .update(`${request.method} ${pathname}${search}\n`)
    .update(body)
    .digest("hex");
  const known = await inTransaction(ctx, async (tx, ctx) => {
    await lockKey(tx, mine.place);
    await forgetOld(tx, ctx, mine.where);
    const dead = new Date(ctx.at.getTime() - DEAD_AFTER_MS);
    await tx
      .delete(idempotencyKeys)
      .where(and(mine.where, isNull(idempotencyKeys.status), lt(idempotencyKeys.createdAt, dead)));
    const [row] = await tx.select().from(idempotencyKeys).where(mine.where);
    if (row) return replay(ctx, mine.place, row, digest);
    await tx.insert(idempotencyKeys).values({ ...mine.values, requestDigest: digest, createdAt: ctx.at });
    return undefined;
  });
  if (known) return known;
  try {
    const answer = await work(body);
    await inTransaction(ctx, (tx) =>
      tx
        .update(idempotencyKeys)
        .set({ status: answer.status, response: sealJson(ctx.keys.master, mine.place, answer.body) })
        .where(mine.where),
    );
    return { ...answer, replayed: false };
  } catch (error) {
    await inTransaction(ctx, (tx) =>
      tx.delete(idempotencyKeys).where(and(mine.where, isNull(idempotencyKeys.status))),
    );
    throw error;
  }
}

/* Asked before every decision: one statement, prepared once. */
const RECALL = `with gone as (
    delete from idempotency_keys where workspace_id = $1 and actor_id = $2 and key = $3 and created_at < $4::timestamptz)
  select request_digest as "requestDigest", status, response from idempotency_keys
  where workspace_id = $1 and actor_id = $2 and key = $3 and created_at >= $4::timestamptz`;

/** The run that a request with this key began within 24 hours. */
export function recallRun(ctx: Context, keyed: Keyed): Promise<string | undefined> {
  const { place } = mineOf(ctx, keyed.key);
  return inTransaction(ctx, async (tx, ctx) => {
    const since = new Date(ctx.at.getTime() - KEPT_HOURS * 3_600_000).toISOString();
    const values = [ctx.workspaceId, ctx.actor.id, keyed.key, since];
    const [known] = await prepared<Kept>(tx, RECALL, values);
    const body = known && (replay(ctx, place, known, digestOf(ctx, keyed)).body as { run: string });
    return body?.run;
  });
}

/** Keeps which run a request began, in the transaction that begins it. A second row of the key breaks the transaction. */
export async function keepRun(ctx: Context, keyed: Keyed, run: string): Promise<void> {
  const { values, place } = mineOf(ctx, keyed.key);
  const row = {
    ...values,
    requestDigest: digestOf(ctx, keyed),
    status: 202,
    response: sealJson(ctx.keys.master, place, { run }),
    createdAt: ctx.at,
  };
  await inTransaction(ctx, (tx) => writeChanges(tx, insertRows(idempotencyKeys, [row]), 1));
}
