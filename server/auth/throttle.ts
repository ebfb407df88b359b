import { asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { attempts } from "@/db/schema";
import { DomainError } from "@/server/errors";
import { sha256 } from "@/server/platform/seal";

/** How tries of one kind slow down: `free` at once, then `firstWait` seconds doubling up to `longestWait`. */
export interface Limit {
  free: number;
  firstWait: number;
  longestWait: number;
  /** After so many quiet seconds all is forgotten. */
  forget: number;
}

export interface Bucket {
  key: string;
  limit: Limit;
}

const limits = {
  /** Ten wrong tries reach a wait of half an hour. Nobody is locked out for good. */
  account: { free: 5, firstWait: 60, longestWait: 1800, forget: 24 * 3600 },
  address: { free: 20, firstWait: 5, longestWait: 600, forget: 3600 },
  /** Slows a crowd of addresses; the wait stays short, because everybody shares it. */
  everybody: { free: 200, firstWait: 1, longestWait: 2, forget: 300 },
} satisfies Record<string, Limit>;

/**
 * What a try to sign in is counted against. A browser that signed in to this account before has a bucket of its own, so
 * that a stranger's guessing cannot keep its owner out.
 */
export function signInBuckets(email: string, address: string, knownDevice: string | undefined): Bucket[] {
  if (knownDevice) return [{ key: `device:${knownDevice}`, limit: limits.account }];
  return [
    { key: `account:${email}`, limit: limits.account },
    { key: `address:${address}`, limit: limits.address },
    { key: "everybody", limit: limits.everybody },
  ];
}

/** Seconds between the last of `failures` tries and the next one allowed. */
export function waitSeconds(limit: Limit, failures: number): number {
  if (failures < limit.free) return 0;
  return Math.min(limit.longestWait, limit.firstWait * 2 ** Math.min(failures - limit.free, 30));
}

const nameOf = (bucket: Bucket) => sha256(bucket.key);

/**
 * Counts a try before it is made, in one transaction across all processes, so a thousand parallel guesses cannot slip
 * through together. Throws `rate_limited`, counting nothing, when any bucket says wait.
 */
export async function takeTry(db: Database, buckets: readonly Bucket[], at: Date): Promise<void> {
  const limitOf = new Map(buckets.map((bucket) => [nameOf(bucket), bucket.limit]));
  // Everybody locks in the same order, so two tries never wait for each other.
  const names = [...limitOf.keys()].sort();
  await db.transaction(async (tx) => {
    await tx
      .insert(attempts)
      .values(names.map((bucket) => ({ bucket, failures: 0, lastAt: at })))
      .onConflictDoNothing();
    const rows = await tx
      .select()
      .from(attempts)
      .where(inArray(attempts.bucket, names))
      .orderBy(asc(attempts.bucket))
      .for("update");
    const waits = rows.map((row) => {
      const limit = limitOf.get(row.bucket)!;
      const quiet = (at.getTime() - row.lastAt.getTime()) / 1000;
      return quiet > limit.forget ? 0 : waitSeconds(limit, row.failures) - quiet;
    });
    const wait = Math.ceil(Math.max(...waits));
    if (wait > 0)
      throw new DomainError("rate_limited", "Too many tries. Wait a little, then try again.", {
        retryAfterSeconds: wait,
      });
    for (const row of rows) {
      const isForgotten = (at.getTime() - row.lastAt.getTime()) / 1000 > limitOf.get(row.bucket)!.forget;
      await tx
        .update(attempts)
        .set({ failures: isForgotten ? 1 : row.failures + 1, lastAt: at })
        .where(eq(attempts.bucket, row.bucket));
    }
  });
}

/** The try was a success: its own bucket is forgotten, the shared ones get it back. */
export async function forgiveTry(db: Database, buckets: readonly Bucket[]): Promise<void> {
  const [own, ...others] = buckets.map(nameOf);
  await db.transaction(async (tx) => {
    const names = others.sort();
    if (names.length) {
      await tx
        .select({ bucket: attempts.bucket })
        .from(attempts)
        .where(inArray(attempts.bucket, names))
        .orderBy(asc(attempts.bucket))
        .for("update");
      await tx
        .update(attempts)
        .set({ failures: sql`greatest(${attempts.failures} - 1, 0)` })
        .where(inArray(attempts.bucket, names));
    }
  });
  if (own) await db.delete(attempts).where(eq(attempts.bucket, own));
}

/** Forgets tries that no limit looks back to. A chore of the worker. */
export async function forgetTries(db: Database, at: Date): Promise<void> {
  await db.delete(attempts).where(lt(attempts.lastAt, new Date(at.getTime() - 2 * 24 * 3600 * 1000)));
}
