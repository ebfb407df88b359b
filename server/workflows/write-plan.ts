import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workflowSchedules } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";
import type { WorkflowRecord } from "./find";

const FURTHEST_MS = 366 * 86_400_000;

/** Writes down that a version becomes live later, with the job that will do it. One such plan per workflow. */
export async function writePlan(
  tx: Tx,
  ctx: Context,
  workflow: WorkflowRecord,
  { version, at, reason }: { version: number; at: Date; reason: string },
): Promise<string> {
  if (at <= ctx.at)
    throw new DomainError("invalid", "This time has passed. Choose a later one, or make it live now.", {
      issues: [{ path: "at", code: "past", message: "Choose a time that is to come." }],
    });
  if (at.getTime() - ctx.at.getTime() > FURTHEST_MS)
    throw new DomainError("invalid", "That is more than a year away.", {
      issues: [{ path: "at", code: "too_far", message: "Choose a time within a year." }],
    });
  const [planned] = await tx
    .select({ version: workflowSchedules.version })
    .from(workflowSchedules)
    .where(
      and(
        eq(workflowSchedules.workspaceId, ctx.workspaceId),
        eq(workflowSchedules.workflowId, workflow.id),
        eq(workflowSchedules.state, "planned"),
      ),
    );
  if (planned)
    throw new DomainError(
      "conflict",
      `Version ${planned.version} is to become live already. Cancel that plan first.`,
    );
  const id = newId("plan", ctx.at);
  await tx.insert(workflowSchedules).values({
    workspaceId: ctx.workspaceId,
    id,
    workflowId: workflow.id,
    ...{ version, reason, dueAt: at, state: "planned" as const },
    plannedBy: ctx.actor.id,
    plannedAt: ctx.at,
  });
  await enqueue(tx, "go-live", { workspaceId: ctx.workspaceId, planId: id }, { startAfter: at });
  await recordAudit(tx, ctx, {
    subject: { kind: "workflow", id: workflow.id },
    action: "workflow.live_planned",
    facts: { plan: id, version, at: at.toISOString(), reason },
  });
  return id;
}
