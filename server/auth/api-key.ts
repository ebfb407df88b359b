import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema";
import { type Context, inTransaction } from "@/server/context";
import { DomainError } from "@/server/errors";
import { database } from "@/server/platform/database";
import { newId } from "@/server/platform/ids";
import { keys } from "@/server/platform/keys";
import { sha256 } from "@/server/platform/seal";
import { shared } from "@/server/platform/shared";

/** `gh_test_…` works in sandbox workspaces, `gh_live_…` in live ones. */
const KEY = /^gh_(test|live)_[A-Za-z0-9_-]{20,100}$/;
const USE_NOTED_EVERY_MS = 60_000;

/** One sentence for a wrong, expired and revoked key alike: it must not tell whether the key ever existed. */
const refused = () =>
  new DomainError(
    "unauthenticated",
    "Send a valid API key as `authorization: Bearer gh_…`. An admin makes them under Settings, API keys.",
  );

/** The context of a request that carries an API key. */
export async function apiKeyContext(
  headers: Headers,
  more: { at?: Date; requestId?: string } = {},
): Promise<Context> {
  const at = more.at ?? new Date();
  const [, secret = ""] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const [, prefix] = KEY.exec(secret) ?? [];
  if (!prefix) throw refused();
  const db = database();
  const [key] = await db.execute<{
    workspace_id: string;
    id: string;
    scopes: string[];
    expires_at: string | Date | null;
    revoked_at: string | Date | null;
    kind: string;
  }>(sql`select * from app_find_api_key(${sha256(secret)})`);
  const isOpen =
    key &&
    !key.revoked_at &&
    (!key.expires_at || new Date(key.expires_at) > at) &&
    (key.kind === "live") === (prefix === "live");
  if (!isOpen) throw refused();
  const ctx: Context = {
    db,
    workspaceId: key.workspace_id,
    actor: { kind: "api_key", id: key.id, scopes: key.scopes },
    at,
    requestId: more.requestId ?? newId("request", at),
    keys: keys(),
  };
  await noteUse(ctx);
  return ctx;
}

const noted = () => shared("api key uses", () => new Map<string, number>());

/** Keeps when a key was last used, to the minute: a write per request would make one row everybody's bottleneck. */
async function noteUse(ctx: Context): Promise<void> {
  const last = noted().get(ctx.actor.id) ?? 0;
  if (ctx.at.getTime() - last < USE_NOTED_EVERY_MS) return;
  noted().set(ctx.actor.id, ctx.at.getTime());
  await inTransaction(ctx, (tx) =>
    tx
      .update(apiKeys)
      .set({ lastUsedAt: ctx.at })
      .where(
        and(
          eq(apiKeys.workspaceId, ctx.workspaceId),
          eq(apiKeys.id, ctx.actor.id),
          or(
            isNull(apiKeys.lastUsedAt),
            lt(apiKeys.lastUsedAt, new Date(ctx.at.getTime() - USE_NOTED_EVERY_MS)),
          ),
        ),
      ),
  );
}
