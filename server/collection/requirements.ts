import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { requirements } from "@/db/schema";
import type { Context } from "@/server/context";
import type { Vault } from "@/server/parties/vault";

/** The words of a requirement, as they are sealed. */
export interface RequirementWords {
  applicant: string;
  staff: string;
  subjectName: string | null;
  note: string | null;
}

/** What was given, and what stood there before. */
export interface Evidence {
  before: unknown;
  value?: unknown;
  documentId?: string;
}

export type RequirementRow = typeof requirements.$inferSelect;

export const reasonPlace = (id: string) => `requirements.reason:${id}`;
export const evidencePlace = (id: string) => `requirements.evidence:${id}`;

export const isOwed = (row: { state: RequirementRow["state"] }) =>
  row.state === "currently_due" || row.state === "past_due";

export function requirementsOf(tx: Tx, ctx: Context, applicationId: string): Promise<RequirementRow[]> {
  return tx
    .select()
    .from(requirements)
    .where(and(eq(requirements.workspaceId, ctx.workspaceId), eq(requirements.applicationId, applicationId)))
    .orderBy(asc(requirements.createdAt), asc(requirements.id));
}

export const wordsOf = (vault: Vault, row: RequirementRow): RequirementWords => ({
  note: null,
  ...vault.open<Omit<RequirementWords, "note">>(reasonPlace(row.id), row.reason),
});

export const evidenceOf = (vault: Vault, row: RequirementRow): Evidence | null =>
  row.evidence && vault.open<Evidence>(evidencePlace(row.id), row.evidence);
