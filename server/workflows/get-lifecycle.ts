import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  auditEntries,
  runMigrations,
  runs,
  workflowReviews,
  workflowRollouts,
  workflowSchedules,
  workflowVersions,
} from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { actorNames } from "@/server/workspaces/actor-names";
import { whoMayApprove, whyNotApprove } from "./approval/policy";
import type { ReviewView } from "./approval/schema";
import { findDraft, findVersion, findWorkflow, type WorkflowRecord } from "./find";
import { saysSame } from "./get-draft";
import { findLease, leaseView } from "./lease";
import { askedOf, changeOf, needsApproval, people } from "./require-approval";
import type { LifecycleView, VersionRow, VersionState } from "./rollout/schema";
import { attachedTests, testReport } from "./saved-tests/schema";
import { workflowDocument } from "./schema";

/** Everything about a workflow's versions: what runs live and beside it, what is planned, asked for and under way. */
export function getLifecycle(ctx: Context, input: { workflowId: string }): Promise<LifecycleView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, input.workflowId);
    const { id, key, title, liveVersion, archivedAt } = workflow;
    const versions = await versionRows(tx, ctx, workflow);
    const plans = await plansOf(tx, ctx, id);
    const planned = plans.find(({ state }) => state === "planned");
    const failed = plans[0]?.state === "failed" ? plans[0] : undefined;
    const migrations = await tx
      .select()
      .from(runMigrations)
      .where(and(eq(runMigrations.workspaceId, ctx.workspaceId), eq(runMigrations.workflowId, id)))
      .orderBy(desc(runMigrations.startedAt))
      .limit(10);
    const nameOf = await actorNames(tx, ctx, [
      ...versions.flatMap(({ publishedBy, approvedBy }) => [publishedBy, approvedBy ?? publishedBy]),
      ...plans.map(({ plannedBy }) => plannedBy),
      ...migrations.map(({ startedBy }) => startedBy),
    ]);
    return {
      workflow: { id, key, title, liveVersion, archivedAt: archivedAt?.toISOString() ?? null },
      needsApproval: await needsApproval(ctx),
      draft: await draftLine(tx, ctx, workflow),
      versions: versions.map((row) => ({
        ...row,
        publishedBy: nameOf(row.publishedBy),
        approvedBy: row.approvedBy === null ? null : nameOf(row.approvedBy),
        states: [
          ...row.states,
          ...(planned?.version === row.version
            ? [{ is: "planned" as const, at: planned.dueAt.toISOString() }]
            : []),
        ],
      })),
      plan: planned
        ? {
            id: planned.id,
            version: planned.version,
            at: planned.dueAt.toISOString(),
            reason: planned.reason,
            plannedBy: nameOf(planned.plannedBy),
            plannedAt: planned.plannedAt.toISOString(),
          }
        : null,
      failedPlan: failed
        ? { version: failed.version, at: failed.dueAt.toISOString(), failure: failed.failure ?? "" }
        : null,
      review: await latestReview(tx, ctx, workflow),
      migrations: migrations.map(({ id, toVersion, state, startedBy, startedAt }) => ({
        ...{ id, toVersion, state },
        startedBy: nameOf(startedBy),
        startedAt: startedAt.toISOString(),
      })),
      openRuns: versions.reduce((sum, { openRuns }) => sum + openRuns, 0),
    };
  });
}

async function versionRows(tx: Tx, ctx: Context, workflow: WorkflowRecord): Promise<VersionRow[]> {
  const rows = await tx
    .select({
      version: workflowVersions.version,
      note: workflowVersions.note,
      hash: workflowVersions.hash,
      publishedBy: workflowVersions.publishedBy,
      publishedAt: workflowVersions.publishedAt,
      changes: workflowVersions.changes,
      tests: workflowVersions.tests,
      approvedBy: workflowVersions.approvedBy,
      mode: workflowRollouts.mode,
      percent: workflowRollouts.percent,
    })
    .from(workflowVersions)
    .leftJoin(
      workflowRollouts,
      and(
        eq(workflowRollouts.workspaceId, workflowVersions.workspaceId),
        eq(workflowRollouts.workflowId, workflowVersions.workflowId),
        eq(workflowRollouts.version, workflowVersions.version),
      ),
    )
    .where(
      and(eq(workflowVersions.workspaceId, ctx.workspaceId), eq(workflowVersions.workflowId, workflow.id)),
    )
    .orderBy(desc(workflowVersions.version));
  const everLive = await versionsOnceLive(tx, ctx, workflow.id);
  const counts = await tx
    .select({
      version: runs.version,
      all: sql<number>`count(*)::int`,
      open: sql<number>`count(*) filter (where ${runs.finishedAt} is null)::int`,
    })
    .from(runs)
    .where(
      and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.workflowId, workflow.id), ne(runs.mode, "shadow")),
    )
    .groupBy(runs.version);
  const counted = new Map(counts.map((row) => [row.version, row]));
  return rows.map(({ mode, percent, publishedAt, tests, ...row }) => {
    const states: VersionState[] = row.version === workflow.liveVersion ? [{ is: "live" }] : [];
    if (mode === "shadow") states.push({ is: "shadow" });
    if (mode === "challenger") states.push({ is: "challenger", percent: percent ?? 0 });
    return {
      ...row,
      states,
      publishedAt: publishedAt.toISOString(),
      tests: tests === null ? null : attachedTests.parse(tests),
      wasLive: everLive.has(row.version) || row.version === workflow.liveVersion,
      runs: counted.get(row.version)?.all ?? 0,
      openRuns: counted.get(row.version)?.open ?? 0,
    };
  });
}

/** Versions that new runs began with at some time, by the workflow's own audit chain. */
async function versionsOnceLive(tx: Tx, ctx: Context, workflowId: string): Promise<Set<number>> {
  const rows = await tx
    .select({ facts: auditEntries.facts })
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, ctx.workspaceId),
        eq(auditEntries.subjectKind, "workflow"),
        eq(auditEntries.subjectId, workflowId),
        inArray(auditEntries.action, ["workflow.published", "workflow.made_live"]),
      ),
    );
  // A chain has every version that was replaced as the one `before`, too.
  return new Set(
    rows.flatMap(({ facts }) => {
      const { before } = JSON.parse(facts) as { before?: number | null };
      return typeof before === "number" ? [before] : [];
    }),
  );
}

/** The plan that waits, or the last one. */
const plansOf = (tx: Tx, ctx: Context, workflowId: string) =>
  tx
    .select()
    .from(workflowSchedules)
    .where(
      and(eq(workflowSchedules.workspaceId, ctx.workspaceId), eq(workflowSchedules.workflowId, workflowId)),
    )
    .orderBy(desc(workflowSchedules.plannedAt), desc(workflowSchedules.id))
    .limit(2);

async function draftLine(tx: Tx, ctx: Context, workflow: WorkflowRecord): Promise<LifecycleView["draft"]> {
  const draft = await findDraft(tx, ctx, workflow.id);
  if (!draft) return null;
  const live = workflow.liveVersion ? await findVersion(tx, ctx, workflow, workflow.liveVersion) : undefined;
  const nameOf = await actorNames(tx, ctx, [draft.savedBy]);
  return {
    revision: draft.revision,
    basedOn: draft.basedOn,
    savedBy: nameOf(draft.savedBy),
    savedAt: draft.savedAt.toISOString(),
    isChanged: !live || !saysSame(workflowDocument.parse(draft.document), live),
    lease: await leaseView(tx, ctx, await findLease(tx, ctx, workflow.id), undefined),
  };
}

/** The review that is under way, or how the last one ended. */
async function latestReview(tx: Tx, ctx: Context, workflow: WorkflowRecord): Promise<ReviewView | null> {
  const [review] = await tx
    .select()
    .from(workflowReviews)
    .where(and(eq(workflowReviews.workspaceId, ctx.workspaceId), eq(workflowReviews.workflowId, workflow.id)))
    .orderBy(desc(workflowReviews.requestedAt), desc(workflowReviews.id))
    .limit(1);
  if (!review) return null;
  const change = changeOf(review);
  const asked = await askedOf(tx, ctx, workflow, change, review.requestedBy);
  const nameOf = await actorNames(tx, ctx, [review.requestedBy, review.decidedBy ?? review.requestedBy]);
  const { actor } = ctx;
  return {
    id: review.id,
    change,
    state: review.state,
    note: review.note,
    requestedBy: nameOf(review.requestedBy),
    requestedAt: review.requestedAt.toISOString(),
    decidedBy: review.decidedBy === null ? null : nameOf(review.decidedBy),
    decidedAt: review.decidedAt?.toISOString() ?? null,
    decisionNote: review.decisionNote,
    tests: review.tests === null ? null : testReport.parse(review.tests),
    whyNot:
      actor.kind === "member" ? (whyNotApprove(actor, asked) ?? null) : "A review is decided by a person.",
    mayApprove: whoMayApprove(await people(tx, ctx), asked),
  };
}
