import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { POST } from "@/app/api/webhooks/[connectionKey]/route";
import type { Context } from "@/server/context";
import { signedHeaders } from "@/server/platform/signature";
import { hexEvent } from "@/server/plugins/callback";
import { callbackAddress, readCallbackToken } from "@/server/plugins/callback-token";
import { cancelRun } from "@/server/runs/cancel";
import { driveRun } from "@/server/runs/drive";
import { findStranded } from "@/server/runs/find-stranded";
import { fireTimer } from "@/server/runs/fire-timer";
import { getRun } from "@/server/runs/get";
import { ORIGIN } from "@/server/testing/callers";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { registryDocument } from "@/server/testing/run-documents";
import {
  publishedWorkflow,
  runFor,
  sandboxConnections,
  settleProcess,
  stopJobsAfterAll,
} from "@/server/testing/runs";
import { listCallbacks } from "./list-callbacks";
import { receiveCallback } from "./receive-callback";
import { rehearseCallback } from "./rehearse-callback";
import { settleCallback } from "./settle-callback";

let database: TestDatabase;
let ctx: Context;
let connectionId: string;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
afterAll(() => database.close());
stopJobsAfterAll();
beforeEach(async () => {
  // The door reads the real clock, so everything here happens now.
  ctx = { ...(await database.workspace()), at: new Date() };
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'Enhanced due diligence', 24, '[]')`;
  const [row] =
    await database.owner`select id from connections where workspace_id = ${ctx.workspaceId} and key = 'identity'`;
  connectionId = row?.["id"] as string;
});

/** A run that asks the document reader about this number; `…07` and `…08` are answered by a callback. */
async function asking(number: string, who = ctx): Promise<{ runId: string; key: string }> {
  const document = registryDocument({
    connection: "identity",
    capability: "identity_document",
    attempts: 2,
    ask: {
      firstName: { value: "Anna" },
      lastName: { value: "Canary" },
      dateOfBirth: { value: "1990-01-01" },
      documentNumber: "input.number",
    },
  });
  const workflow = await publishedWorkflow(who, { ...document, key: `asks_${number.toLowerCase()}` });
  const { runId } = await runFor(who, workflow, { number });
  await drive(runId, who);
  return { runId, key: await keyOf(runId) };
}
const drive = (runId: string, who = ctx) => driveRun(who, { runId, now: () => who.at });
const keyOf = async (runId: string) =>
  (await database.owner`select key from effects where run_id = ${runId} order by attempt desc`)[0]?.[
    "key"
  ] as string;
const effect = async (runId: string) =>
  (await database.owner`select status from effects where run_id = ${runId} order by attempt`).map(
    (row) => row["status"] as string,
  );
const status = async (runId: string, who = ctx) => (await getRun(who, { runId })).status;
const tokenOf = (about: { runId: string; key: string }, who = ctx) =>
  callbackAddress(who, { connectionId, ...about }).token;
const events = async (runId: string) =>
  (await database.owner`select type, ignored from run_events where run_id = ${runId} order by seq`).map(
    (row) => [row["type"], row["ignored"]],
  );

const file = {
  ...{ document: "GENUINE", number: "P1234507", expires: "2030-06-30" },
  ...{ firstName: "Anna", lastName: "Canary", birthDate: "1990-01-01" },
};
const body = (token: string, more: object = {}) =>
  JSON.stringify({ reference: token, file: { ...file, ...more } });
interface Sent {
  id?: string;
  key?: string;
  at?: Date;
  to?: string;
  headers?: Record<string, string>;
}
async function send(
  text: string,
  { id = "evt_1", key = "sandbox", at = new Date(), to = connectionId, headers = {} }: Sent = {},
) {
  const signed = signedHeaders([Buffer.from(key)], { id, at, body: text });
  const request = new Request(`${ORIGIN}/api/webhooks/${to}`, {
    method: "POST",
    body: text,
    headers: { ...signed, ...headers },
  });
  const response = await POST(request, { params: Promise.resolve({ connectionKey: to }) });
  return { status: response.status, text: await response.text() };
}
const list = async (who = ctx) => (await listCallbacks(who, { connectionId, limit: 20 })).data;
/** Does the jobs of the callbacks that are there, in this order. */
async function settleAll(who = ctx): Promise<void> {
  for (const { id } of await list(who)) await settleCallback(who, { callbackId: id });
}

describe("a check that is answered later", () => {
  test("waits without holding anybody, and goes on with the callback's answer", async () => {
    const about = await asking("P1234507");
    expect(await effect(about.runId)).toEqual(["awaiting"]);
    expect(await status(about.runId)).toBe("running");
    // A second drive asks nobody again.
    await drive(about.runId);
    expect(await effect(about.runId)).toEqual(["awaiting"]);
    expect(await send(body(tokenOf(about)))).toEqual({ status: 202, text: "" });
    expect(await list()).toMatchObject([{ state: "received", copies: 1, runId: null }]);
    await settleAll();
    expect(await list()).toMatchObject([{ state: "applied", runId: about.runId, vendorEventId: "evt_1" }]);
    expect(await status(about.runId)).toBe("completed");
    expect(await effect(about.runId)).toEqual(["succeeded"]);
    const run = await getRun(ctx, { runId: about.runId });
    expect(run.outcome).toMatchObject({ key: "approve" });
  });

  test("is played by the sandbox through the same door, signed", async () => {
    const about = await asking("P1234508");
    const jobs = await database.owner`select data from pgboss.job where name = 'rehearsal'`;
    expect(jobs.map((row) => row["data"])).toContainEqual({ workspaceId: ctx.workspaceId, ...about });
    await rehearseCallback(ctx, about);
    await settleAll();
    expect(await list()).toMatchObject([{ state: "applied" }]);
    const [check] = await database.owner`select status from checks where run_id = ${about.runId}`;
    expect(check?.["status"]).toBe("hit");
  });

  test("counts as unanswered when nothing comes in time, is asked again, and then goes to people", async () => {
    const { runId } = await asking("P1234509");
    expect(await effect(runId)).toEqual(["awaiting"]);
    const silent = async () => {
      await database.owner`update effects set lease_until = clock_timestamp() - interval '1 second',
        planned_at = planned_at - interval '1 hour' where run_id = ${runId} and status = 'awaiting'`;
      expect((await findStranded(ctx)).runs).toBe(1);
      await drive(runId, later(ctx, 1));
    };
    await silent();
    expect(await effect(runId)).toEqual(["failed"]);
    const [timer] =
      await database.owner`select key from run_timers where run_id = ${runId} and closed_at is null`;
    await fireTimer(later(ctx, 60_000), { runId, key: timer?.["key"] as string });
    await drive(runId, later(ctx, 60_000));
    expect(await effect(runId)).toEqual(["failed", "awaiting"]);
    await silent();
    expect(await effect(runId)).toEqual(["failed", "failed"]);
    expect(await status(runId)).toBe("waiting");
  });

  test("that was given up meanwhile keeps its late callback, and changes nothing", async () => {
    const about = await asking("P1234507");
    await cancelRun(ctx, { runId: about.runId, reason: "They withdrew." });
    expect(await effect(about.runId)).toEqual(["late"]);
    expect((await send(body(tokenOf(about)))).status).toBe(202);
    await settleAll();
    expect(await list()).toMatchObject([{ state: "late", note: "The run had ended already." }]);
    expect(await status(about.runId)).toBe("cancelled");
    expect((await events(about.runId)).at(-1)).toEqual(["effect_succeeded", "finished"]);
  });

  test("is answered even when the callback overtakes the word that it comes later", async () => {
    const about = await asking("P1234507");
    // As if the vendor called back before its own answer was written down.
    await database.owner`update effects set status = 'started' where run_id = ${about.runId}`;
    await send(body(tokenOf(about)));
    await settleAll();
    expect(await effect(about.runId)).toEqual(["succeeded"]);
    await drive(about.runId);
    expect(await effect(about.runId)).toEqual(["succeeded"]);
    expect((await events(about.runId)).filter(([type]) => type === "effect_succeeded")).toHaveLength(1);
  });
});

describe("copies and disorder", () => {
  test("fifty copies at once are one callback, one job and one answer", async () => {
    const about = await asking("P1234507");
    const text = body(tokenOf(about));
    const said = await Promise.all(Array.from({ length: 50 }, () => send(text)));
    expect(new Set(said.map((one) => one.status))).toEqual(new Set([202]));
    const [kept, ...more] = await list();
    expect(more).toEqual([]);
    expect(kept?.copies).toBe(50);
    const jobs = await database.owner`select 1 from pgboss.job where data->>'callbackId' = ${kept?.id ?? ""}`;
    expect(jobs).toHaveLength(1);
    await Promise.all(Array.from({ length: 5 }, () => settleCallback(ctx, { callbackId: kept?.id ?? "" })));
    expect((await events(about.runId)).filter(([type]) => type === "effect_succeeded")).toHaveLength(1);
  });

  test("a second event about the same question is kept as late, in whichever order they come", async () => {
    const about = await asking("P1234507");
    await send(body(tokenOf(about)), { id: "evt_2" });
    await send(body(tokenOf(about), { document: "FORGED" }), { id: "evt_1" });
    const both = await list();
    for (const { id } of [...both].reverse()) await settleCallback(ctx, { callbackId: id });
    expect((await list()).map(({ state }) => state).sort()).toEqual(["applied", "late"]);
    const checks = await database.owner`select status from checks where run_id = ${about.runId}`;
    expect(checks.map((row) => row["status"])).toEqual(["clear"]);
  });

  test("an answer in words nobody knows goes the way of a failure, never of an approval", async () => {
    const about = await asking("P1234507");
    await send(JSON.stringify({ reference: tokenOf(about), file: { nonsense: true } }));
    await settleAll();
    expect(await list()).toMatchObject([{ state: "applied" }]);
    expect(await effect(about.runId)).toEqual(["failed"]);
    expect(await status(about.runId)).toBe("waiting");
  });
});

describe("what is not the vendor's", () => {
  test.each<[string, Sent, ((text: string) => string)?]>([
    ["another key", { key: "another" }],
    ["a time long ago", { at: new Date(Date.now() - 400_000) }],
    ["a time to come", { at: new Date(Date.now() + 1_000_000) }],
    ["no signature", { headers: { "webhook-signature": "" } }],
    ["another id than was signed", { headers: { "webhook-id": "evt_other" } }],
    ["an id that is far too long", { id: "x".repeat(201) }],
    ["a connection that does not exist", { to: "con_00000000000000000000000000" }],
    ["no connection at all", { to: "" }],
  ])("is refused in one way for %s", async (_why, how) => {
    const about = await asking("P1234507");
    expect(await send(body(tokenOf(about)), how)).toEqual({ status: 401, text: "" });
    expect(await list()).toEqual([]);
  });

  test("is refused when the body was changed, and by connections that take no callbacks", async () => {
    const about = await asking("P1234507");
    const text = body(tokenOf(about));
    const signed = signedHeaders([Buffer.from("sandbox")], { id: "evt_1", at: new Date(), body: text });
    const changed = text.replace("GENUINE", "FORGED!");
    expect((await send(changed, { headers: { ...signed } })).status).toBe(401);
    const [bank] =
      await database.owner`select id from connections where workspace_id = ${ctx.workspaceId} and key = 'bank'`;
    expect((await send(text, { to: bank?.["id"] as string })).status).toBe(401);
    expect(await list()).toEqual([]);
  });

  test("is not read beyond 256 KiB", async () => {
    expect((await send("x".repeat(256 * 1024 + 1))).status).toBe(413);
    expect((await send(JSON.stringify({ pad: "x".repeat(255 * 1024) }))).status).toBe(202);
  });
});

describe("an authentic callback about nothing of ours", () => {
  test.each<[string, (token: string) => string, string]>([
    ["without a token", () => JSON.stringify({ file }), "unmatched"],
    ["with a token of somebody else's making", (token) => body(`${token.split(".")[0]}.AAAA`), "unmatched"],
    ["with words that are no token", () => body("hello"), "unmatched"],
    ["that is no JSON", () => "<html>", "refused"],
    ["that nests too deep", () => "[".repeat(5_000), "refused"],
  ])("%s is accepted, kept, and moves no run", async (_what, made, state) => {
    const about = await asking("P1234507");
    expect((await send(made(tokenOf(about)))).status).toBe(202);
    await settleAll();
    expect(await list()).toMatchObject([{ state, runId: null }]);
    expect(await effect(about.runId)).toEqual(["awaiting"]);
  });

  test("cannot answer a question of another workspace or another connection", async () => {
    const other = { ...(await database.workspace()), at: new Date() };
    await sandboxConnections(other);
    const foreign = await asking("P1234507", other);
    const [theirs] =
      await database.owner`select id from connections where workspace_id = ${other.workspaceId} and key = 'identity'`;
    const token = callbackAddress(other, { connectionId: theirs?.["id"] as string, ...foreign }).token;
    await send(body(token));
    await settleAll();
    expect(await list()).toMatchObject([{ state: "unmatched" }]);
    expect(await effect(foreign.runId)).toEqual(["awaiting"]);
    expect(readCallbackToken(other, theirs?.["id"] as string, token)).toMatchObject(foreign);
    expect(readCallbackToken(other, "con_other", token)).toBeUndefined();
    expect(readCallbackToken(ctx, theirs?.["id"] as string, token)).toBeUndefined();
    await expect(listCallbacks(other, { connectionId, limit: 5 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(settleCallback(other, { callbackId: (await list())[0]?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

test("what came is kept sealed as it came, with its entries, before anything is made of it", async () => {
  const about = await asking("P1234507");
  const text = body(tokenOf(about));
  await receiveCallback(ctx, {
    connectionId,
    headers: new Headers({
      ...signedHeaders([Buffer.from("sandbox")], { id: "evt_9", at: ctx.at, body: text }),
    }),
    raw: Buffer.from(text),
  });
  const [row] =
    await database.owner`select id, body, state from webhook_callbacks where workspace_id = ${ctx.workspaceId}`;
  expect(row?.["state"]).toBe("received");
  expect(Buffer.from(row?.["body"] as Uint8Array).toString("latin1")).not.toContain("Canary");
  await settleAll();
  const entries =
    await database.owner`select action from audit_entries where subject_id = ${row?.["id"] as string} order by seq`;
  expect(entries.map((one) => one["action"])).toEqual(["callback.received", "callback.settled"]);
});

test("the hex scheme needs signature, id and a recent time", () => {
  const now = new Date("2026-11-24T10:00:00Z");
  const key = Buffer.from("key");
  const raw = Buffer.from('{"a":1}');
  const scheme = { signature: "x-signature", id: "x-event", time: "x-time" };
  const seconds = String(now.getTime() / 1000);
  const mac = createHmac("sha256", key).update(`${seconds}.${raw}`).digest("hex");
  const good = { "x-signature": `sha256=${mac}`, "x-event": "e1", "x-time": seconds };
  const verdict = (headers: Record<string, string>, at = now, bytes: Uint8Array = raw) =>
    hexEvent({ headers: new Headers(headers), raw: bytes }, key, at, scheme);
  expect(verdict(good)).toEqual({ eventId: "e1" });
  for (const name of Object.keys(good)) expect(verdict({ ...good, [name]: "" }), name).toBeUndefined();
  expect(verdict(good, new Date(now.getTime() + 301_000))).toBeUndefined();
  expect(verdict(good, now, Buffer.from('{"a":2}'))).toBeUndefined();
  expect(verdict({ ...good, "x-time": String(Number(seconds) + 1) })).toBeUndefined();
});
