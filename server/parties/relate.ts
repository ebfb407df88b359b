import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { parties, relationships } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { Json } from "@/server/engine/state";
import { newId } from "@/server/platform/ids";
import { createParty } from "./create";
import { tellParty } from "./tell";

export type RelationshipRole = (typeof relationships.$inferSelect)["role"];

/** One person or company beside a party, as it was declared. */
export interface Related {
  roles: readonly RelationshipRole[];
  kind: "business" | "person";
  name: string;
  country?: string | undefined;
  /** Of an owner, in basis points: 2,500 = 25 %. */
  shareBps?: number | undefined;
  /** Position in `related` of the one it holds its share in; absent: the party itself. */
  via?: number | undefined;
  values: { readonly [field: string]: Json };
}

export interface RelateParties {
  partyId: string;
  /** The roles that were declared in full: who is not named any more has left. */
  roles: readonly RelationshipRole[];
  related: readonly Related[];
  source: string;
}

interface Named {
  id: string;
  name: string;
  kind: "business" | "person";
}

const same = (a: string, b: string) => a.trim().toLocaleLowerCase("en") === b.trim().toLocaleLowerCase("en");

/** Chains of holdings longer than this are cut: nobody declares them by hand. */
const MAX_LEVELS = 8;

/** The open relationships to a party, and to whoever stands above it. */
async function openAbove(tx: Tx, ctx: Context, partyId: string, roles: readonly RelationshipRole[]) {
  const found: { id: string; role: RelationshipRole; shareBps: number | null; to: string; party: Named }[] =
    [];
  const seen = new Set([partyId]);
  let level = [partyId];
  for (let depth = 0; depth < MAX_LEVELS && level.length > 0 && roles.length > 0; depth++) {
    const rows = await tx
      .select({
        id: relationships.id,
        role: relationships.role,
        shareBps: relationships.shareBps,
        to: relationships.toPartyId,
        party: { id: parties.id, name: parties.name, kind: parties.kind },
      })
      .from(relationships)
      .innerJoin(
        parties,
        and(eq(parties.workspaceId, relationships.workspaceId), eq(parties.id, relationships.fromPartyId)),
      )
      .where(
        and(
          eq(relationships.workspaceId, ctx.workspaceId),
          inArray(relationships.toPartyId, level),
          inArray(relationships.role, [...roles]),
          isNull(relationships.endedAt),
        ),
      );
    found.push(...rows);
    level = rows.map(({ party }) => party.id).filter((id) => !seen.has(id));
    for (const id of level) seen.add(id);
  }
  return found;
}

/** Keeps who owns, directs and represents a party. Someone known by name in that role stays the same party. */
export function relateParties(ctx: Context, input: RelateParties): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { partyId, roles, related, source } = input;
    const mine = await openAbove(tx, ctx, partyId, roles);
    const ids: string[] = [];
    for (const one of related) {
      // Father and son of one name are two elements of the list, and stay two.
      const match = mine.find(
        ({ party }) => party.kind === one.kind && same(party.name, one.name) && !ids.includes(party.id),
      );
      const id =
        match?.party.id ??
        (await createParty(ctx, { kind: one.kind, name: one.name, country: one.country })).id;
      await tellParty(ctx, { partyId: id, values: one.values, source, name: one.name, country: one.country });
      ids.push(id);
    }
    const kept = new Set<string>();
    let added = 0;
    for (const [index, one] of related.entries())
      for (const role of one.roles) {
        const from = ids[index] as string;
        const to = (role !== "owner" || one.via === undefined ? undefined : ids[one.via]) ?? partyId;
        if (from === to) continue;
        const shareBps = role === "owner" ? (one.shareBps ?? null) : null;
        const match = mine.find(
          (row) => row.party.id === from && row.to === to && row.role === role && row.shareBps === shareBps,
        );
        if (match) kept.add(match.id);
        else {
          added++;
          await tx.insert(relationships).values({
            workspaceId: ctx.workspaceId,
            id: newId("relationship", ctx.at),
            fromPartyId: from,
            toPartyId: to,
            role,
            shareBps,
            createdAt: ctx.at,
          });
        }
      }
    const ended = mine.filter(({ id }) => !kept.has(id));
    for (const { id } of ended)
      await tx
        .update(relationships)
        .set({ endedAt: ctx.at })
        .where(and(eq(relationships.workspaceId, ctx.workspaceId), eq(relationships.id, id)));
    if (added + ended.length > 0)
      await recordAudit(tx, ctx, {
        subject: { kind: "party", id: partyId },
        action: "party.changed",
        facts: { source, relationshipsAdded: added, relationshipsEnded: ended.length },
      });
  });
}
