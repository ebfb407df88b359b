import { asc } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { inWorkspace } from "@/db/client";
import { effects } from "@/db/schema";
import type { Context } from "@/server/context";
import type { JsonObject } from "@/server/engine/state";
import { deliverMessage } from "@/server/messages/deliver";
import { getParty } from "@/server/parties/get";
import { resolveParty } from "@/server/parties/resolve";
import { openVault } from "@/server/parties/vault";
import { jobs } from "@/server/platform/jobs";
import { createConnection } from "@/server/plugins/create-connection";
import { createConnectionInput } from "@/server/plugins/schema";
import { cancelRun } from "@/server/runs/cancel";
import { claimEffects } from "@/server/runs/claim";
import { driveRun } from "@/server/runs/drive";
import { fireTimer } from "@/server/runs/fire-timer";
import { places } from "@/server/runs/places";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { type HttpVendor, httpVendor } from "@/server/testing/http-vendor";
import { type MailServer, mailServer } from "@/server/testing/mail-server";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { readRun } from "@/server/testing/sound";
import { runSetPartyData } from "./set-party-data/run";

let database: TestDatabase;
let ctx: Context;
let vendor: HttpVendor;
let mails: MailServer;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace("sandbox");
  mails = await mailServer();
  await sandboxConnections(ctx);
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await mails.close();
  await database.close();
});
beforeEach(async () => {
  vendor = await httpVendor();
});
afterEach(() => vendor.close());

let count = 0;
const connect = async (plugin: string, settings: object, credentials: object): Promise<string> => {
  const key = `c_${++count}`;
  await createConnection(
    ctx,
    createConnectionInput.parse({ plugin, key, title: key, settings, credentials }),
  );
  return key;
};
const api = () => connect("http-api", { baseUrl: vendor.url, auth: "bearer" }, { token: "bearer-canary" });

/** Begins, does one thing, and ends by how that went. */
async function doing(
  type: string,
  config: Record<string, unknown>,
  input: JsonObject,
  outlets = ["done", "failed"],
) {
  const [good = "", bad = ""] = outlets;
  const workflow = await publishedWorkflow(
    ctx,
    smallDocument(
      `w_${++count}`,
      {
        start: { type: "decision_start" },
        step: { type, config },
        approved: { type: "end", config: { outcome: "approve" } },
        declined: { type: "end", config: { outcome: "decline" } },
      },
      { "start.next": "step", [`step.${good}`]: "approved", [`step.${bad}`]: "declined" },
    ),
  );
  return runFor(ctx, workflow, input);
}
const drive = (runId: string, at = ctx) => driveRun(at, { runId, now: () => at.at });
const stateOf = async (runId: string) => (await readRun(ctx, runId)).state;
const outcomeOf = async (runId: string) => (await stateOf(runId)).decision?.outcome;
const stepOf = async (runId: string) => (await stateOf(runId)).data.nodes["step"];

async function exchangesOf(runId: string) {
  const { row } = await readRun(ctx, runId);
  return inWorkspace(ctx.db, ctx.workspaceId, async (tx) => {
    const vault = await openVault(tx, ctx, row.partyId);
    const rows = await tx.select().from(effects).orderBy(asc(effects.key));
    return rows
      .filter((one) => one.runId === runId)
      .map(({ key, exchange }) => exchange && vault.open<JsonObject>(places.exchange(runId, key), exchange));
  });
}

describe("HTTP request", () => {
  it("encodes what the path is made of, keeps what is named, and shows the wire without credentials", async () => {
    vendor.answer = () => ({ status: 200, body: { customer: { standing: "good" }, echo: "bearer-canary" } });
    const { runId } = await doing(
      "http_request",
      {
        connection: await api(),
        method: "POST",
        path: "/customers/{{input.number}}/notes",
        query: { since: "input.since", none: "input.none" },
        headers: { "X-Reference": "input.number" },
        body: {
          number: "{{input.number}}",
          amount: "{{input.amount}}",
          text: "For {{input.number}}",
          none: "{{input.none}}",
        },
        answer: { standing: "body.customer.standing", echo: "body.echo", none: "body.none" },
      },
      { number: "../admin?x=1#\r\nb", since: "2026-01-01", amount: 12.5 },
    );
    await drive(runId);
    expect(vendor.heard).toHaveLength(1);
    expect(vendor.heard[0]).toMatchObject({
      path: "/customers/..%2Fadmin%3Fx%3D1%23%0D%0Ab/notes?since=2026-01-01",
      headers: { "x-reference": "../admin?x=1# b", "idempotency-key": `${runId}:step::1` },
    });
    expect(JSON.parse(vendor.heard[0]?.body ?? "")).toEqual({
      number: "../admin?x=1#\r\nb",
      amount: 12.5,
      text: "For ../admin?x=1#\r\nb",
    });
    expect(await stepOf(runId)).toEqual({ status: 200, standing: "good", echo: "•••" });
    expect(await outcomeOf(runId)).toBe("approve");
    const [exchange] = await exchangesOf(runId);
    expect(exchange).toMatchObject({
      request: { method: "POST", headers: { authorization: "•••" } },
      response: { status: 200 },
    });
    expect(JSON.stringify(exchange)).not.toContain("bearer-canary");
  });

  it("sends nothing when the path lacks a value, or a value would climb", async () => {
    const config = { connection: await api(), path: "/customers/{{input.number}}" };
    for (const input of [{}, { number: "" }, { number: ".." }, { number: "." }]) {
      const { runId } = await doing("http_request", config, input);
      await drive(runId);
      expect(await outcomeOf(runId)).toBe("decline");
      expect(await stepOf(runId)).toEqual({ failure: "input_missing" });
    }
    expect(vendor.heard).toEqual([]);
  });

  it("is tried again by the interpreter when the vendor is down, under one key", async () => {
    vendor.answer = () => (vendor.heard.length < 2 ? { status: 503 } : { status: 200, body: {} });
    const { runId } = await doing("http_request", { connection: await api(), path: "/x" }, {});
    await drive(runId);
    for (const { key, fireAt } of (await readRun(ctx, runId)).timers) {
      await fireTimer({ ...ctx, at: fireAt }, { runId, key });
      await drive(runId, { ...ctx, at: fireAt });
    }
    expect(await outcomeOf(runId)).toBe("approve");
    expect(vendor.heard.map(({ headers }) => headers["idempotency-key"])).toEqual([
      `${runId}:step::1`,
      `${runId}:step::1`,
    ]);
    expect(await exchangesOf(runId)).toMatchObject([
      { response: { status: 503 } },
      { response: { status: 200 } },
    ]);
  });

  it.each([
    ["GET", false, "approve"],
    ["POST", true, "approve"],
    ["POST", false, undefined],
  ])("%s, repeatable %s, after a worker died in the call → %s", async (method, isRepeatable, outcome) => {
    const { runId } = await doing(
      "http_request",
      { connection: await api(), method, path: "/x", isRepeatable },
      {},
    );
    expect((await claimEffects(ctx, runId)).claimed).toHaveLength(1);
    await database.owner`update effects set lease_until = now() - interval '1 second' where run_id = ${runId}`;
    await drive(runId);
    expect(await outcomeOf(runId)).toBe(outcome);
    if (outcome === undefined) {
      expect((await stateOf(runId)).status).toBe("attention");
      expect(vendor.heard).toEqual([]);
      await cancelRun(ctx, { runId, reason: "test" });
    }
  });

  it("asks nothing it was not told: unexpected statuses and unreadable bodies are failures and missing values", async () => {
    vendor.answer = () => ({ status: 404 });
    const connection = await api();
    const one = await doing("http_request", { connection, path: "/x" }, {});
    await drive(one.runId);
    expect(await stepOf(one.runId)).toEqual({ failure: "refused" });
    const two = await doing(
      "http_request",
      { connection, path: "/x", expect: [404], answer: { a: "body.a" } },
      {},
    );
    await drive(two.runId);
    expect(await stepOf(two.runId)).toEqual({ status: 404 });
  });
});

describe("SQL query", () => {
  const server = () => new URL(inject("postgresUrl"));
  const warehouse = (more: object = {}, password?: string) => {
    const { hostname, port, username, pathname } = new URL(database.ownerUrl);
    return connect(
      "postgres",
      { host: hostname, port: Number(port), database: pathname.slice(1), tls: "off", ...more },
      {
        user: decodeURIComponent(username),
        password: password ?? (decodeURIComponent(server().password) || "none"),
      },
    );
  };
  beforeAll(async () => {
    await database.owner`create table refunds (company text, amount numeric, at date, big bigint, tags text[])`;
    await database.owner`insert into refunds values
      ('HRB 1', 10.50, '2026-01-02', 9007199254740993, '{a,b}'), ('HRB 1', 20, '2026-01-03', 1, null),
      ('x'' or 1=1 --', 1, null, null, null)`;
  });
  const query = async (text: string, parameters: unknown[], input: JsonObject, more: object = {}) => {
    const { runId } = await doing(
      "sql_query",
      { connection: await warehouse(), text, parameters, ...more },
      input,
    );
    await drive(runId);
    return { runId, step: await stepOf(runId), outcome: await outcomeOf(runId) };
  };

  it("reads rows by parameters, as they are written", async () => {
    const { step } = await query(
      "select company, amount, at, big, tags from refunds where company = $1 order by at limit 1",
      ["input.number"],
      { number: "HRB 1" },
    );
    expect(step).toEqual({
      rows: [
        { company: "HRB 1", amount: "10.50", at: "2026-01-02", big: "9007199254740993", tags: ["a", "b"] },
      ],
      count: 1,
      isCut: false,
    });
  });

  it("takes a value for a value, whatever it says", async () => {
    const { step } = await query(
      "select count(*)::int as n from refunds where company = $1",
      ["input.number"],
      {
        number: "x' or 1=1 --",
      },
    );
    expect(step).toMatchObject({ rows: [{ n: 1 }] });
  });

  it("cuts what is too many", async () => {
    const { step } = await query("select amount from refunds", [], {}, { maxRows: 2 });
    expect(step).toMatchObject({ count: 2, isCut: true });
  });

  it("cannot write, however it is told to", async () => {
    await database.owner`create function sneak() returns int language sql volatile as
      'insert into refunds values (''sneaked'', 1) returning 1'`;
    for (const text of [
      "select sneak()",
      "select set_config('transaction_read_only', 'off', true), sneak()",
      "with gone as (select sneak()) select * from gone",
    ]) {
      const { outcome } = await query(text, [], {});
      expect(outcome).toBe("decline");
    }
    expect(await database.owner`select 1 from refunds where company = 'sneaked'`).toHaveLength(0);
  });

  it("ends what takes too long, and asks nobody when a value is missing", async () => {
    const slow = await query("select pg_sleep(5)", [], {}, { timeoutMs: 300, attempts: 1 });
    expect(slow.step).toEqual({ failure: "timeout" });
    const missing = await query("select $1::text", ["input.none"], {});
    expect(missing.step).toEqual({ failure: "input_missing" });
  });

  it("says what to mend, without a password", async () => {
    const { runId } = await doing(
      "sql_query",
      { connection: await warehouse({ database: "nowhere" }), text: "select 1" },
      {},
    );
    await drive(runId);
    const text = JSON.stringify((await readRun(ctx, runId)).events);
    expect(text).toContain("There is no database");
  });
});

describe("notify", () => {
  const tell = async (config: Record<string, unknown>, input: JsonObject = {}) => {
    const run = await doing("notify", config, input, ["sent", "failed"]);
    await drive(run.runId);
    return run;
  };

  it("posts into Slack, and knows the address only as a secret", async () => {
    const secret = `${vendor.url}/services/T0/B0/slack-canary`;
    const { runId } = await tell(
      {
        to: "slack",
        connection: await connect("slack", {}, { url: secret }),
        text: "{{input.name}} was approved",
      },
      { name: "Acme" },
    );
    expect(vendor.heard[0]).toMatchObject({
      path: "/services/T0/B0/slack-canary",
      body: '{"text":"Acme was approved"}',
    });
    expect(await outcomeOf(runId)).toBe("approve");
    expect(JSON.stringify(await exchangesOf(runId))).not.toContain("slack-canary");
  });

  it("tells a system by a signed webhook, each attempt under one id", async () => {
    const connection = await connect(
      "webhook",
      { url: `${vendor.url}/hook` },
      { signingSecret: "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM=" },
    );
    vendor.answer = () => (vendor.heard.length < 2 ? { status: 500 } : { status: 204 });
    const { runId } = await tell(
      { to: "webhook", connection, data: { company: "input.name" } },
      { name: "Acme" },
    );
    for (const { key, fireAt } of (await readRun(ctx, runId)).timers) {
      await fireTimer({ ...ctx, at: fireAt }, { runId, key });
      await drive(runId, { ...ctx, at: fireAt });
    }
    expect(await outcomeOf(runId)).toBe("approve");
    expect(new Set(vendor.heard.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(vendor.heard[0]?.headers["webhook-signature"]).toMatch(/^v1,/);
    expect(JSON.parse(vendor.heard[0]?.body ?? "")).toMatchObject({
      type: "workflow.notified",
      data: { run: runId, company: "Acme" },
    });
  });

  it("writes one mail to a list of addresses and sends it by a server of one's own", async () => {
    const { hostname, port } = new URL(mails.url);
    const connection = await connect(
      "smtp",
      { host: hostname, port: Number(port), security: "none", from: "Risk <risk@example.com>" },
      {},
    );
    const { runId } = await tell({
      to: "addresses",
      addresses: ["a@example.com", "b@example.com"],
      connection,
      subject: "A second look",
      text: "See the queue.",
    });
    const [message] = await database.owner<{ id: string }[]>`
      select id from messages where cause_key like ${`${runId}%`}`;
    await deliverMessage(later(ctx, 1000), { messageId: message?.id ?? "" });
    const [sent] = await database.owner<{ status: string; failure: string | null }[]>`
      select status, failure from messages where id = ${message?.id ?? ""}`;
    expect(sent).toEqual({ status: "sent", failure: null });
    expect(mails.mails[0]).toContain("From: Risk <risk@example.com>");
    expect(mails.mails[0]).toContain("a@example.com, b@example.com");
  });

  it("leaves by “failed” when nobody takes it", async () => {
    vendor.answer = () => ({ status: 404 });
    const { runId } = await tell({
      to: "slack",
      connection: await connect("slack", {}, { url: `${vendor.url}/x` }),
      text: "Hello",
    });
    expect(await outcomeOf(runId)).toBe("decline");
  });
});

describe("screening", () => {
  it.each([
    ["Jane Miller", "clear", "approve"],
    ["Jane Sanctioned", "hit", "decline"],
  ])("%s → %s", async (name, outlet, outcome) => {
    const { runId } = await doing(
      "screening",
      { connection: "screening", ask: { kind: { value: "person" }, name: "input.name" } },
      { name },
      ["clear", "hit"],
    );
    await drive(runId);
    expect((await stateOf(runId)).path.find(({ node }) => node === "step")?.outlet).toBe(outlet);
    expect(await outcomeOf(runId)).toBe(outcome);
    const { checks } = await readRun(ctx, runId);
    expect(checks).toMatchObject([{ capability: "watchlist_screening", node: "step", subject: "party" }]);
  });
});

describe("set party data", () => {
  const config = {
    values: { riskRating: "input.rating", reference: { value: "HRB 99" } },
    nextReview: { months: 12 },
  };

  it("writes once, with source and time, though the worker died before it could say so", async () => {
    const { runId } = await doing("set_party_data", config, { rating: "high" });
    const { claimed } = await claimEffects(ctx, runId);
    const [first] = claimed;
    if (!first) throw new Error("nothing was planned");
    await runSetPartyData.run(ctx, first.request, new AbortController().signal);
    await database.owner`update parties set next_review_on = '2030-01-01' where id = ${first.request.partyId}`;
    await database.owner`update effects set lease_until = now() - interval '1 second' where run_id = ${runId}`;
    await drive(runId);
    const [party] = await database.owner<{ day: string; reference: string }[]>`
      select next_review_on::text as day, reference from parties where id = ${first.request.partyId}`;
    // What somebody else wrote between the two attempts stays.
    expect(party).toEqual({ day: "2030-01-01", reference: "HRB 99" });
    const told = await database.owner<{ facts: string }[]>`
      select facts from audit_entries where subject_id = ${first.request.partyId} and action = 'party.changed'`;
    expect(told).toHaveLength(1);
    expect(told[0]?.facts).toContain(`run:${runId}`);
    // The next run reads it, and so do people.
    const next = await resolveParty(ctx, { kind: "business", party: { id: first.request.partyId } });
    expect(next.data).toMatchObject({ facts: { riskRating: "high" }, nextReviewOn: "2030-01-01" });
    const view = await getParty(ctx, { partyId: first.request.partyId });
    expect(view.nextReviewOn).toBe("2030-01-01");
    expect(view.data).toContainEqual(
      expect.objectContaining({ title: "Risk rating", value: "high", source: "Workflow" }),
    );
    expect(await outcomeOf(runId)).toBe("approve");
  });
});
