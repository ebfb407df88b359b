import type { Runner } from "@/server/nodes/runner";
import { runners } from "@/server/nodes/runners";

/** The product's worker, but for one thing: a notification is answered at once, and nobody is written to. */
const instant: Runner = {
  limitMs: () => 5_000,
  mayRepeat: async () => true,
  run: async () => ({ output: { sent: true } }),
};
Object.assign(runners, { notify: instant });
await import("@/server/worker/main");
