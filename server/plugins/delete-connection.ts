import { and, eq } from "drizzle-orm";
import { connections } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { usesOf } from "./connection-uses";
import { findConnection } from "./find";

/** Deletes a connection with its credentials. One that workflows name goes only when whoever deletes it knows that. */
export function deleteConnection(ctx: Context, input: { id: string; evenIfUsed: boolean }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await findConnection(tx, ctx, { id: input.id });
    const uses = await usesOf(tx, ctx, row.key);
    if (uses.length > 0 && !input.evenIfUsed) {
      const titles = [...new Set(uses.map(({ title }) => `“${title}”`))];
      throw new DomainError(
        "conflict",
        `It is used by ${titles.join(", ")}. Their steps would fail: change them first, or confirm that it goes all the same.`,
      );
    }
    await tx
      .delete(connections)
      .where(and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, row.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "connection", id: row.id },
      action: "connection.deleted",
      facts: {
        key: row.key,
        plugin: row.plugin,
        usedBy: uses.map(({ workflowId, place }) => `${workflowId} ${place}`),
      },
    });
  });
}
