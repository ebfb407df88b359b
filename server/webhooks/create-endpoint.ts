import type { z } from "zod";
import { webhookEndpoints } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { sealBytes } from "@/server/platform/seal";
import { places } from "./body";
import { addSecret, refuseTooMany, subscribe } from "./find";
import { maskedUrl } from "./policy";
import type { createEndpointInput } from "./schema";
import { forgetSubscriptions } from "./subscriptions";

/** Makes an endpoint. Its secret is answered once and never comes back out. */
export async function createEndpoint(
  ctx: Context,
  input: z.output<typeof createEndpointInput>,
): Promise<{ endpointId: string; secret: string }> {
  const made = await inTransaction(ctx, async (tx, ctx) => {
    await refuseTooMany(tx, ctx);
    const { workspaceId, at } = ctx;
    const id = newId("webhookEndpoint", at);
    const shownUrl = maskedUrl(input.url);
    await tx.insert(webhookEndpoints).values({
      ...{ workspaceId, id, shownUrl, events: input.events, description: input.description },
      url: sealBytes(ctx.keys.master, places.url(ctx, id), Buffer.from(new URL(input.url).href)),
      createdAt: at,
      createdBy: ctx.actor.id,
    });
    await subscribe(tx, ctx, id, input.events);
    const secret = await addSecret(tx, ctx, id);
    await recordAudit(tx, ctx, {
      subject: { kind: "webhook", id },
      action: "webhook.created",
      facts: { host: new URL(input.url).host, events: input.events },
    });
    return { endpointId: id, secret };
  });
  forgetSubscriptions(ctx);
  return made;
}
