import { outboundFetch } from "@/server/platform/outbound";
import { PluginFailure, type ToolCall, type ToolPlugin } from "../contract";
import { pluginFailure } from "../outbound-failure";
import { type SlackCredentials, slackChannel } from "./definition";

const MOST_BYTES = 64 * 1024;

async function post(credentials: unknown, body: object, { timeoutMs, signal }: ToolCall) {
  const answer = await outboundFetch({
    url: (credentials as SlackCredentials).url,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    timeoutMs,
    maxBytes: MOST_BYTES,
    maxRedirects: 0,
    signal,
  });
  if (!answer.ok) throw pluginFailure(answer);
  return { status: answer.status, said: Buffer.from(answer.body).toString("utf8").slice(0, 200) };
}

function refusal(status: number): PluginFailure {
  if (status === 429 || status >= 500)
    return new PluginFailure("unavailable", `Slack answered ${status}: not now.`);
  return new PluginFailure(
    "refused",
    `Slack answered ${status}: it does not know the address any more. Make a new one in Slack and replace it here.`,
  );
}

export const slackPlugin: ToolPlugin<"slack"> = {
  definition: slackChannel,
  async act({ text }, credentials, _settings, call) {
    call.note({ request: { text } });
    const { status, said } = await post(credentials, { text }, call);
    call.note({ response: { status, said } });
    if (status < 200 || status > 299) throw refusal(status);
    return {};
  },
  /** An empty message: Slack refuses the message at an address it knows, and the address at one it does not. */
  async test(credentials, _settings, call) {
    const { status, said } = await post(credentials, {}, call);
    if (status === 400 && /no_text|invalid_payload/.test(said)) return "Slack knows the address";
    if (status >= 200 && status <= 299) return `Answered ${status}`;
    throw refusal(status);
  },
};
