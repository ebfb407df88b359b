import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { cancelRun } from "@/server/runs/cancel";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { changeConnection } from "./change-connection";
import { connectionUses } from "./connection-uses";
import { createConnection } from "./create-connection";
import { deleteConnection } from "./delete-connection";
import { getConnection } from "./get-connection";
import { listConnections } from "./list-connections";
import { resolveConnection } from "./resolve-connection";
import { connectionLimits, createConnectionInput } from "./schema";
import { switchConnection } from "./switch-connection";
import { testConnection, tryConnection } from "./test-connection";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace("sandbox");
});
afterAll(() => database.close());
stopJobsAfterAll();

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

describe("changing", () => {
  const api = (key: string, more: object = {}) =>
    createConnectionInput.parse({
      plugin: "http-api",
      key,
      title: "API",
      settings: { baseUrl: "https://api.example.com", auth: "bearer" },
      credentials: { token: SECRET },
      ...more,
    });

  test("name, settings and limits, each told by name; what stays the same is told by nothing", async () => {
    const { id } = await createConnection(ctx, api("api_one"));
    const limits = connectionLimits.parse({ timeoutMs: 5000 });
    await changeConnection(ctx, { id, title: "Other", limits });
    await changeConnection(ctx, { id, title: "Other", limits });
    await changeConnection(ctx, {
      id,
      settings: { baseUrl: "https://api.example.com", auth: "bearer", testPath: "/health" },
    });
    expect(await getConnection(ctx, { id })).toMatchObject({
      title: "Other",
      limits,
      settings: { testPath: "/health" },
      credentialsSet: { at: ctx.at },
    });
    expect((await actions(id)).slice(1)).toEqual([
      'connection.changed {"changed":["title","limits"],"key":"api_one"}',
      'connection.changed {"changed":["settings"],"key":"api_one"}',
    ]);
    expect((await resolveConnection(ctx, { id })).credentials).toMatchObject({ token: SECRET });
  });

  test("the address needs the credentials again: nobody can have them sent to a server of their own", async () => {
    const { id } = await createConnection(ctx, api("api_two"));
    const settings = { baseUrl: "https://attacker.example", auth: "bearer" };
    await expect(changeConnection(ctx, { id, settings })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "settings.baseUrl", code: "address_changed" }],
    });
    await changeConnection(ctx, { id, settings, credentials: { token: "for-the-new-one" } });
    expect(await resolveConnection(ctx, { id })).toMatchObject({
      settings: { baseUrl: "https://attacker.example" },
      credentials: { token: "for-the-new-one" },
    });
  });

  test("an open address moves freely, and what a way of opening needs is asked for by field", async () => {
    const { id } = await createConnection(
      ctx,
      api("api_three", { settings: { baseUrl: "https://a.example", auth: "none" }, credentials: {} }),
    );
    await changeConnection(ctx, { id, settings: { baseUrl: "https://b.example", auth: "none" } });
    await expect(
      changeConnection(ctx, { id, settings: { baseUrl: "https://b.example", auth: "basic" } }),
    ).rejects.toMatchObject({
      issues: [{ path: "credentials.username" }, { path: "credentials.password" }],
    });
  });

  test("what the way of opening does not ask for is not kept", async () => {
    const settings = { baseUrl: "https://api.example.com", auth: "bearer" };
    const credentials = { token: SECRET, password: "left over", key: "left over" };
    await createConnection(ctx, api("api_five", { settings, credentials }));
    expect((await resolveConnection(ctx, { key: "api_five" })).credentials).toEqual({
      ...{ token: SECRET, username: "", password: "", key: "", signingSecret: "" },
    });
  });

  test.each([
    ["https://user:pass@api.example.com", "user name and password"],
    ["https://api.example.com/?key=1", "?"],
    ["ftp://api.example.com", "full address"],
    ["api.example.com", "full address"],
  ])("the address %s is refused with a sentence", async (baseUrl, why) => {
    const refused = createConnection(ctx, api("never", { settings: { baseUrl, auth: "none" } }));
    await expect(refused).rejects.toMatchObject({
      issues: [{ path: "settings.baseUrl", message: expect.stringContaining(why) }],
    });
  });

  test("off and on again is told once each", async () => {
    const { id } = await createConnection(ctx, api("api_four"));
    for (const isOn of [false, false, true, true]) await switchConnection(ctx, { id, isOn });
    expect((await getConnection(ctx, { id })).disabledAt).toBeNull();
    expect((await actions(id)).slice(1)).toEqual([
      'connection.disabled {"key":"api_four"}',
      'connection.enabled {"key":"api_four"}',
    ]);
  });

  test("a try saves nothing and is told", async () => {
    const before = await listConnections(ctx);
    const typed = { plugin: "sandbox-registry", settings: {}, credentials: { apiKey: SECRET } } as const;
    expect(await tryConnection(ctx, typed)).toEqual({ ok: true, label: "Active" });
    expect(await listConnections(ctx)).toEqual(before);
    expect(await actions(ctx.workspaceId)).toContain(
      'connection.tested {"ok":true,"plugin":"sandbox-registry"}',
    );
  });
});

describe("deleting", () => {
  const naming = (connection: string) =>
    smallDocument(
      `uses_${connection}`,
      {
        start: { type: "decision_start" },
        ask: {
          type: "check",
          config: { connection, capability: "company_lookup", ask: { registrationNumber: "input.number" } },
        },
        human: { type: "review", config: { queue: "edd" } },
        done: { type: "end", config: { outcome: "approve" } },
      },
      {
        "start.next": "ask",
        "ask.answered": "done",
        "ask.no_answer": "human",
        "human.approved": "done",
        "human.declined": "done",
        "human.sent_back": "human",
      },
    );

  test("one that nobody names goes with its credentials", async () => {
    const { id } = await createConnection(ctx, registry("lonely"));
    expect(await connectionUses(ctx, { id })).toEqual([]);
    await deleteConnection(ctx, { id, evenIfUsed: false });
    await expect(getConnection(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    expect(await actions(id)).toContain(
      'connection.deleted {"key":"lonely","plugin":"sandbox-registry","usedBy":[]}',
    );
  });

  test("one that is named says where, and goes only when that is known", async () => {
    const { id } = await createConnection(ctx, registry("named"));
    const document = naming("named");
    const { workflowId } = await publishedWorkflow(ctx, document);
    await database.owner`insert into workflow_drafts (workspace_id, workflow_id, document, editor, revision, saved_at)
      values (${ctx.workspaceId}, ${workflowId}, ${database.owner.json(document as never)}, '{}', 1, now())`;
    const use = { workflowId, title: "uses_named", nodes: ["ask"], openRuns: 0 };
    expect(await connectionUses(ctx, { id })).toEqual([
      { ...use, place: "draft", version: null },
      { ...use, place: "live", version: 1 },
    ]);
    await expect(deleteConnection(ctx, { id, evenIfUsed: false })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("“uses_named”"),
    });
    await deleteConnection(ctx, { id, evenIfUsed: true });
    await expect(getConnection(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  test("a version that is no longer live counts while it has open runs", async () => {
    const { id } = await createConnection(ctx, registry("running"));
    const workflow = await publishedWorkflow(ctx, naming("running"));
    const { runId } = await runFor(ctx, workflow, { number: "1" });
    await database.owner`update workflows set live_version = null where id = ${workflow.workflowId}`;
    await database.owner`insert into workflow_rollouts ${database.owner({
      ...{ workspace_id: ctx.workspaceId, workflow_id: workflow.workflowId, version: 1 },
      ...{ mode: "challenger", percent: 10, started_at: ctx.at, started_by: "mem_test" },
    })}`;
    expect(await connectionUses(ctx, { id })).toMatchObject([{ place: "challenger", version: 1 }]);
    await database.owner`delete from workflow_rollouts where workflow_id = ${workflow.workflowId}`;
    expect(await connectionUses(ctx, { id })).toMatchObject([{ place: "running", version: 1, openRuns: 1 }]);
    await cancelRun(ctx, { runId, reason: "test" });
    expect(await connectionUses(ctx, { id })).toEqual([]);
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
    () => switchConnection(other, { id, isOn: false }),
    () => connectionUses(other, { id }),
    () => deleteConnection(other, { id, evenIfUsed: true }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  expect((await resolveConnection(ctx, { id })).credentials).toEqual({ apiKey: SECRET });
});
