import type { PluginKey } from "./catalogue";
import type { Plugin } from "./contract";
import { sandboxBankPlugin } from "./sandbox-bank/plugin";
import { sandboxIdentityPlugin } from "./sandbox-identity/plugin";
import { sandboxRegistryPlugin } from "./sandbox-registry/plugin";
import { sandboxScreeningPlugin } from "./sandbox-screening/plugin";

/** What each plugin of the catalogue does; leaving one out does not compile. */
export const plugins: { readonly [K in PluginKey]: Plugin } = {
  "sandbox-registry": sandboxRegistryPlugin,
  "sandbox-screening": sandboxScreeningPlugin,
  "sandbox-identity": sandboxIdentityPlugin,
  "sandbox-bank": sandboxBankPlugin,
};

export const findPlugin = (key: string): Plugin | undefined =>
  Object.hasOwn(plugins, key) ? plugins[key as PluginKey] : undefined;
