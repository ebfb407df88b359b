import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** A known problem, told in a sentence or two without a stack. @param {string} text @param {string} [fix] */
export function launchError(text, fix) {
  return Object.assign(new Error(fix ? `${text} ${fix}` : text), { name: "LaunchError" });
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * When the process began, as the kernel counts; with the pid it names one process for ever, so that a number used again
 * is not mistaken for ours. Systems without /proc say nothing, and the pid has to do. @param {number} pid
 */
export function bornAt(pid) {
  const fields = factsOf(pid);
  return fields?.[0] === "Z" ? undefined : fields?.[19];
}

/** @param {number} pid */
export const parentOf = (pid) => Number(factsOf(pid)?.[1]);

/** What the kernel says of a process, from its state on. */
function factsOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

/** Whether it is still the same process. @param {{ pid: number, born?: string | undefined }} known */
export function isSame(known) {
  return isAlive(known.pid) && (process.platform !== "linux" || bornAt(known.pid) === known.born);
}

/** Asks a process to stop, and makes it when it does not. @param {{ pid: number, born?: string }} known */
export async function endProcess(known, graceMs) {
  const signal = (name) => {
    try {
      process.kill(known.pid, name);
    } catch {
      // Gone already.
    }
  };
  if (!isSame(known)) return;
  signal("SIGTERM");
  for (let waited = 0; waited < graceMs && isSame(known); waited += 25) await wait(25);
  if (isSame(known)) signal("SIGKILL");
}

const children = new Set();

/** Signals every command that `runToEnd` waits for. @param {NodeJS.Signals} signal */
export function endChildren(signal) {
  for (const child of children) child.kill(signal);
}

/**
 * Runs a command to its end and keeps the tail of what it said.
 * @param {string} command @param {string[]} args
 * @param {import("node:child_process").SpawnOptions & { heard?: (line: string) => void, limitMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runToEnd(command, args, { heard, limitMs, ...options } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: ROOT, ...options, stdio: ["ignore", "pipe", "pipe"] });
    children.add(child);
    let output = "";
    const hear = (data) => {
      output = (output + data).slice(-200_000);
      const line = String(data).trim().split("\n").at(-1);
      if (line) heard?.(line);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    const limit = limitMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), limitMs);
    child.once("error", (error) => {
      clearTimeout(limit);
      children.delete(child);
      fail(launchError(`${command} could not be run: ${error.message}.`));
    });
    child.once("close", (code) => {
      clearTimeout(limit);
      children.delete(child);
      done({ code: code ?? 1, output });
    });
  });
}

/**
 * npm puts a shell between itself and us, and that shell passes no signal on: a stopped npm would leave us behind. So
 * under npm we look whether our parent is still the one that started us. @param {() => void} gone
 */
export function whenParentEnds(gone) {
  if (!process.env["npm_lifecycle_event"]) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    gone();
  }, 300);
  watch.unref();
}

/** Runs a command in the foreground and passes signals on to it. @returns {Promise<number>} its exit code */
export function inForeground(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: ROOT, ...options, stdio: options.stdio ?? "inherit" });
    const pass = (signal) => child.kill(signal);
    const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
    for (const signal of signals) process.on(signal, pass);
    whenParentEnds(() => pass("SIGTERM"));
    process.once("disconnect", () => pass("SIGTERM"));
    child.on("message", (message) => process.send?.(message));
    child.once("error", fail);
    child.once("exit", (code, signal) => {
      for (const name of signals) process.off(name, pass);
      done(code ?? (signal === "SIGINT" ? 130 : 1));
    });
  });
}

/** Ends the process with one sentence for a known problem, and the whole story for a defect. @param {unknown} error */
export function leave(error) {
  const known = error instanceof Error && error.name === "LaunchError";
  process.stderr.write(`${known ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
