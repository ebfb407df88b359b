import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { workflowCheckpoints } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { actorNames } from "@/server/workspaces/actor-names";
import type { CheckpointRow } from "./draft/schema";
import { findWorkflow } from "./find";

/** The named states of a workflow's draft, newest first. */
export function listCheckpoints(ctx: Context, input: { workflowId: string }): Promise<CheckpointRow[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, input.workflowId);
    const rows = await checkpointTitles(tx, ctx, workflow.id);
    const nameOf = await actorNames(
      tx,
      ctx,
      rows.map(({ createdBy }) => createdBy),
    );
    return rows.map((row) => ({
      ...row,
      createdBy: nameOf(row.createdBy),
      createdAt: row.createdAt.toISOString(),
    }));
  });
}

/** All but their texts, which are long. */
export const checkpointTitles = (tx: Tx, ctx: Context, workflowId: string) =>
  tx
    .select({
      id: workflowCheckpoints.id,
      title: workflowCheckpoints.title,
      revision: workflowCheckpoints.revision,
      createdBy: workflowCheckpoints.createdBy,
      createdAt: workflowCheckpoints.createdAt,
    })
    .from(workflowCheckpoints)
    .where(
      and(
        eq(workflowCheckpoints.workspaceId, ctx.workspaceId),
        eq(workflowCheckpoints.workflowId, workflowId),
      ),
    )
    .orderBy(desc(workflowCheckpoints.createdAt), desc(workflowCheckpoints.id));
