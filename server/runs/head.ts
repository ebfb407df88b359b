import type { Tx } from "@/db/client";
import type { RunMode } from "@/db/enums/enums";
import { prepared } from "@/db/prepared";
import { type ChainTail, emptyChain } from "@/server/audit/record";
import type { Context } from "@/server/context";
import type { RunState } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { type Vault, vaultFrom } from "@/server/parties/vault";
import { type CompiledVersion, planOf } from "./plan-of";
import { openStates } from "./stored-state";

/** A run as a step finds it. Whoever holds one holds the run's row lock, or has just made the run. */
export interface RunHead {
  id: string;
  workflowId: string;
  version: number;
  partyId: string;
  mode: RunMode;
  /** The run that decides, for one that runs silently beside it. */
  shadowOfRunId: string | null;
  reopensRunId: string | null;
  /** The run that waits for this one's end, and under which key. */
  parent: { runId: string; key: string } | null;
  /** How many runs stand above this one. */
  depth: number;
  reference: string | null;
  startedAt: Date;
  /** When it ended; nothing moves it again. */
  finishedAt: Date | null;
  /** Number of the last journal event; 0 before the first. */
  seq: number;
  /** How many of the last journal events the stored state lacks. */
  behind: number;
  vault: Vault;
  compiled: CompiledVersion;
  /** End of the run's audit chain. */
  tail: ChainTail;
  /** Undefined before the first event. */
  state: RunState | undefined;
}

export type LiveHead = RunHead & { state: RunState };

/** Locks the run and opens its state. Steps of one run happen one after the other. */
export async function lockRun(tx: Tx, ctx: Context, runId: string): Promise<LiveHead> {
  const [head] = await lockRuns(tx, ctx, [runId]);
  if (!head) throw new DomainError("not_found", "This run does not exist.");
  return head;
}

interface Locked {
  id: string;
  workflow_id: string;
  version: number;
  party_id: string;
  mode: RunMode;
  shadow_of_run_id: string | null;
  reopens_run_id: string | null;
  parent_run_id: string | null;
  parent_key: string | null;
  depth: number;
  reference: string | null;
  started_at: string;
  finished_at: string | null;
  seq: number;
  behind: number;
  state: Uint8Array;
}

interface Around {
  id: string;
  wrapped: Uint8Array | null;
  seq: number | null;
  hash: string | null;
}

const LOCK = `select id, workflow_id, version, party_id, mode, shadow_of_run_id, reopens_run_id, parent_run_id, parent_key, depth,
  reference, started_at, finished_at, seq, behind, state
  from runs where workspace_id = $1 and id = any($2) order by id for update`;

/* A statement of its own, which sees what was committed while the first waited for its locks. */
const AROUND = `select r.id, k.wrapped, a.seq, a.hash from runs r
  left join party_keys k on k.workspace_id = r.workspace_id and k.party_id = r.party_id
  left join lateral (select seq, hash from audit_entries a
    where a.workspace_id = r.workspace_id and a.subject_kind = 'run' and a.subject_id = r.id
    order by a.seq desc limit 1) a on true
  where r.workspace_id = $1 and r.id = any($2)`;

/**
 * Locks runs, always in the order of their ids, in one round trip. Those that do not exist are left out, with
 * `skipLocked` those that somebody else holds, with `skipErased` those of erased parties.
 */
export async function lockRuns(
  tx: Tx,
  ctx: Context,
  runIds: readonly string[],
  { skipLocked = false, skipErased = false } = {},
): Promise<LiveHead[]> {
  const values = [ctx.workspaceId, runIds];
  const [rows, around] = await Promise.all([
    prepared<Locked>(tx, skipLocked ? `${LOCK} skip locked` : LOCK, values),
    prepared<Around>(tx, AROUND, values),
  ]);
  const of = new Map(around.map((one) => [one.id, one]));
  const found: (Omit<LiveHead, "state"> & { sealed: Uint8Array })[] = [];
  for (const row of rows) {
    if (row.mode === "shadow")
      throw new DomainError(
        "conflict",
        "This run goes silently beside another one: it takes no answers and decides nothing.",
      );
    const { wrapped = null, seq = null, hash } = of.get(row.id) ?? {};
    const vault = vaultFrom(ctx, row.party_id, wrapped);
    if (vault.erased && skipErased) continue;
    if (vault.erased)
      throw new DomainError("conflict", "This party's data was erased, so its runs can go no further.");
    const version = { workflowId: row.workflow_id, version: row.version };
    found.push({
      id: row.id,
      ...version,
      partyId: row.party_id,
      mode: row.mode,
      shadowOfRunId: row.shadow_of_run_id,
      reopensRunId: row.reopens_run_id,
      parent: row.parent_run_id === null ? null : { runId: row.parent_run_id, key: row.parent_key ?? "" },
      depth: row.depth,
      reference: row.reference,
      startedAt: new Date(row.started_at),
      finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
      seq: row.seq,
      behind: row.behind,
      vault,
      compiled: await planOf(tx, ctx, version),
      tail: seq === null ? emptyChain : { seq, hash: hash ?? "" },
      sealed: row.state,
    });
  }
  const states = await openStates(
    tx,
    ctx,
    found.map(({ sealed, compiled, ...head }) => ({ ...head, plan: compiled.plan, state: sealed })),
  );
  return found.map(({ sealed: _, ...head }) => ({ ...head, state: states.get(head.id)! }));
}
