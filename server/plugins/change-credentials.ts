import { and, eq } from "drizzle-orm";
import { connections } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { sealJson } from "@/server/platform/seal";
import { credentialsPlace, findConnection, usableDefinition } from "./find";
import { parseValues } from "./parse-values";
import type { ChangeCredentials } from "./schema";

/** Replaces a connection's credentials as a whole: what is there cannot be read, so it cannot be edited. */
export function changeCredentials(ctx: Context, input: ChangeCredentials): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await findConnection(tx, ctx, { id: input.id });
    const definition = await usableDefinition(tx, ctx, row.plugin);
    const credentials = parseValues(definition.credentials, input.credentials, "credentials");
    await tx
      .update(connections)
      .set({ credentials: sealJson(ctx.keys.master, credentialsPlace(ctx, row.id), credentials) })
      .where(and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, row.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "connection", id: row.id },
      action: "connection.changed",
      facts: { key: row.key, changed: "credentials" },
    });
  });
}
