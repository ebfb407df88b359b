import { and, eq } from "drizzle-orm";
import { applications, runs, workflowVersions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import { workflowDocument } from "@/server/workflows/schema";
import { documentViews } from "./document-views";
import { findDocument } from "./find";
import type { DocumentView } from "./schema";

/** An application's documents, the newest first, the replaced ones too. */
export function listDocuments(ctx: Context, input: { applicationId: string }): Promise<DocumentView[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [row] = await tx
      .select({ partyId: applications.partyId, document: workflowVersions.document })
      .from(applications)
      .innerJoin(runs, and(eq(runs.workspaceId, applications.workspaceId), eq(runs.id, applications.runId)))
      .innerJoin(
        workflowVersions,
        and(
          eq(workflowVersions.workspaceId, runs.workspaceId),
          eq(workflowVersions.workflowId, runs.workflowId),
          eq(workflowVersions.version, runs.version),
        ),
      )
      .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, input.applicationId)));
    if (!row) throw new DomainError("not_found", "There is no application with this id in this workspace.");
    const { documentTypes } = workflowDocument.parse(row.document).settings;
    return documentViews(tx, ctx, input.applicationId, {
      vault: await openVault(tx, ctx, row.partyId),
      typeTitle: (type) => documentTypes[type]?.title ?? type,
      subjectName: () => null,
    });
  });
}

/** One document with what is known of its file. */
export function getDocument(
  ctx: Context,
  input: { documentId: string },
): Promise<DocumentView & { applicationId: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { id, applicationId } = await findDocument(tx, ctx, input.documentId);
    const document = (await listDocuments(ctx, { applicationId })).find((one) => one.id === id);
    if (!document) throw new Error("a document that its application does not list");
    return { ...document, applicationId };
  });
}
