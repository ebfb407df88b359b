import { sql } from "drizzle-orm";
import type { Context } from "@/server/context";
import { env } from "@/server/platform/env";
import { sha256 } from "@/server/platform/seal";
import { shared } from "@/server/platform/shared";

const WINDOW_MS = 60_000;
/** A process takes this part of a minute's allowance at a time: one write for many requests. */
const SHARE = 100;
const MOST_KEPT = 10_000;

export interface Allowance {
  allowed: boolean;
  headers: Record<string, string>;
  retryAfterSeconds: number;
}

/** What this process has taken of a key's minute and not spent yet. */
interface Lease {
  window: number;
  unspent: number;
  /** Left for all processes when it was last asked. */
  left: number;
  asking: Promise<void> | undefined;
}

const leases = () => shared("api allowances", () => new Map<string, Lease>());

/**
 * Counts this request against its key's minute, over all processes. Each takes a hundredth of the allowance from the
 * database at a time, so that no request pays for a write of its own: a key never gets more than its limit, and with
 * many processes may be told to wait a few hundredths early.
 */
export async function countRequest(ctx: Context, limit = env().API_REQUESTS_PER_MINUTE): Promise<Allowance> {
  const window = Math.floor(ctx.at.getTime() / WINDOW_MS);
  const lease = leaseOf(ctx.actor.id, window);
  const block = Math.max(1, Math.ceil(limit / SHARE));
  while (lease.unspent === 0 && lease.left > 0) {
    lease.asking ??= take(ctx, lease, limit, block).finally(() => {
      lease.asking = undefined;
    });
    await lease.asking;
  }
  const allowed = lease.unspent > 0;
  if (allowed) lease.unspent--;
  const seconds = Math.max(1, Math.ceil((WINDOW_MS - (ctx.at.getTime() % WINDOW_MS)) / 1000));
  const remaining = lease.unspent + (Number.isFinite(lease.left) ? lease.left : 0);
  return {
    allowed,
    retryAfterSeconds: seconds,
    headers: {
      "ratelimit-policy": `"key";q=${limit};w=${WINDOW_MS / 1000}`,
      ratelimit: `"key";r=${remaining};t=${seconds}`,
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(remaining),
      "ratelimit-reset": String(seconds),
    },
  };
}

function leaseOf(key: string, window: number): Lease {
  const known = leases().get(key);
  // A request that was slow to come is counted in the minute that has begun.
  if (known && known.window >= window) return known;
  if (leases().size > MOST_KEPT)
    for (const [other, lease] of leases()) if (lease.window < window) leases().delete(other);
  const lease: Lease = { window, unspent: 0, left: Number.POSITIVE_INFINITY, asking: undefined };
  leases().set(key, lease);
  return lease;
}

/** One statement outside any transaction, so that a refused request counts too. */
async function take(ctx: Context, lease: Lease, limit: number, block: number): Promise<void> {
  const window = new Date(lease.window * WINDOW_MS).toISOString();
  const [row] = await ctx.db.execute<{ failures: number }>(sql`
    insert into attempts (bucket, failures, last_at)
    values (${sha256(`api/${ctx.actor.id}`)}, ${block}, ${window}::timestamptz)
    on conflict (bucket) do update set
      failures = case when attempts.last_at >= excluded.last_at
        then least(attempts.failures + excluded.failures, 1000000000) else excluded.failures end,
      last_at = greatest(attempts.last_at, excluded.last_at)
    returning failures`);
  const taken = row?.failures ?? limit;
  lease.unspent += Math.max(0, Math.min(block, limit - (taken - block)));
  lease.left = Math.max(0, limit - taken);
}
