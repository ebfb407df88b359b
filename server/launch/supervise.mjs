import { spawn } from "node:child_process";
import { mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { compiled, typescript } from "./install.mjs";
import { bornAt, endProcess, ROOT } from "./processes.mjs";
import { say } from "./progress.mjs";
import { isStopping, whenStopping } from "./stopping.mjs";

/** Web and worker: started, watched, started again when they end. */

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A process that lived this long is sound: the next pause is short again. */
const SOUND_MS = 60_000;
/** Web lets requests end for ten seconds, the worker gives its jobs back; after that there is nothing to wait for. */
const GRACE_MS = 20_000;
const drainMs = (env) => (Number(env["DRAIN_SECONDS"]) || 0) * 1000;
const LOG_BYTES = 20 * 1024 * 1024;

/** The JSON lines go to a file, so that what the launcher says can be read. */
function logTarget(dataDir, name) {
  mkdirSync(join(dataDir, "logs"), { recursive: true });
  const path = join(dataDir, "logs", `${name}.log`);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES) renameSync(path, `${path}.1`);
  return { path, handle: openSync(path, "a", 0o600) };
}

/**
 * @param {{ name: "web" | "worker", file: string, env: NodeJS.ProcessEnv, dataDir: string,
 *   note: { child: (name: string, pid?: number) => void }, show?: boolean }} options `show`: its lines beside ours instead
 */
export function supervise({ name, file, env, dataDir, note, show = false }) {
  const target = show ? undefined : logTarget(dataDir, name);
  const listeners = new Set();
  let child;
  let pause = FIRST_PAUSE_MS;
  let endedEarly = 0;
  let timer;

  const start = () => {
    const began = Date.now();
    const output = target?.handle ?? "inherit";
    child = spawn(process.execPath, ["--import", typescript, file], {
      cwd: ROOT,
      env: { ...env, ...compiled },
      // A group of its own: Ctrl-C reaches the launcher alone, which then ends everything in order.
      detached: true,
      stdio: ["ignore", output, output, "ipc"],
    });
    note.child(name, child.pid);
    child.on("message", (message) => {
      for (const listen of listeners) listen(message);
    });
    child.on("error", () => {});
    child.once("exit", (code, signal) => {
      note.child(name);
      if (isStopping()) return;
      const lived = Date.now() - began;
      pause = lived > SOUND_MS ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
      endedEarly = lived > SOUND_MS ? 0 : endedEarly + 1;
      say(`${name} ended (${signal ?? code}); starting it again in ${(pause / 1000).toFixed(1)} s.`);
      timer = setTimeout(start, pause);
    });
  };
  start();
  whenStopping(async () => {
    clearTimeout(timer);
    const { pid } = child;
    if (pid && child.exitCode === null && child.signalCode === null)
      await endProcess({ pid, born: bornAt(pid) }, GRACE_MS + drainMs(env));
    note.child(name);
  });
  return {
    logFile: target?.path,
    timesEndedEarly: () => endedEarly,
    /** @param {(message: object) => void} listen */
    onMessage: (listen) => listeners.add(listen),
    kill: () => child.kill("SIGKILL"),
  };
}
