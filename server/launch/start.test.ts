import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeFolder } from "./data-folder.mjs";
import { bornAt, isAlive } from "./processes.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-launch-"));
  mkdirSync(join(folder, "processes"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the launcher, which is expected to refuse. */
function start(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const { DATABASE_URL: _unused, ...outer } = process.env;
  const child = spawn(process.execPath, ["server/launch/start.mjs"], {
    env: { ...outer, NODE_ENV: "production", DATA_DIR: folder, PORT: "0", GATEHOUSE_QUIET: "1", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  return new Promise((done) => child.once("close", (code) => done({ code, said: said.trim() })));
}

const sleeper = () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  return { child, pid: child.pid ?? 0 };
};

describe("a start that cannot be", () => {
  it("names the port that is in use and another", async () => {
    const server = createServer();
    const port = await new Promise<number>((done) =>
      server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port)),
    );
    const { code, said } = await start({ PORT: String(port) });
    server.close();
    expect({ code, said }).toEqual({
      code: 1,
      said: `Port ${port} on 127.0.0.1 is already in use. Choose another, such as PORT=${port + 1} npm start.`,
    });
  });

  it("names the data folder that is none", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const { code, said } = await start({ DATA_DIR: file });
    expect({ code, said }).toEqual({
      code: 1,
      said: `The data folder ${file} is not a folder. Mend its rights, or choose another with DATA_DIR.`,
    });
  });

  it("lists every setting that needs mending at once", async () => {
    const { code, said } = await start({ PUBLIC_URL: "nope", MASTER_KEY: "short", SMTP_URL: "http://mail" });
    expect(code).toBe(1);
    expect(said.split("\n").map((line) => line.trim().split(":")[0])).toEqual([
      "These settings need mending",
      "PUBLIC_URL",
      "MASTER_KEY",
      "SMTP_URL",
    ]);
  });

  it("says which host it looked for, and keeps the password to itself", async () => {
    const { code, said } = await start({ DATABASE_URL: "postgres://gate:hunter2@nowhere.invalid/gate" });
    expect(code).toBe(1);
    expect(said).toBe("The host of DATABASE_URL, nowhere.invalid:5432, cannot be found. Mend DATABASE_URL.");
  });

  it("says who already runs on the folder", async () => {
    const { child, pid } = sleeper();
    const note = { pid, born: bornAt(pid), children: {} };
    writeFileSync(join(folder, "processes/start.json"), JSON.stringify(note));
    const { code, said } = await start({});
    child.kill("SIGKILL");
    expect(code).toBe(1);
    expect(said).toBe(
      `Gatehouse already runs on the data folder ${folder} (process ${pid}). Stop it first, or choose another folder with DATA_DIR.`,
    );
  });
});

describe("the data folder", () => {
  it("is freed of the children a killed launcher left, and of nobody else", async () => {
    const [left, stranger] = [sleeper(), sleeper()];
    const dead = {
      pid: 2 ** 22 - 1,
      born: "1",
      children: {
        web: { pid: left.pid, born: bornAt(left.pid) },
        // The same number, but another process: ours ended and the number was given again.
        worker: { pid: stranger.pid, born: "1" },
      },
    };
    writeFileSync(join(folder, "processes/start.json"), JSON.stringify(dead));
    const ended = new Promise((done) => left.child.once("exit", done));
    const held = await takeFolder(folder, "start");
    await ended;
    expect(isAlive(stranger.pid)).toBe(true);
    stranger.child.kill("SIGKILL");
    held.child("web", process.pid);
    const note = JSON.parse(readFileSync(join(folder, "processes/start.json"), "utf8"));
    expect(note).toMatchObject({ pid: process.pid, children: { web: { pid: process.pid } } });
    held.leave();
  });
});
