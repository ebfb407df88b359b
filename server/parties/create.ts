import { insertRows, writeChanges } from "@/db/rows";
import { auditEntries, parties, partyKeys } from "@/db/schema";
import { type AuditInput, emptyChain, entriesAfter } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { publishEvents } from "@/server/webhooks/publish";
import { newVault, type Vault } from "./vault";

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

/** Makes a party with a key of its own, under which all its personal values are sealed: one statement. */
export function createParty(ctx: Context, input: CreateParty): Promise<CreatedParty> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workspaceId, at } = ctx;
    const id = newId("party", at);
    const { kind, country = null, reference = null } = input;
    const name = input.name ?? unnamed[kind];
    const row = { workspaceId, id, kind, name, country, reference, createdAt: at, updatedAt: at };
    const { vault, row: key } = newVault(ctx, id);
    const created: AuditInput = {
      subject: { kind: "party", id },
      action: "party.created",
      facts: { kind, country },
    };
    // Nobody else knows the party yet, so its record begins here.
    const record = entriesAfter(ctx, emptyChain, [created]);
    const rows = [insertRows(parties, [row]), insertRows(partyKeys, [key]), insertRows(auditEntries, record)];
    await writeChanges(tx, rows.flat(), 1);
    await publishEvents(tx, ctx, [created]);
    return { id, kind, name, vault };
  });
}
