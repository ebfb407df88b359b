import { connections } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { sealJson } from "@/server/platform/seal";
import { credentialsPlace, usableDefinition } from "./find";
import { parseValues } from "./parse-values";
import { type CreateConnection, connectionLimits } from "./schema";

/** Connects a plugin. Its credentials are sealed at once and never come back out. */
export function createConnection(ctx: Context, input: CreateConnection): Promise<{ id: string }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const definition = await usableDefinition(tx, ctx, input.plugin);
    const { settings, credentials } = parseValues(definition, input);
    const id = newId("connection", ctx.at);
    const made = await tx
      .insert(connections)
      .values({
        workspaceId: ctx.workspaceId,
        id,
        key: input.key,
        plugin: input.plugin,
        title: input.title,
        settings,
        limits: input.limits ?? connectionLimits.parse({}),
        credentials: sealJson(ctx.keys.master, credentialsPlace(ctx, id), credentials),
        credentialsSetAt: ctx.at,
        credentialsSetBy: ctx.actor.id,
        createdAt: ctx.at,
      })
      .onConflictDoNothing({ target: [connections.workspaceId, connections.key] })
      .returning({ id: connections.id });
    if (made.length === 0)
      throw new DomainError("conflict", `There is already a connection “${input.key}”. Choose another key.`, {
        issues: [{ path: "key", code: "taken", message: "Choose another key." }],
      });
    await recordAudit(tx, ctx, {
      subject: { kind: "connection", id },
      action: "connection.created",
      facts: { key: input.key, plugin: input.plugin },
    });
    return { id };
  });
}
