import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { webhookDeliveries, webhookEndpoints } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import type { Context } from "@/server/context";
import { enqueue } from "@/server/platform/jobs";
import type { EndpointRow } from "./find";

/** Stops sending to an endpoint: what waits, and what happens meanwhile, is held. Its admins hear of it unless one did it. */
export async function pauseRow(
  tx: Tx,
  ctx: Context,
  endpoint: EndpointRow,
  because: "member" | "failing" | "gone",
): Promise<void> {
  if (endpoint.pausedAt) return;
  const { workspaceId } = ctx;
  await tx
    .update(webhookEndpoints)
    .set({ pausedAt: ctx.at, pausedBecause: because })
    .where(and(eq(webhookEndpoints.workspaceId, workspaceId), eq(webhookEndpoints.id, endpoint.id)));
  await tx
    .update(webhookDeliveries)
    .set({ state: "held", nextAttemptAt: null })
    .where(
      and(
        eq(webhookDeliveries.workspaceId, workspaceId),
        eq(webhookDeliveries.endpointId, endpoint.id),
        eq(webhookDeliveries.state, "pending"),
      ),
    );
  await recordAudit(tx, ctx, {
    subject: { kind: "webhook", id: endpoint.id },
    action: "webhook.paused",
    facts: { because, ...(endpoint.failingSince && { since: endpoint.failingSince.toISOString() }) },
  });
  if (because !== "member")
    await enqueue(tx, "webhook-notice", { workspaceId, endpointId: endpoint.id, because });
}
