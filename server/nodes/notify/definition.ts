import { effectNode, type NodeScope } from "@/server/engine/node";
import type { Json, JsonObject } from "@/server/engine/state";
import { filled, operandsIn, placeholdersIn, valueAt } from "../template";
import { channels, type NotifyConfig, notifyConfig } from "./config";
import { notifyExamples } from "./examples";

/** A line break in a subject would begin another header. */
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** What the worker needs to tell somebody. Versions of earlier releases wrote `to`, `subject` and `text` alone. */
function wish(
  { to, addresses, connection, subject, text, data }: NotifyConfig,
  scope: NodeScope,
): JsonObject {
  const values = Object.entries(data ?? {}).flatMap(([name, from]): [string, Json][] => {
    const value = valueAt(from, scope);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    to,
    ...(connection !== undefined && { connection }),
    ...(addresses !== undefined && { addresses }),
    ...(subject !== undefined && { subject: oneLine(filled(subject, scope)) }),
    ...(text !== undefined && { text: filled(text, scope) }),
    ...(data !== undefined && { data: Object.fromEntries(values) }),
  };
}

export const notify = effectNode({
  type: "notify",
  version: 1,
  title: "Notify",
  summary: "Sends a mail, posts into a Slack channel, or tells a system of yours.",
  group: "Notify",
  icon: "mail",
  config: notifyConfig,
  outlets: () => [
    { key: "sent", title: "Sent", kind: "normal" },
    { key: "failed", title: "Failed", kind: "failure" },
  ],
  describe({ to, addresses = [], connection, subject }) {
    switch (to) {
      case "applicant":
        return `The applicant gets a mail: “${subject}”.`;
      case "addresses":
        return `${addresses.length === 1 ? "“".concat(addresses[0] ?? "", "” gets") : `${addresses.length} addresses get`} a mail: “${subject}”.`;
      case "slack":
        return `A message is posted through “${connection}”.`;
      case "webhook":
        return `“${connection}” is told by webhook.`;
    }
  },
  asks: ({ to, connection }) =>
    connection === undefined ? undefined : { connection, use: channels[to].use },
  reads: ({ subject, text, data = {} }) => [
    ...placeholdersIn(subject, "subject"),
    ...placeholdersIn(text, "text"),
    ...operandsIn(data, "data"),
  ],
  retry: () => ({ attempts: 3, firstDelayMs: 10_000 }),
  deadlineMs: () => undefined,
  requests: (config, scope) => [{ scope: config.to, input: wish(config, scope) }],
  pretended: {},
  settle: (_, __, answers) => ({
    outlet: answers.every(({ error }) => error === undefined) ? "sent" : "failed",
    output: {},
  }),
  said: (_, { outlet }) => (outlet === "sent" ? "Sent." : null),
  examples: notifyExamples,
});
