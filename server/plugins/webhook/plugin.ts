import { outboundFetch } from "@/server/platform/outbound";
import { secretKey, signedHeaders } from "@/server/platform/signature";
import { PluginFailure, type ToolActions, type ToolCall, type ToolPlugin } from "../contract";
import { pluginFailure } from "../outbound-failure";
import { type WebhookCredentials, type WebhookSettings, webhookTarget } from "./definition";

const MOST_BYTES = 64 * 1024;

async function post(
  { event, body }: ToolActions["webhook"],
  { signingSecret }: WebhookCredentials,
  { url }: WebhookSettings,
  call: ToolCall,
): Promise<number> {
  const text = JSON.stringify({ type: event, timestamp: call.at.toISOString(), data: body });
  const answer = await outboundFetch({
    url,
    method: "POST",
    headers: {
      "content-type": "application/json",
      // The same id for every attempt: whoever receives it twice knows it by that.
      ...signedHeaders([secretKey(signingSecret)], {
        id: `msg_${call.idempotencyKey}`,
        at: call.at,
        body: text,
      }),
    },
    body: text,
    timeoutMs: call.timeoutMs,
    maxBytes: MOST_BYTES,
    maxRedirects: 0,
    signal: call.signal,
  });
  if (!answer.ok) throw pluginFailure(answer);
  return answer.status;
}

function judged(status: number): number {
  if (status >= 200 && status <= 299) return status;
  if (status === 408 || status === 429 || status >= 500)
    throw new PluginFailure("unavailable", `It answered ${status}.`);
  throw new PluginFailure("refused", `It answered ${status} instead of 2xx. Check the address.`);
}

export const webhookPlugin: ToolPlugin<"webhook"> = {
  definition: webhookTarget,
  async act(action, credentials, settings, call) {
    const to = settings as WebhookSettings;
    call.note({ request: { method: "POST", url: to.url, body: { type: action.event, data: action.body } } });
    const status = await post(action, credentials as WebhookCredentials, to, call);
    call.note({ response: { status } });
    return { status: judged(status) };
  },
  async test(credentials, settings, call) {
    const action = { event: "connection.tested", body: {} };
    const status = await post(action, credentials as WebhookCredentials, settings as WebhookSettings, call);
    return `Answered ${judged(status)}`;
  },
};
