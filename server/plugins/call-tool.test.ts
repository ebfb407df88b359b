import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { type HttpVendor, httpVendor } from "@/server/testing/http-vendor";
import { settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { createEndpoint } from "@/server/webhooks/create-endpoint";
import { callTool } from "./call-tool";
import type { ToolActions } from "./contract";
import { createConnection } from "./create-connection";
import { getConnection } from "./get-connection";
import { createConnectionInput } from "./schema";
import { switchConnection } from "./switch-connection";
import { testConnection } from "./test-connection";

let database: TestDatabase;
let ctx: Context;
let vendor: HttpVendor;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace("live");
});
afterAll(() => database.close());
stopJobsAfterAll();
beforeEach(async () => {
  vendor = await httpVendor();
});
afterEach(() => vendor.close());

let count = 0;
async function connect(more: Record<string, unknown> = {}) {
  const key = `api_${++count}`;
  const input = {
    plugin: "http-api",
    key,
    title: "Core banking",
    settings: { baseUrl: `${vendor.url}/v1`, auth: "bearer" },
    credentials: { token: "bearer-canary-token" },
    ...more,
  };
  const { id } = await createConnection(ctx, createConnectionInput.parse(input));
  return { id, key };
}
const get: ToolActions["http"] = {
  method: "GET",
  path: "/things",
  query: {},
  headers: {},
  expect: [],
  maxBytes: 10_000,
};
const ask = (key: string, more: Partial<Parameters<typeof callTool<"http">>[1]> = {}, as = ctx) =>
  callTool(as, {
    connection: key,
    use: "http",
    action: get,
    idempotencyKey: "run_1:node::1",
    attempt: 1,
    timeoutMs: 1_000,
    mayRepeat: true,
    ...more,
  });

describe("a call", () => {
  test("goes out opened, with its key, and comes back with what was said", async () => {
    vendor.answer = () => ({ status: 200, body: { status: "active" } });
    const { key } = await connect();
    const result = await ask(key, { action: { ...get, query: { q: "a b&c" } } });
    expect(result).toMatchObject({ ok: true, output: { status: 200, body: { status: "active" } } });
    expect(vendor.heard[0]).toMatchObject({
      method: "GET",
      path: "/v1/things?q=a+b%26c",
      headers: { authorization: "Bearer bearer-canary-token", "idempotency-key": "run_1:node::1" },
    });
  });

  test.each([
    ["none", {}, {}],
    [
      "basic",
      { username: "alice", password: "wonder-land" },
      { authorization: "Basic YWxpY2U6d29uZGVyLWxhbmQ=" },
    ],
    ["header", { key: "key-canary" }, { "x-vendor-key": "key-canary" }],
  ])("is opened by %s", async (auth, credentials, headers) => {
    const { key } = await connect({
      settings: { baseUrl: vendor.url, auth, headerName: "X-Vendor-Key" },
      credentials,
    });
    await ask(key);
    expect(vendor.heard[0]?.headers).toMatchObject(headers);
  });

  test("is signed when the other side wants that", async () => {
    const { key } = await connect({
      settings: { baseUrl: vendor.url, auth: "hmac", headerName: "X-Sign" },
      credentials: { signingSecret: "sign-canary" },
    });
    await ask(key, { action: { ...get, method: "POST", body: { a: 1 } } });
    expect(vendor.heard[0]?.headers["x-sign"]).toMatch(/^[0-9a-f]{64}$/);
    expect(vendor.heard[0]?.headers["x-timestamp"]).toBe(String(Math.floor(ctx.at.getTime() / 1000)));
  });

  test("keeps no credential of what went over the wire, though the vendor echoes all of it", async () => {
    vendor.answer = ({ headers }) => ({
      status: 200,
      headers: { "set-cookie": "session=vendor-session" },
      body: { echo: headers, apiKey: "their-own", note: `sent ${headers.authorization}`, status: "ok" },
    });
    const { key } = await connect();
    const result = await ask(key, {
      action: {
        ...get,
        method: "POST",
        headers: { "x-api-key": "typed-by-hand" },
        body: { password: "typed-too" },
      },
    });
    const text = JSON.stringify(result);
    expect(text).not.toContain("bearer-canary-token");
    expect(JSON.stringify(result.exchange)).not.toMatch(/vendor-session|their-own|typed-by-hand|typed-too/);
    expect(result.exchange).toMatchObject({
      request: {
        method: "POST",
        headers: { authorization: "•••", "x-api-key": "•••" },
        body: { password: "•••" },
      },
      response: { status: 200, body: { status: "ok", apiKey: "•••", note: "sent Bearer •••" } },
    });
  });

  test.each([
    [401, true, "refused"],
    [404, true, "refused"],
    [429, true, "unavailable"],
    [500, true, "unavailable"],
    [503, false, "unavailable"],
    [500, false, "unknown"],
    [502, false, "unknown"],
    [302, false, "refused"],
  ])("%i, may be repeated: %s → %s", async (status, mayRepeat, kind) => {
    vendor.answer = () => ({
      status,
      body: { why: "because" },
      headers: { location: "https://else.example/" },
    });
    const { key } = await connect();
    const action: ToolActions["http"] = { ...get, method: mayRepeat ? "GET" : "POST" };
    const result = await ask(key, { mayRepeat, action });
    expect(result).toMatchObject({ ok: false, error: { kind }, exchange: { response: { status } } });
  });

  test.each([
    ["hang", true, "timeout"],
    ["hang", false, "unknown"],
    ["drop", true, "unavailable"],
    ["drop", false, "unknown"],
  ] as const)("a vendor that %ss, may be repeated: %s → %s", async (manner, mayRepeat, kind) => {
    vendor.answer = () => manner;
    const { key } = await connect();
    expect(await ask(key, { mayRepeat, timeoutMs: 200 })).toMatchObject({ ok: false, error: { kind } });
    expect(vendor.heard).toHaveLength(1);
  });

  test("whoever could not even be greeted never heard of it: a timeout, and no doubt", async () => {
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const { port } = silent.address() as AddressInfo;
    const { key } = await connect({ settings: { baseUrl: `https://127.0.0.1:${port}`, auth: "bearer" } });
    const action: ToolActions["http"] = { ...get, method: "POST" };
    const result = await ask(key, { action, mayRepeat: false, timeoutMs: 200 });
    expect(result).toMatchObject({ ok: false, error: { kind: "timeout" } });
    silent.close();
  });

  test("a status that is expected is an answer", async () => {
    vendor.answer = () => ({ status: 404, body: { found: false } });
    const { key } = await connect();
    expect(await ask(key, { action: { ...get, expect: [404] } })).toMatchObject({
      ok: true,
      output: { status: 404, body: { found: false } },
    });
  });

  test.each([
    "/../admin",
    "/things/../../admin",
    "/%2e%2e/admin",
    "/..%5c/../admin",
    "//evil.example/x",
    "@evil.example/",
  ])("the path %s cannot leave the connection's address", async (path) => {
    const { key } = await connect();
    const result = await ask(key, { action: { ...get, path } });
    if (result.ok) expect(vendor.heard[0]?.path).toMatch(/^\/v1\//);
    else expect(result.error.kind).toBe("refused");
  });

  test("nobody at the address: tried as often as the connection says", async () => {
    await vendor.close();
    const { key } = await connect({ limits: { attempts: 3 } });
    expect(await ask(key, { timeoutMs: 5_000, mayRepeat: false })).toMatchObject({
      ok: false,
      error: { kind: "unavailable" },
    });
    vendor = await httpVendor();
  });

  test("an address the operator did not open is refused with what to do", async () => {
    const { key } = await connect({
      settings: { baseUrl: "http://10.0.0.1", auth: "none" },
      credentials: {},
    });
    const result = await ask(key);
    expect(result).toMatchObject({ ok: false, error: { kind: "refused" } });
    expect(JSON.stringify(result)).toContain("OUTBOUND_ALLOW");
  });

  test("a connection that is off, unknown, of another kind or a vendor", async () => {
    const { id, key } = await connect();
    await switchConnection(ctx, { id, isOn: false });
    expect(await ask(key)).toMatchObject({
      error: { kind: "refused", message: expect.stringContaining("off") },
    });
    expect(await ask("nowhere")).toMatchObject({ error: { kind: "refused" } });
    const slack = await connect({
      plugin: "slack",
      settings: {},
      credentials: { url: "https://hooks.slack.com/x" },
    });
    expect(await ask(slack.key)).toMatchObject({ error: { kind: "refused" } });
    expect(vendor.heard).toEqual([]);
  });
});

describe("the circuit", () => {
  const limits = { failureThreshold: 3, windowSeconds: 60, openSeconds: 30, attempts: 1 };
  const at = (seconds: number) => later(ctx, seconds * 1000);

  test("opens after failures of any worker, fails at once, lets one try, and closes again", async () => {
    vendor.answer = () => ({ status: 500 });
    const { id, key } = await connect({ limits });
    for (const second of [1, 2, 3]) await ask(key, {}, at(second));
    expect(vendor.heard).toHaveLength(3);
    expect((await getConnection(at(4), { id })).circuit).toMatchObject({ state: "open", since: at(3).at });

    const refused = await ask(key, {}, at(4));
    expect(refused).toMatchObject({ ok: false, error: { kind: "unavailable" } });
    expect(vendor.heard).toHaveLength(3);

    // After the pause the first caller tries; whoever comes meanwhile does not.
    vendor.answer = () => "hang";
    const trying = ask(key, { timeoutMs: 400 }, at(34));
    await expect.poll(() => vendor.heard.length).toBe(4);
    expect(await ask(key, {}, at(34))).toMatchObject({ ok: false, error: { kind: "unavailable" } });
    expect(await trying).toMatchObject({ ok: false, error: { kind: "timeout" } });
    expect(vendor.heard).toHaveLength(4);
    expect((await getConnection(at(36), { id })).circuit).toMatchObject({ state: "open", since: at(3).at });

    vendor.answer = () => ({ status: 200, body: {} });
    expect(await ask(key, {}, at(65))).toMatchObject({ ok: true });
    expect((await getConnection(at(66), { id })).circuit).toMatchObject({
      state: "closed",
      since: at(65).at,
      failures: 0,
    });
    const told = await database.owner<{ action: string }[]>`
      select action from audit_entries where subject_id = ${id} order by seq`;
    expect(told.map(({ action }) => action)).toEqual([
      "connection.created",
      "connection.tripped",
      "connection.recovered",
    ]);
  });

  test("failures at the same time are all counted", async () => {
    vendor.answer = () => ({ status: 500 });
    const { id, key } = await connect({ limits: { ...limits, failureThreshold: 8 } });
    await Promise.all(Array.from({ length: 8 }, () => ask(key, {}, at(1))));
    expect((await getConnection(at(2), { id })).circuit).toMatchObject({ state: "open", failures: 8 });
  });

  test("a refusal is an answer and opens nothing", async () => {
    vendor.answer = () => ({ status: 404 });
    const { id, key } = await connect({ limits });
    for (const second of [1, 2, 3, 4]) await ask(key, {}, at(second));
    expect((await getConnection(at(5), { id })).circuit.state).toBe("closed");
  });

  test("a test goes through while it is open, and closes it when it succeeds", async () => {
    vendor.answer = () => ({ status: 500 });
    const { id, key } = await connect({ limits });
    for (const second of [1, 2, 3]) await ask(key, {}, at(second));
    vendor.answer = () => ({ status: 200 });
    expect(await testConnection(at(5), { id })).toEqual({ ok: true, label: "Answered 200" });
    expect((await getConnection(at(6), { id })).circuit.state).toBe("closed");
  });
});

test("an endpoint that hears about connections is told when one rests", async () => {
  const endpoint = await createEndpoint(ctx, {
    url: `${vendor.url}/told`,
    description: "",
    events: ["connection.tripped"],
  });
  vendor.answer = () => ({ status: 500 });
  const { key } = await connect({ limits: { failureThreshold: 1, attempts: 1 } });
  await ask(key);
  const waiting = await database.owner<{ type: string }[]>`
    select type from webhook_deliveries where endpoint_id = ${endpoint.endpointId}`;
  expect(waiting).toEqual([{ type: "connection.tripped" }]);
});
