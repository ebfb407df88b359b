import type { Context } from "@/server/context";
import type { CheckRequest } from "@/server/nodes/subjects";
import { callbackAddress } from "@/server/plugins/callback-token";
import { isVendor } from "@/server/plugins/contract";
import { resolveConnection } from "@/server/plugins/resolve-connection";
import { askedOf } from "@/server/runs/asked";
import { receiveCallback } from "./receive-callback";

/** Plays the callback of a pretended vendor, signed, through the same door as a real one's. */
export async function rehearseCallback(ctx: Context, input: { runId: string; key: string }): Promise<void> {
  const asked = await askedOf(ctx, input);
  if (!asked) return;
  const { connection, capability, request } = asked.input as unknown as CheckRequest;
  const { id, plugin, credentials } = await resolveConnection(ctx, { key: connection });
  if (!isVendor(plugin) || !plugin.callback?.rehearse) return;
  const { token } = callbackAddress(ctx, { connectionId: id, ...input });
  const callback = plugin.callback.rehearse(capability, request, credentials, { token, at: ctx.at });
  await receiveCallback(ctx, { connectionId: id, ...callback });
}
