import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { appPassword, noteKeys, requireKeys } from "./key-files";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-keys-"));
  await database.owner`delete from key_fingerprints`;
  return () => rmSync(folder, { recursive: true, force: true });
});

const fileOf = (name: string) => join(folder, "keys", `${name}.key`);
const none = {};

describe("the keys outside the database", () => {
  it("are made once, for their owner's eyes, and found again", async () => {
    const first = await requireKeys(database.owner, folder, none);
    await noteKeys(database.owner, first);
    for (const name of ["master", "session", "seal"])
      expect(statSync(fileOf(name)).mode & 0o777, name).toBe(0o600);
    expect(new Set(Object.values(first)).size).toBe(3);
    expect(await requireKeys(database.owner, folder, none)).toEqual(first);
    expect(appPassword(first)).toBe(appPassword({ ...first }));
  });

  it.each(["master", "seal"])("refuse another %s key, by file and by environment", async (name) => {
    await noteKeys(database.owner, await requireKeys(database.owner, folder, none));
    const given = { [`${name.toUpperCase()}_KEY`]: "ab".repeat(32) };
    await expect(requireKeys(database.owner, folder, given)).rejects.toThrow(
      `The ${name} key in ${name.toUpperCase()}_KEY is not the one that this database was made with.`,
    );
    writeFileSync(fileOf(name), "cd".repeat(32));
    await expect(requireKeys(database.owner, folder, none)).rejects.toThrow(
      /is not the one that this database was made with/,
    );
  });

  it("are not made anew for a database that has seen others", async () => {
    await noteKeys(database.owner, await requireKeys(database.owner, folder, none));
    rmSync(join(folder, "keys"), { recursive: true });
    await expect(requireKeys(database.owner, folder, none)).rejects.toThrow(
      /master key that this database was made with is missing from /,
    );
    expect(() => readFileSync(fileOf("master"))).toThrow();
  });

  it("may change where only sessions end", async () => {
    const keys = await requireKeys(database.owner, folder, none);
    await noteKeys(database.owner, keys);
    const other = "ef".repeat(32);
    expect(await requireKeys(database.owner, folder, { SESSION_KEY: other })).toEqual({
      ...keys,
      SESSION_KEY: other,
    });
  });

  it("say so when a file holds something else", async () => {
    await requireKeys(database.owner, folder, none);
    writeFileSync(fileOf("seal"), "not a key");
    await expect(requireKeys(database.owner, folder, none)).rejects.toThrow(/seal\.key does not hold a key/);
  });

  it("lose a race to whoever noted theirs first", async () => {
    const keys = await requireKeys(database.owner, folder, none);
    await noteKeys(database.owner, { ...keys, MASTER_KEY: "12".repeat(32) });
    await expect(noteKeys(database.owner, keys)).rejects.toThrow(/another master key/);
  });

  it("leave no fingerprint where the application could read or change it", async () => {
    const refused = database.db.$client`select * from key_fingerprints`;
    await expect(refused).rejects.toThrow(/permission denied/);
  });
});
