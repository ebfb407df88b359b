import type { z } from "zod";
import { workflows } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { writeRevision } from "./draft-log";
import { parseDocument, parseEditor } from "./parse";
import type { createWorkflowInput } from "./schema";

/** Makes a workflow with a draft and no version yet. */
export function createWorkflow(
  ctx: Context,
  input: z.output<typeof createWorkflowInput>,
): Promise<{ id: string; revision: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const document = parseDocument(input.document);
    const editor = parseEditor(input.editor);
    const id = newId("workflow", ctx.at);
    const { key, title } = document;
    const made = await tx
      .insert(workflows)
      .values({ workspaceId: ctx.workspaceId, id, key, title, createdAt: ctx.at })
      .onConflictDoNothing({ target: [workflows.workspaceId, workflows.key] })
      .returning({ id: workflows.id });
    if (made.length === 0)
      throw new DomainError("conflict", `There is already a workflow “${key}”. Choose another key.`, {
        issues: [{ path: "document.key", code: "taken", message: "Choose another key." }],
      });
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id },
      action: "workflow.created",
      facts: { key },
    });
    const revision = await writeRevision(tx, ctx, {
      workflow: { id },
      before: undefined,
      after: { document, editor },
      kind: "begun",
      basedOn: null,
    });
    return { id, revision };
  });
}
