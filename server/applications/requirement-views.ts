import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { requirements } from "@/db/schema";
import type { Context } from "@/server/context";
import type { Vault } from "@/server/parties/vault";
import type { RequirementView } from "./schema";

/** What an application's applicant owes or owed, oldest first, with the reasons in both voices. */
export async function requirementViews(
  tx: Tx,
  ctx: Context,
  applicationId: string,
  vault: Vault,
): Promise<RequirementView[]> {
  const rows = await tx
    .select()
    .from(requirements)
    .where(and(eq(requirements.workspaceId, ctx.workspaceId), eq(requirements.applicationId, applicationId)))
    .orderBy(asc(requirements.createdAt), asc(requirements.id));
  return rows.map((row) => {
    const words = vault.open<{ applicant: string; staff: string }>(
      `requirements.reason:${row.id}`,
      row.reason,
    );
    return {
      id: row.id,
      subject: row.subject,
      kind: row.kind,
      key: row.key,
      state: row.state,
      reason: { code: row.reasonCode, applicant: words.applicant, staff: words.staff },
      blocks: row.blocks,
      alternatives: row.alternatives,
      deadline: row.deadline?.toISOString() ?? null,
      answeredAt: row.answeredAt?.toISOString() ?? null,
    };
  });
}
