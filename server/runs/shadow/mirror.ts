import { and, asc, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { runEvents, runs, shadowResults } from "@/db/schema";
import { chainTail } from "@/server/audit/record";
import { callsIn, type WatchedPlan, watch } from "@/server/backtests/replay";
import { type Context, inTransaction } from "@/server/context";
import { step } from "@/server/engine/interpreter";
import type { Plan } from "@/server/engine/plan";
import type { RunEvent, RunState, StepResult } from "@/server/engine/state";
import { openVault, type Vault } from "@/server/parties/vault";
import { newId } from "@/server/platform/ids";
import { commitStep } from "../commit";
import type { RunHead } from "../head";
import { places } from "../places";
import { type CompiledVersion, planOf } from "../plan-of";
import { openState } from "../stored-state";
import { answersIn } from "./answers";
import { followWithLists } from "./list-answers";
import { firstSilentStep, type Standstill } from "./policy";

type RunRecord = typeof runs.$inferSelect;

/**
 * Lets a version run silently beside a run that decides, as far as that one has come. The silent run has a journal of its
 * own and nothing else: it plans no effect, opens no case, starts no timer, makes no decision and tells no webhook. Asked
 * again, it goes on from where it stood.
 */
export function mirrorRun(
  ctx: Context,
  input: { runId: string; version: number },
): Promise<(typeof shadowResults.$inferInsert)["state"] | undefined> {
  return inTransaction(ctx, async (tx, ctx) => {
    // Jobs and the sweep may ask for the same one at once.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.workspaceId}/shadow/${input.runId}/${input.version}`}, 11))`,
    );
    const [live] = await tx
      .select()
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, input.runId)));
    if (live?.mode !== "live") return undefined;
    const vault = await openVault(tx, ctx, live.partyId);
    if (vault.erased) return undefined;
    const journal = await journalOf(tx, ctx, vault, live.id);
    const decided = await answersOf(tx, ctx, live, journal);
    const compiled = await planOf(tx, ctx, { workflowId: live.workflowId, version: input.version });
    const silent = await silentRun(tx, ctx, { live, vault, version: input.version, compiled });
    const known = silent.head.seq > 0 ? await journalOf(tx, ctx, vault, silent.head.id) : [];
    const [started] = journal;
    if (started?.type !== "started") throw new Error("a journal begins with its start");
    const first: RunEvent = { ...started, runId: silent.head.id };
    const isOver = live.status === "completed" || live.status === "cancelled";
    // When the deciding run has ended, no more answers come, and times to come need not be sat out.
    const now = isOver ? "9999-12-31T23:59:59.999Z" : ctx.at.toISOString();
    const silentWatch = watch(compiled.document, compiled.plan);
    const begin = known.length > 0 ? known : [first];
    const followed = await followWithLists(ctx, silentWatch.plan, begin, decided.answers, now);
    const news =
      known.length > 0 ? followed.heard : [firstSilentStep(compiled.plan, first), ...followed.heard];
    const told = [...known, ...followed.heard.map(({ event }) => event)];
    const result = {
      ...compare(decided.state, followed, isOver),
      rules: silentWatch.take(),
      liveRules: decided.hits,
      calls: callsIn(compiled.plan, silent.head.id, told),
      liveCalls: callsIn(decided.plan, live.id, journal),
    };
    if (result.state === "not_comparable" && followed.state.status !== "cancelled")
      news.push(ending(ctx, compiled.plan, followed.state));
    await tell(tx, ctx, silent.head, news);
    await keepResult(tx, ctx, { live, silent: silent.head, heardSeq: live.seq, result });
    return result.state;
  });
}

async function journalOf(tx: Tx, ctx: Context, vault: Vault, runId: string): Promise<RunEvent[]> {
  const rows = await tx
    .select({ seq: runEvents.seq, body: runEvents.body })
    .from(runEvents)
    .where(and(eq(runEvents.workspaceId, ctx.workspaceId), eq(runEvents.runId, runId)))
    .orderBy(asc(runEvents.seq));
  return rows.map(({ seq, body }) => vault.open<RunEvent>(places.event(runId, seq), body));
}

async function answersOf(tx: Tx, ctx: Context, live: RunRecord, journal: readonly RunEvent[]) {
  const moves = journal.filter((event) => event.type === "migrated");
  const versions = new Set([
    moves[0]?.fromVersion ?? live.version,
    ...moves.map(({ toVersion }) => toVersion),
  ]);
  const plans = new Map<number, WatchedPlan>();
  for (const version of versions) {
    const { document, plan } = await planOf(tx, ctx, { workflowId: live.workflowId, version });
    plans.set(version, watch(document, plan));
  }
  const plan = (version: number): Plan => {
    const known = plans.get(version);
    if (!known) throw new Error("a version of this journal was not read");
    return known.plan;
  };
  const found = answersIn(plan(moves[0]?.fromVersion ?? live.version), journal, plan);
  const hits = [...new Set([...plans.values()].flatMap((one) => one.take()))];
  return { ...found, hits, plan: plan(live.version) };
}

async function silentRun(
  tx: Tx,
  ctx: Context,
  {
    live,
    vault,
    version,
    compiled,
  }: { live: RunRecord; vault: Vault; version: number; compiled: CompiledVersion },
): Promise<{ head: RunHead }> {
  const [row] = await tx
    .select()
    .from(runs)
    .where(
      and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.shadowOfRunId, live.id), eq(runs.version, version)),
    );
  const id = row?.id ?? newId("run", ctx.at);
  return {
    head: {
      ...{ id, version, vault, compiled },
      workflowId: live.workflowId,
      partyId: live.partyId,
      mode: "shadow",
      shadowOfRunId: live.id,
      reopensRunId: null,
      parent: null,
      depth: 0,
      reference: live.reference,
      startedAt: live.startedAt,
      finishedAt: row?.finishedAt ?? null,
      seq: row?.seq ?? 0,
      behind: 0,
      tail: await chainTail(tx, ctx, { kind: "run", id }),
      state: row ? await openState(tx, ctx, vault, row) : undefined,
    },
  };
}

/** Writes what the silent run was told. Its wishes are left out: that is what makes it silent. */
async function tell(
  tx: Tx,
  ctx: Context & { tx: Tx },
  head: RunHead,
  news: readonly { event: RunEvent; result: StepResult }[],
): Promise<void> {
  const now = { ...head };
  for (const { event, result } of news) {
    await commitStep(tx, ctx, now, event, { ...result, commands: [] });
    now.seq++;
    now.state = result.state;
    now.tail = await chainTail(tx, ctx, { kind: "run", id: head.id });
  }
}

/** What cannot be compared ends here, so that nothing counts it as open. */
function ending(ctx: Context, plan: Plan, state: RunState): { event: RunEvent; result: StepResult } {
  const event: RunEvent = {
    type: "cancel_requested",
    at: ctx.at.toISOString(),
    by: { kind: "system", id: "engine" },
    reason: "It cannot be compared with the run that decided.",
  };
  return { event, result: step(plan, state, event) };
}

type Outcome = Pick<
  typeof shadowResults.$inferInsert,
  "state" | "outcome" | "reasonCodes" | "liveOutcome" | "liveReasonCodes" | "node" | "reason"
>;
type Result = Outcome &
  Pick<typeof shadowResults.$inferInsert, "rules" | "liveRules" | "calls" | "liveCalls">;

function compare(
  live: RunState | undefined,
  silent: { state: RunState; standstill: Standstill | undefined },
  isOver: boolean,
): Outcome {
  const [mine, theirs] = [silent.state.decision, live?.decision];
  const outcomes = {
    outcome: mine?.outcome ?? null,
    reasonCodes: mine?.reasonCodes ?? null,
    liveOutcome: theirs?.outcome ?? null,
    liveReasonCodes: theirs?.reasonCodes ?? null,
  };
  if (mine && theirs) return { state: "compared", ...outcomes };
  if (!isOver) return { state: "waiting", ...outcomes };
  const { node = null, reason = null } = silent.standstill ?? {};
  return {
    state: "not_comparable",
    ...outcomes,
    ...(theirs ? { node, reason } : { node: null, reason: "live_cancelled" }),
  };
}

async function keepResult(
  tx: Tx,
  ctx: Context,
  { live, silent, heardSeq, result }: { live: RunRecord; silent: RunHead; heardSeq: number; result: Result },
): Promise<void> {
  const comparedAt = result.state === "waiting" ? null : ctx.at;
  await tx
    .insert(shadowResults)
    .values({
      workspaceId: ctx.workspaceId,
      runId: silent.id,
      liveRunId: live.id,
      workflowId: live.workflowId,
      version: silent.version,
      liveVersion: live.version,
      startedAt: live.startedAt,
      ...{ heardSeq, comparedAt, ...result },
    })
    .onConflictDoUpdate({
      target: [shadowResults.workspaceId, shadowResults.runId],
      set: { heardSeq, comparedAt, ...result },
    });
}
