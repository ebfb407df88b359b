import type { z } from "zod";
import { caseNotes } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openVault } from "@/server/parties/vault";
import { newId } from "@/server/platform/ids";
import { changeCase, lockCase, requireNamed } from "./find";
import type { noteCaseInput } from "./schema";

/** Keeps somebody's words with the case, under the party's key. Closed cases take notes too: what is learnt late belongs here. */
export function noteCase(
  ctx: Context,
  input: z.output<typeof noteCaseInput>,
): Promise<{ id: string; revision: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const actor = requireNamed(ctx);
    const caseFile = await lockCase(tx, ctx, input.caseId);
    const vault = await openVault(tx, ctx, caseFile.partyId);
    if (vault.erased)
      throw new DomainError("conflict", "This party's data was erased; nothing can be added to the case.");
    const id = newId("note", ctx.at);
    await tx.insert(caseNotes).values({
      workspaceId: ctx.workspaceId,
      id,
      caseId: caseFile.id,
      memberId: actor.id,
      body: vault.seal(`case_notes.body:${id}`, { text: input.text }),
      at: ctx.at,
    });
    const revision = await changeCase(tx, ctx, caseFile, {});
    await recordAudit(tx, ctx, {
      subject: { kind: "case", id: caseFile.id },
      action: "case.noted",
      facts: { note: id, revision },
    });
    return { id, revision };
  });
}
