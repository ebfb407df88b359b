import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { webhookEndpoints } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { sealBytes } from "@/server/platform/seal";
import { places } from "./body";
import { findEndpoint, subscribe } from "./find";
import { maskedUrl } from "./policy";
import type { changeEndpointInput } from "./schema";
import { forgetSubscriptions } from "./subscriptions";

/** Changes where it is sent, what it hears, or how it is called. Deliveries under way go to the new address. */
export async function changeEndpoint(
  ctx: Context,
  input: z.output<typeof changeEndpointInput>,
): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const endpoint = await findEndpoint(tx, ctx, input.endpointId, "no key update");
    const { url, description, events } = input;
    const changes = {
      ...(url !== undefined && {
        url: sealBytes(ctx.keys.master, places.url(ctx, endpoint.id), Buffer.from(new URL(url).href)),
        shownUrl: maskedUrl(url),
      }),
      ...(description !== undefined && { description }),
      ...(events && { events }),
    };
    if (Object.keys(changes).length === 0) return;
    await tx
      .update(webhookEndpoints)
      .set(changes)
      .where(and(eq(webhookEndpoints.workspaceId, ctx.workspaceId), eq(webhookEndpoints.id, endpoint.id)));
    if (events) await subscribe(tx, ctx, endpoint.id, events);
    await recordAudit(tx, ctx, {
      subject: { kind: "webhook", id: endpoint.id },
      action: "webhook.changed",
      facts: { ...(url !== undefined && { host: new URL(url).host }), ...(events && { events }) },
    });
  });
  forgetSubscriptions(ctx);
}
