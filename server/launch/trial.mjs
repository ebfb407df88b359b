import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isReachable, serverUser } from "./postgres.mjs";
import { bornAt, isAlive, isSame, parentOf, ROOT } from "./processes.mjs";

/** A whole Gatehouse for a test: the real launcher with a data folder of its own, whose processes can be killed. */

/** A fresh folder that the database's user can reach too. @param {string} name */
export function trialFolder(name) {
  const here = join(ROOT, ".test");
  mkdirSync(here, { recursive: true });
  const base = serverUser() && !isReachable(join(here, "x")) ? tmpdir() : here;
  return mkdtempSync(join(base, `${name}-`));
}

/**
 * Starts the launcher and waits until it is ready.
 * @param {{ dataDir?: string, env?: Record<string, string>, readyWithinMs?: number, root?: string,
 *   mode?: "start" | "web" | "worker" }} [options]
 *   `dataDir` given: that folder goes on being used and is not removed; `root`: another checkout; `mode`: one of the two
 *   processes alone, which then needs an `env.DATABASE_URL`
 */
export async function startTrial({
  dataDir,
  env = {},
  readyWithinMs = 300_000,
  root = ROOT,
  mode = "start",
} = {}) {
  const folder = dataDir ?? trialFolder("trial");
  const accountsFile = join(folder, "accounts.json");
  const { DATABASE_URL: _unused, ...outer } = process.env;
  const child = spawn(process.execPath, [join(root, "server/launch/start.mjs"), mode], {
    cwd: root,
    env: {
      ...outer,
      PORT: "0",
      HOST: "127.0.0.1",
      DEMO_ACCOUNTS_FILE: accountsFile,
      // Stories put receivers and vendors of their own beside it.
      OUTBOUND_ALLOW: "127.0.0.1",
      ...env,
      DATA_DIR: folder,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data) => {
      output = (output + data).slice(-500_000);
    });
  const ended = new Promise((done) => {
    child.once("exit", (code, signal) => done(code ?? signal));
  });
  const port = await new Promise((done, fail) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      fail(new Error(`not ready within ${readyWithinMs} ms:\n${output}`));
    }, readyWithinMs);
    child.on("message", (message) => {
      if (!("ready" in message)) return;
      clearTimeout(late);
      done(message.ready);
    });
    void ended.then((code) => {
      clearTimeout(late);
      fail(new Error(`the launcher ended with ${code}:\n${output}`));
    });
  });
  const url = `http://127.0.0.1:${port}`;

  /** @param {"web" | "worker" | "postgres" | "launcher"} name */
  const pidOf = (name) => {
    if (name === "launcher") return child.pid;
    if (name === "postgres") {
      const file = join(folder, "postgres/postmaster.pid");
      return existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : undefined;
    }
    const note = join(folder, `processes/${mode}.json`);
    return existsSync(note) ? JSON.parse(readFileSync(note, "utf8")).children[name]?.pid : undefined;
  };
  /** Every process of a server that is really cut off, as by a power cut: PostgreSQL is a family. */
  const family = (pid) =>
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((one) => one === pid || parentOf(one) === pid)
      .map((one) => ({ pid: one, born: bornAt(one) }));
  const isReady = async () => {
    try {
      return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) })).ok;
    } catch {
      return false;
    }
  };
  return {
    url,
    port,
    dataDir: folder,
    accountsFile,
    pidOf,
    output: () => output,
    isReady,
    /** The embedded database, by its owner's login. */
    databaseUrl() {
      const password = readFileSync(join(folder, "postgres.password"), "utf8");
      const at = readFileSync(join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[3];
      return `postgres://gatehouse:${password}@127.0.0.1:${at}/postgres`;
    },
    /** Kills one process without a word and waits until it is gone. @param {Parameters<typeof pidOf>[0]} name */
    async kill(name) {
      const pid = pidOf(name);
      if (!pid || !isAlive(pid)) throw new Error(`there is no ${name} to kill`);
      const victims = name === "postgres" ? family(pid) : [{ pid, born: bornAt(pid) }];
      for (const victim of victims)
        try {
          process.kill(victim.pid, "SIGKILL");
        } catch {
          // It ended by itself meanwhile.
        }
      while (victims.some(isSame)) await wait(10);
      if (name === "launcher") await ended;
    },
    /** Waits until web answers again after a kill. */
    async untilReady(withinMs = 30_000) {
      for (const end = Date.now() + withinMs; Date.now() < end; await wait(50)) if (await isReady()) return;
      throw new Error(`not ready again within ${withinMs} ms:\n${output}`);
    },
    /** Ends everything in good order, and the folder with it when it was made here. */
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      const code = await ended;
      if (!dataDir) rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}
