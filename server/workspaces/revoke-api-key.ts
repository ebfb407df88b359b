import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { apiKeys } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import type { apiKeyInput } from "./schema";

/** Stops a key from its next request on. Revoking twice is once. */
export function revokeApiKey(ctx: Context, input: z.output<typeof apiKeyInput>): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const mine = and(eq(apiKeys.workspaceId, ctx.workspaceId), eq(apiKeys.id, input.apiKeyId));
    const [key] = await tx.select({ revokedAt: apiKeys.revokedAt }).from(apiKeys).where(mine).for("update");
    if (!key) throw new DomainError("not_found", "There is no such key here.");
    if (key.revokedAt) return;
    await tx.update(apiKeys).set({ revokedAt: ctx.at }).where(mine);
    await recordAudit(tx, ctx, {
      subject: { kind: "api_key", id: input.apiKeyId },
      action: "api_key.revoked",
    });
  });
}
