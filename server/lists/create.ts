import type { z } from "zod";
import { lists } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import type { createListInput } from "./schema";

/** Makes an empty list. Its key and kind stay: rules name the one, and entries are looked up by the other. */
export function createList(ctx: Context, input: z.output<typeof createListInput>): Promise<{ key: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const id = newId("list", ctx.at);
    const ignoresCase = input.kind === "text" ? input.ignoresCase : true;
    const made = await tx
      .insert(lists)
      .values({
        ...{ workspaceId: ctx.workspaceId, id, ...input, ignoresCase },
        ...{ createdAt: ctx.at, createdBy: ctx.actor.id, changedAt: ctx.at },
      })
      .onConflictDoNothing()
      .returning({ id: lists.id });
    if (made.length === 0) {
      const message = `There is a list “${input.key}” already. Choose another key.`;
      throw new DomainError("conflict", message, { issues: [{ path: "key", code: "taken", message }] });
    }
    const { key, kind, needsApproval } = input;
    await recordAudit(tx, ctx, {
      subject: { kind: "list", id },
      action: "list.created",
      facts: { key, kind, ignoresCase, needsApproval },
    });
    return { key };
  });
}
