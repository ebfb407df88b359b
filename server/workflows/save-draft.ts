import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { saveDraftInput } from "./draft/schema";
import { refuseOlder, writeRevision } from "./draft-log";
import { type DraftRecord, findDraft, lockWorkflow, type WorkflowRecord } from "./find";
import { refuseOthersLease } from "./lease";
import { parseDocument, parseEditor } from "./parse";
import { patched } from "./patches/policy";
import type { EditorPart, WorkflowDocument } from "./schema";

/** Saves the draft: whole, or what changed in it. What somebody else saved meanwhile is never overwritten. */
export function saveDraft(
  ctx: Context,
  input: z.output<typeof saveDraftInput>,
): Promise<{ revision: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const before = await findDraft(tx, ctx, workflow.id);
    await refuseOlder(tx, ctx, before, input.revision);
    await refuseOthersLease(tx, ctx, workflow.id, input.device);
    const after = partsOf(workflow, before, input);
    const kind = before ? "edited" : "begun";
    const basedOn = before ? before.basedOn : workflow.liveVersion;
    return { revision: await writeRevision(tx, ctx, { workflow, before, after, kind, basedOn }) };
  });
}

function partsOf(
  workflow: WorkflowRecord,
  before: DraftRecord | undefined,
  { document, editor, patch }: z.output<typeof saveDraftInput>,
): { document: WorkflowDocument; editor: EditorPart } {
  if (patch && !before)
    throw new DomainError("conflict", "There is no draft this could change. Begin one from a version.");
  const whole = patch
    ? (patched({ document: before?.document, editor: before?.editor }, patch) as Record<string, unknown>)
    : { document, editor: editor ?? before?.editor };
  return {
    document: keepKey(workflow, parseDocument(whole["document"])),
    editor: parseEditor(whole["editor"]),
  };
}

/** Applications, rules and other systems know a workflow by its key. */
export function keepKey(workflow: WorkflowRecord, document: WorkflowDocument): WorkflowDocument {
  if (document.key === workflow.key) return document;
  throw new DomainError("invalid", `The key of this workflow is “${workflow.key}” and cannot change.`, {
    issues: [{ path: "document.key", code: "fixed", message: `Keep “${workflow.key}”.` }],
  });
}
