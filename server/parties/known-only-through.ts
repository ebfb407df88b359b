import { and, eq, inArray, isNull, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { parties, relationships, runs } from "@/db/schema";
import type { Context } from "@/server/context";

/**
 * The owners, directors and representatives that are parties only because this one named them: nobody decided about
 * them, and they stand behind no other party that is not erased. Chains are followed.
 */
export async function knownOnlyThrough(tx: Tx, ctx: Context, partyId: string): Promise<string[]> {
  const going = new Set([partyId]);
  for (;;) {
    const next = await candidates(tx, ctx, [...going]);
    const found = await Promise.all(
      next.map(async (id) => ((await isNeededElsewhere(tx, ctx, id, going)) ? [] : [id])),
    );
    const added = found.flat().filter((id) => !going.has(id));
    if (added.length === 0) break;
    for (const id of added) going.add(id);
  }
  return [...going].filter((id) => id !== partyId);
}

async function candidates(tx: Tx, ctx: Context, of: string[]): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ id: relationships.fromPartyId })
    .from(relationships)
    .innerJoin(
      parties,
      and(eq(parties.workspaceId, relationships.workspaceId), eq(parties.id, relationships.fromPartyId)),
    )
    .where(
      and(
        eq(relationships.workspaceId, ctx.workspaceId),
        inArray(relationships.toPartyId, of),
        isNull(parties.erasedAt),
      ),
    );
  return rows.map(({ id }) => id).filter((id) => !of.includes(id));
}

async function isNeededElsewhere(
  tx: Tx,
  ctx: Context,
  partyId: string,
  going: ReadonlySet<string>,
): Promise<boolean> {
  const decidedAbout = await tx
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.partyId, partyId)))
    .limit(1);
  if (decidedAbout.length > 0) return true;
  const links = await tx
    .select({ from: relationships.fromPartyId, to: relationships.toPartyId })
    .from(relationships)
    .where(
      and(
        eq(relationships.workspaceId, ctx.workspaceId),
        or(eq(relationships.fromPartyId, partyId), eq(relationships.toPartyId, partyId)),
      ),
    );
  const others = links.map(({ from, to }) => (from === partyId ? to : from)).filter((id) => !going.has(id));
  if (others.length === 0) return false;
  const living = await tx
    .select({ id: parties.id })
    .from(parties)
    .where(
      and(eq(parties.workspaceId, ctx.workspaceId), inArray(parties.id, others), isNull(parties.erasedAt)),
    );
  // Somebody who stands above them and is known only through this party is a candidate of the next round, not a reason to keep.
  const above = links.filter(({ to }) => to === partyId).map(({ from }) => from);
  return living.some(({ id }) => !above.includes(id));
}
