import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { effects, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { openVault } from "@/server/parties/vault";
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

const nothing: Claims = { claimed: [], leasedUntil: undefined };

/**
 * Takes the run's due effects, committing that they are about to be started. The run's lock puts this after every
 * step that could still plan one; leases are by the database's clock, which all workers share.
 */
export function claimEffects(ctx: Context, runId: string): Promise<Claims> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [run] = await tx
      .select({ partyId: runs.partyId, workflowId: runs.workflowId, version: runs.version })
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)))
      .for("update");
    if (!run) return nothing;
    const rows = await tx
      .select({
        row: effects,
        isDue: sql<boolean>`${effects.status} = 'planned' or coalesce(${effects.leaseUntil} <= clock_timestamp(), true)`,
      })
      .from(effects)
      .where(
        and(
          eq(effects.workspaceId, ctx.workspaceId),
          eq(effects.runId, runId),
          inArray(effects.status, ["planned", "started", "awaiting"]),
        ),
      )
      .orderBy(asc(effects.plannedAt), asc(effects.key));
    if (rows.length === 0) return nothing;
    const [vault, { document }] = [await openVault(tx, ctx, run.partyId), await planOf(tx, ctx, run)];
    if (vault.erased) return nothing;
    const claimed: Claimed[] = [];
    for (const { row } of rows.filter(({ isDue }) => isDue)) {
      const limitMs = limitOf(document, row.node);
      await tx
        .update(effects)
        .set({
          status: "started",
          startedAt: ctx.at,
          leaseUntil: sql`clock_timestamp() + ${`${limitMs} milliseconds`}::interval`,
        })
        .where(
          and(eq(effects.workspaceId, ctx.workspaceId), eq(effects.runId, runId), eq(effects.key, row.key)),
        );
      const { visit, input } = vault.open<{ visit: number; input: JsonObject }>(
        places.request(runId, row.key),
        row.request,
      );
      const head = { runId, partyId: run.partyId, document };
      claimed.push({
        ...claimOf(ctx, head, { ...row, visit, input }, row.status === "started"),
        wasSilent: row.status === "awaiting",
      });
    }
    const leases = rows.flatMap(({ row, isDue }) =>
      // What comes by a callback is not looked for by a job: one that waits so long would keep all others away.
      !isDue && row.status === "started" && row.leaseUntil ? [row.leaseUntil.getTime()] : [],
    );
    return { claimed, leasedUntil: leases.length > 0 ? new Date(Math.min(...leases)) : undefined };
  });
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
