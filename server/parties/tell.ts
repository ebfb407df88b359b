import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { parties } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import type { Json } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { noteChange } from "./note-change";
import { openVault, type Vault } from "./vault";

/** What is known of a party: each value with where it came from and when. Keyed by the path it has in a run's data. */
export interface PartyFacts {
  [path: string]: { value: Json; source: string; at: string };
}

const factsPlace = (partyId: string) => `parties.data:${partyId}`;

/** The facts of a party's row; none for one that never told us anything. */
export const openFacts = (vault: Vault, data: Uint8Array | null): PartyFacts =>
  data && !vault.erased ? vault.open<PartyFacts>(factsPlace(vault.partyId), data) : {};

export async function partyFacts(tx: Tx, ctx: Context, vault: Vault): Promise<PartyFacts> {
  const [row] = await tx
    .select({ data: parties.data })
    .from(parties)
    .where(and(eq(parties.workspaceId, ctx.workspaceId), eq(parties.id, vault.partyId)));
  return openFacts(vault, row?.data ?? null);
}

export interface TellParty {
  partyId: string;
  vault?: Vault;
  values: { readonly [path: string]: Json };
  /** `application:app_…`, `check:chk_…`. */
  source: string;
  /** What the party is found by; absent ones stay as they are. */
  name?: string | undefined;
  country?: string | undefined;
  reference?: string | undefined;
  /** The day the party is due to be looked at again. */
  nextReviewOn?: string;
}

/** Keeps what was learned about a party. A value that is the same keeps the source it had first. */
export function tellParty(ctx: Context, input: TellParty): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { partyId, values, source, name, country, reference, nextReviewOn } = input;
    const mine = and(eq(parties.workspaceId, ctx.workspaceId), eq(parties.id, partyId));
    const [row] = await tx
      .select({
        ...{ erasedAt: parties.erasedAt, name: parties.name },
        ...{ country: parties.country, reference: parties.reference },
      })
      .from(parties)
      .where(mine)
      .for("update");
    if (row?.erasedAt)
      throw new DomainError("conflict", "This party's data was erased; nothing can be added.");
    const vault = input.vault ?? (await openVault(tx, ctx, partyId));
    const facts = await partyFacts(tx, ctx, vault);
    const changed = Object.entries(values).filter(
      ([path, value]) => JSON.stringify(facts[path]?.value) !== JSON.stringify(value),
    );
    for (const [path, value] of changed) facts[path] = { value, source, at: ctx.at.toISOString() };
    const found = {
      ...(name && { name }),
      ...(country && { country }),
      ...(reference && { reference }),
      ...(nextReviewOn && { nextReviewOn }),
    };
    await tx
      .update(parties)
      .set({ ...found, data: vault.seal(factsPlace(partyId), facts), updatedAt: ctx.at })
      .where(mine);
    await recordAudit(tx, ctx, {
      subject: { kind: "party", id: partyId },
      action: "party.changed",
      facts: {
        source,
        fields: changed.map(([path]) => path),
        ...(nextReviewOn && { nextReviewOn }),
      },
    });
    if (row) await noteChange(tx, ctx, { partyId, before: row, after: found });
  });
}
