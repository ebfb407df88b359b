import { and, asc, eq, type InferSelectModel } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runEvents, type runs } from "@/db/schema";
import type { Context } from "@/server/context";
import { start, step } from "@/server/engine/interpreter";
import type { Plan } from "@/server/engine/plan";
import type { RunEvent, RunState } from "@/server/engine/state";
import type { Vault } from "@/server/parties/vault";
import { places } from "./places";
import { planOf } from "./plan-of";

type Run = Pick<InferSelectModel<typeof runs>, "id" | "workflowId" | "version">;

/**
 * The run as it was when a branch or an element was last under way: a line that has ended is forgotten by the state,
 * and only the journal still holds what it had found. The run's own state when there never was such a line.
 */
export async function lastStateOf(
  tx: Tx,
  ctx: Context,
  vault: Vault,
  run: Run,
  frame: string,
): Promise<RunState | undefined> {
  const rows = await tx
    .select({ seq: runEvents.seq, body: runEvents.body })
    .from(runEvents)
    .where(and(eq(runEvents.workspaceId, ctx.workspaceId), eq(runEvents.runId, run.id)))
    .orderBy(asc(runEvents.seq));
  const events = rows.map(({ seq, body }) => vault.open<RunEvent>(places.event(run.id, seq), body));
  const moved = events.find((event) => event.type === "migrated");
  const plan = async (version: number): Promise<Plan> =>
    (await planOf(tx, ctx, { workflowId: run.workflowId, version })).plan;
  let now = await plan(moved ? moved.fromVersion : run.version);
  let state: RunState | undefined;
  let last: RunState | undefined;
  for (const event of events) {
    if (event.type === "migrated") now = await plan(event.toVersion);
    if (state) state = step(now, state, event).state;
    else if (event.type === "started") state = start(now, event, event.at).state;
    if (state?.frames?.[frame]) last = state;
  }
  return last ?? state;
}
