import { and, count, eq } from "drizzle-orm";
import type { z } from "zod";
import { listChanges, lists } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { lockList } from "./find";
import type { changeListInput } from "./schema";

/** Changes what a list is called, and whether its changes need a second person. */
export function changeList(ctx: Context, input: z.output<typeof changeListInput>): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const list = await lockList(tx, ctx, input.key);
    const { title = list.title, description = list.description, needsApproval = list.needsApproval } = input;
    if (list.needsApproval && !needsApproval) {
      const [waiting] = await tx
        .select({ n: count() })
        .from(listChanges)
        .where(
          and(
            eq(listChanges.workspaceId, ctx.workspaceId),
            eq(listChanges.listId, list.id),
            eq(listChanges.state, "waiting"),
          ),
        );
      if ((waiting?.n ?? 0) > 0)
        throw new DomainError(
          "conflict",
          "Changes of this list wait for a second person. Decide them first, then take the second person away.",
        );
    }
    await tx
      .update(lists)
      .set({ title, description, needsApproval })
      .where(and(eq(lists.workspaceId, ctx.workspaceId), eq(lists.id, list.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "list", id: list.id },
      action: "list.changed",
      facts: {
        before: { title: list.title, needsApproval: list.needsApproval },
        after: { title, needsApproval },
      },
    });
  });
}
