import { and, desc, eq, inArray } from "drizzle-orm";
import { auditEntries } from "@/db/schema";
import type { EventName } from "@/server/audit/events";
import { type Context, inTransaction } from "@/server/context";
import { actorNames } from "@/server/workspaces/actor-names";
import { findWorkflow } from "./find";
import type { RolloutChange } from "./rollout/schema";

const changes: EventName[] = [
  "workflow.published",
  "workflow.tests_overridden",
  "workflow.made_live",
  "workflow.shadow_started",
  "workflow.shadow_ended",
  "workflow.challenger_set",
  "workflow.challenger_ended",
  "workflow.live_planned",
  "workflow.plan_cancelled",
  "workflow.plan_failed",
  "workflow.review_requested",
  "workflow.review_approved",
  "workflow.review_rejected",
  "workflow.review_withdrawn",
  "workflow.archived",
  "workflow.unarchived",
  "workflow.migration_started",
  "workflow.migration_ended",
];

const number = (value: unknown) => (typeof value === "number" ? value : null);
const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/** Who changed when and why what runs live: the workflow's own audit chain, read for people. */
export function listRolloutChanges(ctx: Context, input: { workflowId: string }): Promise<RolloutChange[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { id } = await findWorkflow(tx, ctx, input.workflowId);
    const rows = await tx
      .select()
      .from(auditEntries)
      .where(
        and(
          eq(auditEntries.workspaceId, ctx.workspaceId),
          eq(auditEntries.subjectKind, "workflow"),
          eq(auditEntries.subjectId, id),
          inArray(auditEntries.action, changes),
        ),
      )
      .orderBy(desc(auditEntries.seq))
      .limit(200);
    const nameOf = await actorNames(
      tx,
      ctx,
      rows.map(({ actorId }) => actorId),
    );
    return rows.map((row) => {
      const facts = JSON.parse(row.facts) as Record<string, unknown>;
      const change = (facts["change"] ?? {}) as Record<string, unknown>;
      return {
        id: row.id,
        action: row.action,
        version: number(facts["version"] ?? facts["toVersion"] ?? change["version"]),
        percent: number(facts["percent"] ?? change["percent"]),
        before: number(facts["before"]),
        reason: text(facts["reason"] ?? facts["note"] ?? facts["because"]),
        by: nameOf(row.actorId),
        at: row.at.toISOString(),
      };
    });
  });
}
