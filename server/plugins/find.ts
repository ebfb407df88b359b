import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { connections, workspaces } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { findPluginDefinition } from "./catalogue";
import type { PluginDefinition } from "./contract";
import type { ConnectionView } from "./schema";

export type ConnectionRow = typeof connections.$inferSelect;

export async function findConnection(
  tx: Tx,
  ctx: Context,
  by: { id: string } | { key: string },
): Promise<ConnectionRow> {
  const [row] = await tx
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.workspaceId, ctx.workspaceId),
        "id" in by ? eq(connections.id, by.id) : eq(connections.key, by.key),
      ),
    );
  if (!row) throw new DomainError("not_found", "This connection does not exist.");
  return row;
}

/** The plugin's definition, if this workspace may use it: a sandbox vendor must never answer for a live one. */
export async function usableDefinition(tx: Tx, ctx: Context, pluginKey: string): Promise<PluginDefinition> {
  const definition = findPluginDefinition(pluginKey);
  if (!definition) throw new DomainError("not_found", `There is no plugin “${pluginKey}”.`);
  const [workspace] = await tx
    .select({ kind: workspaces.kind })
    .from(workspaces)
    .where(eq(workspaces.id, ctx.workspaceId));
  if (definition.sandboxOnly && workspace?.kind !== "sandbox")
    throw new DomainError(
      "forbidden",
      `${definition.title} invents its answers, so it works in sandbox workspaces only. Choose another plugin.`,
      { issues: [{ path: "plugin", code: "sandbox_only", message: "Choose a plugin of a real vendor." }] },
    );
  return definition;
}

/** Where sealed credentials belong; bytes moved to another connection do not open. */
export const credentialsPlace = (ctx: Context, id: string) =>
  `connections.credentials:${id}:${ctx.workspaceId}`;

export function connectionView(row: ConnectionRow): ConnectionView {
  const definition = findPluginDefinition(row.plugin);
  return {
    id: row.id,
    key: row.key,
    plugin: row.plugin,
    pluginTitle: definition?.title ?? row.plugin,
    title: row.title,
    capabilities: definition?.capabilities ?? [],
    settings: row.settings,
    createdAt: row.createdAt,
    lastOkAt: row.lastOkAt,
    lastFailedAt: row.lastFailedAt,
  };
}
