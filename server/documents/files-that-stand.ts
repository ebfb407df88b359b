import { and, eq, inArray, isNull } from "drizzle-orm";
import { documentFiles, documents, parties } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";

/** Which of these files a document of the workspace still consists of: not those of a party that was erased. */
export function filesThatStand(ctx: Context, keys: readonly string[]): Promise<string[]> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({ key: documentFiles.storageKey })
      .from(documentFiles)
      .innerJoin(
        documents,
        and(eq(documents.workspaceId, documentFiles.workspaceId), eq(documents.id, documentFiles.documentId)),
      )
      .innerJoin(
        parties,
        and(eq(parties.workspaceId, documents.workspaceId), eq(parties.id, documents.partyId)),
      )
      .where(
        and(
          eq(documentFiles.workspaceId, ctx.workspaceId),
          inArray(documentFiles.storageKey, [...keys]),
          isNull(parties.erasedAt),
        ),
      );
    return rows.map(({ key }) => key);
  });
}
