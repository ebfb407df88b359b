import type { PluginKey, pluginCatalogue } from "./catalogue";
import type { Plugin, Tool, ToolPlugin, VendorPlugin } from "./contract";
import { httpApiPlugin } from "./http-api/plugin";
import { postgresPlugin } from "./postgres/plugin";
import { sandboxBankPlugin } from "./sandbox-bank/plugin";
import { sandboxIdentityPlugin } from "./sandbox-identity/plugin";
import { sandboxRegistryPlugin } from "./sandbox-registry/plugin";
import { sandboxScreeningPlugin } from "./sandbox-screening/plugin";
import { slackPlugin } from "./slack/plugin";
import { smtpPlugin } from "./smtp/plugin";
import { webhookPlugin } from "./webhook/plugin";

type PluginFor<K extends PluginKey> = (typeof pluginCatalogue)[K]["use"] extends infer U
  ? U extends Tool
    ? ToolPlugin<U>
    : VendorPlugin
  : never;

/** What each plugin of the catalogue does; leaving one out does not compile. */
export const plugins: { readonly [K in PluginKey]: PluginFor<K> } = {
  "http-api": httpApiPlugin,
  postgres: postgresPlugin,
  smtp: smtpPlugin,
  slack: slackPlugin,
  webhook: webhookPlugin,
  "sandbox-registry": sandboxRegistryPlugin,
  "sandbox-screening": sandboxScreeningPlugin,
  "sandbox-identity": sandboxIdentityPlugin,
  "sandbox-bank": sandboxBankPlugin,
};

export const findPlugin = (key: string): Plugin | undefined =>
  Object.hasOwn(plugins, key) ? plugins[key as PluginKey] : undefined;
