import { and, eq } from "drizzle-orm";
import { documentFiles } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import { storage } from "@/server/platform/storage";
import { bytesPlace, findDocument } from "./find";

export interface PageBytes {
  bytes: Uint8Array;
  mediaType: string;
  /** For the saved file's name: no word of the applicant's. */
  name: string;
}

const gone = () => new DomainError("not_found", "This page does not exist.");

/** One page of a document, as a picture made by us. Looking is on record, except at one's own. */
export async function readPage(
  ctx: Context,
  input: { documentId: string; page: number },
): Promise<PageBytes> {
  const { file, vault, name } = await inTransaction(ctx, async (tx, ctx) => {
    const document = await findDocument(tx, ctx, input.documentId);
    const [file] = await tx
      .select()
      .from(documentFiles)
      .where(
        and(
          eq(documentFiles.workspaceId, ctx.workspaceId),
          eq(documentFiles.documentId, document.id),
          eq(documentFiles.role, "page"),
          eq(documentFiles.position, input.page),
        ),
      );
    const vault = await openVault(tx, ctx, document.partyId);
    if (!file || vault.erased) throw gone();
    if (ctx.actor.kind !== "applicant")
      await recordAudit(tx, ctx, {
        subject: { kind: "document", id: document.id },
        action: "document.viewed",
        facts: { application: document.applicationId, page: input.page },
      });
    return { file, vault, name: `${document.type}-${input.page}` };
  });
  const sealed = await storage().get(file.storageKey);
  if (!sealed) throw gone();
  return { bytes: vault.openBytes(bytesPlace(file.storageKey), sealed), mediaType: file.mediaType, name };
}
