import { and, count, desc, eq, gt, isNull, or } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { webhookEndpoints, webhookSecrets, webhookSubscriptions } from "@/db/schema";
import type { Context } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { openBytes, sealBytes } from "@/server/platform/seal";
import { newSecret, secretText } from "@/server/platform/signature";
import { places } from "./body";
import { MOST_ENDPOINTS } from "./policy";

export type EndpointRow = typeof webhookEndpoints.$inferSelect;

/** The endpoint; locked when it is to be changed. */
export async function findEndpoint(
  tx: Tx,
  ctx: Context,
  endpointId: string,
  /** Leaves the key free: what happens meanwhile may still point at the endpoint. */
  lock?: "no key update",
): Promise<EndpointRow> {
  const query = tx
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.workspaceId, ctx.workspaceId), eq(webhookEndpoints.id, endpointId)));
  const [row] = await (lock ? query.for(lock) : query);
  if (!row) throw new DomainError("not_found", "This webhook endpoint does not exist.");
  return row;
}

export const urlOf = (ctx: Context, row: EndpointRow): string =>
  Buffer.from(openBytes(ctx.keys.master, places.url(ctx, row.id), row.url)).toString("utf8");

/** The keys that sign now, the newest first. */
export async function signingKeys(tx: Tx, ctx: Context, endpointId: string): Promise<Uint8Array[]> {
  const rows = await tx
    .select()
    .from(webhookSecrets)
    .where(
      and(
        eq(webhookSecrets.workspaceId, ctx.workspaceId),
        eq(webhookSecrets.endpointId, endpointId),
        or(isNull(webhookSecrets.expiresAt), gt(webhookSecrets.expiresAt, ctx.at)),
      ),
    )
    .orderBy(desc(webhookSecrets.id));
  return rows.map(({ id, secret }) => openBytes(ctx.keys.master, places.secret(ctx, id), secret));
}

/** A new secret; its text is answered once and kept sealed. Part of the verb that makes or rotates it. */
export async function addSecret(tx: Tx, ctx: Context, endpointId: string): Promise<string> {
  const key = newSecret();
  const id = newId("webhookSecret", ctx.at);
  await tx.insert(webhookSecrets).values({
    ...{ workspaceId: ctx.workspaceId, id, endpointId, createdAt: ctx.at },
    secret: sealBytes(ctx.keys.master, places.secret(ctx, id), key),
  });
  return secretText(key);
}

/** The look-up rows of an endpoint's events. Part of the verb that chose them. */
export async function subscribe(
  tx: Tx,
  ctx: Context,
  endpointId: string,
  events: readonly string[],
): Promise<void> {
  const { workspaceId } = ctx;
  await tx
    .delete(webhookSubscriptions)
    .where(
      and(eq(webhookSubscriptions.workspaceId, workspaceId), eq(webhookSubscriptions.endpointId, endpointId)),
    );
  await tx.insert(webhookSubscriptions).values(events.map((event) => ({ workspaceId, event, endpointId })));
}

export async function refuseTooMany(tx: Tx, ctx: Context): Promise<void> {
  const [found] = await tx
    .select({ n: count() })
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.workspaceId, ctx.workspaceId));
  if ((found?.n ?? 0) >= MOST_ENDPOINTS)
    throw new DomainError(
      "conflict",
      `A workspace has at most ${MOST_ENDPOINTS} webhook endpoints. Delete one that is not used any more.`,
    );
}
