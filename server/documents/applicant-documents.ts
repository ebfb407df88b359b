import { and, asc, eq, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { documentFiles, documents } from "@/db/schema";
import type { ApplicantDocument } from "@/server/collection/schema";
import type { Context } from "@/server/context";
import type { Vault } from "@/server/parties/vault";
import { namePlace } from "./find";
import { type Refusal, refusals } from "./schema";

/** The newest version of each document of an application, as its applicant sees it. */
export async function applicantDocuments(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  vault: Vault,
): Promise<ApplicantDocument[]> {
  const rows = await tx
    .select({
      document: documents,
      file: {
        id: documentFiles.id,
        role: documentFiles.role,
        position: documentFiles.position,
        name: documentFiles.name,
      },
    })
    .from(documents)
    .leftJoin(
      documentFiles,
      and(eq(documentFiles.workspaceId, documents.workspaceId), eq(documentFiles.documentId, documents.id)),
    )
    .where(
      and(
        eq(documents.workspaceId, ctx.workspaceId),
        eq(documents.applicationId, applicationId),
        isNull(documents.replacedBy),
      ),
    )
    .orderBy(asc(documents.uploadedAt), asc(documents.id), asc(documentFiles.position));
  const found = new Map<string, ApplicantDocument>();
  for (const { document, file } of rows) {
    const one = found.get(document.id) ?? {
      id: document.id,
      type: document.type,
      subject: document.subject,
      state: document.state,
      refusal: document.refusal ? (refusals[document.refusal as Refusal] ?? null) : null,
      name: "",
      pages: 0,
    };
    found.set(document.id, one);
    if (file?.role === "page") one.pages++;
    if (file?.role === "original" && one.name === "" && file.name)
      one.name = vault.open<string>(namePlace(file.id), file.name);
  }
  return [...found.values()];
}
