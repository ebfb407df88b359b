import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { apiKeys } from "@/db/schema";
import { recordAudit } from "@/server/audit/record";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { newId } from "@/server/platform/ids";
import { sha256 } from "@/server/platform/seal";
import { findWorkspace } from "./find";
import { grantableScopes } from "./policy";
import type { createApiKeyInput } from "./schema";

const SHOWN = 12;

/** Makes a key with 256 random bits. It is answered once; only its hash is kept. */
export function createApiKey(ctx: Context, input: z.output<typeof createApiKeyInput>) {
  return inTransaction(ctx, async (tx) => {
    const missing = input.scopes.filter((scope) => !grantableScopes(ctx.actor).includes(scope));
    if (missing.length) {
      const message = `A key cannot do what you may not do yourself: ${missing.join(", ")}. Ask an admin to make it.`;
      throw new DomainError("forbidden", message, {
        issues: [{ path: "scopes", code: "not_held", message }],
      });
    }
    const { kind } = await findWorkspace(tx, ctx);
    const key = `${kind === "live" ? "gh_live_" : "gh_test_"}${randomBytes(32).toString("base64url")}`;
    const apiKeyId = newId("apiKey", ctx.at);
    const scopes = [...new Set(input.scopes)].sort();
    const expiresAt = input.days ? new Date(ctx.at.getTime() + input.days * 86_400_000) : null;
    await tx.insert(apiKeys).values({
      workspaceId: ctx.workspaceId,
      id: apiKeyId,
      name: input.name,
      prefix: key.slice(0, SHOWN),
      hash: sha256(key),
      scopes,
      createdBy: ctx.actor.id,
      createdAt: ctx.at,
      expiresAt,
    });
    await recordAudit(tx, ctx, {
      subject: { kind: "api_key", id: apiKeyId },
      action: "api_key.created",
      facts: { scopes, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return { apiKeyId, key };
  });
}
