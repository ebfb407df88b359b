import { and, eq } from "drizzle-orm";
import { documentFiles, documents } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { isHandedIn } from "@/server/collection/handed-in";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { storage } from "@/server/platform/storage";
import { filesOf, findDocument, lockApplication } from "./find";

/** Takes back a file that was not handed in yet: gone for good, as its owner wants. What was handed in stays. */
export async function removeDocument(ctx: Context, input: { documentId: string }): Promise<void> {
  const keys = await inTransaction(ctx, async (tx, ctx) => {
    const { id, applicationId, partyId, type } = await findDocument(tx, ctx, input.documentId);
    await lockApplication(tx, ctx, applicationId);
    if (await isHandedIn(ctx, { applicationId, partyId, documentId: id }))
      throw new DomainError(
        "conflict",
        "This document was handed in already, so it stays. Upload a new one to take its place.",
      );
    const files = await filesOf(tx, ctx, id);
    await tx
      .delete(documentFiles)
      .where(and(eq(documentFiles.workspaceId, ctx.workspaceId), eq(documentFiles.documentId, id)));
    await tx
      .update(documents)
      .set({ replacedBy: null })
      .where(and(eq(documents.workspaceId, ctx.workspaceId), eq(documents.replacedBy, id)));
    await tx.delete(documents).where(and(eq(documents.workspaceId, ctx.workspaceId), eq(documents.id, id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "application", id: applicationId },
      action: "document.removed",
      facts: { document: id, type, files: files.length },
    });
    const keys = files.map((file) => file.storageKey);
    await Promise.all(keys.map((key) => storage().doubt(key)));
    return keys;
  });
  // After the commit: a file without a row is swept, a row without its file would be a loss.
  await Promise.all(keys.map((key) => storage().delete(key)));
}
