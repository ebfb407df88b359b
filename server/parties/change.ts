import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { parties } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { noteChange } from "./note-change";
import type { changePartyInput } from "./schema";

/** Changes what a party is found by. Null takes a value away; what is left out stays. */
export function changeParty(ctx: Context, input: z.output<typeof changePartyInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { partyId, ...wanted } = input;
    const mine = and(eq(parties.workspaceId, ctx.workspaceId), eq(parties.id, partyId));
    const [row] = await tx.select().from(parties).where(mine).for("update");
    if (!row) throw new DomainError("not_found", "There is no such party in this workspace.");
    if (row.erasedAt)
      throw new DomainError("conflict", "This party's data was erased; nothing can be added.");
    const fields = (["name", "country", "reference"] as const).filter(
      (field) => wanted[field] !== undefined && wanted[field] !== row[field],
    );
    if (fields.length === 0) return;
    await tx
      .update(parties)
      .set({ ...Object.fromEntries(fields.map((field) => [field, wanted[field]])), updatedAt: ctx.at })
      .where(mine);
    await recordAudit(tx, ctx, {
      subject: { kind: "party", id: partyId },
      action: "party.changed",
      facts: { source: ctx.actor.kind, fields },
    });
    await noteChange(tx, ctx, { partyId, before: row, after: wanted });
  });
}
