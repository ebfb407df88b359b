import { and, desc, eq, gte, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import type { z } from "zod";
import { applications, decisions, parties, runs, waits, workflows, workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { boundsOfDay, dayStart } from "@/server/platform/calendar-day";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { getWorkspace } from "@/server/workspaces/get-workspace";
import { applicationStatus } from "./policy";
import type { ApplicationRow, listApplicationsInput } from "./schema";

export interface ApplicationList {
  data: ApplicationRow[];
  nextCursor: string | null;
  total: { count: number; more: boolean };
}

const ORDER = "created";
const MOST = 10_000;
const SYSTEM = sql`${decisions.decidedBy} = '{system}'`;

const outcomeTitle = sql<string | null>`(
  select o ->> 'title' from json_array_elements(${workflowVersions.document} -> 'outcomes') o
  where o ->> 'key' = ${decisions.outcome})`;

const openSignals = sql<string[]>`array(
  select ${waits.signal} from ${waits}
  where ${waits.workspaceId} = ${applications.workspaceId} and ${waits.runId} = ${applications.runId}
    and ${waits.closedAt} is null)`;

/** A page of the workspace's applications, newest first, with how many there are in all. */
export function listApplications(
  ctx: Context,
  input: z.output<typeof listApplicationsInput>,
): Promise<ApplicationList> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { timeZone } = await getWorkspace(ctx);
    const where = and(eq(applications.workspaceId, ctx.workspaceId), ...filtersOf(ctx, input, timeZone));
    const ofRun = and(eq(runs.workspaceId, applications.workspaceId), eq(runs.id, applications.runId));
    const ofDecision = and(
      eq(decisions.workspaceId, applications.workspaceId),
      eq(decisions.runId, applications.runId),
    );
    const place = readCursor(input.cursor, ORDER);
    const rows = await tx
      .select({
        application: applications,
        party: { id: parties.id, kind: parties.kind, name: parties.name, country: parties.country },
        workflow: { id: workflows.id, key: workflows.key, title: workflows.title, version: runs.version },
        run: { status: runs.status, attention: runs.attention },
        decision: {
          outcome: decisions.outcome,
          kind: decisions.outcomeKind,
          by: decisions.decidedBy,
          at: decisions.decidedAt,
        },
        outcomeTitle,
        openSignals,
      })
      .from(applications)
      .innerJoin(runs, ofRun)
      .innerJoin(
        parties,
        and(eq(parties.workspaceId, applications.workspaceId), eq(parties.id, applications.partyId)),
      )
      .innerJoin(
        workflows,
        and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)),
      )
      .innerJoin(
        workflowVersions,
        and(
          eq(workflowVersions.workspaceId, runs.workspaceId),
          eq(workflowVersions.workflowId, runs.workflowId),
          eq(workflowVersions.version, runs.version),
        ),
      )
      .leftJoin(decisions, ofDecision)
      .where(and(where, place && after(place)))
      .orderBy(desc(applications.createdAt), desc(applications.id))
      .limit(input.limit + 1);
    const some = tx
      .select({ one: sql`1` })
      .from(applications)
      .innerJoin(runs, ofRun)
      .innerJoin(
        workflows,
        and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)),
      )
      .leftJoin(decisions, ofDecision)
      .where(where)
      .limit(MOST + 1)
      .as("some");
    const [counted] = await tx.select({ count: sql<number>`count(*)::int` }).from(some);
    const count = counted?.count ?? 0;
    const data = rows.slice(0, input.limit).map(({ application, run, decision, ...row }) => ({
      id: application.id,
      party: row.party,
      workflow: row.workflow,
      runId: application.runId,
      status: applicationStatus(run.status, row.openSignals, decision !== null),
      attention: run.status === "attention" ? run.attention : null,
      reference: application.reference,
      createdAt: application.createdAt.toISOString(),
      submittedAt: application.submittedAt?.toISOString() ?? null,
      decision: decision && {
        outcome: decision.outcome,
        title: row.outcomeTitle ?? decision.outcome,
        kind: decision.kind,
        alone: decision.by.length === 1 && decision.by[0] === "system",
        at: decision.at.toISOString(),
      },
    }));
    const last = data.at(-1);
    return {
      data,
      nextCursor: last && rows.length > input.limit ? writeCursor(ORDER, last.createdAt, last.id) : null,
      total: { count: Math.min(count, MOST), more: count > MOST },
    };
  });
}

const after = ({ value, id }: { value: string | number; id: string }): SQL | undefined => {
  const at = new Date(value);
  return or(lt(applications.createdAt, at), and(eq(applications.createdAt, at), lt(applications.id, id)));
};

function filtersOf(
  ctx: Context,
  input: z.output<typeof listApplicationsInput>,
  timeZone: string,
): (SQL | undefined)[] {
  const { startedDays, startedOn, decidedDays, result, by, attention } = input;
  const since = (days: number) => dayStart(ctx.at, timeZone, days - 1);
  const day = startedOn ? boundsOfDay(startedOn, timeZone) : undefined;
  return [
    startedDays ? gte(applications.createdAt, since(startedDays)) : undefined,
    day && and(gte(applications.createdAt, day.from), lt(applications.createdAt, day.until)),
    decidedDays ? gte(decisions.decidedAt, since(decidedDays)) : undefined,
    result === "open" ? isNull(decisions.id) : undefined,
    result === "other" ? sql`${decisions.outcomeKind} not in ('positive', 'negative')` : undefined,
    result === "positive" || result === "negative" ? eq(decisions.outcomeKind, result) : undefined,
    by === "system" ? SYSTEM : undefined,
    by === "person" ? sql`${decisions.decidedBy} <> '{system}'` : undefined,
    attention ? eq(runs.status, "attention") : undefined,
    input.workflow ? eq(workflows.key, input.workflow) : undefined,
    input.reference ? eq(applications.reference, input.reference) : undefined,
    input.partyId ? eq(applications.partyId, input.partyId) : undefined,
  ];
}
