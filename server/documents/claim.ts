import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { documents } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";

export interface ClaimDocuments {
  applicationId: string;
  documents: readonly { id: string; type: string; subject: string }[];
  /** What was asked again: each takes the place of the one that stood for its subject before. */
  again?: boolean;
}

export type ClaimRefusal = "document_unknown" | "document_processing" | "document_refused";

/** Puts a document under the one it is about. */
export async function moveDocument(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  document: string,
  subject: string,
): Promise<void> {
  await tx
    .update(documents)
    .set({ subject })
    .where(and(eq(documents.workspaceId, ctx.workspaceId), eq(documents.id, document)));
  await recordAudit(tx, ctx, {
    subject: { kind: "application", id: applicationId },
    action: "document.moved",
    facts: { document, subject },
  });
}

/** Only what an answer named has a subject, so nothing is replaced here but what was handed in for this very one. */
async function takePlace(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  { id, type, subject }: ClaimDocuments["documents"][number],
): Promise<void> {
  const replaced = await tx
    .update(documents)
    .set({ replacedBy: id })
    .where(
      and(
        eq(documents.workspaceId, ctx.workspaceId),
        eq(documents.applicationId, applicationId),
        eq(documents.type, type),
        eq(documents.subject, subject),
        isNull(documents.replacedBy),
        ne(documents.id, id),
      ),
    )
    .returning({ document: documents.id });
  for (const { document } of replaced)
    await recordAudit(tx, ctx, {
      subject: { kind: "application", id: applicationId },
      action: "document.replaced",
      facts: { document, by: id, type, subject },
    });
}

/**
 * Whether each document that answers name can be used, in their order; `undefined` = it can. An element of a list may
 * have moved since its file came: the document's subject follows the answer that names it.
 */
export function claimDocuments(ctx: Context, input: ClaimDocuments): Promise<(ClaimRefusal | undefined)[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { applicationId } = input;
    if (input.documents.length === 0) return [];
    const ids = input.documents.map(({ id }) => id);
    const rows = await tx
      .select()
      .from(documents)
      .where(
        and(
          eq(documents.workspaceId, ctx.workspaceId),
          eq(documents.applicationId, applicationId),
          inArray(documents.id, ids),
        ),
      );
    const known = new Map(rows.map((row) => [row.id, row]));
    const moved: { document: string; subject: string }[] = [];
    const refused = input.documents.map(({ id, type, subject }, index): ClaimRefusal | undefined => {
      const row = known.get(id);
      // One file cannot prove two things.
      if (!row || row.type !== type || row.replacedBy || ids.indexOf(id) !== index) return "document_unknown";
      if (row.state !== "ready") return row.state === "refused" ? "document_refused" : "document_processing";
      if (row.subject !== subject) moved.push({ document: id, subject });
      return undefined;
    });
    if (refused.some(Boolean)) return refused;
    for (const { document, subject } of moved) await moveDocument(tx, ctx, applicationId, document, subject);
    if (input.again) for (const one of input.documents) await takePlace(tx, ctx, applicationId, one);
    return refused;
  });
}
