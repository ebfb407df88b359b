import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/client";
import { workflowDraftPatches } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { PatchOperation, stepDraftInput } from "./draft/schema";
import { refuseOlder, undoPiles, writeRevision } from "./draft-log";
import { type DraftRecord, findDraft, lockWorkflow, type WorkflowRecord } from "./find";
import { refuseOthersLease } from "./lease";
import { parseDocument, parseEditor } from "./parse";
import { patched } from "./patches/policy";

type Input = z.output<typeof stepDraftInput>;

/** Takes back the last change that still stands. Itself a revision, so nothing is ever lost by it. */
export const undoDraft = (ctx: Context, input: Input): Promise<{ revision: number }> =>
  stepDraft(ctx, input, "undone");

/** Makes again what was taken back last. A new change in between ends that. */
export const redoDraft = (ctx: Context, input: Input): Promise<{ revision: number }> =>
  stepDraft(ctx, input, "redone");

function stepDraft(ctx: Context, input: Input, kind: "undone" | "redone"): Promise<{ revision: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const before = await findDraft(tx, ctx, workflow.id);
    await refuseOlder(tx, ctx, before, input.revision);
    await refuseOthersLease(tx, ctx, workflow.id, input.device);
    return { revision: await stepBack(tx, ctx, { workflow, before, kind }) };
  });
}

/** Undoes or redoes one step in the caller's transaction, which holds the workflow's lock. */
export async function stepBack(
  tx: Tx,
  ctx: Context,
  {
    workflow,
    before,
    kind,
    sentAs,
  }: {
    workflow: WorkflowRecord;
    before: DraftRecord | undefined;
    kind: "undone" | "redone";
    sentAs?: string | undefined;
  },
): Promise<number> {
  const piles = await undoPiles(tx, ctx, workflow.id);
  const last = (kind === "undone" ? piles.undo : piles.redo).at(-1);
  if (!before || last === undefined)
    throw new DomainError("conflict", `There is nothing to ${kind === "undone" ? "undo" : "redo"}.`);
  const { patch, inverse, words } = await loggedPatch(tx, ctx, workflow.id, last);
  const { document, editor } = patched(
    { document: before.document, editor: parseEditor(before.editor) },
    (kind === "undone" ? inverse : patch) as PatchOperation[],
  ) as Record<string, unknown>;
  const after = { document: parseDocument(document), editor: parseEditor(editor) };
  const { basedOn } = before;
  return writeRevision(tx, ctx, {
    ...{ workflow, before, after, kind, basedOn, sentAs },
    words: words ?? undefined,
    isCounted: true,
  });
}

async function loggedPatch(tx: Tx, ctx: Context, workflowId: string, revision: number) {
  const [row] = await tx
    .select({
      patch: workflowDraftPatches.patch,
      inverse: workflowDraftPatches.inverse,
      words: workflowDraftPatches.words,
    })
    .from(workflowDraftPatches)
    .where(
      and(
        eq(workflowDraftPatches.workspaceId, ctx.workspaceId),
        eq(workflowDraftPatches.workflowId, workflowId),
        eq(workflowDraftPatches.revision, revision),
      ),
    );
  if (!row) throw new Error("a draft's log has a hole");
  return row;
}
