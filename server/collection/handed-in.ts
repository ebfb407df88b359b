import { and, eq } from "drizzle-orm";
import { submissions } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { openVault } from "@/server/parties/vault";
import { evidenceOf, requirementsOf } from "./requirements";

/** Whether a document is part of something the applicant handed in: then it stays, whatever comes after it. */
export function isHandedIn(
  ctx: Context,
  input: { applicationId: string; partyId: string; documentId: string },
): Promise<boolean> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { applicationId, documentId } = input;
    const vault = await openVault(tx, ctx, input.partyId);
    const sent = await tx
      .select({ id: submissions.id, body: submissions.body })
      .from(submissions)
      .where(and(eq(submissions.workspaceId, ctx.workspaceId), eq(submissions.applicationId, applicationId)));
    const named = `"${documentId}"`;
    return (
      sent.some(({ id, body }) =>
        JSON.stringify(vault.open(`submissions.body:${id}`, body)).includes(named),
      ) ||
      (await requirementsOf(tx, ctx, applicationId)).some(
        (row) => evidenceOf(vault, row)?.documentId === documentId,
      )
    );
  });
}
