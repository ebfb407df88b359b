import { and, asc, eq } from "drizzle-orm";
import { expect } from "vitest";
import { inWorkspace } from "@/db/client";
import { checks, decisions, effects, runEvents, runs, runTimers, waits } from "@/db/schema";
import { verifyAudit } from "@/server/audit/verify";
import type { Context } from "@/server/context";
import { fold } from "@/server/engine/interpreter";
import { waitKey } from "@/server/engine/keys";
import type { RunEvent, RunState } from "@/server/engine/state";
import { openVault } from "@/server/parties/vault";
import { places } from "@/server/runs/places";
import { planOf } from "@/server/runs/plan-of";
import { openState } from "@/server/runs/stored-state";

/** A run as everything that is stored about it tells it. */
export function readRun(ctx: Context, runId: string) {
  return inWorkspace(ctx.db, ctx.workspaceId, async (tx) => {
    const [row] = await tx.select().from(runs).where(eq(runs.id, runId));
    if (!row) throw new Error("there is no such run");
    const vault = await openVault(tx, ctx, row.partyId);
    const events = await tx
      .select()
      .from(runEvents)
      .where(eq(runEvents.runId, runId))
      .orderBy(asc(runEvents.seq));
    return {
      row,
      vault,
      ...(await planOf(tx, ctx, row)),
      state: await openState(tx, ctx, vault, row),
      kept: vault.open<RunState>(places.state(runId), row.state),
      events: events.map(({ seq, ignored, body }) => ({
        seq,
        ignored,
        event: vault.open<RunEvent>(places.event(runId, seq), body),
      })),
      effects: await tx.select().from(effects).where(eq(effects.runId, runId)).orderBy(asc(effects.key)),
      waits: await tx.select().from(waits).where(eq(waits.runId, runId)).orderBy(asc(waits.key)),
      timers: await tx.select().from(runTimers).where(eq(runTimers.runId, runId)).orderBy(asc(runTimers.key)),
      checks: await tx.select().from(checks).where(eq(checks.runId, runId)).orderBy(asc(checks.id)),
      decisions: await tx
        .select()
        .from(decisions)
        .where(and(eq(decisions.workspaceId, ctx.workspaceId), eq(decisions.runId, runId))),
    };
  });
}

/** What must be true of every run at any time: the tables say exactly what the journal says. */
export async function expectSound(
  ctx: Context,
  runId: string,
  { audit = true } = {},
): Promise<Awaited<ReturnType<typeof readRun>>> {
  const run = await readRun(ctx, runId);
  expect(run.events.map((event) => event.seq)).toEqual(run.events.map((_, index) => index + 1));
  expect(run.row.seq).toBe(run.events.length);
  expect(
    fold(
      run.plan,
      run.events.map(({ event }) => event),
    ),
  ).toEqual(run.state);
  // What is stored may lag behind the journal, and is then what a shorter journal tells.
  expect(
    fold(
      run.plan,
      run.events.slice(0, run.row.seq - run.row.behind).map(({ event }) => event),
    ),
  ).toEqual(run.kept);
  expect(run.row.status).toBe(run.state.status);
  expect(run.decisions.length).toBe(run.state.decision ? 1 : 0);
  const standing = run.state.tokens.filter(({ phase }) => phase === "wait" || phase === "child");
  expect(run.waits.flatMap((wait) => (wait.closedAt ? [] : [wait.key])).sort()).toEqual(
    standing.map((token) => waitKey(run.state, token)).sort(),
  );
  const performing = run.state.tokens
    .filter((token) => token.phase === "effect")
    .flatMap((token) => token.pending.filter((one) => one.status === "performing").map((one) => one.key));
  const open = run.effects.filter(({ status }) => status === "planned" || status === "started");
  expect(open.map((effect) => effect.key).sort()).toEqual(performing.sort());
  if (run.row.finishedAt) expect(run.timers.filter((timer) => !timer.closedAt)).toEqual([]);
  if (audit) expect((await verifyAudit(ctx)).findings).toEqual([]);
  return run;
}
