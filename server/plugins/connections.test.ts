import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { changeConnection } from "./change-connection";
import { createConnection } from "./create-connection";
import { getConnection } from "./get-connection";
import { listConnections } from "./list-connections";
import { resolveConnection } from "./resolve-connection";
import { createConnectionInput } from "./schema";
import { testConnection } from "./test-connection";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  ctx = await database.workspace("sandbox");
});
afterAll(() => database.close());

const SECRET = "canary-9f31";
const registry = (key: string) =>
  createConnectionInput.parse({
    plugin: "sandbox-registry",
    key,
    title: "Registry",
    credentials: { apiKey: SECRET },
  });
const actions = async (id: string) =>
  (
    await database.owner<{ action: string; facts: string }[]>`
    select action, facts from audit_entries where subject_id = ${id} order by seq`
  ).map((entry) => `${entry.action} ${entry.facts}`);

describe("a connection", () => {
  test("keeps its credentials sealed, never shows them, and hands them to a call", async () => {
    const { id } = await createConnection(ctx, registry("registry"));
    const shown = [await getConnection(ctx, { id }), await listConnections(ctx), await actions(id)];
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    const [row] = await database.owner<{ credentials: Uint8Array }[]>`
      select credentials from connections where id = ${id}`;
    expect(Buffer.from(row?.credentials ?? []).toString("latin1")).not.toContain(SECRET);
    expect(await resolveConnection(ctx, { key: "registry" })).toMatchObject({
      id,
      credentials: { apiKey: SECRET },
    });
    expect((await getConnection(ctx, { id })).testValues.length).toBeGreaterThan(10);
  });

  test("takes new credentials as a whole and records that, not what", async () => {
    const { id } = await createConnection(ctx, registry("changed"));
    await changeConnection(ctx, { id, credentials: { apiKey: "canary-second" } });
    expect((await resolveConnection(ctx, { id })).credentials).toEqual({ apiKey: "canary-second" });
    expect(await actions(id)).toEqual([
      'connection.created {"key":"changed","plugin":"sandbox-registry"}',
      'connection.changed {"changed":["credentials"],"key":"changed"}',
    ]);
  });

  test("names the field of bad credentials and changes nothing", async () => {
    const { id } = await createConnection(ctx, registry("kept"));
    await expect(
      changeConnection(ctx, { id, credentials: { apiKey: "", token: "x" } }),
    ).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "credentials.apiKey" }, { path: "credentials.token", code: "unknown_field" }],
    });
    expect((await resolveConnection(ctx, { id })).credentials).toEqual({ apiKey: SECRET });
    expect(await actions(id)).toHaveLength(1);
  });

  test("is tested by a real call, and remembers when it answered", async () => {
    const { id } = await createConnection(ctx, registry("tested"));
    const at = later(ctx, 60_000);
    expect(await testConnection(at, { id })).toEqual({ ok: true, label: "Active" });
    expect(await getConnection(ctx, { id })).toMatchObject({ lastOkAt: at.at, lastFailedAt: null });
    expect(await actions(id)).toContain('connection.tested {"key":"tested","ok":true}');
  });

  test("has a key of its own in its workspace", async () => {
    await createConnection(ctx, registry("twice"));
    await expect(createConnection(ctx, registry("twice"))).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("sandbox vendors", () => {
  test("are refused in a live workspace", async () => {
    const live = await database.workspace("live");
    await expect(createConnection(live, registry("registry"))).rejects.toMatchObject({ code: "forbidden" });
    expect(await listConnections(live)).toEqual([]);
  });

  test("do not answer for a workspace that became live", async () => {
    const other = await database.workspace("sandbox");
    const { id } = await createConnection(other, registry("registry"));
    await database.owner`update workspaces set kind = 'live' where id = ${other.workspaceId}`;
    for (const attempt of [() => resolveConnection(other, { id }), () => testConnection(other, { id })])
      await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("another workspace's connection does not exist", async () => {
  const { id } = await createConnection(ctx, registry("mine"));
  const other = await database.workspace("sandbox");
  for (const attempt of [
    () => getConnection(other, { id }),
    () => testConnection(other, { id }),
    () => resolveConnection(other, { id }),
    () => changeConnection(other, { id, credentials: { apiKey: "stolen" } }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  expect((await resolveConnection(ctx, { id })).credentials).toEqual({ apiKey: SECRET });
});
