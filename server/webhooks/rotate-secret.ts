import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { webhookSecrets } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { addSecret, findEndpoint } from "./find";
import { OVERLAP_HOURS } from "./policy";

/** Makes a new secret. The one before signs beside it for a day, so that no message is refused while the receiver changes. */
export function rotateSecret(
  ctx: Context,
  input: { endpointId: string },
): Promise<{ secret: string; oldUntil: Date }> {
  return inTransaction(ctx, async (tx, ctx) => {
    const endpoint = await findEndpoint(tx, ctx, input.endpointId, "no key update");
    const oldUntil = new Date(ctx.at.getTime() + OVERLAP_HOURS * 3_600_000);
    const mine = and(
      eq(webhookSecrets.workspaceId, ctx.workspaceId),
      eq(webhookSecrets.endpointId, endpoint.id),
    );
    // Two at most: one that was already running out ends now.
    await tx.delete(webhookSecrets).where(and(mine, isNotNull(webhookSecrets.expiresAt)));
    await tx
      .update(webhookSecrets)
      .set({ expiresAt: oldUntil })
      .where(and(mine, isNull(webhookSecrets.expiresAt)));
    const secret = await addSecret(tx, ctx, endpoint.id);
    await recordAudit(tx, ctx, {
      subject: { kind: "webhook", id: endpoint.id },
      action: "webhook.secret_rotated",
      facts: { oldUntil: oldUntil.toISOString() },
    });
    return { secret, oldUntil };
  });
}
