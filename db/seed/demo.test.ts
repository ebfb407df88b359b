import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { verifyPassword } from "@/server/auth/password";
import { passwordIssue } from "@/server/auth/schema";
import { jobs } from "@/server/platform/jobs";
import { type TestDatabase, testDatabase, testKeys } from "@/server/testing/database";
import { resetDemo, type SeedLogins, seedDemo } from "./demo";
import { deletionOrder, emptyWorkspace } from "./empty";
import type { DemoAccount } from "./people";
import { demoWorkspaces, makeWorkspace } from "./workspace";

let database: TestDatabase;
let owner: Database;
let logins: SeedLogins;
let accounts: DemoAccount[];
let files: string;
const at = new Date("2026-11-24T10:00:00.000Z");

beforeAll(async () => {
  database = await testDatabase();
  files = await mkdtemp(join(tmpdir(), "demo-"));
  Object.assign(process.env, { DATA_DIR: files, DATABASE_APP_URL: database.appUrl, LOG_LEVEL: "silent" });
  owner = openDatabase(database.ownerUrl, 3);
  logins = { owner, app: database.db, keys: testKeys };
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false, close: true });
  await rm(files, { recursive: true, force: true });
  await owner.$client.end({ timeout: 1 });
  await database.close();
});

const storedFiles = async () =>
  (await readdir(join(files, "files"), { recursive: true })).filter((name) => name.length > 60);

const count = async (table: string, workspaceId: string) => {
  const [row] = await database.owner.unsafe(
    `select count(*)::int as n from ${table} where workspace_id = $1`,
    [workspaceId],
  );
  return row?.["n"] as number;
};

describe("the demo", () => {
  it("is made again from the start when the first seed was cut off", async () => {
    const cutOff = await makeWorkspace(owner, {
      db: database.db,
      actor: { kind: "system", id: "seed" },
      at,
      requestId: "rq_cut",
      keys: testKeys,
    });
    expect(await demoWorkspaces(owner)).toMatchObject([{ id: cutOff.workspaceId, complete: false }]);
    accounts = (await seedDemo(logins, at)) ?? [];
    const demos = await demoWorkspaces(owner);
    expect(demos).toMatchObject([{ name: "Bazaarly Sandbox", complete: true }]);
    expect(demos[0]?.id).not.toBe(cutOff.workspaceId);
    expect(await count("audit_entries", cutOff.workspaceId)).toBe(0);
  }, 120_000);

  it("has one person per role, with a password that is long, is theirs and is nobody else's", async () => {
    expect(accounts.map((account) => account.role).sort()).toEqual([
      "admin",
      "analyst",
      "auditor",
      "developer",
      "risk_manager",
      "senior_analyst",
    ]);
    expect(new Set(accounts.map((account) => account.password)).size).toBe(6);
    for (const { email, name, password } of accounts) {
      expect(passwordIssue(password, [email, name, "Bazaarly Sandbox"])).toBeUndefined();
      const [user] = await database.owner`select password_hash from users where email = ${email}`;
      expect(await verifyPassword(user?.["password_hash"] as string, password)).toBe(true);
    }
  });

  it("has its workflows published, with the queues they send cases to", async () => {
    const [demo] = await demoWorkspaces(owner);
    const live = await database.owner`
      select key, live_version from workflows where workspace_id = ${demo?.id ?? ""} order by key`;
    expect(live.map((row) => [row["key"], row["live_version"]])).toEqual([
      ["marketplace_seller", 1],
      ["order_check", 1],
      ["person_kyc", 1],
    ]);
    expect(await count("queues", demo?.id ?? "")).toBe(2);
    expect(await count("connections", demo?.id ?? "")).toBe(4);
  });

  it("fills every screen: one application per state, made by the verbs that everybody uses", async () => {
    const [demo] = await demoWorkspaces(owner);
    const id = demo?.id ?? "";
    const found = await database.owner<{ reference: string | null; run: string; said: string | null }[]>`
      select a.reference, r.status as run, coalesce(d.outcome, c.queue || ' ' || c.status) as said
      from applications a
      join runs r on r.workspace_id = a.workspace_id and r.id = a.run_id
      left join decisions d on d.workspace_id = a.workspace_id and d.run_id = a.run_id
      left join cases c on c.workspace_id = a.workspace_id and c.run_id = a.run_id and c.closed_at is null
      where a.workspace_id = ${id} order by a.created_at`;
    expect(found.map(({ reference, run, said }) => [reference, run, said])).toEqual([
      ["seller-1001", "completed", "approve"],
      ["seller-1002", "completed", "decline"],
      [null, "completed", "approve"],
      ["seller-1003", "completed", "approve"],
      ["seller-1004", "completed", "approve"],
      ["seller-1005", "waiting", "edd open"],
      ["seller-1006", "waiting", "manual_review open"],
      ["seller-1007", "waiting", "edd waiting_for_second"],
      ["seller-1008", "waiting", "edd waiting_for_applicant"],
      ["seller-1009", "completed", "approve"],
      [null, "waiting", null],
      ["seller-1010", "waiting", null],
      ["seller-1011", "waiting", null],
    ]);
  });

  it("calls people by their whole name", async () => {
    const [demo] = await demoWorkspaces(owner);
    const named = await database.owner`
      select name from parties where workspace_id = ${demo?.id ?? ""} and name in ('Nora Feld', 'Lena Ruiz')`;
    expect(named).toHaveLength(2);
  });

  it("is made once: a second start changes nothing and shows nothing", async () => {
    const before = await database.owner`select count(*)::int as n from audit_entries`;
    expect(await seedDemo(logins, at)).toBeUndefined();
    expect(await database.owner`select count(*)::int as n from audit_entries`).toEqual(before);
  });

  it("stays away from a database in which somebody works already", async () => {
    const other = await testDatabase();
    const theirs = openDatabase(other.ownerUrl, 3);
    await other.workspace("live");
    expect(await seedDemo({ owner: theirs, app: other.db, keys: testKeys }, at)).toBeUndefined();
    expect(await demoWorkspaces(theirs)).toEqual([]);
    await theirs.$client.end({ timeout: 1 });
    await other.close();
  });

  it("is reset without touching another workspace, and facts are immutable again afterwards", async () => {
    const other = await database.workspace("live");
    await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
      values (${other.workspaceId}, 'theirs', 'Theirs', 1, '[]')`;
    const [before] = await demoWorkspaces(owner);
    const kept = await storedFiles();
    const fresh = await resetDemo(logins, at);
    const [after] = await demoWorkspaces(owner);
    expect(after?.id).not.toBe(before?.id);
    expect(fresh).toHaveLength(6);
    expect(fresh[0]?.password).not.toBe(accounts[0]?.password);
    expect(await count("members", before?.id ?? "")).toBe(0);
    expect(await count("queues", other.workspaceId)).toBe(1);
    // As many files as before, and none of them: the old papers went with their rows.
    const now = await storedFiles();
    expect(now.length).toBe(kept.length);
    expect(now.filter((file) => kept.includes(file))).toEqual([]);
    await expect(database.owner`delete from audit_entries`).rejects.toThrow(/never changed/);
  }, 120_000);

  it("is emptied in one piece or not at all", async () => {
    const [demo] = await demoWorkspaces(owner);
    const id = demo?.id ?? "";
    await database.owner`create table holdfast (id text references workspaces (id))`;
    await database.owner`insert into holdfast values (${id})`;
    await expect(emptyWorkspace(owner, id)).rejects.toThrow();
    expect(await count("members", id)).toBe(6);
    await expect(database.owner`delete from audit_entries`).rejects.toThrow(/never changed/);
    await database.owner`drop table holdfast`;
  });

  it("names tables that point at each other instead of looping", () => {
    const circle = new Map([
      ["a", new Set(["b"])],
      ["b", new Set(["a"])],
    ]);
    expect(() => deletionOrder(circle)).toThrow(/a, b/);
    expect(
      deletionOrder(
        new Map([
          ["parent", new Set<string>()],
          ["child", new Set(["parent"])],
        ]),
      ),
    ).toEqual(["child", "parent"]);
  });
});
