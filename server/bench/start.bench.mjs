import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ROOT } from "../launch/processes.mjs";

/** From a clone to an answering product, and what it costs to leave it running. The npm cache is warmed first. */

const SETTLE_MS = 15_000;
const IDLE_MS = 20_000;
const LIMIT_MS = 600_000;

const folder = mkdtempSync(join(tmpdir(), "gatehouse-start-"));
// As root, PostgreSQL runs as another user, who must get in.
chmodSync(folder, 0o755);
const clone = join(folder, "gatehouse");
const port = await new Promise((done) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => done(port));
  });
});

// A clean surrounding: what npm set for this run is not what a person's shell has.
const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|INIT_CWD|DATABASE_URL)/.test(name)),
  ),
  PATH: process.env.PATH.split(":")
    .filter((part) => !part.includes("node_modules"))
    .join(":"),
  PORT: String(port),
  DATA_DIR: join(folder, "data"),
};
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, env, stdio: ["ignore", "ignore", "inherit"] });
const figure = (name, value, unit) => console.log(`figure ${name} ${value} ${unit}`);

async function untilReady(child, from) {
  while (performance.now() - from < LIMIT_MS) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return (performance.now() - from) / 1000;
    await wait(25);
  }
  throw new Error("npm start was not ready in time");
}

const start = () =>
  spawn("npm", ["start"], { cwd: clone, env, stdio: ["ignore", "ignore", "inherit"], detached: true });
/** Ends a start. npm is gone at once, its launcher once everything it started is: its note says so. */
async function stop(child) {
  const ended = new Promise((done) => child.once("exit", done));
  process.kill(-child.pid, "SIGTERM");
  await ended;
  const note = join(env.DATA_DIR, "processes/start.json");
  for (let waited = 0; existsSync(note) && waited < 30_000; waited += 50) await wait(50);
}

const ticksOf = (pid) => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
};
/** CPU ticks of the processes and everything below them. */
function ticksUnder(roots) {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const known = new Map();
  for (const pid of all) {
    try {
      known.set(pid, ticksOf(pid));
    } catch {
      // Ended meanwhile.
    }
  }
  const belongs = (pid) =>
    roots.includes(pid) || (known.has(pid) && pid > 1 && belongs(known.get(pid).parent));
  return [...known].filter(([pid]) => belongs(pid)).reduce((sum, [, { ticks }]) => sum + ticks, 0);
}
const residentMb = (pid) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024);

/** What a folder takes on the disk; a file with two names counts once. */
function diskBytes(path, seen = new Set()) {
  const { ino, blocks } = lstatSync(path);
  if (seen.has(ino)) return 0;
  seen.add(ino);
  const inside = lstatSync(path).isDirectory() ? readdirSync(path) : [];
  return inside.reduce((sum, name) => sum + diskBytes(join(path, name), seen), blocks * 512);
}

let child;
try {
  run("git", ["clone", "--quiet", "--no-hardlinks", ROOT, join(folder, "warm")], folder);
  run("npm", ["ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"], join(folder, "warm"));
  rmSync(join(folder, "warm"), { recursive: true, force: true });

  const from = performance.now();
  run("git", ["clone", "--quiet", "--no-hardlinks", ROOT, clone], folder);
  child = start();
  const cloneToReady = await untilReady(child, from);

  const page = await fetch(`http://127.0.0.1:${port}/sign-in`);
  if (!page.ok) throw new Error(`/sign-in answered ${page.status}`);
  const { pid: launcher, children } = JSON.parse(
    readFileSync(join(env.DATA_DIR, "processes/start.json"), "utf8"),
  );
  const postmaster = Number(
    readFileSync(join(env.DATA_DIR, "postgres/postmaster.pid"), "utf8").split("\n")[0],
  );
  await wait(SETTLE_MS);
  const roots = [launcher, postmaster, ...Object.values(children).map((one) => one.pid)];
  const before = ticksUnder(roots);
  await wait(IDLE_MS);
  const idle = ((ticksUnder(roots) - before) / 100 / (IDLE_MS / 1000)) * 100;
  const resident = Object.fromEntries(
    Object.entries(children).map(([name, { pid }]) => [name, residentMb(pid)]),
  );
  const installed = diskBytes(join(clone, "node_modules"));
  await stop(child);

  const again = performance.now();
  child = start();
  const secondStart = await untilReady(child, again);
  await stop(child);

  figure("clone_to_ready_s", cloneToReady.toFixed(1), "s");
  figure("second_start_s", secondStart.toFixed(2), "s");
  figure("web_rss_mb", resident.web, "MB");
  figure("worker_rss_mb", resident.worker, "MB");
  figure("idle_cpu_pct", idle.toFixed(2), "%");
  figure("install_mb", Math.round(installed / 1024 / 1024), "MB");
} finally {
  if (child && child.exitCode === null && child.signalCode === null) await stop(child);
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}
