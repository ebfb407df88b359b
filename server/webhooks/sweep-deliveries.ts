import { and, asc, eq, inArray, isNull, lt, notExists, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { webhookCallbacks, webhookDeliveries, webhookEndpoints, webhookEvents } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { beginAgain } from "./begin-again";
import { KEPT_DAYS } from "./policy";
import { enqueueDelivery } from "./publish";

/** A job takes far less to begin; later than this it is lost, or its queue is long and a copy changes nothing. */
const PATIENCE_MS = 60_000;
const MOST = 500;

/**
 * Gives a job to deliveries that lost theirs, begins what a resumed endpoint still holds, and forgets what is older
 * than the log is kept.
 */
export function sweepDeliveries(ctx: Context): Promise<{ stranded: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const { workspaceId } = ctx;
    const stranded = await tx
      .select({ deliveryId: webhookDeliveries.id, endpointId: webhookDeliveries.endpointId })
      .from(webhookDeliveries)
      .where(
        and(
          eq(webhookDeliveries.workspaceId, workspaceId),
          eq(webhookDeliveries.state, "pending"),
          lt(webhookDeliveries.nextAttemptAt, new Date(ctx.at.getTime() - PATIENCE_MS)),
        ),
      )
      .orderBy(asc(webhookDeliveries.nextAttemptAt))
      .limit(MOST);
    for (const one of stranded) await enqueueDelivery(tx, ctx, one);
    const held = await tx
      .select({ id: webhookDeliveries.id, endpointId: webhookDeliveries.endpointId })
      .from(webhookDeliveries)
      .innerJoin(
        webhookEndpoints,
        and(
          eq(webhookEndpoints.workspaceId, webhookDeliveries.workspaceId),
          eq(webhookEndpoints.id, webhookDeliveries.endpointId),
        ),
      )
      .where(
        and(
          eq(webhookDeliveries.workspaceId, workspaceId),
          eq(webhookDeliveries.state, "held"),
          isNull(webhookEndpoints.pausedAt),
        ),
      )
      .orderBy(asc(webhookDeliveries.id))
      .limit(MOST);
    await beginAgain(tx, ctx, held);
    await forget(tx, ctx);
    return { stranded: stranded.length };
  });
}

/** The log is kept for a month; what is still to be sent is kept until it was. */
async function forget(tx: Tx, ctx: Context): Promise<void> {
  const before = new Date(ctx.at.getTime() - KEPT_DAYS * 86_400_000);
  const { workspaceId } = ctx;
  const old = await tx
    .select({ id: webhookEvents.id })
    .from(webhookEvents)
    .where(
      and(
        eq(webhookEvents.workspaceId, workspaceId),
        lt(webhookEvents.at, before),
        notExists(
          tx
            .select({ one: sql`1` })
            .from(webhookDeliveries)
            .where(
              and(
                eq(webhookDeliveries.workspaceId, workspaceId),
                eq(webhookDeliveries.eventId, webhookEvents.id),
                eq(webhookDeliveries.state, "pending"),
              ),
            ),
        ),
      ),
    )
    .limit(MOST);
  if (old.length > 0)
    await tx.delete(webhookEvents).where(
      and(
        eq(webhookEvents.workspaceId, workspaceId),
        inArray(
          webhookEvents.id,
          old.map((row) => row.id),
        ),
      ),
    );
  await tx
    .delete(webhookCallbacks)
    .where(and(eq(webhookCallbacks.workspaceId, workspaceId), lt(webhookCallbacks.settledAt, before)));
}
