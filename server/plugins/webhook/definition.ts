import { z } from "zod";
import type { ToolDefinition } from "../contract";
import { neededSecret, plainAddress } from "../secret";

/** As Standard Webhooks write it. */
const SECRET = /^(whsec_)?[A-Za-z0-9+/]{22,}={0,2}$/;

const settings = z.strictObject({
  url: plainAddress.meta({ title: "Address", description: "Gets a POST with a JSON body." }),
});

const credentials = z.strictObject({
  signingSecret: neededSecret(
    "Signing secret",
    "Signs each message as Standard Webhooks describe (webhook-id, webhook-timestamp, webhook-signature).",
    (text) => text.regex(SECRET, "Paste the receiving side's secret: whsec_ and base64, at least 16 bytes."),
  ),
});

export const webhookTarget = {
  key: "webhook",
  title: "Webhook",
  summary: "Tells a system of yours by a signed POST. The step “Notify” says what.",
  use: "webhook",
  sandboxOnly: false,
  settings,
  credentials,
  address: ["url"],
} as const satisfies ToolDefinition<"webhook">;

export type WebhookSettings = z.infer<typeof settings>;
export type WebhookCredentials = z.infer<typeof credentials>;
