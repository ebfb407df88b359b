import { existsSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { bringUp, runTypescript } from "./bring-up.mjs";
import { ensureBuilt } from "./build.mjs";
import { dataFolder, refuseRivals, requireFolder } from "./data-folder.mjs";
import { ensureRuntime } from "./install.mjs";
import { launchError } from "./processes.mjs";
import { say, step } from "./progress.mjs";
import { stopEverything, stopOnSignals, whenStopping } from "./stopping.mjs";
import { supervise } from "./supervise.mjs";

/**
 * `npm start`, and with a word behind it `npm run web`, `npm run worker`, `npm run dev`. `--verbose` shows the log lines
 * of web and worker here, as a container's log wants them, instead of writing files.
 */

const words = process.argv.slice(2);
const isVerbose = words.includes("--verbose");
const mode = words.find((word) => !word.startsWith("-")) ?? "start";
const hasWeb = mode !== "worker";
const hasWorker = mode !== "web";
const isDevelopment = mode === "dev";
const READY_MS = 90_000;
/** Ending this often before anything was served is no bad luck. */
const TRIES = 3;

const host = process.env["HOST"] || "127.0.0.1";
const port = Number(process.env["PORT"] || 3000);

/** Refuses an address that cannot be listened on, before anything long begins. */
async function requireAddress() {
  if (!hasWeb || !Number.isInteger(port) || port < 0 || port > 65535) return;
  const code = await new Promise((done) => {
    const probe = createServer();
    probe.once("error", (error) => done(/** @type {NodeJS.ErrnoException} */ (error).code));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(undefined)));
  });
  const sentences = {
    EADDRINUSE: [
      `Port ${port} on ${host} is already in use.`,
      `Choose another, such as PORT=${port + 1} npm start.`,
    ],
    EACCES: [`This user may not listen on port ${port}.`, "Choose one above 1023 with PORT."],
    EADDRNOTAVAIL: [`This machine has no address ${host}.`, "Mend HOST."],
    ENOTFOUND: [`This machine has no address ${host}.`, "Mend HOST."],
  };
  if (code) throw launchError(...(sentences[code] ?? [`${host}:${port} cannot be listened on (${code}).`]));
}

const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
const urlOf = (at) => `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${at}`;

const isReady = (at) =>
  new Promise((done) => {
    get(`${urlOf(at)}/readyz`, { timeout: 3_000 }, (answer) => {
      answer.resume();
      done(answer.statusCode === 200);
    })
      .once("timeout", function () {
        this.destroy();
      })
      .once("error", () => done(false));
  });

const tail = (path) =>
  path && existsSync(path) ? `\n${readFileSync(path, "utf8").trim().split("\n").slice(-12).join("\n")}` : "";

/** Waits for the first answer of web. @returns {Promise<number>} the port it really has */
function untilReady(web, env) {
  return step("Starting", async () => {
    let at = 0;
    web.onMessage((message) => {
      if (!("listening" in message)) return;
      at = message.listening;
      // Started again, it comes back where people found it.
      env.PORT = String(at);
    });
    for (const end = Date.now() + READY_MS; Date.now() < end; await wait(50)) {
      if (web.timesEndedEarly() >= TRIES)
        throw launchError(`The web process ended ${TRIES} times while starting.${tail(web.logFile)}`);
      if (at && (await isReady(at))) return at;
    }
    throw launchError(`The web process was not ready within ${READY_MS / 1000} seconds.${tail(web.logFile)}`);
  });
}

async function seedDemo(environment) {
  return step("Making the demo", async () => {
    const { code, output } = await runTypescript("db/seed/seed.ts", [], environment);
    if (code !== 0) throw new Error(`The demo could not be made:\n${output.trim()}`);
    return output.trim();
  });
}

async function main() {
  requireFolder(dataFolder());
  refuseRivals(dataFolder(), hasWeb && hasWorker ? "start" : mode);
  await requireAddress();
  await ensureRuntime({ dev: isDevelopment });
  let build = ".next";
  const ground = await bringUp({
    role: hasWeb && hasWorker ? "start" : mode,
    beside: async () => {
      if (hasWeb && !isDevelopment) build = await ensureBuilt();
    },
  });
  const firstSignIn = ground.seed ? await seedDemo(ground.ownerEnvironment) : undefined;
  const env = {
    ...ground.environment,
    NODE_ENV: isDevelopment ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...(isDevelopment ? {} : { GATEHOUSE_BUILD: build }),
  };
  const shared = { env, dataDir: ground.dataDir, note: ground.note, show: isDevelopment || isVerbose };
  const worker = hasWorker
    ? supervise({ name: "worker", file: "server/worker/main.ts", ...shared })
    : undefined;
  const web = hasWeb ? supervise({ name: "web", file: "server/main.ts", ...shared }) : undefined;
  const at = web && (await untilReady(web, env));
  if (firstSignIn) say(`\n${firstSignIn}`);
  say("");
  if (at) say(`  Gatehouse  ${process.env["PUBLIC_URL"] || urlOf(at)}`);
  else say("  The worker is at work.");
  say(`  Data       ${ground.dataDir}`);
  if (web?.logFile ?? worker?.logFile) say(`  Logs       ${join(ground.dataDir, "logs")}`);
  if (ground.settings.DEMO && !firstSignIn && at)
    say("  Sign-in    npm run demo:accounts sets new demo passwords");
  say("\nCtrl-C stops it.");
  process.send?.({ ready: at ?? true });
}

stopOnSignals(() => process.exit(1));
// Keeps the process when only a child is left to wait for.
const alive = setInterval(() => {}, 1 << 30);
whenStopping(() => clearInterval(alive));
main().catch(async (error) => {
  const known = error instanceof Error && error.name === "LaunchError";
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  await stopEverything(1);
});
