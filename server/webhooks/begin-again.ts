import { and, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { webhookDeliveries } from "@/db/schema";
import type { Context } from "@/server/context";
import { enqueueDelivery } from "./publish";

/** Lets deliveries run through the whole schedule again, from now. Part of the verbs that replay and resume. */
export async function beginAgain(
  tx: Tx,
  ctx: Context,
  deliveries: readonly { id: string; endpointId: string }[],
): Promise<void> {
  if (deliveries.length === 0) return;
  await tx
    .update(webhookDeliveries)
    .set({ state: "pending", tries: 0, nextAttemptAt: ctx.at, deliveredAt: null })
    .where(
      and(
        eq(webhookDeliveries.workspaceId, ctx.workspaceId),
        inArray(
          webhookDeliveries.id,
          deliveries.map(({ id }) => id),
        ),
      ),
    );
  for (const { id, endpointId } of deliveries) await enqueueDelivery(tx, ctx, { deliveryId: id, endpointId });
}
