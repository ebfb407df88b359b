import { and, eq } from "drizzle-orm";
import { documents } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { moveDocument } from "./claim";
import { UNNAMED } from "./schema";

export interface LeaveOutDocuments {
  applicationId: string;
  /** Every document that an answer of the application still names. */
  named: ReadonlySet<string>;
}

/**
 * What the answers stopped naming is nobody's any more: it stays as evidence, and is never shown under whoever moved to
 * its place. What was replaced goes where its successor went.
 */
export function leaveOutDocuments(ctx: Context, { applicationId, named }: LeaveOutDocuments): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const rows = await tx
      .select({ id: documents.id, subject: documents.subject, replacedBy: documents.replacedBy })
      .from(documents)
      .where(and(eq(documents.workspaceId, ctx.workspaceId), eq(documents.applicationId, applicationId)));
    const byId = new Map(rows.map((row) => [row.id, row]));
    const subjectNow = (id: string | null): string => {
      const row = id === null ? undefined : byId.get(id);
      if (!row) return UNNAMED;
      if (row.replacedBy) return subjectNow(row.replacedBy);
      return named.has(row.id) ? row.subject : UNNAMED;
    };
    for (const row of rows) {
      const subject = subjectNow(row.id);
      if (subject !== row.subject) await moveDocument(tx, ctx, applicationId, row.id, subject);
    }
  });
}
