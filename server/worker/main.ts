import { database } from "@/server/platform/database";
import { failureFacts } from "@/server/platform/failure";
import { jobs } from "@/server/platform/jobs";
import { keys } from "@/server/platform/keys";
import { log } from "@/server/platform/log";
import { surviveLostWrites } from "@/server/platform/lost-write";
import { works } from "./queues";
import { type Tally, take } from "./work";

/** The process that performs jobs. Any number of them may run; the launcher starts one. */

/** Calls under way may end by themselves for so long; then they are ended, and given back. */
const FINISH_MS = 6_000;
const ALIVE_EVERY_MS = 60_000;

keys();
const tally: Tally = { done: 0, failed: 0, underWay: 0 };
const stopping = new AbortController();
const boss = await jobs(true);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  clearInterval(alive);
  const cut = setTimeout(() => stopping.abort(), FINISH_MS);
  await boss.stop({ graceful: true, timeout: FINISH_MS + 4_000 });
  clearTimeout(cut);
  await database().$client.end({ timeout: 5 });
  log().info(tally, "worker stopped");
  process.exit(0);
}

surviveLostWrites();
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The launcher is gone without a word: nobody would end or restart us.
process.on("disconnect", stop);
process.on("unhandledRejection", (error) =>
  log().error(failureFacts(error), "nobody waited for this failure"),
);

for (const work of Object.values(works)) await take(boss, work, stopping.signal, tally);

const alive = setInterval(() => log().info(tally, "worker alive"), ALIVE_EVERY_MS);
log().info({ queues: Object.keys(works) }, "worker ready");
process.send?.({ ready: "worker" });
