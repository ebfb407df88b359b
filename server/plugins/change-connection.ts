import { and, eq } from "drizzle-orm";
import { connections } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { canonicalJson } from "@/server/platform/canonical";
import { openJson, sealJson } from "@/server/platform/seal";
import type { JsonObject, PluginDefinition } from "./contract";
import { credentialsPlace, findConnection, limitsOf, usableDefinition } from "./find";
import { parseValues } from "./parse-values";
import type { ChangeConnection } from "./schema";

/** Renames a connection, or changes where it leads, its limits or its credentials. */
export function changeConnection(ctx: Context, input: ChangeConnection): Promise<void> {
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await findConnection(tx, ctx, { id: input.id });
    const definition = await usableDefinition(tx, ctx, row.plugin);
    const place = credentialsPlace(ctx, row.id);
    const kept = openJson<JsonObject>(ctx.keys.master, place, row.credentials);
    if (input.settings && !input.credentials)
      refuseNewAddress(definition, row.settings, input.settings, kept);
    const { settings, credentials } = parseValues(definition, {
      settings: input.settings ?? row.settings,
      credentials: input.credentials ?? kept,
    });
    const { title = row.title, limits = limitsOf(row) } = input;
    const changed = [
      ...(title === row.title ? [] : ["title"]),
      ...(canonicalJson(settings) === canonicalJson(row.settings) ? [] : ["settings"]),
      ...(canonicalJson(limits) === canonicalJson(row.limits) ? [] : ["limits"]),
      ...(input.credentials ? ["credentials"] : []),
    ];
    if (changed.length === 0) return;
    await tx
      .update(connections)
      .set({
        ...{ title, settings, limits },
        ...(input.credentials && {
          credentials: sealJson(ctx.keys.master, place, credentials),
          credentialsSetAt: ctx.at,
          credentialsSetBy: ctx.actor.id,
        }),
      })
      .where(and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, row.id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "connection", id: row.id },
      action: "connection.changed",
      facts: { key: row.key, changed },
    });
  });
}

/** Whoever could lead stored credentials to a new address could read them there. */
function refuseNewAddress(
  definition: PluginDefinition,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  credentials: JsonObject,
): void {
  const hasSecrets = Object.values(credentials).some((value) => value !== "");
  const moved = definition.address.filter((field) => (before[field] ?? "") !== (after[field] ?? ""));
  if (!hasSecrets || moved.length === 0) return;
  throw new DomainError(
    "invalid",
    "The address changes, so the credentials must be entered again: the stored ones are only for the old address.",
    {
      issues: moved.map((field) => ({
        path: `settings.${field}`,
        code: "address_changed",
        message: "Enter the credentials again too.",
      })),
    },
  );
}
