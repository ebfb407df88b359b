import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { workflowDrafts } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { canonicalJson } from "@/server/platform/canonical";
import { sha256 } from "@/server/platform/seal";
import { findWorkflow } from "./find";
import { parseDocument, parseEditor } from "./parse";
import type { saveDraftInput } from "./schema";

/** Saves the draft whole. What somebody else saved meanwhile is never overwritten. */
export function saveDraft(
  ctx: Context,
  input: z.output<typeof saveDraftInput>,
): Promise<{ revision: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const workflow = await findWorkflow(tx, ctx, input.workflowId);
    const document = parseDocument(input.document);
    if (document.key !== workflow.key)
      throw new DomainError("invalid", `The key of this workflow is “${workflow.key}” and cannot change.`, {
        issues: [{ path: "document.key", code: "fixed", message: `Keep “${workflow.key}”.` }],
      });
    const revision = input.revision + 1;
    const values = { document, editor: parseEditor(input.editor), revision, savedAt: ctx.at };
    const mine = and(
      eq(workflowDrafts.workspaceId, ctx.workspaceId),
      eq(workflowDrafts.workflowId, workflow.id),
    );
    const saved =
      input.revision === 0
        ? await tx
            .insert(workflowDrafts)
            .values({ workspaceId: ctx.workspaceId, workflowId: workflow.id, ...values })
            .onConflictDoNothing()
            .returning({ revision: workflowDrafts.revision })
        : await tx
            .update(workflowDrafts)
            .set(values)
            .where(and(mine, eq(workflowDrafts.revision, input.revision)))
            .returning({ revision: workflowDrafts.revision });
    if (saved.length === 0) {
      const [now] = await tx.select({ revision: workflowDrafts.revision }).from(workflowDrafts).where(mine);
      throw new DomainError(
        "conflict",
        `Somebody saved this draft meanwhile: it is at revision ${now?.revision ?? 0}, yours began at ${input.revision}. Load it and make your change again.`,
      );
    }
    await recordAudit(tx, ctx, {
      subject: { kind: "workflow", id: workflow.id },
      action: "workflow.draft_saved",
      facts: { revision, hash: sha256(canonicalJson(document)) },
    });
    return { revision };
  });
}
