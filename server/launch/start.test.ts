import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { takeFolder } from "./data-folder.mjs";
import { bornAt, isAlive } from "./processes.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-launch-"));
  mkdirSync(join(folder, "processes"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the launcher, which is expected to refuse. */
function start(env: Record<string, string>, mode = "start"): Promise<{ code: number | null; said: string }> {
  const { DATABASE_URL: _unused, ...outer } = process.env;
  const child = spawn(process.execPath, ["server/launch/start.mjs", mode], {
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
    const { code, said } = await start({
      PUBLIC_URL: "nope",
      MASTER_KEY: "short",
      SMTP_URL: "http://mail",
      OUTBOUND_ALLOW: "10.0.0.0/99",
    });
    expect(code).toBe(1);
    expect(said.split("\n").map((line) => line.trim().split(":")[0])).toEqual([
      "These settings need mending",
      "PUBLIC_URL",
      "MASTER_KEY",
      "SMTP_URL",
      "OUTBOUND_ALLOW",
    ]);
  });

  it("says which host it looked for, and keeps the password to itself", async () => {
    const { code, said } = await start({ DATABASE_URL: "postgres://gate:hunter2@nowhere.invalid/gate" });
    expect(code).toBe(1);
    expect(said).toBe("The host of DATABASE_URL, nowhere.invalid:5432, cannot be found. Mend DATABASE_URL.");
  });

  it("names the data folder that cannot be made", async () => {
    const { code, said } = await start({ DATA_DIR: "/proc/gatehouse" });
    expect({ code, said }).toEqual({
      code: 1,
      said: "The data folder /proc/gatehouse cannot be made. Mend its rights, or choose another with DATA_DIR.",
    });
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

describe("a database that cannot be used", () => {
  let database: TestDatabase;
  // The worker alone: these are told before anything is built for web.
  const refused = (DATABASE_URL: string, more: Record<string, string> = {}) =>
    start({ DATABASE_URL, ...more }, "worker");

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it("is told by address when nobody answers there", async () => {
    const probe = createServer();
    const port = await new Promise<number>((done) =>
      probe.listen(0, "127.0.0.1", () => done((probe.address() as { port: number }).port)),
    );
    await new Promise((done) => probe.close(done));
    const { code, said } = await refused(`postgres://gate:hunter2@127.0.0.1:${port}/gate`);
    expect({ code, said }).toEqual({
      code: 1,
      said: `No PostgreSQL answers at 127.0.0.1:${port}. Start it, or mend DATABASE_URL.`,
    });
  });

  it("is told by name when it is not there, and by user when the password is wrong", async () => {
    const url = new URL(database.ownerUrl);
    url.pathname = "/no_such_database";
    expect((await refused(url.toString())).said).toBe(
      `PostgreSQL at ${url.host} has no database “no_such_database”. Make it with: createdb no_such_database`,
    );
    const wrong = new URL(database.appUrl);
    wrong.password = "hunter2";
    const { code, said } = await refused(wrong.toString());
    expect({ code, said }).toEqual({
      code: 1,
      said: `PostgreSQL at ${url.host} refused the password of the user “${wrong.username}”. Mend DATABASE_URL.`,
    });
  });

  it("asks for the rights it lacks in one sentence, with PostgreSQL's own words and not ours", async () => {
    const { code, said } = await refused(database.appUrl);
    expect(code).toBe(1);
    expect(said).toMatch(
      /^The user “gatehouse_test” lacks a right that Gatehouse needs: .* PostgreSQL says: permission denied [^\n]*\.$/,
    );
  });

  it("is left alone when a newer version was there, or when the keys are another's", async () => {
    const { owner } = database;
    await owner`insert into key_fingerprints values ('master', 'of another key')
      on conflict (name) do update set fingerprint = excluded.fingerprint`;
    const file = join(folder, "keys/master.key");
    const { code, said } = await refused(database.ownerUrl);
    expect({ code, said }).toEqual({
      code: 1,
      said: `The master key that this database was made with is missing from ${file}. Put that key back, or set MASTER_KEY.`,
    });
    const other = await refused(database.ownerUrl, { MASTER_KEY: "ab".repeat(32) });
    expect(other.said).toBe(
      "The master key in MASTER_KEY is not the one that this database was made with. Put that key back, or set MASTER_KEY.",
    );
    await owner`delete from key_fingerprints`;

    await owner`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 99999999999999)`;
    const newer = await refused(database.ownerUrl);
    expect(newer.code).toBe(1);
    expect(newer.said).toBe(
      "The database was last used by a newer version of Gatehouse. Start that version, or restore a backup made before the upgrade.",
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
