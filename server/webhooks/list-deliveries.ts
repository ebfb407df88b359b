import { and, desc, lt } from "drizzle-orm";
import type { z } from "zod";
import { webhookDeliveries } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { findEndpoint } from "./find";
import { matching } from "./replay";
import type { DeliveryRow, listDeliveriesInput } from "./schema";

/** The log of an endpoint, newest first. */
export function listDeliveries(
  ctx: Context,
  input: z.output<typeof listDeliveriesInput>,
): Promise<{ data: DeliveryRow[]; nextCursor: string | null }> {
  return inTransaction(ctx, async (tx, ctx) => {
    await findEndpoint(tx, ctx, input.endpointId);
    const { cursor, limit, ...filter } = input;
    const place = readCursor(cursor, "deliveries");
    const rows = await tx
      .select()
      .from(webhookDeliveries)
      .where(and(matching(ctx, filter), place && lt(webhookDeliveries.id, place.id)))
      .orderBy(desc(webhookDeliveries.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      data: page.map(deliveryRow),
      nextCursor: last && rows.length > limit ? writeCursor("deliveries", 0, last.id) : null,
    };
  });
}

export const deliveryRow = (row: typeof webhookDeliveries.$inferSelect): DeliveryRow => ({
  id: row.id,
  eventId: row.eventId,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  status: row.status,
  failure: row.failure,
  createdAt: row.createdAt,
  nextAttemptAt: row.nextAttemptAt,
  deliveredAt: row.deliveredAt,
});
