import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { lists } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { findList } from "./find";
import type { archiveListInput } from "./schema";
import { usesOf } from "./uses";

/** Puts a list away, or brings it back. One that a workflow asks stays: its entries are kept either way. */
export function archiveList(ctx: Context, input: z.output<typeof archiveListInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await findList(tx, ctx, input.key);
    const { archived } = input;
    if ((list.archivedAt !== null) === archived) return;
    const asking = archived ? (await usesOf(tx, ctx, input.key)).filter(({ role }) => role !== "old") : [];
    const [first] = asking;
    if (first) {
      const more = asking.length === 1 ? "" : ` and ${asking.length - 1} more`;
      const where = first.version === null ? "the draft" : `version ${first.version}`;
      throw new DomainError(
        "conflict",
        `“${list.title}” is asked by ${where} of “${first.title}”${more}. Take it out of their rules first.`,
      );
    }
    await tx
      .update(lists)
      .set({ archivedAt: archived ? ctx.at : null })
      .where(and(eq(lists.workspaceId, ctx.workspaceId), eq(lists.id, list.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "list", id: list.id },
      action: archived ? "list.archived" : "list.unarchived",
      facts: { key: list.key },
    });
  });
}
