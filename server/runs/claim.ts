import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { prepared } from "@/db/prepared";
import { effects } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { vaultFrom } from "@/server/parties/vault";
import { enqueue } from "@/server/platform/jobs";
import type { AnswersLater } from "@/server/plugins/contract";
import { type Claimed, claimOf } from "./claimed";
import { places } from "./head";
import { limitOf } from "./limit-of";
import { planOf } from "./plan-of";

export interface Claims {
  claimed: Claimed[];
  /** When the earliest lease of somebody else ends; nothing else is left to do until then. */
  leasedUntil: Date | undefined;
}

/**
 * Takes the run's due effects, committing that they are about to be started. The run's lock puts this after every
 * step that could still plan one; leases are by the database's clock, which all workers share.
 */
export async function claimEffects(ctx: Context, runId: string): Promise<Claims> {
  const claims = await inTransaction(ctx, (tx, ctx) => claimOfRuns(tx, ctx, [runId], LOCK));
  return claims.get(runId) ?? { claimed: [], leasedUntil: undefined };
}

/** The same for many runs at once, without those that somebody else holds. */
export const claimTogether = (ctx: Context, runIds: readonly string[]): Promise<Map<string, Claims>> =>
  inTransaction(ctx, (tx, ctx) => claimOfRuns(tx, ctx, runIds, `${LOCK} skip locked`));

const LOCK = "select id from runs where workspace_id = $1 and id = any($2) order by id for update";

/* A statement of its own, which sees what was committed while the first waited for its locks. */
const OPEN = `select e.run_id, e.key, e.node, e.scope, e.attempt, e.status, e.request, e.lease_until,
    e.status = 'planned' or coalesce(e.lease_until <= clock_timestamp(), true) as is_due,
    r.party_id, r.workflow_id, r.version, k.wrapped
  from effects e
  join runs r on r.workspace_id = e.workspace_id and r.id = e.run_id
  left join party_keys k on k.workspace_id = r.workspace_id and k.party_id = r.party_id
  where e.workspace_id = $1 and e.run_id = any($2) and e.status in ('planned', 'started', 'awaiting')
  order by e.planned_at, e.key`;

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
  party_id: string;
  workflow_id: string;
  version: number;
  wrapped: Uint8Array | null;
}

async function claimOfRuns(
  tx: Tx,
  ctx: Context,
  runIds: readonly string[],
  lock: string,
): Promise<Map<string, Claims>> {
  const values = [ctx.workspaceId, runIds];
  const [locked, open] = await Promise.all([
    prepared<{ id: string }>(tx, lock, values),
    prepared<Open>(tx, OPEN, values),
  ]);
  const claims = new Map<string, Claims>(
    locked.map(({ id }) => [id, { claimed: [], leasedUntil: undefined }]),
  );
  const taken: { workspace: string; run: string; key: string; ms: number }[] = [];
  for (const row of open) {
    const mine = claims.get(row.run_id);
    // Of an erased party nothing is left to ask.
    if (!mine || !row.wrapped) continue;
    if (row.is_due) {
      const { document } = await planOf(tx, ctx, { workflowId: row.workflow_id, version: row.version });
      mine.claimed.push(claimOfRow(ctx, row, document));
      const ms = limitOf(document, row.node);
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

function claimOfRow(ctx: Context, row: Open, document: Claimed["request"]["document"]): Claimed {
  const { run_id: runId, party_id: partyId, key, node, scope, attempt } = row;
  const { visit, input } = vaultFrom(ctx, partyId, row.wrapped).open<{ visit: number; input: JsonObject }>(
    places.request(runId, key),
    row.request,
  );
  const wish = { key, node, scope, attempt, visit, input };
  return {
    ...claimOf(ctx, { runId, partyId, document }, wish, row.status === "started"),
    wasSilent: row.status === "awaiting",
  };
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
