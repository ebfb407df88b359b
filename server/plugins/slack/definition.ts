import { z } from "zod";
import type { ToolDefinition } from "../contract";
import { neededSecret } from "../secret";

const isAddress = (text: string) => /^https?:$/.test(URL.parse(text)?.protocol ?? "");

const credentials = z.strictObject({
  url: neededSecret(
    "Webhook address",
    "Slack → Apps → Incoming Webhooks. Whoever knows it can post, so all of it is secret.",
    (text) =>
      text.refine(
        isAddress,
        "Paste the full address that Slack shows, beginning with https://hooks.slack.com/.",
      ),
  ),
});

export const slackChannel = {
  key: "slack",
  title: "Slack channel",
  summary: "Posts into one channel by an incoming webhook. The step “Notify” says what.",
  use: "slack",
  sandboxOnly: false,
  settings: z.strictObject({}),
  credentials,
  address: [],
} as const satisfies ToolDefinition<"slack">;

export type SlackCredentials = z.infer<typeof credentials>;
