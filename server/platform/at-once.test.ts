import { afterAll, beforeAll, expect, it } from "vitest";
import { atOnce } from "@/db/at-once";
import { openDatabase } from "@/db/client";
import type { Context } from "@/server/context";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { dyingDatabase } from "@/server/testing/dying";
import { isOutage } from "./failure";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  ctx = await database.workspace();
});
afterAll(() => database.close());

const add = (key: string, workspaceId = ctx.workspaceId) => ({
  text: "insert into queues (workspace_id, key, title, sla_hours, checklist) values ($1, $2, $3, 24, '[]')",
  values: [workspaceId, key, key],
});
const kept = async () =>
  (await database.owner`select key from queues where workspace_id = ${ctx.workspaceId} order by key`).map(
    (row) => row["key"],
  );

it("writes all of its statements, again and again on few connections", async () => {
  const db = openDatabase(database.appUrl, 2);
  const keys = Array.from({ length: 40 }, (_, i) => `all_${String(i).padStart(2, "0")}`);
  await Promise.all(keys.map((key) => atOnce(db, ctx.workspaceId, [add(key), add(`${key}_b`)])));
  await db.$client.end({ timeout: 1 });
  expect(await kept()).toEqual(keys.flatMap((key) => [key, `${key}_b`]));
  await database.owner`delete from queues`;
});

it("writes nothing when one fails, and its connection is as good as before", async () => {
  const db = openDatabase(database.appUrl, 1);
  await expect(atOnce(db, ctx.workspaceId, [add("a"), add("a"), add("b")])).rejects.toMatchObject({
    code: "23505",
  });
  expect(await kept()).toEqual([]);
  await atOnce(db, ctx.workspaceId, [add("a")]);
  expect(await kept()).toEqual(["a"]);
  await db.$client.end({ timeout: 1 });
});

it("sees one workspace only, and forgets it at its end", async () => {
  const other = await database.workspace();
  const db = openDatabase(database.appUrl, 1);
  await expect(atOnce(db, ctx.workspaceId, [add("c", other.workspaceId)])).rejects.toMatchObject({
    code: "42501",
  });
  expect(await db.$client`select * from queues`).toEqual([]);
  await db.$client.end({ timeout: 1 });
});

it("sends nothing at all when its process dies before one of them", async () => {
  const before = await kept();
  for (const at of [1, 2]) {
    const { db } = dyingDatabase(ctx.db, at);
    await expect(atOnce(db, ctx.workspaceId, [add("x"), add("y")])).rejects.toThrow("died");
  }
  expect(await kept()).toEqual(before);
});

it("survives a connection that is closed under it", async () => {
  const db = openDatabase(database.appUrl, 1);
  const [backend] = await db.$client<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const slow = atOnce(db, ctx.workspaceId, [{ text: "select pg_sleep($1::float8)", values: [30] }, add("z")]);
  const failed = slow.then(
    () => "committed",
    (error: { code?: string }) => error.code,
  );
  await database.owner`select pg_sleep(0.3)`;
  await database.owner`select pg_terminate_backend(${backend?.pid ?? 0})`;
  expect(["57P01", "CONNECTION_CLOSED"]).toContain(await failed);
  // The driver tells a connection's last error once more when it is opened again.
  const after = () => atOnce(db, ctx.workspaceId, [add("after")]);
  await after().catch((error: unknown) => {
    if (!isOutage(error)) throw error;
    return after().catch((again: { code?: string }) => expect(again.code).toBe("23505"));
  });
  expect(await kept()).toContain("after");
  expect(await kept()).not.toContain("z");
  await db.$client.end({ timeout: 1 });
});
