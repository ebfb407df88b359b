import { and, desc, eq, inArray, ne, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { cases, parties, relationships } from "@/db/schema";
import type { Context } from "@/server/context";
import type { CaseRecord } from "./find";
import type { CaseView } from "./schema";

const MOST = 20;

/** Other cases of the same party, and of parties that own, direct or share an owner with it. */
export async function relatedCases(tx: Tx, ctx: Context, caseFile: CaseRecord): Promise<CaseView["related"]> {
  const because = new Map([[caseFile.partyId, "same party"]]);
  const direct = await linksOf(tx, ctx, [caseFile.partyId]);
  for (const { from, to } of direct) {
    if (from === caseFile.partyId) because.set(to, "this party owns or directs it");
    else because.set(from, "it owns or directs this party");
  }
  const owners = direct.filter(({ to }) => to === caseFile.partyId).map(({ from }) => from);
  for (const { from, to } of await linksOf(tx, ctx, owners))
    if (owners.includes(from) && !because.has(to)) because.set(to, "same owner");
  const rows = await tx
    .select({
      caseId: cases.id,
      number: cases.number,
      partyId: cases.partyId,
      partyName: parties.name,
      status: cases.status,
    })
    .from(cases)
    .innerJoin(parties, and(eq(parties.workspaceId, cases.workspaceId), eq(parties.id, cases.partyId)))
    .where(
      and(
        eq(cases.workspaceId, ctx.workspaceId),
        inArray(cases.partyId, [...because.keys()]),
        ne(cases.id, caseFile.id),
      ),
    )
    .orderBy(desc(cases.openedAt), desc(cases.id))
    .limit(MOST);
  return rows.map(({ partyId, ...row }) => ({ ...row, because: because.get(partyId) ?? "same party" }));
}

async function linksOf(tx: Tx, ctx: Context, partyIds: string[]): Promise<{ from: string; to: string }[]> {
  if (partyIds.length === 0) return [];
  return tx
    .select({ from: relationships.fromPartyId, to: relationships.toPartyId })
    .from(relationships)
    .where(
      and(
        eq(relationships.workspaceId, ctx.workspaceId),
        or(inArray(relationships.fromPartyId, partyIds), inArray(relationships.toPartyId, partyIds)),
      ),
    )
    .limit(500);
}
