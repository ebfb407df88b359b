import { and, asc, eq, gt, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { parties, scheduledStarts } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { scheduleStartConfig } from "@/server/nodes/schedule-start/definition";
import { resolveParty } from "@/server/parties/resolve";
import { log } from "@/server/platform/log";
import type { StartRun } from "@/server/runs/first-step";
import { startRuns } from "@/server/runs/start";
import { assignVersion } from "./assign-version";
import { type LiveVersion, liveVersion } from "./live-version";
import { dayIn, lastDue } from "./schedule/policy";

/** A due time that passed while no worker was there is made up for within a day; older ones are left out. */
const LATEST_MS = 86_400_000;
/** Runs that one transaction begins. */
const BATCH = 50;

/**
 * Begins what is due by the clocks of live workflows: a run for each party, once per due time however many workers look.
 * What a crash left half done goes on behind the last party that was begun.
 */
export async function startScheduled(
  ctx: Context,
  { signal }: { signal?: AbortSignal } = {},
): Promise<{ started: number }> {
  let started = 0;
  for (const key of await scheduledKeys(ctx)) {
    for (let isMore = true; isMore; ) {
      signal?.throwIfAborted();
      const batch = await startBatch(ctx, key).catch(leaveForLater(key));
      started += batch.started;
      ({ isMore } = batch);
    }
  }
  return { started };
}

/** It was archived or changed meanwhile: the next look finds out. The others are begun all the same. */
const leaveForLater = (workflow: string) => (error: unknown) => {
  if (!isDomainError(error)) throw error;
  log().warn({ workflow, code: error.code }, "a scheduled start was left for later");
  return { started: 0, isMore: false };
};

function scheduledKeys(ctx: Context): Promise<string[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx.execute<{ key: string }>(sql`
      select w.key from workflows w join workflow_versions v
        on v.workspace_id = w.workspace_id and v.workflow_id = w.id and v.version = w.live_version
      where w.workspace_id = ${ctx.workspaceId} and w.archived_at is null
        and jsonb_path_exists(v.document::jsonb, '$.nodes.*.type ? (@ == "schedule_start")')
      order by w.key`);
    return rows.map(({ key }) => key);
  });
}

function startBatch(ctx: Context, key: string): Promise<{ started: number; isMore: boolean }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const none = { started: 0, isMore: false };
    const live = await liveVersion(ctx, { key });
    const start = Object.values(live.document.nodes).find(({ type }) => type === "schedule_start");
    if (!start) return none;
    const config = scheduleStartConfig.parse(start.config);
    const { timeZone } = live.document.settings;
    const dueAt = lastDue(config, timeZone, ctx.at);
    const place = { workspaceId: ctx.workspaceId, workflowId: live.workflowId, dueAt };
    const late = ctx.at.getTime() - dueAt.getTime() > LATEST_MS;
    const isNew = !(await hasBegunBefore(tx, ctx, live.workflowId));
    // The first look at a workflow only notes where its clock stands: it begins with the next due time.
    const skipped = isNew ? "It was not live at this time." : late ? "No worker was there in time." : null;
    await tx
      .insert(scheduledStarts)
      .values({ ...place, beganAt: ctx.at, endedAt: skipped === null ? null : ctx.at, failure: skipped })
      .onConflictDoNothing();
    const mine = and(
      eq(scheduledStarts.workspaceId, ctx.workspaceId),
      eq(scheduledStarts.workflowId, live.workflowId),
      eq(scheduledStarts.dueAt, dueAt),
    );
    const [row] = await tx.select().from(scheduledStarts).where(mine).for("update");
    if (!row || row.endedAt) return none;
    const found = await tx
      .select({ id: parties.id })
      .from(parties)
      .where(
        and(
          eq(parties.workspaceId, ctx.workspaceId),
          eq(parties.kind, live.document.settings.partyKind),
          isNull(parties.erasedAt),
          gt(parties.id, row.lastPartyId),
          config.parties === "all" ? undefined : lte(parties.nextReviewOn, dayIn(dueAt, timeZone)),
          notBegun(live, config.parties),
        ),
      )
      .orderBy(asc(parties.id))
      .limit(BATCH);
    const wishes: StartRun[] = [];
    for (const { id } of found) wishes.push(await wishFor(ctx, live, id, dueAt));
    if (wishes.length > 0) await startRuns(ctx, wishes);
    const isMore = found.length === BATCH;
    const started = row.started + wishes.length;
    await tx
      .update(scheduledStarts)
      .set({
        started,
        lastPartyId: found.at(-1)?.id ?? row.lastPartyId,
        endedAt: isMore ? null : ctx.at,
      })
      .where(mine);
    if (!isMore)
      await recordAudit(tx, ctx, {
        subject: { kind: "workflow", id: live.workflowId },
        action: "workflow.scheduled_start",
        facts: { dueAt: dueAt.toISOString(), version: live.version, started },
      });
    return { started: wishes.length, isMore };
  });
}

async function hasBegunBefore(tx: Tx, ctx: Context, workflowId: string): Promise<boolean> {
  const rows = await tx
    .select({ dueAt: scheduledStarts.dueAt })
    .from(scheduledStarts)
    .where(and(eq(scheduledStarts.workspaceId, ctx.workspaceId), eq(scheduledStarts.workflowId, workflowId)))
    .limit(1);
  return rows.length > 0;
}

/** A review that was begun since it fell due is not begun again; for all, one that is under way is enough. */
function notBegun({ workflowId }: LiveVersion, whom: "review_due" | "all"): SQL {
  const same = sql`select 1 from runs r where r.workspace_id = ${parties.workspaceId} and r.party_id = ${parties.id}
    and r.workflow_id = ${workflowId} and r.mode <> 'shadow'`;
  return whom === "all"
    ? sql`not exists (${same} and r.finished_at is null)`
    : sql`not exists (${same} and (r.finished_at is null or r.started_at >= ${parties.nextReviewOn}))`;
}

async function wishFor(ctx: Context, live: LiveVersion, partyId: string, dueAt: Date): Promise<StartRun> {
  const kind = live.document.settings.partyKind;
  const party = await resolveParty(ctx, { kind, party: { id: partyId } });
  return {
    workflow: await assignVersion(ctx, live, party.id),
    partyId: party.id,
    vault: party.vault,
    party: party.data,
    input: { scheduledFor: dueAt.toISOString() },
  };
}
