import { and, asc, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { documentFiles, documents } from "@/db/schema";
import type { Context } from "@/server/context";
import type { Vault } from "@/server/parties/vault";
import { type DocumentView, type Refusal, refusals } from "./schema";

interface Naming {
  vault: Vault;
  typeTitle: (type: string) => string;
  subjectName: (subject: string) => string | null;
}

/** An application's documents as staff see them, newest first: the replaced ones too, for they are evidence. */
export async function documentViews(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  { vault, typeTitle, subjectName }: Naming,
): Promise<DocumentView[]> {
  const rows = await tx
    .select()
    .from(documents)
    .where(and(eq(documents.workspaceId, ctx.workspaceId), eq(documents.applicationId, applicationId)))
    .orderBy(desc(documents.uploadedAt), desc(documents.id));
  const files = await tx
    .select({ file: documentFiles })
    .from(documentFiles)
    .innerJoin(
      documents,
      and(eq(documents.workspaceId, documentFiles.workspaceId), eq(documents.id, documentFiles.documentId)),
    )
    .where(and(eq(documentFiles.workspaceId, ctx.workspaceId), eq(documents.applicationId, applicationId)))
    .orderBy(asc(documentFiles.position));
  return rows.map((row) => {
    const own = files.map(({ file }) => file).filter((file) => file.documentId === row.id);
    const original = own.find((file) => file.role === "original");
    const name = original?.name;
    return {
      id: row.id,
      type: row.type,
      typeTitle: typeTitle(row.type),
      subject: row.subject,
      subjectName: subjectName(row.subject),
      state: row.state,
      refusal: row.refusal && (refusals[row.refusal as Refusal] ?? row.refusal),
      name: vault.erased
        ? "Erased"
        : original && name
          ? vault.open<string>(`document_files.name:${original.id}`, name)
          : typeTitle(row.type),
      mediaType: original?.mediaType ?? "",
      bytes: original?.bytes ?? 0,
      sha256: original?.sha256 ?? "",
      pages: own
        .filter((file) => file.role === "page")
        .map((file) => ({ number: file.position, width: file.width ?? 0, height: file.height ?? 0 })),
      uploadedAt: row.uploadedAt.toISOString(),
      replacedBy: row.replacedBy,
    };
  });
}
