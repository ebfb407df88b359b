import type { Tx } from "@/db/client";
import { prepared } from "@/db/prepared";
import type { Context } from "@/server/context";
import { step } from "@/server/engine/interpreter";
import type { Plan } from "@/server/engine/plan";
import type { RunEvent, RunState } from "@/server/engine/state";
import type { Vault } from "@/server/parties/vault";
import { places } from "./places";
import { planOf, type VersionKey } from "./plan-of";

/** A run's row, as far as its state is concerned, and what opens and continues it. */
export interface StoredState {
  id: string;
  seq: number;
  /** How many of its last events the stored state does not hold yet. */
  behind: number;
  state: Uint8Array;
  vault: Vault;
  plan: Plan;
}

/**
 * How far a stored state may lag behind the journal. While one answer leads to the next question, nobody but the driver
 * needs the state, and writing it is the dearest part of a step.
 */
export const MOST_BEHIND = 16;

const HEARD = `select e.run_id, e.seq, e.body
  from json_to_recordset($2::json) r(workspace text, run text, after int, upto int)
  join run_events e on e.workspace_id = r.workspace and e.run_id = r.run and e.seq > r.after and e.seq <= r.upto
  where r.workspace = $1 order by e.run_id, e.seq`;

/** The states of runs by id: each what is stored, and then what the run heard since. */
export async function openStates(
  tx: Tx,
  ctx: Context,
  rows: readonly StoredState[],
): Promise<Map<string, RunState>> {
  const states = new Map(
    rows.map(({ id, vault, state }) => [id, vault.open<RunState>(places.state(id), state)]),
  );
  const lagging = rows.filter(({ behind }) => behind > 0);
  if (lagging.length === 0) return states;
  const wanted = lagging.map(({ id, seq, behind }) => ({
    workspace: ctx.workspaceId,
    run: id,
    after: seq - behind,
    upto: seq,
  }));
  const heard = await prepared<{ run_id: string; seq: number; body: Uint8Array }>(tx, HEARD, [
    ctx.workspaceId,
    JSON.stringify(wanted),
  ]);
  const of = new Map(lagging.map((row) => [row.id, row]));
  for (const { run_id: id, seq, body } of heard) {
    const row = of.get(id);
    const state = states.get(id);
    if (!row || !state) throw new Error("a run that nobody asked for was read");
    const event = row.vault.open<RunEvent>(places.event(id, seq), body);
    states.set(id, step(row.plan, state, event).state);
  }
  return states;
}

/** One run's state, of its row as it was read. */
export async function openState(
  tx: Tx,
  ctx: Context,
  vault: Vault,
  row: Omit<StoredState, "vault" | "plan"> & VersionKey,
): Promise<RunState> {
  const { plan } = await planOf(tx, ctx, row);
  const state = (await openStates(tx, ctx, [{ ...row, vault, plan }])).get(row.id);
  if (!state) throw new Error("a stored state was not opened");
  return state;
}
