import { and, asc, eq, or, sql } from "drizzle-orm";
import { effects, runs } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { openVault } from "@/server/parties/vault";
import type { EffectRequest } from "../nodes/runner";
import { findRunner } from "../nodes/runners";
import { places } from "./head";
import { planOf } from "./plan-of";

export interface Claimed {
  request: EffectRequest;
  type: string;
  /** Somebody started it before and never told the answer. */
  wasLost: boolean;
  /** When this claim was made; tells it from a later one. */
  claimedAt: Date;
}

export interface Claims {
  claimed: Claimed[];
  /** When the earliest lease of somebody else ends; nothing else is left to do until then. */
  leasedUntil: Date | undefined;
}

/** What a worker may need on top of the vendor's own limit to write the answer down. */
const MARGIN_MS = 10_000;

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
          or(eq(effects.status, "planned"), eq(effects.status, "started")),
        ),
      )
      .orderBy(asc(effects.plannedAt), asc(effects.key));
    if (rows.length === 0) return nothing;
    const [vault, { document }] = [await openVault(tx, ctx, run.partyId), await planOf(tx, ctx, run)];
    if (vault.erased) return nothing;
    const claimed: Claimed[] = [];
    for (const { row } of rows.filter(({ isDue }) => isDue)) {
      const node = document.nodes[row.node];
      const config = (node?.config ?? {}) as JsonObject;
      const limitMs = (findRunner(node?.type ?? "")?.limitMs(config) ?? 0) + MARGIN_MS;
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
      const { key, scope, attempt } = row;
      claimed.push({
        request: {
          runId,
          partyId: run.partyId,
          key,
          node: row.node,
          scope,
          visit,
          attempt,
          input,
          config,
          document,
        },
        type: node?.type ?? "",
        wasLost: row.status === "started",
        claimedAt: ctx.at,
      });
    }
    const leases = rows.flatMap(({ row, isDue }) =>
      !isDue && row.leaseUntil ? [row.leaseUntil.getTime()] : [],
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
