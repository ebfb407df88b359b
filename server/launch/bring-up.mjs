import { fork } from "node:child_process";
import { join } from "node:path";
import { dataFolder, othersAtWork, requireFolder, takeFolder } from "./data-folder.mjs";
import { compiled, typescript } from "./install.mjs";
import { startPostgres } from "./postgres.mjs";
import { isAlive, launchError, ROOT, runToEnd } from "./processes.mjs";
import { say, step } from "./progress.mjs";
import { isStopping, whenStopping } from "./stopping.mjs";

/** What every command of the product stands on: settings, data folder, database with its tables, keys. */

const WATCH_MS = 500;

/** The second half of the launcher, in TypeScript. Answers the settings at once and the rest when told the database. */
function startPreparing(dataDir) {
  const child = fork(join(ROOT, "server/launch/prepare.ts"), [], {
    cwd: ROOT,
    execArgv: ["--import", typescript],
    env: { ...process.env, ...compiled, DATA_DIR: dataDir },
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  whenStopping(() => child.kill("SIGKILL"));
  let noise = "";
  child.stderr?.on("data", (data) => {
    noise += data;
  });
  const next = () =>
    new Promise((done, fail) => {
      const ended = (code) => fail(new Error(`Preparing ended with ${code}:\n${noise.trim()}`));
      child.once("close", ended);
      child.once("message", (message) => {
        child.off("close", ended);
        if ("problem" in message)
          fail(message.problem ? launchError(message.problem) : new Error(message.stack ?? "unknown"));
        else done(message);
      });
    });
  return {
    settings: next(),
    on(address) {
      const answer = next();
      child.send({ address });
      return answer;
    },
  };
}

/** Keeps the embedded database alive at its address: killed, it recovers by itself once it is started again. */
function watchPostgres(dataDir, server) {
  let known = server;
  let busy = false;
  const watch = setInterval(async () => {
    if (busy || isStopping() || isAlive(known.pid)) return;
    busy = true;
    say("The database ended; starting it again.");
    try {
      known = await startPostgres({ dataDir, port: server.port });
    } catch (error) {
      say(`It did not start: ${error instanceof Error ? error.message : error}`);
    }
    busy = false;
  }, WATCH_MS);
  watch.unref();
  return {
    async stop() {
      clearInterval(watch);
      await known.stop();
    },
  };
}

/**
 * @param {{ role: "start" | "web" | "worker" | `command-${number}`, beside?: () => Promise<unknown> }} options
 *   `beside`: work that needs no database and may go on meanwhile.
 */
export async function bringUp({ role, beside = async () => {} }) {
  const dataDir = dataFolder();
  requireFolder(dataDir);
  const note = await takeFolder(dataDir, role);
  whenStopping(() => note.leave());
  const preparing = startPreparing(dataDir);
  const { settings } = await preparing.settings;
  const done = beside();
  // Looked at below; a failure must not count as unhandled while the database starts.
  done.catch(() => {});
  const address = process.env["DATABASE_URL"] || (await embedded(dataDir));
  const prepared = (await step("Preparing the database", () => preparing.on(address))).done;
  await done;
  return {
    dataDir,
    note,
    settings,
    seed: prepared.seed,
    /** For commands that also need the owner's login. */
    ownerEnvironment: { ...process.env, ...prepared.environment, DATA_DIR: dataDir, DATABASE_URL: address },
    /** For web and worker, which never hold the owner's login. */
    environment: { ...process.env, ...prepared.environment, DATA_DIR: dataDir, DATABASE_URL: "" },
  };
}

async function embedded(dataDir) {
  let watched;
  const starting = step("Starting PostgreSQL", () => startPostgres({ dataDir }));
  whenStopping(async () => {
    const server = await starting.catch(() => undefined);
    // Whoever stops last turns off the light.
    if (server && othersAtWork(dataDir).length === 0) await (watched ?? server).stop();
  });
  const server = await starting;
  watched = watchPostgres(dataDir, server);
  return server.url;
}

/** Runs one of our TypeScript files to its end. */
export function runTypescript(file, args, env) {
  return runToEnd(process.execPath, ["--import", typescript, file, ...args], { env });
}
