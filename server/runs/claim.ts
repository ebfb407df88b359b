import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { prepared } from "@/db/prepared";
import { effects } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { enqueue } from "@/server/platform/jobs";
import type { AnswersLater } from "@/server/plugins/contract";
import { type Claimed, claimOf } from "./claimed";
import { type LiveHead, lockRuns } from "./head";
import { limitOf } from "./limit-of";
import { places } from "./places";

export interface Claims {
  claimed: Claimed[];
  /** When the earliest lease of somebody else ends; nothing else is left to do until then. */
  leasedUntil: Date | undefined;
  /** The run as the claim found it: the first answer is written on that. */
  head?: LiveHead;
}

/**
 * Takes the run's due effects, committing that they are about to be started. The run's lock puts this after every
 * step that could still plan one; leases are by the database's clock, which all workers share.
 */
export async function claimEffects(ctx: Context, runId: string): Promise<Claims> {
  const claims = await inTransaction(ctx, (tx, ctx) => claimOfRuns(tx, ctx, [runId], false));
  return claims.get(runId) ?? { claimed: [], leasedUntil: undefined };
}

/** The same for many runs at once, without those that somebody else holds. */
export const claimTogether = (ctx: Context, runIds: readonly string[]): Promise<Map<string, Claims>> =>
  inTransaction(ctx, (tx, ctx) => claimOfRuns(tx, ctx, runIds, true));

/* Sent behind the lock, so that it sees what was committed while that was waited for. */
const OPEN = `select run_id, key, node, scope, attempt, status, request, lease_until,
    status = 'planned' or coalesce(lease_until <= clock_timestamp(), true) as is_due
  from effects
  where workspace_id = $1 and run_id = any($2) and status in ('planned', 'started', 'awaiting')
  order by planned_at, key`;

/* The workspace is named in the rows as well: from that the planner sees that they are few, and looks each up by its key. */
const TAKE = `update effects e
  set status = 'started', started_at = $2::timestamptz, lease_until = clock_timestamp() + n.ms * interval '1 ms'
  from json_to_recordset($3::json) n(workspace text, run text, key text, ms int)
  where e.workspace_id = $1 and n.workspace = $1 and e.run_id = n.run and e.key = n.key`;

interface Open {
  run_id: string;
  key: string;
  node: string;
  scope: string;
  attempt: number;
  status: "planned" | "started" | "awaiting";
  request: Uint8Array;
  lease_until: string | null;
  is_due: boolean;
}

async function claimOfRuns(
  tx: Tx,
  ctx: Context,
  runIds: readonly string[],
  skipLocked: boolean,
): Promise<Map<string, Claims>> {
  // Of an erased party nothing is left to ask.
  const [heads, open] = await Promise.all([
    lockRuns(tx, ctx, runIds, { skipLocked, skipErased: true }),
    prepared<Open>(tx, OPEN, [ctx.workspaceId, runIds]),
  ]);
  const claims = new Map(
    heads.map((head) => [
      head.id,
      { head, claimed: [] as Claimed[], leasedUntil: undefined as Date | undefined },
    ]),
  );
  const taken: { workspace: string; run: string; key: string; ms: number }[] = [];
  for (const row of open) {
    const mine = claims.get(row.run_id);
    if (!mine) continue;
    if (row.is_due) {
      mine.claimed.push(claimOfRow(ctx, row, mine.head));
      const ms = limitOf(mine.head.compiled.document, row.node);
      taken.push({ workspace: ctx.workspaceId, run: row.run_id, key: row.key, ms });
    } else if (row.lease_until !== null && row.status === "started") {
      // What comes by a callback is not looked for by a job: one that waits so long would keep all others away.
      const until = new Date(row.lease_until);
      if (!mine.leasedUntil || until < mine.leasedUntil) mine.leasedUntil = until;
    }
  }
  if (taken.length > 0)
    await prepared(tx, TAKE, [ctx.workspaceId, ctx.at.toISOString(), JSON.stringify(taken)]);
  return claims;
}

function claimOfRow(ctx: Context, row: Open, { id, partyId, vault, compiled }: LiveHead): Claimed {
  const { key, node, scope, attempt, status } = row;
  const { visit, input } = vault.open<{ visit: number; input: JsonObject }>(
    places.request(id, key),
    row.request,
  );
  const run = { runId: id, partyId, document: compiled.document };
  const wish = { key, node, scope, attempt, visit, input };
  return { ...claimOf(ctx, run, wish, status === "started"), wasSilent: status === "awaiting" };
}

/** Gives a claimed effect back at once: its call was ended before anybody knew the answer. A later claim stays. */
export function releaseEffect(ctx: Context, { request, claimedAt }: Claimed): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx
      .update(effects)
      .set({ leaseUntil: sql`clock_timestamp()` })
      .where(
        and(
          eq(effects.workspaceId, ctx.workspaceId),
          eq(effects.runId, request.runId),
          eq(effects.key, request.key),
          eq(effects.status, "started"),
          eq(effects.startedAt, claimedAt),
        ),
      );
  });
}

/** Leaves a claimed effect to a callback: the vendor was asked and answers later. An answer that is here already stays. */
export function awaitCallback(
  ctx: Context,
  { request, claimedAt }: Claimed,
  later: AnswersLater,
): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId, key } = request;
    const left = await tx
      .update(effects)
      .set({
        status: "awaiting",
        leaseUntil: sql`clock_timestamp() + ${`${later.withinMs} milliseconds`}::interval`,
      })
      .where(
        and(
          eq(effects.workspaceId, ctx.workspaceId),
          eq(effects.runId, runId),
          eq(effects.key, key),
          eq(effects.status, "started"),
          eq(effects.startedAt, claimedAt),
        ),
      )
      .returning({ key: effects.key });
    if (left.length > 0 && later.rehearseAfterMs !== undefined)
      await enqueue(
        tx,
        "rehearsal",
        { workspaceId: ctx.workspaceId, runId, key },
        { startAfter: new Date(ctx.at.getTime() + later.rehearseAfterMs) },
      );
  });
}

/**
 * Lets go of what the commit of an answer at `ctx.at` claimed for its sender, who has not asked: it is as if it were
 * planned only.
 */
export function unclaimEffects(ctx: Context, runId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx
      .update(effects)
      .set({ status: "planned", startedAt: null, leaseUntil: null })
      .where(
        and(
          eq(effects.workspaceId, ctx.workspaceId),
          eq(effects.runId, runId),
          eq(effects.status, "started"),
          eq(effects.plannedAt, ctx.at),
          eq(effects.startedAt, ctx.at),
        ),
      );
  });
}
