import { and, eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import { workflowDraftPatches } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { actorNames } from "@/server/workspaces/actor-names";
import type { DraftStep, DraftSteps, PatchOperation } from "./draft/schema";
import { undoPiles } from "./draft-log";
import { findWorkflow } from "./find";
import type { workflowInput } from "./schema";

/** Further back nobody undoes step by step: a checkpoint or a version is restored. */
const MOST = 200;

/** The steps that undo and redo would take next, the next one last: what a builder needs to go on after a reload. */
export function listDraftSteps(ctx: Context, input: z.output<typeof workflowInput>): Promise<DraftSteps> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, input.workflowId);
    const { undo, redo } = await undoPiles(tx, ctx, workflow.id);
    const wanted = [...undo.slice(-MOST), ...redo.slice(-MOST)];
    if (wanted.length === 0) return { undo: [], redo: [] };
    const rows = await tx
      .select()
      .from(workflowDraftPatches)
      .where(
        and(
          eq(workflowDraftPatches.workspaceId, ctx.workspaceId),
          eq(workflowDraftPatches.workflowId, workflow.id),
          inArray(workflowDraftPatches.revision, wanted),
        ),
      );
    const nameOf = await actorNames(
      tx,
      ctx,
      rows.map(({ savedBy }) => savedBy),
    );
    const of = new Map(rows.map((row) => [row.revision, row]));
    const stepsOf = (revisions: readonly number[]) =>
      revisions.slice(-MOST).flatMap((revision): DraftStep[] => {
        const row = of.get(revision);
        if (!row) return [];
        return [
          {
            words: row.words,
            patch: row.patch as PatchOperation[],
            inverse: row.inverse as PatchOperation[],
            by: nameOf(row.savedBy),
            at: row.savedAt.toISOString(),
          },
        ];
      });
    return { undo: stepsOf(undo), redo: stepsOf(redo) };
  });
}
