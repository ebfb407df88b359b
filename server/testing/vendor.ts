import { plugins } from "@/server/plugins/plugins";

/** Counts what the sandbox registry is asked, by idempotency key, as the vendor's own books would. */
export function watchRegistry() {
  const plugin = plugins["sandbox-registry"] as {
    -readonly [K in keyof (typeof plugins)["sandbox-registry"]]: (typeof plugins)["sandbox-registry"][K];
  };
  const { check, definition } = plugin;
  const asked: { key: string; attempt: number }[] = [];
  plugin.check = (capability, request, credentials, settings, call) => {
    asked.push({ key: call.idempotencyKey, attempt: call.attempt });
    return check(capability, request, credentials, settings, call);
  };
  return {
    asked,
    /** Questions of one run. */
    of: (runId: string) => asked.filter(({ key }) => key.startsWith(runId)),
    /** A vendor that would charge a repeated question again. */
    forgetKeys: () => {
      plugin.definition = { ...definition, idempotent: false };
    },
    restore: () => {
      plugin.check = check;
      plugin.definition = definition;
    },
  };
}
