import { and, asc, eq } from "drizzle-orm";
import { effects, runs, runTimers, waits } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import type { Json } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { openVault, type Vault } from "@/server/parties/vault";
import { requirePermission } from "@/server/workspaces/require";
import { places } from "./places";
import { readable } from "./policy";
import type { RunAttempt, RunRecord } from "./schema";

/**
 * What a run asked the world, attempt by attempt, and what it waited for. It holds what was asked about the party, so
 * whoever may not read parties may not read it.
 */
export function getRunRecord(ctx: Context, input: { runId: string }): Promise<RunRecord> {
  requirePermission(ctx, "parties.view");
  return inTransaction(ctx, async (tx, ctx) => {
    const { runId } = input;
    const [run] = await tx
      .select({ partyId: runs.partyId })
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)));
    if (!run) throw new DomainError("not_found", "This run does not exist.");
    const vault = await openVault(tx, ctx, run.partyId);
    const asked = await tx
      .select()
      .from(effects)
      .where(and(eq(effects.workspaceId, ctx.workspaceId), eq(effects.runId, runId)))
      .orderBy(asc(effects.plannedAt), asc(effects.key));
    const stops = await tx
      .select()
      .from(waits)
      .where(and(eq(waits.workspaceId, ctx.workspaceId), eq(waits.runId, runId)))
      .orderBy(asc(waits.openedAt), asc(waits.key));
    const timers = await tx
      .select()
      .from(runTimers)
      .where(and(eq(runTimers.workspaceId, ctx.workspaceId), eq(runTimers.runId, runId)))
      .orderBy(asc(runTimers.fireAt), asc(runTimers.key));
    return {
      attempts: asked.map((row) => attemptOf(runId, row, vault)),
      waits: stops.map(({ key, node, visit, signal, request, openedAt, closedAt }) => ({
        ...{ key, node, visit, signal },
        request: opened(vault, places.wait(runId, key), request),
        openedAt: openedAt.toISOString(),
        closedAt: iso(closedAt),
      })),
      timers: timers.map(({ key, fireAt, closedAt }) => ({
        key,
        fireAt: fireAt.toISOString(),
        closedAt: iso(closedAt),
      })),
    };
  });
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** What an erased party's row held is gone; that it was there stays. */
function opened(vault: Vault, where: string, sealed: Uint8Array | null): Json {
  return sealed === null || vault.erased ? null : readable(vault.open<Json>(where, sealed));
}

type Said = { output?: Json; error?: RunAttempt["error"] } | null;

function attemptOf(runId: string, row: typeof effects.$inferSelect, vault: Vault): RunAttempt {
  const { key, node, scope, attempt, status } = row;
  const asked = opened(vault, places.request(runId, key), row.request) as {
    visit?: number;
    input?: Json;
  } | null;
  const said = opened(vault, places.result(runId, key), row.result) as Said;
  const wire = opened(vault, places.exchange(runId, key), row.exchange) as {
    request?: Json;
    response?: Json;
  } | null;
  return {
    ...{ key, node, scope, attempt, status },
    visit: asked?.visit ?? visitOf(key),
    plannedAt: row.plannedAt.toISOString(),
    startedAt: iso(row.startedAt),
    leaseUntil: iso(row.leaseUntil),
    finishedAt: iso(row.finishedAt),
    error: said?.error ?? null,
    request: asked?.input ?? null,
    response: said?.output ?? null,
    exchange: wire && { request: wire.request ?? null, response: wire.response ?? null },
  };
}

/** Keys end with `:visit:attempt`. */
const visitOf = (key: string): number => Number(key.split(":").at(-2)) || 1;
