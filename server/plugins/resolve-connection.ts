import { type Context, inTransaction } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { DomainError } from "@/server/errors";
import { openJson } from "@/server/platform/seal";
import type { Plugin } from "./contract";
import { credentialsPlace, findConnection, usableDefinition } from "./find";
import { findPlugin } from "./plugins";

export interface ResolvedConnection {
  id: string;
  key: string;
  plugin: Plugin;
  /** Decrypted, for one call. */
  credentials: JsonObject;
  settings: JsonObject;
}

/** The connection a node names, ready for `callPlugin`. For the processes only: no door returns it. */
export function resolveConnection(
  ctx: Context,
  by: { key: string } | { id: string },
): Promise<ResolvedConnection> {
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await findConnection(tx, ctx, by);
    await usableDefinition(tx, ctx, row.plugin);
    const plugin = findPlugin(row.plugin);
    if (!plugin) throw new DomainError("not_found", `There is no plugin “${row.plugin}”.`);
    return {
      id: row.id,
      key: row.key,
      plugin,
      credentials: openJson<JsonObject>(ctx.keys.master, credentialsPlace(ctx, row.id), row.credentials),
      settings: row.settings as JsonObject,
    };
  });
}
