import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runs } from "@/db/schema";
import { type ChainTail, chainTail } from "@/server/audit/record";
import type { Context } from "@/server/context";
import type { RunState } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { openVault, type Vault } from "@/server/parties/vault";
import { type CompiledVersion, planOf } from "./plan-of";

/** A run as a step finds it. Whoever holds one holds the run's row lock, or has just made the run. */
export interface RunHead {
  id: string;
  workflowId: string;
  version: number;
  partyId: string;
  reopensRunId: string | null;
  reference: string | null;
  startedAt: Date;
  /** Number of the last journal event; 0 before the first. */
  seq: number;
  vault: Vault;
  compiled: CompiledVersion;
  /** End of the run's audit chain. */
  tail: ChainTail;
  /** Undefined before the first event. */
  state: RunState | undefined;
}

export type LiveHead = RunHead & { state: RunState };

/** Where a run's sealed parts belong. */
export const places = {
  state: (runId: string) => `runs.state:${runId}`,
  event: (runId: string, seq: number) => `run_events.body:${runId}/${seq}`,
  request: (runId: string, key: string) => `effects.request:${runId}/${key}`,
  result: (runId: string, key: string) => `effects.result:${runId}/${key}`,
  wait: (runId: string, key: string) => `waits.request:${runId}/${key}`,
  check: (id: string) => `checks.body:${id}`,
  decision: (id: string) => `decisions.body:${id}`,
};

/** Locks the run and opens its state. Steps of one run happen one after the other. */
export async function lockRun(tx: Tx, ctx: Context, runId: string): Promise<LiveHead> {
  const [row] = await tx
    .select()
    .from(runs)
    .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, runId)))
    .for("update");
  if (!row) throw new DomainError("not_found", "This run does not exist.");
  const [vault, tail, compiled] = await Promise.all([
    openVault(tx, ctx, row.partyId),
    chainTail(tx, ctx, { kind: "run", id: runId }),
    planOf(tx, ctx, row),
  ]);
  if (vault.erased)
    throw new DomainError("conflict", "This party's data was erased, so its runs can go no further.");
  return {
    id: runId,
    workflowId: row.workflowId,
    version: row.version,
    partyId: row.partyId,
    reopensRunId: row.reopensRunId,
    reference: row.reference,
    startedAt: row.startedAt,
    seq: row.seq,
    vault,
    compiled,
    tail,
    state: vault.open<RunState>(places.state(runId), row.state),
  };
}
