import { Writable } from "node:stream";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerApi } from "@/server/api/answer-api";
import { handleTrpc } from "@/server/api/http";
import { operations } from "@/server/api/operations";
import { appRouter } from "@/server/api/root";
import type { Context } from "@/server/context";
import { deliverMessage } from "@/server/messages/deliver";
import { jobs } from "@/server/platform/jobs";
import { log } from "@/server/platform/log";
import { shared } from "@/server/platform/shared";
import { resolveConnection } from "@/server/plugins/resolve-connection";
import { driveRun } from "@/server/runs/drive";
import { places } from "@/server/runs/places";
import { apiScopes } from "@/server/workspaces/policy";
import { keyHeaders, memberHeaders, ORIGIN } from "./callers";
import { type TestDatabase, testDatabase } from "./database";
import { type HttpVendor, httpVendor } from "./http-vendor";
import { type MailServer, mailServer } from "./mail-server";
import { smallDocument } from "./run-documents";
import { publishedWorkflow, runFor, settleProcess } from "./runs";
import { readRun } from "./sound";

/** Stands in every credential of this file; whoever can read it anywhere has read a secret. */
const CANARY = "c4n4ry7f3b9";
/** What the canary looks like inside base64, at each of the three places it can begin. */
const inBase64 = ["", "x", "xy"].map((before) =>
  Buffer.from(`${before}${CANARY}`)
    .toString("base64")
    .slice(before.length === 0 ? 0 : 4, 12),
);
const inHex = Buffer.from(CANARY).toString("hex");

let database: TestDatabase;
let ctx: Context;
let vendor: HttpVendor;
let mails: MailServer;
let admin: Headers;
const logged: string[] = [];
/** Everything that came out of any door, by where. */
const seen: { where: string; text: string }[] = [];
const ids: Record<string, string> = {};
const runs: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      logged.push(chunk.toString());
      done();
    },
  });
  shared("log", () => pino({ level: "trace" }, stream));
  ctx = { ...(await database.workspace("sandbox")), at: new Date() };
  vendor = await httpVendor();
  mails = await mailServer();
  admin = await memberHeaders(ctx, "admin");
  await database.owner.unsafe(`create role canary_reader login password '${CANARY}'`);
});
afterAll(async () => {
  await database.owner.unsafe("drop role canary_reader");
  await (await jobs()).stop({ graceful: false });
  await vendor.close();
  await mails.close();
  await database.close();
});

type Procedure = { _def: { type: string } };
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>;

async function call(path: string, input: unknown) {
  const json = JSON.stringify({ json: input ?? null });
  const url = `${ORIGIN}/api/trpc/${path}`;
  const response = await handleTrpc(
    procedures[path]?._def.type === "query"
      ? new Request(`${url}?input=${encodeURIComponent(json)}`, { headers: admin })
      : new Request(url, {
          method: "POST",
          headers: new Headers([...admin, ["content-type", "application/json"]]),
          body: json,
        }),
  );
  const text = await response.text();
  seen.push({ where: `tRPC ${path}`, text: text + JSON.stringify([...response.headers]) });
  return { status: response.status, text, data: JSON.parse(text).result?.data?.json };
}

function found(text: string): string[] {
  const lower = text.toLowerCase();
  return [
    ...(lower.includes(CANARY) ? ["as it is"] : []),
    ...inBase64.filter((form) => text.includes(form)).map(() => "in base64"),
    ...(lower.includes(inHex) ? ["in hexadecimal"] : []),
  ];
}

/** Every credential a plugin can have, each with the canary in it. */
const connections = () => {
  const { hostname, port, pathname } = new URL(database.ownerUrl);
  const mail = new URL(mails.url);
  const sql = { host: hostname, port: Number(port), database: pathname.slice(1), tls: "off" };
  return {
    bearer: ["http-api", { baseUrl: `${vendor.url}/v1`, auth: "bearer" }, { token: `token-${CANARY}` }],
    basic: [
      "http-api",
      { baseUrl: vendor.url, auth: "basic" },
      { username: `user-${CANARY}`, password: `pass-${CANARY}` },
    ],
    header: ["http-api", { baseUrl: vendor.url, auth: "header", headerName: "X-Own" }, { key: CANARY }],
    hmac: [
      "http-api",
      { baseUrl: vendor.url, auth: "hmac", headerName: "X-Own" },
      { signingSecret: `sign-${CANARY}` },
    ],
    sql: ["postgres", sql, { user: "canary_reader", password: CANARY }],
    wrong_sql: ["postgres", { ...sql, database: "nowhere" }, { user: "nobody", password: `wrong-${CANARY}` }],
    slack: ["slack", {}, { url: `${vendor.url}/services/T/B/${CANARY}` }],
    slack_userinfo: ["slack", {}, { url: vendor.url.replace("//", `//user:${CANARY}@`) }],
    mail: [
      "smtp",
      { host: mail.hostname, port: Number(mail.port), security: "none", from: "a@example.com" },
      { user: `user-${CANARY}`, password: `pass-${CANARY}` },
    ],
    webhook: [
      "webhook",
      { url: `${vendor.url}/hook` },
      { signingSecret: `whsec_${Buffer.from(`sign-${CANARY}-0123456789`).toString("base64")}` },
    ],
    sandbox: ["sandbox-registry", {}, { apiKey: CANARY }],
  } as Record<string, [string, Record<string, unknown>, Record<string, string>]>;
};

const steps: Record<string, { type: string; config: Record<string, unknown> }> = {
  ...Object.fromEntries(
    ["bearer", "basic", "header", "hmac"].map((key) => [
      key,
      {
        type: "http_request",
        config: {
          connection: key,
          method: "POST",
          path: "/things/{{input.number}}",
          query: { api_key: { value: "typed" } },
          body: { number: "{{input.number}}" },
          isRepeatable: true,
          attempts: 1,
          answer: { all: "body.echo", headers: "headers.x-echo" },
        },
      },
    ]),
  ),
  sql: {
    type: "sql_query",
    config: { connection: "sql", text: "select current_user::text as who", attempts: 1 },
  },
  wrong_sql: { type: "sql_query", config: { connection: "wrong_sql", text: "select 1", attempts: 1 } },
  slack: { type: "notify", config: { to: "slack", connection: "slack", text: "Hello" } },
  slack_userinfo: { type: "notify", config: { to: "slack", connection: "slack_userinfo", text: "Hello" } },
  mail: {
    type: "notify",
    config: { to: "addresses", addresses: ["b@example.com"], connection: "mail", subject: "S", text: "T" },
  },
  webhook: { type: "notify", config: { to: "webhook", connection: "webhook", text: "Hello" } },
  sandbox: {
    type: "check",
    config: {
      connection: "sandbox",
      capability: "company_lookup",
      ask: { country: { value: "GB" }, registrationNumber: "input.number", name: "party.name" },
    },
  },
};

async function runOnce(key: string): Promise<void> {
  const step = steps[key];
  if (!step) throw new Error(key);
  const done = step.type === "notify" ? "sent" : step.type === "check" ? "answered" : "done";
  const failed = step.type === "check" ? "no_answer" : "failed";
  const workflow = await publishedWorkflow(
    ctx,
    smallDocument(
      `w_${key}_${runs.length}`,
      {
        start: { type: "decision_start" },
        step,
        approved: { type: "end", config: { outcome: "approve" } },
        declined: { type: "end", config: { outcome: "decline" } },
      },
      { "start.next": "step", [`step.${done}`]: "approved", [`step.${failed}`]: "declined" },
    ),
  );
  ids["workflow"] = workflow.workflowId;
  const { runId } = await runFor(ctx, workflow, { number: "12345600" });
  runs.push(runId);
  await driveRun(ctx, { runId, now: () => new Date() });
}

describe("a credential", () => {
  test("is taken in, tested, changed and refused without coming back", async () => {
    for (const [key, [plugin, settings, credentials]] of Object.entries(connections())) {
      await call("connections.try", { plugin, settings, credentials });
      const { data } = await call("connections.create", { plugin, key, title: key, settings, credentials });
      expect(data?.id, key).toMatch(/^con_/);
      ids[key] = data.id;
      await call("connections.change", { id: data.id, credentials });
      await call("connections.test", { id: data.id });
      // Refusals: of the shape, of a field nobody knows, of an address that would carry it away.
      await call("connections.create", {
        plugin,
        key: `${key}!`,
        title: CANARY.repeat(0),
        settings,
        credentials,
      });
      await call("connections.create", { plugin, key, title: key, settings, credentials });
      await call("connections.change", { id: data.id, credentials: { ...credentials, surprise: CANARY } });
      await call("connections.change", { id: data.id, credentials: CANARY });
      await call("connections.try", { plugin, settings: { ...settings, surprise: 1 }, credentials });
      await call("connections.change", {
        id: data.id,
        settings: { ...settings, baseUrl: "https://else.example" },
      });
    }
    const userinfo = {
      baseUrl: `https://user:${CANARY}@api.example`,
      url: `https://${CANARY}@api.example/x`,
    };
    for (const [plugin, field] of [
      ["http-api", "baseUrl"],
      ["webhook", "url"],
    ] as const) {
      const settings = { [field]: userinfo[field] };
      const refused = await call("connections.create", {
        plugin,
        key: "u",
        title: "u",
        settings,
        credentials: {},
      });
      expect(refused.status).toBe(400);
      await call("connections.try", { plugin, settings, credentials: {} });
    }
  });

  test("is used: by vendors that answer with all they were sent, that fail, that hang up, that talk nonsense", async () => {
    const echo: HttpVendor["answer"] = ({ headers, path, body }) => {
      const all = `${JSON.stringify(headers)} ${path} ${body}`;
      return {
        status: 200,
        headers: {
          "x-echo": Buffer.from(all)
            .toString("latin1")
            .replace(/[^\x20-\x7e]/g, "")
            .slice(0, 2000),
        },
        body: { echo: { all, headers, [`key ${headers.authorization}`]: 1 } },
      };
    };
    const manners: HttpVendor["answer"][] = [
      echo,
      (request) => ({ ...(echo(request) as { status: number }), status: 401 }),
      (request) => ({ ...(echo(request) as { status: number }), status: 500 }),
      () => "drop",
    ];
    for (const manner of manners) {
      vendor.answer = manner;
      for (const key of Object.keys(steps)) await runOnce(key);
    }
    const messages = await database.owner<{ id: string }[]>`select id from messages`;
    expect(messages.length).toBe(manners.length);
    for (const { id } of messages)
      await deliverMessage(ctx, { messageId: id, isLastTry: true }).catch((error: unknown) =>
        log().error(error),
      );
    vendor.answer = echo;
    for (const id of Object.values(ids)) if (id.startsWith("con_")) await call("connections.test", { id });
    // The vendor did hear the credential: what follows looks for something that was really there.
    expect(found(JSON.stringify(vendor.heard))).toContain("as it is");
    expect(found(JSON.stringify(vendor.heard))).toContain("in base64");
  });

  test("comes out of no question of the app", async () => {
    const [some] = await database.owner<{ party_id: string }[]>`select party_id from runs limit 1`;
    const questions = Object.entries(procedures).filter(([, { _def }]) => _def.type === "query");
    for (const [path] of questions) {
      const inputs = [
        undefined,
        {},
        ...Object.values(ids).map((id) => ({ id })),
        ...runs.map((runId) => ({ runId })),
        { workflowId: ids["workflow"] },
        { partyId: some?.party_id },
        { id: some?.party_id },
      ];
      for (const input of path.startsWith("connections.") || path.startsWith("runs.")
        ? inputs
        : inputs.slice(0, 2))
        await call(path, input);
      await call(path, { workflowId: ids["workflow"] });
      await call(path, { partyId: some?.party_id });
    }
    const answered = seen.filter(
      ({ where, text }) => where === "tRPC connections.get" && text.includes("con_"),
    );
    expect(answered.length).toBeGreaterThanOrEqual(Object.keys(connections()).length);
    expect(seen.some(({ where, text }) => where === "tRPC runs.get" && text.includes("approve"))).toBe(true);
  });

  test("comes out of no operation of the public API", async () => {
    const key = await keyHeaders(ctx, [...apiScopes]);
    for (const operation of operations.filter(({ method }) => method.toLowerCase() === "get"))
      for (const id of [...runs.slice(0, 12), ids["workflow"] ?? "", "w_bearer_0"]) {
        const path = (operation.path as string).replace(/\{(\w+)\}/g, (_, name: string) =>
          name === "version" ? "1" : id,
        );
        const response = await answerApi(new Request(`${ORIGIN}${path}`, { headers: key }));
        seen.push({ where: `API ${operation.id}`, text: await response.text() });
      }
    expect(seen.some(({ where, text }) => where === "API getRun" && text.includes(runs[0] ?? "?"))).toBe(
      true,
    );
  });

  test("is in nothing that was answered, exported or logged", () => {
    expect(seen.length).toBeGreaterThan(200);
    expect(logged.length).toBeGreaterThan(10);
    expect(seen.flatMap(({ where, text }) => found(text).map((how) => `${where}: ${how}`))).toEqual([]);
    expect(logged.flatMap((line) => found(line).map((how) => `${how}: ${line.slice(0, 200)}`))).toEqual([]);
  });

  test("is in no column of any table, as text or as bytes", async () => {
    const tables = await database.owner<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`;
    expect(tables.length).toBeGreaterThan(40);
    const leaks: string[] = [];
    for (const { name } of tables) {
      const rows = await database.owner.unsafe<{ line: string }[]>(`select t::text as line from ${name} t`);
      for (const { line } of rows) for (const how of found(line)) leaks.push(`${name}: ${how}`);
    }
    expect(leaks).toEqual([]);
  });

  test("is nevertheless there, sealed, for whoever holds the key", async () => {
    for (const [key, [, , credentials]] of Object.entries(connections()))
      expect((await resolveConnection(ctx, { key })).credentials).toMatchObject(credentials);
    const [row] = await database.owner<{ size: number }[]>`
      select min(octet_length(credentials)) as size from connections`;
    expect(row?.size).toBeGreaterThan(29);
  });

  test("is in nothing that is sealed for people: journal, state, questions, answers, what went over the wire", async () => {
    let wires = 0;
    for (const runId of runs) {
      const { events, state, effects, vault } = await readRun(ctx, runId);
      const opened = effects.map(({ key, request, result, exchange }) => ({
        request: vault.open(places.request(runId, key), request),
        result: result && vault.open(places.result(runId, key), result),
        exchange: exchange && vault.open(places.exchange(runId, key), exchange),
      }));
      wires += opened.filter(({ exchange }) => exchange).length;
      expect(found(JSON.stringify({ events, state, opened }))).toEqual([]);
    }
    expect(wires).toBeGreaterThan(20);
  });
});
