import { parties } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { createVault, type Vault } from "./vault";

export interface CreateParty {
  kind: "business" | "person";
  /** Until the party is named, it is called by what it is. */
  name?: string | undefined;
  country?: string | undefined;
  reference?: string | undefined;
}

export interface CreatedParty {
  id: string;
  kind: "business" | "person";
  name: string;
  vault: Vault;
}

const unnamed = { business: "Unnamed business", person: "Unnamed person" } as const;

/** Makes a party with a key of its own, under which all its personal values are sealed. */
export function createParty(ctx: Context, input: CreateParty): Promise<CreatedParty> {
  return inTransaction(ctx, async (tx, ctx) => {
    const id = newId("party", ctx.at);
    const { kind } = input;
    const name = input.name ?? unnamed[kind];
    await tx.insert(parties).values({
      workspaceId: ctx.workspaceId,
      id,
      kind,
      name,
      country: input.country ?? null,
      reference: input.reference ?? null,
      createdAt: ctx.at,
      updatedAt: ctx.at,
    });
    const vault = await createVault(tx, ctx, id);
    await recordAudit(tx, ctx, {
      subject: { kind: "party", id },
      action: "party.created",
      facts: { kind, country: input.country ?? null },
    });
    return { id, kind, name, vault };
  });
}
