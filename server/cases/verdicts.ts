import { and, asc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { caseVerdicts } from "@/db/schema";
import type { Context } from "@/server/context";
import type { Vault } from "@/server/parties/vault";
import type { SendBackItem } from "./schema";

export type VerdictRecord = typeof caseVerdicts.$inferSelect;

/** What a member wrote with a verdict. */
export interface VerdictBody {
  note: string;
  items: SendBackItem[];
}

export const verdictPlace = (id: string) => `case_verdicts.body:${id}`;

export function bodyOf(vault: Vault, row: VerdictRecord): VerdictBody {
  return vault.erased ? { note: "", items: [] } : vault.open<VerdictBody>(verdictPlace(row.id), row.body);
}

/** Every verdict on a case, oldest first; those on an earlier wait too. */
export function verdictsOf(tx: Tx, ctx: Context, caseId: string): Promise<VerdictRecord[]> {
  return tx
    .select()
    .from(caseVerdicts)
    .where(and(eq(caseVerdicts.workspaceId, ctx.workspaceId), eq(caseVerdicts.caseId, caseId)))
    .orderBy(asc(caseVerdicts.at), asc(caseVerdicts.step));
}
