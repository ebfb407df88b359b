import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workflowCheckpoints } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";

export type CheckpointRecord = typeof workflowCheckpoints.$inferSelect;

export async function findCheckpoint(
  tx: Tx,
  ctx: Context,
  { workflowId, checkpointId }: { workflowId: string; checkpointId: string },
): Promise<CheckpointRecord> {
  const [row] = await tx
    .select()
    .from(workflowCheckpoints)
    .where(
      and(
        eq(workflowCheckpoints.workspaceId, ctx.workspaceId),
        eq(workflowCheckpoints.workflowId, workflowId),
        eq(workflowCheckpoints.id, checkpointId),
      ),
    );
  if (!row) throw new DomainError("not_found", "There is no such checkpoint. It may have been deleted.");
  return row;
}

/** Two checkpoints of one name could not be told apart. */
export async function refuseTakenTitle(
  tx: Tx,
  ctx: Context,
  workflowId: string,
  title: string,
): Promise<void> {
  const [taken] = await tx
    .select({ id: workflowCheckpoints.id })
    .from(workflowCheckpoints)
    .where(
      and(
        eq(workflowCheckpoints.workspaceId, ctx.workspaceId),
        eq(workflowCheckpoints.workflowId, workflowId),
        eq(workflowCheckpoints.title, title),
      ),
    );
  if (taken)
    throw new DomainError("conflict", `There is a checkpoint “${title}” already. Choose another name.`, {
      issues: [{ path: "title", code: "taken", message: "Choose another name." }],
    });
}
