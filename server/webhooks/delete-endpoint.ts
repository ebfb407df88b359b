import { and, eq } from "drizzle-orm";
import { webhookEndpoints } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { findEndpoint } from "./find";
import { forgetSubscriptions } from "./subscriptions";

/** Deletes an endpoint with its secrets and its log. What waits to be sent is not sent any more. */
export async function deleteEndpoint(ctx: Context, input: { endpointId: string }): Promise<void> {
  await inTransaction(ctx, async (tx, ctx) => {
    const { id, shownUrl } = await findEndpoint(tx, ctx, input.endpointId, "no key update");
    await tx
      .delete(webhookEndpoints)
      .where(and(eq(webhookEndpoints.workspaceId, ctx.workspaceId), eq(webhookEndpoints.id, id)));
    await recordAudit(tx, ctx, {
      subject: { kind: "webhook", id },
      action: "webhook.deleted",
      facts: { host: new URL(shownUrl).host },
    });
  });
  forgetSubscriptions(ctx);
}
