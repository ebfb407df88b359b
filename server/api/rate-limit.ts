import { sql } from "drizzle-orm";
import type { Context } from "@/server/context";
import { sha256 } from "@/server/platform/seal";

/** Requests of one key in one minute, over all processes. */
export const REQUESTS_PER_MINUTE = 600;
const WINDOW_MS = 60_000;

export interface Allowance {
  allowed: boolean;
  headers: Record<string, string>;
  retryAfterSeconds: number;
}

/** Counts this request against its key's minute: one statement, outside any transaction, so a refusal counts too. */
export async function countRequest(ctx: Context, limit = REQUESTS_PER_MINUTE): Promise<Allowance> {
  const window = new Date(Math.floor(ctx.at.getTime() / WINDOW_MS) * WINDOW_MS).toISOString();
  const [row] = await ctx.db.execute<{ failures: number }>(sql`
    insert into attempts (bucket, failures, last_at)
    values (${sha256(`api/${ctx.actor.id}`)}, 1, ${window}::timestamptz)
    on conflict (bucket) do update set
      failures = case when attempts.last_at >= excluded.last_at then attempts.failures + 1 else 1 end,
      last_at = greatest(attempts.last_at, excluded.last_at)
    returning failures`);
  const used = row?.failures ?? 1;
  const seconds = Math.max(1, Math.ceil((WINDOW_MS - (ctx.at.getTime() % WINDOW_MS)) / 1000));
  return {
    allowed: used <= limit,
    retryAfterSeconds: seconds,
    headers: {
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(Math.max(0, limit - used)),
      "ratelimit-reset": String(seconds),
    },
  };
}
