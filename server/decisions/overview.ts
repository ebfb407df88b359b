import { and, count, eq, ne, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { decisionReruns } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { dayStart, daysUpTo } from "@/server/platform/calendar-day";
import { getWorkspace } from "@/server/workspaces/get-workspace";
import { can } from "@/server/workspaces/policy";
import { isLastRerun } from "./list-reruns";
import type { Overview, OverviewDay, OverviewFigures, OverviewQueue, overviewInput } from "./schema";

/** What asks for this member's action, and how the last days went, beside the days before. */
export function overview(ctx: Context, input: z.output<typeof overviewInput>): Promise<Overview> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { timeZone } = await getWorkspace(ctx);
    const from = dayStart(ctx.at, timeZone, input.days - 1);
    const before = dayStart(ctx.at, timeZone, 2 * input.days - 1);
    const queues = await queuesOf(tx, ctx, timeZone);
    return {
      needs: {
        mine: await mineOf(tx, ctx),
        second: can(ctx.actor, "cases.confirm") ? await secondLooks(tx, ctx) : 0,
        attention: await stuckApplications(tx, ctx),
        silent: can(ctx.actor, "connections.view") ? await silentConnections(tx, ctx) : [],
        differing: can(ctx.actor, "audit.read") ? await differingDecisions(tx, ctx) : 0,
      },
      queues,
      now: await figuresOf(tx, ctx, from, ctx.at),
      before: await figuresOf(tx, ctx, before, from),
      days: await byDay(tx, ctx, timeZone, from, input.days),
      hasApplications: await hasApplications(tx, ctx),
    };
  });
}

/* A case that waits for the applicant asks nothing of anybody, and its clock stands. */
const workable = sql.raw("('open', 'waiting_for_second', 'snoozed')");
const time = (at: Date) => sql`${at.toISOString()}::timestamptz`;

async function mineOf(tx: Tx, ctx: Context): Promise<Overview["needs"]["mine"]> {
  const hour = new Date(ctx.at.getTime() + 3_600_000);
  const [row] = await tx.execute<{ open: number; late: number; soon: number }>(sql`
    select count(*)::int as open, count(*) filter (where due_at < ${time(ctx.at)})::int as late,
      count(*) filter (where due_at >= ${time(ctx.at)} and due_at < ${time(hour)})::int as soon
    from cases where workspace_id = ${ctx.workspaceId} and assignee_id = ${ctx.actor.id} and status in ${workable}`);
  return { open: row?.open ?? 0, late: row?.late ?? 0, withinHour: row?.soon ?? 0 };
}

async function secondLooks(tx: Tx, ctx: Context): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from cases c
    where c.workspace_id = ${ctx.workspaceId} and c.status = 'waiting_for_second' and not exists (
      select 1 from case_verdicts v
      where v.workspace_id = c.workspace_id and v.case_id = c.id and v.wait_key = c.wait_key
        and v.undone_at is null and v.member_id = ${ctx.actor.id})`);
  return row?.count ?? 0;
}

async function stuckApplications(tx: Tx, ctx: Context): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from applications a
    join runs r on r.workspace_id = a.workspace_id and r.id = a.run_id
    where a.workspace_id = ${ctx.workspaceId} and r.status = 'attention'`);
  return row?.count ?? 0;
}

async function silentConnections(tx: Tx, ctx: Context): Promise<Overview["needs"]["silent"]> {
  const rows = await tx.execute<{ id: string; title: string; since: string | Date }>(sql`
    select id, title, last_failed_at as since from connections
    where workspace_id = ${ctx.workspaceId} and last_failed_at > coalesce(last_ok_at, '-infinity')
    order by last_failed_at desc`);
  return rows.map((row) => ({ ...row, since: new Date(row.since).toISOString() }));
}

/** Stored decisions whose last re-run came out otherwise. */
async function differingDecisions(tx: Tx, ctx: Context): Promise<number> {
  const [row] = await tx
    .select({ count: count() })
    .from(decisionReruns)
    .where(
      and(eq(decisionReruns.workspaceId, ctx.workspaceId), ne(decisionReruns.result, "same"), isLastRerun),
    );
  return row?.count ?? 0;
}

async function queuesOf(tx: Tx, ctx: Context, timeZone: string): Promise<OverviewQueue[]> {
  const tomorrow = dayStart(ctx.at, timeZone, -1);
  return [
    ...(await tx.execute<OverviewQueue & Record<string, unknown>>(sql`
      select q.key, q.title, count(c.id)::int as open,
        count(c.id) filter (where c.assignee_id is null)::int as unassigned,
        count(c.id) filter (where c.due_at < ${time(ctx.at)})::int as late,
        count(c.id) filter (where c.due_at >= ${time(ctx.at)} and c.due_at < ${time(tomorrow)})::int as today
      from queues q left join cases c
        on c.workspace_id = q.workspace_id and c.queue = q.key and c.status in ${workable}
      where q.workspace_id = ${ctx.workspaceId}
      group by q.key, q.title order by q.title, q.key`)),
  ].map(({ key, title, open, unassigned, late, today }) => ({ key, title, open, unassigned, late, today }));
}

async function figuresOf(tx: Tx, ctx: Context, from: Date, until: Date): Promise<OverviewFigures> {
  const [started] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from applications
    where workspace_id = ${ctx.workspaceId} and created_at >= ${time(from)} and created_at <= ${time(until)}`);
  const [decided] = await tx.execute<{
    count: number;
    approved: number;
    alone: number;
    median: number | null;
  }>(sql`
    select count(*)::int as count,
      count(*) filter (where d.outcome_kind = 'positive')::int as approved,
      count(*) filter (where d.decided_by = '{system}')::int as alone,
      (percentile_cont(0.5) within group (order by extract(epoch from d.decided_at - a.created_at)) * 1000)::float8 as median
    from decisions d join applications a on a.workspace_id = d.workspace_id and a.run_id = d.run_id
    where d.workspace_id = ${ctx.workspaceId} and d.decided_at >= ${time(from)} and d.decided_at <= ${time(until)}`);
  const [closed] = await tx.execute<{ count: number; kept: number }>(sql`
    select count(*)::int as count, count(*) filter (where closed_at <= due_at)::int as kept from cases
    where workspace_id = ${ctx.workspaceId} and status = 'decided'
      and closed_at >= ${time(from)} and closed_at <= ${time(until)}`);
  return {
    applications: started?.count ?? 0,
    decided: decided?.count ?? 0,
    approved: decided?.approved ?? 0,
    alone: decided?.alone ?? 0,
    medianMs: decided?.median ?? null,
    casesDecided: closed?.count ?? 0,
    casesInTime: closed?.kept ?? 0,
  };
}

/** Applications by the day they were started, by what became of them. Days without any are there too. */
async function byDay(
  tx: Tx,
  ctx: Context,
  timeZone: string,
  from: Date,
  days: number,
): Promise<OverviewDay[]> {
  const rows = await tx.execute<OverviewDay & Record<string, unknown>>(sql`
    select to_char(a.created_at at time zone ${timeZone}, 'YYYY-MM-DD') as day,
      count(*) filter (where d.outcome_kind = 'positive' and d.decided_by = '{system}')::int as "approvedAlone",
      count(*) filter (where d.outcome_kind = 'positive' and d.decided_by <> '{system}')::int as "approvedByPerson",
      count(*) filter (where d.outcome_kind = 'negative')::int as declined,
      count(*) filter (where d.outcome_kind not in ('positive', 'negative'))::int as other,
      count(*) filter (where d.id is null)::int as open
    from applications a left join decisions d on d.workspace_id = a.workspace_id and d.run_id = a.run_id
    where a.workspace_id = ${ctx.workspaceId} and a.created_at >= ${time(from)}
    group by 1`);
  const known = new Map([...rows].map((row) => [row.day, row]));
  const none = { approvedAlone: 0, approvedByPerson: 0, declined: 0, other: 0, open: 0 };
  return daysUpTo(ctx.at, timeZone, days - 1).map((day) => ({ ...none, ...known.get(day), day }));
}

async function hasApplications(tx: Tx, ctx: Context): Promise<boolean> {
  const rows = await tx.execute(
    sql`select 1 from applications where workspace_id = ${ctx.workspaceId} limit 1`,
  );
  return rows.length > 0;
}
