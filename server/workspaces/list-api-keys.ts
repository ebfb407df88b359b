import { desc, eq } from "drizzle-orm";
import { apiKeys } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";

/** The workspace's keys, newest first, revoked ones too: never the key itself. */
export function listApiKeys(ctx: Context) {
  return inTransaction(ctx, (tx) =>
    tx
      .select({
        id: apiKeys.id,
        name: apiKeys.name,
        prefix: apiKeys.prefix,
        scopes: apiKeys.scopes,
        createdAt: apiKeys.createdAt,
        expiresAt: apiKeys.expiresAt,
        revokedAt: apiKeys.revokedAt,
        lastUsedAt: apiKeys.lastUsedAt,
      })
      .from(apiKeys)
      .where(eq(apiKeys.workspaceId, ctx.workspaceId))
      .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id)),
  );
}
