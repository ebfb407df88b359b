import { and, eq } from "drizzle-orm";
import { connections } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { findConnection } from "./find";

/** Switches a connection off or on again. Off, whatever would ask through it fails at once and by name. */
export function switchConnection(ctx: Context, input: { id: string; isOn: boolean }): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await findConnection(tx, ctx, { id: input.id });
    if (input.isOn === (row.disabledAt === null)) return;
    await tx
      .update(connections)
      .set({ disabledAt: input.isOn ? null : ctx.at })
      .where(and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, row.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "connection", id: row.id },
      action: input.isOn ? "connection.enabled" : "connection.disabled",
      facts: { key: row.key },
    });
  });
}
