import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { connectionCircuits, connections, workspaces } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { findPluginDefinition } from "./catalogue";
import type { PluginDefinition } from "./contract";
import { type Circuit, circuitState, opensUntil } from "./policy";
import { type ConnectionLimits, type ConnectionView, connectionLimits } from "./schema";

export type ConnectionRow = typeof connections.$inferSelect;

export async function findConnection(
  tx: Tx,
  ctx: Context,
  by: { id: string } | { key: string },
): Promise<ConnectionRow & { circuit: Circuit | undefined }> {
  const [row] = await connectionRows(tx).where(
    and(
      eq(connections.workspaceId, ctx.workspaceId),
      "id" in by ? eq(connections.id, by.id) : eq(connections.key, by.key),
    ),
  );
  if (!row)
    throw new DomainError(
      "not_found",
      "key" in by
        ? `There is no connection “${by.key}”. Connect it under Settings.`
        : "This connection does not exist.",
    );
  return { ...row.connection, circuit: row.circuit ?? undefined };
}

/** Connections, each with its circuit. */
export const connectionRows = (tx: Tx) =>
  tx
    .select({ connection: connections, circuit: connectionCircuits })
    .from(connections)
    .leftJoin(
      connectionCircuits,
      and(
        eq(connectionCircuits.workspaceId, connections.workspaceId),
        eq(connectionCircuits.connectionId, connections.id),
      ),
    )
    .$dynamic();

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

/** A connection's limits; what an older release never asked for is the default. */
export const limitsOf = (row: Pick<ConnectionRow, "limits">): ConnectionLimits =>
  connectionLimits.safeParse(row.limits).data ?? connectionLimits.parse({});

export function connectionView(
  row: ConnectionRow & { circuit?: Circuit | undefined },
  at: Date,
): ConnectionView {
  const definition = findPluginDefinition(row.plugin);
  const limits = limitsOf(row);
  const { circuit } = row;
  return {
    id: row.id,
    key: row.key,
    plugin: row.plugin,
    pluginTitle: definition?.title ?? row.plugin,
    use: definition?.use ?? "check",
    title: row.title,
    capabilities: definition?.use === "check" ? definition.capabilities : [],
    settings: row.settings,
    limits,
    createdAt: row.createdAt,
    disabledAt: row.disabledAt,
    lastOkAt: row.lastOkAt,
    lastFailedAt: row.lastFailedAt,
    circuit: {
      state: circuitState(circuit, limits, at),
      since: circuit?.changedAt ?? row.createdAt,
      failures: circuit?.failures ?? 0,
      triesAgainAt: circuit?.openedAt ? opensUntil(circuit.openedAt, limits) : null,
    },
  };
}
