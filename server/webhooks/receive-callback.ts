import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { webhookCallbacks } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { enqueue } from "@/server/platform/jobs";
import type { Keys } from "@/server/platform/keys";
import { log } from "@/server/platform/log";
import { isSigned } from "@/server/platform/signature";
import { type Callback, isVendor } from "@/server/plugins/contract";
import { resolveConnection } from "@/server/plugins/resolve-connection";
import { masterEnvelope, places } from "./body";

export interface ReceiveCallback extends Callback {
  connectionId: string;
}

type World = Pick<Context, "db" | "keys" | "at" | "requestId">;

/**
 * Takes what a vendor tells us unasked. Authentic: kept as it came, with the job that makes something of it, and nothing
 * more, so that the vendor is answered at once. Everything else is refused in one way, whether the connection exists or not.
 */
export async function receiveCallback(
  world: World,
  { connectionId, headers, raw }: ReceiveCallback,
): Promise<"accepted" | "refused"> {
  const workspaceId = await workspaceOf(world.db, connectionId);
  const ctx: Context = { ...world, workspaceId: workspaceId ?? "", actor: { kind: "system", id: "engine" } };
  const event = workspaceId
    ? await verified(ctx, connectionId, { headers, raw })
    : nobody(world, headers, raw);
  if (!event) {
    log().warn({ requestId: ctx.requestId, connection: connectionId.slice(0, 64) }, "a callback was refused");
    return "refused";
  }
  await inTransaction(ctx, async (tx, ctx) => {
    const id = newId("webhookCallback", ctx.at);
    const [kept] = await tx
      .insert(webhookCallbacks)
      .values({
        ...{ workspaceId: ctx.workspaceId, id, connectionId, vendorEventId: event.eventId },
        body: masterEnvelope(ctx).sealBytes(places.callback(id), raw),
        ...{ state: "received", copies: 1, receivedAt: ctx.at },
      })
      .onConflictDoUpdate({
        target: [webhookCallbacks.workspaceId, webhookCallbacks.connectionId, webhookCallbacks.vendorEventId],
        set: { copies: sql`${webhookCallbacks.copies} + 1` },
      })
      .returning({ id: webhookCallbacks.id });
    if (kept?.id !== id) return;
    await recordAudit(tx, ctx, {
      subject: { kind: "callback", id },
      action: "callback.received",
      facts: { connection: connectionId, bytes: raw.byteLength },
    });
    await enqueue(tx, "callback", { workspaceId: ctx.workspaceId, callbackId: id });
  });
  return "accepted";
}

async function workspaceOf(db: Database, connectionId: string): Promise<string | undefined> {
  const [row] = await db.execute<{ workspace_id: string | null }>(
    sql`select app_find_connection(${connectionId.slice(0, 64)}) as workspace_id`,
  );
  return row?.workspace_id ?? undefined;
}

/** The vendor's id of the event, if this connection takes callbacks and this is one of its vendor's. */
async function verified(
  ctx: Context,
  connectionId: string,
  callback: Callback,
): Promise<{ eventId: string } | undefined> {
  try {
    const { plugin, credentials } = await resolveConnection(ctx, { id: connectionId });
    if (!isVendor(plugin) || !plugin.callback) return nobody(ctx, callback.headers, callback.raw);
    const event = plugin.callback.verify(callback, credentials, ctx.at);
    return event && event.eventId !== "" && event.eventId.length <= 200 ? event : undefined;
  } catch (error) {
    if (isDomainError(error)) return nobody(ctx, callback.headers, callback.raw);
    throw error;
  }
}

/** Takes about the time that a wrong signature takes: whether there is such a connection is nobody's business. */
function nobody({ keys, at }: { keys: Keys; at: Date }, headers: Headers, raw: Uint8Array): undefined {
  isSigned(headers, raw, [keys.session], at);
  return undefined;
}
