import { webhookDeliveries, webhookEvents } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { masterEnvelope, places } from "./body";
import { TEST_EVENT } from "./catalogue";
import { deliverWebhook } from "./deliver";
import { findEndpoint } from "./find";
import { getDelivery } from "./get-delivery";
import type { DeliveryDetail } from "./schema";

/** Sends one signed test event now and answers with what came back. It is not tried again. */
export async function testEndpoint(ctx: Context, input: { endpointId: string }): Promise<DeliveryDetail> {
  const deliveryId = newId("webhookDelivery", ctx.at);
  await inTransaction(ctx, async (tx, ctx) => {
    const endpoint = await findEndpoint(tx, ctx, input.endpointId);
    if (endpoint.pausedAt)
      throw new DomainError("conflict", "This endpoint is paused. Resume it, then send a test.");
    const { workspaceId, at } = ctx;
    const id = newId("webhookEvent", at);
    const timestamp = at.toISOString();
    const data = { endpoint: endpoint.id, message: "This is a test. Nothing happened." };
    await tx.insert(webhookEvents).values({
      ...{ workspaceId, id, at, type: TEST_EVENT, partyId: null },
      body: masterEnvelope(ctx).seal(
        places.event(id),
        JSON.stringify({ id, type: TEST_EVENT, timestamp, data }),
      ),
    });
    await tx.insert(webhookDeliveries).values({
      ...{ workspaceId, id: deliveryId, endpointId: endpoint.id, eventId: id, type: TEST_EVENT },
      ...{ state: "pending", attempts: 0, tries: 0, createdAt: at, nextAttemptAt: at },
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "webhook", id: endpoint.id },
      action: "webhook.tested",
      facts: { delivery: deliveryId },
    });
  });
  const began = performance.now();
  await deliverWebhook(ctx, {
    deliveryId,
    now: () => new Date(ctx.at.getTime() + Math.round(performance.now() - began)),
  });
  return getDelivery(ctx, { deliveryId });
}
