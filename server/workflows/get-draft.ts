import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { canonicalJson } from "@/server/platform/canonical";
import { sha256 } from "@/server/platform/seal";
import { actorNames } from "@/server/workspaces/actor-names";
import type { DraftView } from "./draft/schema";
import { undoPiles } from "./draft-log";
import { findDraft, findVersion, findWorkflow } from "./find";
import { findLease, leaseView } from "./lease";
import { editorPart, type WorkflowDocument, workflowDocument } from "./schema";

/** The draft with who is at it; without one, the live version as it would be begun from. */
export function getDraft(
  ctx: Context,
  { workflowId, device }: { workflowId: string; device?: string | undefined },
): Promise<DraftView> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, workflowId);
    const draft = await findDraft(tx, ctx, workflow.id);
    const live = workflow.liveVersion
      ? await findVersion(tx, ctx, workflow, workflow.liveVersion)
      : undefined;
    const source = draft ?? live;
    if (!source) throw new DomainError("conflict", `“${workflow.title}” has neither a draft nor a version.`);
    const { undo, redo } = draft ? await undoPiles(tx, ctx, workflow.id) : { undo: [], redo: [] };
    const lease = await leaseView(tx, ctx, await findLease(tx, ctx, workflow.id), device);
    const nameOf = await actorNames(tx, ctx, draft ? [draft.savedBy] : []);
    const document = workflowDocument.parse(source.document);
    return {
      revision: draft?.revision ?? 0,
      basedOn: draft ? draft.basedOn : workflow.liveVersion,
      savedBy: draft ? nameOf(draft.savedBy) : null,
      savedAt: draft?.savedAt.toISOString() ?? null,
      document,
      editor: editorPart.parse(source.editor),
      isChanged: draft !== undefined && (!live || !saysSame(document, live)),
      canUndo: undo.length > 0,
      canRedo: redo.length > 0,
      lease,
    };
  });
}

/** The zone is copied into a version at publish, so it is no change of the draft's. */
export function saysSame(document: WorkflowDocument, version: { document: unknown; hash: string }): boolean {
  const { timeZone } = workflowDocument.parse(version.document).settings;
  return (
    sha256(canonicalJson({ ...document, settings: { ...document.settings, timeZone } })) === version.hash
  );
}
