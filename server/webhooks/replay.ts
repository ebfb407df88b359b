import { and, asc, count, eq, gt, gte, inArray, lte, ne } from "drizzle-orm";
import type { z } from "zod";
import { webhookDeliveries } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { readCursor, writeCursor } from "@/server/platform/cursor";
import { beginAgain } from "./begin-again";
import { findEndpoint } from "./find";
import type { countReplayInput, replayInput } from "./schema";

const BATCH = 200;
type Filter = z.output<typeof countReplayInput>;

/** What a filter means in SQL. What is on its way already is never begun again. */
export const matching = (ctx: Context, { endpointId, state, type, since, until }: Filter) =>
  and(
    eq(webhookDeliveries.workspaceId, ctx.workspaceId),
    eq(webhookDeliveries.endpointId, endpointId),
    state ? eq(webhookDeliveries.state, state) : undefined,
    type ? eq(webhookDeliveries.type, type) : undefined,
    since ? gte(webhookDeliveries.createdAt, new Date(since)) : undefined,
    until ? lte(webhookDeliveries.createdAt, new Date(until)) : undefined,
  );

/** How many deliveries a replay by this filter would send again. */
export function countReplay(ctx: Context, filter: Filter): Promise<{ count: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    await findEndpoint(tx, ctx, filter.endpointId);
    const [found] = await tx
      .select({ n: count() })
      .from(webhookDeliveries)
      .where(and(matching(ctx, filter), ne(webhookDeliveries.state, "pending")));
    return { count: found?.n ?? 0 };
  });
}

export interface Replayed {
  replayed: number;
  /** Where the next batch goes on; null when this was the last. */
  nextCursor: string | null;
}

/** Sends deliveries again under their own ids: the ones named, or the next batch of those that a filter finds. */
export function replayDeliveries(ctx: Context, input: z.output<typeof replayInput>): Promise<Replayed> {
  return inTransaction(ctx, async (tx, ctx) => {
    if ("endpointId" in input) await findEndpoint(tx, ctx, input.endpointId);
    const place = "cursor" in input ? readCursor(input.cursor, "replay") : undefined;
    const rows = await tx
      .select({ id: webhookDeliveries.id, endpointId: webhookDeliveries.endpointId })
      .from(webhookDeliveries)
      .where(
        and(
          eq(webhookDeliveries.workspaceId, ctx.workspaceId),
          ne(webhookDeliveries.state, "pending"),
          "deliveryIds" in input ? inArray(webhookDeliveries.id, input.deliveryIds) : matching(ctx, input),
          place && gt(webhookDeliveries.id, place.id),
        ),
      )
      .orderBy(asc(webhookDeliveries.id))
      .limit("deliveryIds" in input ? input.deliveryIds.length : BATCH + 1)
      .for("update");
    if ("deliveryIds" in input && rows.length === 0)
      throw new DomainError("not_found", "These deliveries do not exist, or are on their way already.");
    const batch = "deliveryIds" in input ? rows : rows.slice(0, BATCH);
    for (const endpointId of new Set(batch.map((row) => row.endpointId))) {
      const endpoint = await findEndpoint(tx, ctx, endpointId);
      if (endpoint.pausedAt)
        throw new DomainError("conflict", "This endpoint is paused. Resume it, then send again.");
      const mine = batch.filter((row) => row.endpointId === endpointId);
      await beginAgain(tx, ctx, mine);
      await recordAudit(tx, ctx, {
        subject: { kind: "webhook", id: endpointId },
        action: "webhook.replayed",
        facts: { deliveries: mine.length, ...(mine.length === 1 && { delivery: mine[0]?.id }) },
      });
    }
    const last = batch.at(-1);
    return {
      replayed: batch.length,
      nextCursor: last && rows.length > batch.length ? writeCursor("replay", 0, last.id) : null,
    };
  });
}
