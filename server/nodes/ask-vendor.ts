import type { Context } from "@/server/context";
import type { Json, JsonObject } from "@/server/engine/state";
import { isDomainError } from "@/server/errors";
import { askThrough } from "@/server/plugins/ask-through";
import { callPlugin } from "@/server/plugins/call";
import { callbackAddress } from "@/server/plugins/callback-token";
import { isVendor, type VendorPlugin } from "@/server/plugins/contract";
import { type ResolvedConnection, resolveConnection } from "@/server/plugins/resolve-connection";
import { withoutAttempt } from "./performing";
import type { AnsweredLater, EffectResult, Runner } from "./runner";
import type { CheckRequest } from "./subjects";

/** Asks the vendor behind the workspace's connection, for every step whose questions a plugin answers. */
export const askVendor = (limitMs: Runner["limitMs"]): Runner => ({
  limitMs,

  async mayRepeat(ctx, { input }) {
    const found = await find(ctx, asked(input).connection);
    return "error" in found || found.plugin.definition.idempotent;
  },

  async run(ctx, request, signal): Promise<EffectResult | AnsweredLater> {
    const { runId, key, attempt } = request;
    const { connection, capability, request: question, timeoutMs } = asked(request.input);
    const found = await find(ctx, connection);
    if ("error" in found) return found;
    const result = await askThrough(ctx, found, () =>
      callPlugin({
        plugin: found.plugin,
        credentials: found.credentials,
        settings: found.settings,
        capability,
        request: question,
        idempotencyKey: withoutAttempt(request),
        attempt,
        timeoutMs: Math.min(timeoutMs, found.limits.timeoutMs),
        at: ctx.at,
        signal,
        callback: callbackAddress(ctx, { connectionId: found.id, runId, key }),
      }),
    );
    if ("later" in result) return { later: result.later };
    return result.ok ? { output: result.answer as unknown as Json } : { error: result.error };
  },
});

/** What the node's definition put there when the effect was planned. */
const asked = (input: JsonObject) => input as unknown as CheckRequest;

/** A connection that is gone, or that this workspace may not use, is a failure of the check and not of the worker. */
async function find(
  ctx: Context,
  key: string,
): Promise<
  (ResolvedConnection & { plugin: VendorPlugin }) | { error: { kind: "refused"; message: string } }
> {
  try {
    const found = await resolveConnection(ctx, { key });
    const { plugin } = found;
    if (isVendor(plugin)) return { ...found, plugin };
    return { error: { kind: "refused", message: `“${found.title}” is no vendor that answers checks.` } };
  } catch (error) {
    if (isDomainError(error)) return { error: { kind: "refused", message: error.message } };
    throw error;
  }
}
