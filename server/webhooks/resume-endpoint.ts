import { and, asc, eq } from "drizzle-orm";
import type { z } from "zod";
import { webhookDeliveries, webhookEndpoints } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { beginAgain } from "./begin-again";
import { findEndpoint } from "./find";
import type { resumeEndpointInput } from "./schema";

/** At most so many are begun in one transaction; the rest are begun by the sweep, a batch a minute. */
const BATCH = 1_000;

/** Sends to the endpoint again. What was held meanwhile is sent now, or stays unsent, as the member says. */
export function resumeEndpoint(
  ctx: Context,
  input: z.output<typeof resumeEndpointInput>,
): Promise<{ begun: number }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const endpoint = await findEndpoint(tx, ctx, input.endpointId, "no key update");
    const { workspaceId } = ctx;
    await tx
      .update(webhookEndpoints)
      .set({ pausedAt: null, pausedBecause: null, failingSince: null })
      .where(and(eq(webhookEndpoints.workspaceId, workspaceId), eq(webhookEndpoints.id, endpoint.id)));
    const held = and(
      eq(webhookDeliveries.workspaceId, workspaceId),
      eq(webhookDeliveries.endpointId, endpoint.id),
      eq(webhookDeliveries.state, "held"),
    );
    let begun = 0;
    if (input.held === "skip")
      await tx
        .update(webhookDeliveries)
        .set({ state: "skipped", failure: "It was held while the endpoint was paused, and not sent." })
        .where(held);
    else {
      const rows = await tx
        .select({ id: webhookDeliveries.id })
        .from(webhookDeliveries)
        .where(held)
        .orderBy(asc(webhookDeliveries.id))
        .limit(BATCH);
      await beginAgain(
        tx,
        ctx,
        rows.map(({ id }) => ({ id, endpointId: endpoint.id })),
      );
      begun = rows.length;
    }
    if (endpoint.pausedAt)
      await recordAudit(tx, ctx, {
        subject: { kind: "webhook", id: endpoint.id },
        action: "webhook.resumed",
        facts: { held: input.held, begun },
      });
    return { begun };
  });
}
