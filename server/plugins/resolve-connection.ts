import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { openJson } from "@/server/platform/seal";
import type { JsonObject, Plugin } from "./contract";
import { credentialsPlace, findConnection, limitsOf, usableDefinition } from "./find";
import { findPlugin } from "./plugins";
import type { Circuit } from "./policy";
import type { ConnectionLimits } from "./schema";

export interface ResolvedConnection {
  id: string;
  key: string;
  title: string;
  plugin: Plugin;
  /** Decrypted, for one call. */
  credentials: JsonObject;
  settings: JsonObject;
  limits: ConnectionLimits;
  isDisabled: boolean;
  circuit: Circuit | undefined;
  /** When the last answer and the last failure were noted. */
  lastOkAt: Date | null;
  lastFailedAt: Date | null;
}

/** The connection a node names, ready to be asked. For the processes only: no door returns it. */
export function resolveConnection(
  ctx: Context,
  by: { key: string } | { id: string },
): Promise<ResolvedConnection> {
  return inTransaction(ctx, async (tx, ctx) => {
    const row = await findConnection(tx, ctx, by);
    await usableDefinition(tx, ctx, row.plugin);
    const plugin = findPlugin(row.plugin);
    if (!plugin) throw new DomainError("not_found", `There is no plugin “${row.plugin}”.`);
    const { id, key, title, lastOkAt, lastFailedAt, circuit } = row;
    return {
      ...{ id, key, title, lastOkAt, lastFailedAt, circuit, plugin },
      credentials: openJson<JsonObject>(ctx.keys.master, credentialsPlace(ctx, row.id), row.credentials),
      settings: row.settings as JsonObject,
      limits: limitsOf(row),
      isDisabled: row.disabledAt !== null,
    };
  });
}
