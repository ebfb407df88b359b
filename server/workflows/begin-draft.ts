import type { z } from "zod";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { beginDraftInput } from "./draft/schema";
import { writeRevision } from "./draft-log";
import { findDraft, findVersion, lockWorkflow } from "./find";
import { refuseOthersLease } from "./lease";
import { parseDocument, parseEditor } from "./parse";

/** Begins a draft from any version. One that is there already must be discarded first: it is somebody's work. */
export function beginDraft(
  ctx: Context,
  input: z.output<typeof beginDraftInput>,
): Promise<{ revision: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await lockWorkflow(tx, ctx, input.workflowId);
    const { version, document, editor } = await findVersion(tx, ctx, workflow, input.version);
    await refuseOthersLease(tx, ctx, workflow.id, input.device);
    if (await findDraft(tx, ctx, workflow.id))
      throw new DomainError("conflict", "There is a draft already. Publish or discard it first.");
    const after = { document: parseDocument(document), editor: parseEditor(editor) };
    return {
      revision: await writeRevision(tx, ctx, {
        ...{ workflow, after },
        before: undefined,
        kind: "begun",
        basedOn: version,
        saysNothingNew: version === workflow.liveVersion,
      }),
    };
  });
}
