import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workflowDrafts, workflows, workflowVersions } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";

export type WorkflowRecord = typeof workflows.$inferSelect;

/** A workflow of this workspace. */
export async function findWorkflow(tx: Tx, ctx: Context, workflowId: string): Promise<WorkflowRecord> {
  const [row] = await tx
    .select()
    .from(workflows)
    .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.id, workflowId)));
  if (!row) throw new DomainError("not_found", "There is no such workflow in this workspace.");
  return row;
}

/** The same, locked: what changes a workflow happens one after the other. */
export async function lockWorkflow(tx: Tx, ctx: Context, workflowId: string): Promise<WorkflowRecord> {
  const [row] = await tx
    .select()
    .from(workflows)
    .where(and(eq(workflows.workspaceId, ctx.workspaceId), eq(workflows.id, workflowId)))
    .for("update");
  if (!row) throw new DomainError("not_found", "There is no such workflow in this workspace.");
  return row;
}

export type DraftRecord = typeof workflowDrafts.$inferSelect;

export async function findDraft(tx: Tx, ctx: Context, workflowId: string): Promise<DraftRecord | undefined> {
  const [draft] = await tx
    .select()
    .from(workflowDrafts)
    .where(and(eq(workflowDrafts.workspaceId, ctx.workspaceId), eq(workflowDrafts.workflowId, workflowId)));
  return draft;
}

export type VersionRecord = typeof workflowVersions.$inferSelect;

export async function findVersion(
  tx: Tx,
  ctx: Context,
  workflow: WorkflowRecord,
  version: number,
): Promise<VersionRecord> {
  const [row] = await tx
    .select()
    .from(workflowVersions)
    .where(
      and(
        eq(workflowVersions.workspaceId, ctx.workspaceId),
        eq(workflowVersions.workflowId, workflow.id),
        eq(workflowVersions.version, version),
      ),
    );
  if (!row) throw new DomainError("not_found", `“${workflow.title}” has no version ${version}.`);
  return row;
}

/** Nothing new begins in a workflow that was put away. */
export function refuseArchived(workflow: WorkflowRecord): void {
  if (workflow.archivedAt)
    throw new DomainError("conflict", `“${workflow.title}” is archived. Bring it back first.`);
}
