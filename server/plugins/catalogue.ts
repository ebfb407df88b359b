import type { PluginDefinition, PluginUse } from "./contract";
import { httpApi } from "./http-api/definition";
import { postgresDatabase } from "./postgres/definition";
import { sandboxBank } from "./sandbox-bank/definition";
import { sandboxIdentity } from "./sandbox-identity/definition";
import { sandboxRegistry } from "./sandbox-registry/definition";
import { sandboxScreening } from "./sandbox-screening/definition";
import { slackChannel } from "./slack/definition";
import { smtpServer } from "./smtp/definition";
import { webhookTarget } from "./webhook/definition";

/** Every plugin that can be connected, by key. Client-safe; `plugins.ts` holds what they do. */
export const pluginCatalogue = {
  [httpApi.key]: httpApi,
  [postgresDatabase.key]: postgresDatabase,
  [smtpServer.key]: smtpServer,
  [slackChannel.key]: slackChannel,
  [webhookTarget.key]: webhookTarget,
  [sandboxRegistry.key]: sandboxRegistry,
  [sandboxScreening.key]: sandboxScreening,
  [sandboxIdentity.key]: sandboxIdentity,
  [sandboxBank.key]: sandboxBank,
} as const satisfies Record<string, PluginDefinition>;

export type PluginKey = keyof typeof pluginCatalogue;
export const pluginKeys = Object.keys(pluginCatalogue) as [PluginKey, ...PluginKey[]];

/** The definition by a key from outside, e.g. from a row of an older release. */
export const findPluginDefinition = (key: string): PluginDefinition | undefined =>
  Object.hasOwn(pluginCatalogue, key) ? pluginCatalogue[key as PluginKey] : undefined;

/** What a connection is for, in words. */
export const useWords: Record<PluginUse, string> = {
  check: "checks",
  http: "HTTP requests",
  sql: "SQL queries",
  mail: "mail",
  slack: "Slack messages",
  webhook: "webhooks",
};

/** What checks can ask, in words; here because pages may not load the contract. */
export { capabilities } from "./contract";
