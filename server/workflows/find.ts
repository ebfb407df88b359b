import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workflows } from "@/db/schema";
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
