import { and, desc, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import { webhookCallbacks } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { isVendor } from "@/server/plugins/contract";
import { getConnection } from "@/server/plugins/get-connection";
import { findPlugin } from "@/server/plugins/plugins";
import type { CallbackRow, listCallbacksInput } from "./schema";

export interface CallbackList {
  /** Whether the connection's vendor takes callbacks at all. */
  isPossible: boolean;
  data: CallbackRow[];
  nextCursor: string | null;
}

/** What the vendor of a connection told us unasked, newest first, and what became of it. */
export function listCallbacks(
  ctx: Context,
  input: z.output<typeof listCallbacksInput>,
): Promise<CallbackList> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { connectionId, state, cursor, limit } = input;
    const connection = await getConnection(ctx, { id: connectionId });
    const plugin = findPlugin(connection.plugin);
    const place = readCursor(cursor, "callbacks");
    const rows = await tx
      .select()
      .from(webhookCallbacks)
      .where(
        and(
          eq(webhookCallbacks.workspaceId, ctx.workspaceId),
          eq(webhookCallbacks.connectionId, connectionId),
          state ? eq(webhookCallbacks.state, state) : undefined,
          place && lt(webhookCallbacks.id, place.id),
        ),
      )
      .orderBy(desc(webhookCallbacks.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      isPossible: plugin !== undefined && isVendor(plugin) && plugin.callback !== undefined,
      data: page.map(({ id, vendorEventId, state, note, runId, copies, receivedAt, settledAt }) => ({
        ...{ id, vendorEventId, state, note, runId, copies, receivedAt, settledAt },
      })),
      nextCursor: last && rows.length > limit ? writeCursor("callbacks", 0, last.id) : null,
    };
  });
}
