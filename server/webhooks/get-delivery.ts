import { and, asc, eq } from "drizzle-orm";
import { webhookAttempts, webhookDeliveries, webhookEvents } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { secondsOf } from "@/server/platform/signature";
import { envelopeOf, places } from "./body";
import { deliveryRow } from "./list-deliveries";
import type { AttemptView, DeliveryDetail } from "./schema";

/** One delivery with what was sent and what came back. The secret is not part of it: a signature proves, and opens nothing. */
export function getDelivery(ctx: Context, input: { deliveryId: string }): Promise<DeliveryDetail> {
  return inTransaction(ctx, async (tx, ctx) => {
    const [found] = await tx
      .select({ delivery: webhookDeliveries, event: webhookEvents })
      .from(webhookDeliveries)
      .innerJoin(
        webhookEvents,
        and(
          eq(webhookEvents.workspaceId, webhookDeliveries.workspaceId),
          eq(webhookEvents.id, webhookDeliveries.eventId),
        ),
      )
      .where(
        and(eq(webhookDeliveries.workspaceId, ctx.workspaceId), eq(webhookDeliveries.id, input.deliveryId)),
      );
    if (!found) throw new DomainError("not_found", "This delivery does not exist.");
    const { delivery, event } = found;
    const envelope = await envelopeOf(tx, ctx, event.partyId);
    const rows = await tx
      .select()
      .from(webhookAttempts)
      .where(
        and(eq(webhookAttempts.workspaceId, ctx.workspaceId), eq(webhookAttempts.deliveryId, delivery.id)),
      )
      .orderBy(asc(webhookAttempts.number));
    return {
      ...deliveryRow(delivery),
      endpointId: delivery.endpointId,
      tries: delivery.tries,
      body: envelope.erased ? null : envelope.open(places.event(event.id), event.body),
      log: rows.map(
        (row): AttemptView => ({
          number: row.number,
          startedAt: row.startedAt,
          latencyMs: row.latencyMs,
          status: row.status,
          failure: row.failure ?? (row.finishedAt ? null : "It is under way."),
          headers: [
            { name: "content-type", value: "application/json" },
            { name: "webhook-id", value: event.id },
            { name: "webhook-timestamp", value: secondsOf(row.startedAt) },
            { name: "webhook-signature", value: row.signature },
          ],
          response:
            row.response && !envelope.erased
              ? envelope.open(places.response(delivery.id, row.number), row.response)
              : null,
        }),
      ),
    };
  });
}
