import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { migrate } from "./migrate";

let database: TestDatabase;
let appUrl: string;
beforeAll(async () => {
  database = await testDatabase();
  ({ appUrl } = await migrate(database.ownerUrl, { appUrl: database.appUrl }));
});
afterAll(() => database.close());

/** Somebody reads and writes while `work` goes on. */
async function beside<T>(work: () => Promise<T>): Promise<T> {
  const held = await database.owner.reserve();
  try {
    await held`begin`;
    await held`select count(*) from runs`;
    await held`insert into workspaces (id, name, kind, time_zone, settings, created_at)
      values ('wsp_beside', 'Beside', 'sandbox', 'UTC', '{}', now())`;
    return await work();
  } finally {
    await held`rollback`;
    held.release();
  }
}

describe("a process that joins others at work", () => {
  it("changes nothing that is in force, and waits for nobody", async () => {
    const before = await database.owner`select oid, relacl::text from pg_class where relname = 'runs'`;
    await beside(() => migrate(database.ownerUrl, { appUrl }));
    expect(await database.owner`select oid, relacl::text from pg_class where relname = 'runs'`).toEqual(
      before,
    );
  });

  it("puts in force what is not, once those at work let it", async () => {
    await database.owner`drop policy workspace on runs`;
    await database.owner`delete from drizzle.secured`;
    const joining = beside(async () => {
      const joined = migrate(database.ownerUrl, { appUrl });
      await expect
        .poll(async () => {
          const waiting =
            await database.owner`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
          return waiting.length;
        })
        .toBeGreaterThan(0);
      return { joined };
    });
    await (await joining).joined;
    const policies =
      await database.owner`select 1 from pg_policies where tablename = 'runs' and policyname = 'workspace'`;
    expect(policies).toHaveLength(1);
  });

  it("is safe with itself: many at once", async () => {
    await database.owner`delete from drizzle.secured`;
    const all = await Promise.all(Array.from({ length: 4 }, () => migrate(database.ownerUrl, { appUrl })));
    expect(new Set(all.map((one) => one.appUrl))).toEqual(new Set([appUrl]));
  });
});
