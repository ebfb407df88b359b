import { and, desc, eq, isNotNull, isNull, max, notInArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, cases, caseVerdicts, members, queues, runs, waits } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { frameOfKey, isWithin } from "@/server/engine/keys";
import type { JsonObject } from "@/server/engine/state";
import { newId } from "@/server/platform/ids";
import { type CaseRecord, changeCase } from "./find";
import { closedStatuses, dueAfterWaiting, dueFrom } from "./policy";
import { type ReviewRequest, reviewRequest } from "./schema";

export interface OpenCase {
  runId: string;
  /** The review wait whose answer the case will be. */
  waitKey: string;
  node: string;
  request: JsonObject;
}

export interface OpenedCase {
  /** Null when the party has the queue's one open case for something else: this wait gets its case when that one closes. */
  caseId: string | null;
  how: "opened" | "reopened" | "present" | "queued";
}

/** Brings a review wait before people. A case sent back to the applicant by the same run comes back to whoever had it. */
export function openCase(ctx: Context, input: OpenCase): Promise<OpenedCase> {
  return inTransaction(ctx, async (tx, ctx) => {
    const request = reviewRequest.parse(input.request);
    await takeTurn(tx, ctx);
    const [run] = await tx
      .select({ partyId: runs.partyId, applicationId: applications.id })
      .from(runs)
      .leftJoin(
        applications,
        and(eq(applications.workspaceId, runs.workspaceId), eq(applications.runId, runs.id)),
      )
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.id, input.runId)));
    if (!run) throw new Error("a case needs a run");
    const [active] = await tx
      .select()
      .from(cases)
      .where(
        and(
          eq(cases.workspaceId, ctx.workspaceId),
          eq(cases.partyId, run.partyId),
          eq(cases.queue, request.queue),
          notInArray(cases.status, [...closedStatuses]),
        ),
      )
      .for("update");
    if (!active) return insertCase(tx, ctx, { ...input, request }, run);
    if (active.runId !== input.runId) return { caseId: null, how: "queued" };
    if (active.waitKey === input.waitKey) return { caseId: active.id, how: "present" };
    // Another element of a list, or another branch, is before people already: nobody's case changes under their hands.
    if (!isSameLine(active, input) || (await isStillAsked(tx, ctx, active)))
      return { caseId: null, how: "queued" };
    return reopenCase(tx, ctx, active, { ...input, request });
  });
}

type Wanted = Omit<OpenCase, "request"> & { request: ReviewRequest };

/** Openings of one workspace take turns, so that numbers count without gaps or doubles and a queue has one open case per party. */
async function takeTurn(tx: Tx, ctx: Context): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.workspaceId}/cases`}, 11))`);
}

async function insertCase(
  tx: Tx,
  ctx: Context,
  { runId, waitKey, node, request }: Wanted,
  about: { partyId: string; applicationId: string | null },
): Promise<OpenedCase> {
  const [last] = await tx
    .select({ number: max(cases.number) })
    .from(cases)
    .where(eq(cases.workspaceId, ctx.workspaceId));
  const [queue] = await tx
    .select({ slaHours: queues.slaHours })
    .from(queues)
    .where(and(eq(queues.workspaceId, ctx.workspaceId), eq(queues.key, request.queue)));
  if (!queue) throw new Error(`there is no queue ${request.queue}`);
  const id = newId("case", ctx.at);
  const number = (last?.number ?? 0) + 1;
  const dueAt = dueFrom(ctx.at, queue.slaHours);
  await tx.insert(cases).values({
    workspaceId: ctx.workspaceId,
    id,
    number,
    queue: request.queue,
    ...about,
    runId,
    waitKey,
    status: "open",
    proposedOutcome: request.proposedOutcome,
    score: request.score,
    reasonCodes: request.reasonCodes,
    fourEyes: request.fourEyes,
    openedAt: ctx.at,
    dueAt,
    revision: 0,
  });
  await recordAudit(tx, ctx, {
    subject: { kind: "case", id },
    action: "case.opened",
    facts: {
      number,
      queue: request.queue,
      run: runId,
      wait: waitKey,
      node,
      proposed: request.proposedOutcome,
      reasonCodes: request.reasonCodes,
      score: request.score,
      dueAt: dueAt.toISOString(),
      revision: 0,
    },
  });
  return { caseId: id, how: "opened" };
}

async function reopenCase(
  tx: Tx,
  ctx: Context,
  caseFile: CaseRecord,
  { waitKey, node, request }: Wanted,
): Promise<OpenedCase> {
  const dueAt = dueAfterWaiting(caseFile.dueAt, await sentBackAt(tx, ctx, caseFile), ctx.at);
  const assigneeId = await stillHere(tx, ctx, caseFile.assigneeId);
  const revision = await changeCase(tx, ctx, caseFile, {
    status: "open",
    waitKey,
    assigneeId,
    dueAt,
    proposedOutcome: request.proposedOutcome,
    score: request.score,
    reasonCodes: request.reasonCodes,
    fourEyes: request.fourEyes,
  });
  await recordAudit(tx, ctx, {
    subject: { kind: "case", id: caseFile.id },
    action: "case.reopened",
    facts: {
      wait: waitKey,
      node,
      assignee: assigneeId,
      proposed: request.proposedOutcome,
      reasonCodes: request.reasonCodes,
      score: request.score,
      dueAt: dueAt.toISOString(),
      revision,
    },
  });
  return { caseId: caseFile.id, how: "reopened" };
}

async function sentBackAt(tx: Tx, ctx: Context, caseFile: CaseRecord): Promise<Date | undefined> {
  if (caseFile.status !== "waiting_for_applicant") return undefined;
  const [verdict] = await tx
    .select({ appliedAt: caseVerdicts.appliedAt })
    .from(caseVerdicts)
    .where(
      and(
        eq(caseVerdicts.workspaceId, ctx.workspaceId),
        eq(caseVerdicts.caseId, caseFile.id),
        eq(caseVerdicts.verdict, "send_back"),
        isNotNull(caseVerdicts.appliedAt),
      ),
    )
    .orderBy(desc(caseVerdicts.appliedAt))
    .limit(1);
  return verdict?.appliedAt ?? undefined;
}

/** Whether a case belongs to the line of the run that asks now, or to the one it came from, which stands still meanwhile. */
function isSameLine(caseFile: CaseRecord, { waitKey }: Pick<OpenCase, "waitKey">): boolean {
  const line = frameOfKey(caseFile.waitKey);
  return line === undefined || isWithin(frameOfKey(waitKey), line);
}

/** Whether the run still waits for what the case is about. */
async function isStillAsked(tx: Tx, ctx: Context, { runId, waitKey }: CaseRecord): Promise<boolean> {
  const [wait] = await tx
    .select({ key: waits.key })
    .from(waits)
    .where(
      and(
        eq(waits.workspaceId, ctx.workspaceId),
        eq(waits.runId, runId),
        eq(waits.key, waitKey),
        isNull(waits.closedAt),
      ),
    );
  return wait !== undefined;
}

/** The assignee, unless they left the workspace meanwhile. */
async function stillHere(tx: Tx, ctx: Context, memberId: string | null): Promise<string | null> {
  if (!memberId) return null;
  const [member] = await tx
    .select({ id: members.id })
    .from(members)
    .where(
      and(eq(members.workspaceId, ctx.workspaceId), eq(members.id, memberId), isNull(members.removedAt)),
    );
  return member?.id ?? null;
}
