import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { is, sql } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inWorkspace } from "@/db/client";
import * as schema from "@/db/schema";
import { outsideWorkspaces } from "@/db/secure";
import { type TestDatabase, testDatabase } from "./database";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const tablesOfWorkspaces = async () =>
  (
    await database.owner<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all(${outsideWorkspaces}) order by 1`
  ).map((row) => row.name);

describe("the workspace law", () => {
  it("puts workspace_id first in every primary key, unique key, foreign key and index", async () => {
    const rows = await database.owner<{ tab: string; name: string; first: string; columns: string[] }[]>`
      select t.relname as tab, i.relname as name,
        (select attname from pg_attribute where attrelid = t.oid and attnum = x.indkey[0]) as first,
        array(select attname from pg_attribute where attrelid = t.oid and attnum = any(x.indkey)) as columns
      from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      join pg_namespace n on n.oid = t.relnamespace
      where n.nspname = 'public' and t.relname <> all(${outsideWorkspaces}) order by 1, 2`;
    // Random 256-bit values are looked up before the workspace is known; the name search names the workspace itself.
    const excused = ["token_hash", "hash", "storage_key"];
    const wrong = rows.filter(
      (row) =>
        row.first !== "workspace_id" &&
        !(row.columns.length === 1 && excused.includes(row.columns[0] ?? "")) &&
        row.name !== "parties_name_search",
    );
    expect(rows.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it("leads every foreign key between workspace tables through workspace_id", async () => {
    const rows = await database.owner<{ name: string; columns: string[] }[]>`
      select conname as name, array(select attname from pg_attribute where attrelid = conrelid and attnum = any(conkey)) as columns
      from pg_constraint join pg_namespace n on n.oid = connamespace
      where contype = 'f' and n.nspname = 'public' and conrelid::regclass::text <> all(${outsideWorkspaces})
        and confrelid::regclass::text not in ('users')`;
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.filter((row) => !row.columns.includes("workspace_id"))).toEqual([]);
  });

  it("binds every table by forced row-level security", async () => {
    const names = await tablesOfWorkspaces();
    const bound = await database.owner<{ name: string }[]>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity and relforcerowsecurity order by 1`;
    expect(bound.map((row) => row.name)).toEqual(names);
  });

  it("gives the application a login that owns nothing and cannot bypass", async () => {
    const [role] =
      await database.owner`select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = 'gatehouse_test'`;
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false });
    const owned =
      await database.owner`select relname from pg_class where relowner = 'gatehouse_test'::regrole`;
    expect(owned).toEqual([]);
  });

  it("shows nothing and fails closed without a workspace", async () => {
    for (const name of await tablesOfWorkspaces()) {
      await expect(database.db.execute(sql.raw(`select * from ${name} limit 1`)), name).rejects.toThrow();
    }
  });

  it("hides the first workspace's rows from the second, and refuses rows written for another", async () => {
    const [first, second] = [await database.workspace(), await database.workspace()];
    const insert = (workspaceId: string) =>
      sql`insert into queues (workspace_id, key, title, sla_hours, checklist) values (${workspaceId}, 'q', 'Q', 1, '[]')`;
    await inWorkspace(database.db, first.workspaceId, (tx) => tx.execute(insert(first.workspaceId)));
    const seen = (id: string) => inWorkspace(database.db, id, (tx) => tx.execute(sql`select * from queues`));
    expect(await seen(first.workspaceId)).toHaveLength(1);
    expect(await seen(second.workspaceId)).toHaveLength(0);
    await expect(
      inWorkspace(database.db, second.workspaceId, (tx) => tx.execute(insert(first.workspaceId))),
    ).rejects.toThrow();
    await inWorkspace(database.db, second.workspaceId, (tx) => tx.execute(sql`delete from queues`));
    expect(await seen(first.workspaceId)).toHaveLength(1);
  });

  it("never lets two workspaces cross on one connection", async () => {
    const [first, second] = [await database.workspace(), await database.workspace()];
    for (let i = 0; i < 200; i++) {
      const { workspaceId } = i % 2 ? first : second;
      const rows = await inWorkspace(database.db, workspaceId, (tx) =>
        tx.execute<{ id: string }>(sql`select current_setting('app.workspace_id') as id`),
      );
      expect(rows[0]?.id).toBe(workspaceId);
    }
  });
});

/** Files of server code, by path. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return ["node_modules", "testing", "bench"].includes(entry.name) ? [] : sources(path);
    return /\.ts$/.test(entry.name) && !/\.(test|e2e)\.ts$/.test(entry.name) ? [path] : [];
  });
}

describe("the audit law", () => {
  // Each writes inside a verb that records, or writes what is no fact about the business.
  const excused = new Map([
    ["server/audit/seal.ts", "seals are the audit"],
    ["server/runs/effect-rows.ts", "step-changes.ts records the step whose effects these are"],
    ["server/runs/claim.ts", "advanceRun records the answer; claiming is a lease"],
    ["server/runs/keep-exchange.ts", "advanceRun records the answer; this is what it looked like"],
    [
      "server/runs/shadow/mirror.ts",
      "the silent run's journal is recorded step by step; its result is read off it",
    ],
    ["server/workflows/release-draft.ts", "lets go of a lease"],
    ["server/collection/answers.ts", "keeps what saveAnswers and createApplication record"],
    ["server/cases/find.ts", "changeCase is one half of a verb that records"],
    ["server/api/idempotency.ts", "keeps the answer of a verb that records"],
    ["server/workspaces/forget-answers.ts", "forgets such answers"],
    ["server/api/rate-limit.ts", "counts requests"],
    ["server/auth/session.ts", "notes when a session was last used"],
    ["server/batches/find-stranded.ts", "forgets uploads that broke off before there was a batch"],
    ["server/launch/key-files.ts", "notes the keys' fingerprints, before there is a workspace"],
    ["server/auth/api-key.ts", "notes when a key was last used"],
    ["server/workspaces/finish-guide.ts", "notes that a member need not be shown around again"],
    ["server/auth/throttle.ts", "counts tries before anybody is known"],
    ["server/webhooks/publish.ts", "derives events from entries that were just recorded"],
    ["server/webhooks/begin-again.ts", "one half of the verbs that replay and resume"],
    ["server/webhooks/sweep-deliveries.ts", "begins what a verb that records left, and forgets old rows"],
    ["server/webhooks/find.ts", "one half of the verbs that make, change and rotate an endpoint"],
    ["server/auth/accounts.ts", "addMember and the seed record the person they make"],
  ]);

  const tables = new Set(Object.keys(schema).filter((name) => is(Reflect.get(schema, name), PgTable)));
  const writesAndIsSilent = (path: string) => {
    const text = readFileSync(path, "utf8");
    const writes =
      [...text.matchAll(/(?:\.(?:insert|update|delete)|\b(?:insert|update)Rows)\(\s*(\w+)\s*[,)]/g)].some(
        ([, name]) => tables.has(name ?? ""),
      ) || /\b(insert into|delete from|update \S+ set)\s/.test(text);
    return writes && !/recordAudit\(|entriesAfter\(/.test(text);
  };

  it("records an entry in every file that writes, and excuses no other", () => {
    expect(tables.size).toBeGreaterThan(30);
    expect(sources("server").filter(writesAndIsSilent).sort()).toEqual([...excused.keys()].sort());
  });
});

describe("the stored state of a run", () => {
  it("may lag behind its journal, so it is opened at one place", () => {
    const opens = sources("server").filter((path) =>
      /\bruns\.state\b|places\.state\(/.test(readFileSync(path, "utf8")),
    );
    expect(opens.sort()).toEqual([
      "server/runs/places.ts",
      "server/runs/step-changes.ts",
      "server/runs/stored-state.ts",
    ]);
  });
});
