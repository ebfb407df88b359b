import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { applications, documentFiles, documents } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";

export type DocumentRow = typeof documents.$inferSelect;
export type FileRow = typeof documentFiles.$inferSelect;

/** Where the bytes of a stored file belong, so that a file moved under another key does not open. */
export const bytesPlace = (storageKey: string) => `document_files.bytes:${storageKey}`;
export const namePlace = (fileId: string) => `document_files.name:${fileId}`;

/** Whoever changes documents takes turns with the hand-in that names them; nothing else is locked before. */
export async function lockApplication(tx: Tx, ctx: Context, applicationId: string): Promise<void> {
  await tx
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.workspaceId, ctx.workspaceId), eq(applications.id, applicationId)))
    .for("no key update");
}

/** A document of this workspace; for an applicant, of their own application only. */
export async function findDocument(tx: Tx, ctx: Context, documentId: string): Promise<DocumentRow> {
  const [row] = await tx
    .select()
    .from(documents)
    .where(and(eq(documents.workspaceId, ctx.workspaceId), eq(documents.id, documentId)));
  const isTheirs = ctx.actor.kind !== "applicant" || row?.applicationId === ctx.actor.applicationId;
  if (!row || !isTheirs) throw new DomainError("not_found", "This document does not exist.");
  return row;
}

export function filesOf(tx: Tx, ctx: Context, documentId: string): Promise<FileRow[]> {
  return tx
    .select()
    .from(documentFiles)
    .where(and(eq(documentFiles.workspaceId, ctx.workspaceId), eq(documentFiles.documentId, documentId)))
    .orderBy(asc(documentFiles.role), asc(documentFiles.position));
}
