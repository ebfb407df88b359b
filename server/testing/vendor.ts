import type { PluginKey } from "@/server/plugins/catalogue";
import { plugins } from "@/server/plugins/plugins";

/** The plugins that invent their answers. */
export type SandboxKey = Extract<PluginKey, `sandbox-${string}`>;

type Changeable<K extends PluginKey> = { -readonly [P in keyof (typeof plugins)[K]]: (typeof plugins)[K][P] };

/** A sandbox vendor that answers nobody until so many wait before it: whoever asks one by one gets no answer in time. */
export function answersTogether(vendor: SandboxKey, count: number) {
  const plugin = plugins[vendor] as Changeable<typeof vendor>;
  const { check } = plugin;
  let waiting = 0;
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  plugin.check = async (...question) => {
    if (++waiting === count) open();
    await all;
    return check(...question);
  };
  return {
    restore: () => {
      plugin.check = check;
    },
  };
}

/** Counts what the sandbox registry is asked, by idempotency key, as the vendor's own books would. */
export function watchRegistry() {
  const plugin = plugins["sandbox-registry"] as Changeable<"sandbox-registry">;
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
