import { parseArgs } from "node:util";
import { ensureRuntime } from "./install.mjs";
import { inForeground, launchError, leave } from "./processes.mjs";

/**
 * `npm run chaos`: the crash tests of `npm test` at length. Runs go on while PostgreSQL is killed every five seconds and
 * workers at random; then 10,000 timers fall due at once. Exits with 1 when anything was lost, doubled or told otherwise.
 */

const usage = "npm run chaos -- --minutes 10 --runs 2000 --timers 10000 --seed 7";

function readOptions() {
  const whole = (name, text) => {
    if (!/^[1-9]\d{0,6}$/.test(text)) throw launchError(`--${name} is a whole number from 1.`, usage);
    return Number(text);
  };
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: "string", default: "10" },
        runs: { type: "string", default: "2000" },
        timers: { type: "string", default: "10000" },
        seed: { type: "string", default: String((Date.now() % 999_983) + 1) },
      },
    });
    return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, whole(name, text)]));
  } catch (error) {
    if (error?.code?.startsWith?.("ERR_PARSE_ARGS")) throw launchError(error.message, usage);
    throw error;
  }
}

async function main() {
  const { minutes, runs, timers, seed } = readOptions();
  await ensureRuntime({ dev: true });
  Object.assign(process.env, {
    CHAOS_SECONDS: String(minutes * 60),
    CHAOS_RUNS: String(runs),
    CHAOS_TIMERS: String(timers),
    CHAOS_SEED: String(seed),
  });
  process.exit(
    await inForeground(process.execPath, [
      "node_modules/vitest/vitest.mjs",
      ...["run", "--config", "server/testing/vitest.config.ts", "--no-file-parallelism"],
      ...["server/runs/chaos.test.ts", "server/runs/timers.test.ts"],
    ]),
  );
}

main().catch(leave);
