import { setTimeout as pause } from "node:timers/promises";
import type { Runner } from "@/server/nodes/runner";
import { runners } from "@/server/nodes/runners";

/** The product's worker, but for one thing: a notification is answered at once, and nobody is written to. */
const instant: Runner = {
  limitMs: () => 5_000,
  mayRepeat: async () => true,
  run: async (_, { input }, signal) => {
    if (input["text"] === "slow") await pause(4_000, undefined, { signal });
    return { output: { sent: true } };
  },
};
Object.assign(runners, { notify: instant });
await import("@/server/worker/main");
