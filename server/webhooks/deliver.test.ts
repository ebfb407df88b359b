import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { createParty } from "@/server/parties/create";
import { eraseParty } from "@/server/parties/erase";
import { env } from "@/server/platform/env";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { Died, dyingDatabase } from "@/server/testing/dying";
import { mailServer } from "@/server/testing/mail-server";
import { joinAs } from "@/server/testing/member";
import { type Receiver, receiver } from "@/server/testing/receiver";
import { settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { changeEndpoint } from "./change-endpoint";
import { createEndpoint } from "./create-endpoint";
import { deleteEndpoint } from "./delete-endpoint";
import { deliverWebhook } from "./deliver";
import { getDelivery } from "./get-delivery";
import { listDeliveries } from "./list-deliveries";
import { getEndpoint, listEndpoints } from "./list-endpoints";
import { pauseEndpoint } from "./pause-endpoint";
import { MOST_TRIES, PAUSE_AFTER_DAYS } from "./policy";
import { countReplay, replayDeliveries } from "./replay";
import { resumeEndpoint } from "./resume-endpoint";
import { rotateSecret } from "./rotate-secret";
import { createEndpointInput, listDeliveriesInput } from "./schema";
import { sweepDeliveries } from "./sweep-deliveries";
import { tellAdmins } from "./tell-admins";
import { testEndpoint } from "./test-endpoint";

const HOUR = 3_600_000;
let database: TestDatabase;
let there: Receiver;
let ctx: Context;
let endpointId: string;
let secret: string;
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  there = await receiver();
});
afterAll(async () => {
  await there.close();
  await database.close();
});
stopJobsAfterAll();
beforeEach(async () => {
  ctx = await database.workspace();
  ({ endpointId, secret } = await endpoint(ctx));
  there.answer = { status: 200 };
  there.received.length = 0;
});

const endpoint = (who: Context, more: object = {}) =>
  createEndpoint(who, createEndpointInput.parse({ url: there.url, events: ["party.created"], ...more }));
/** Something happens; the delivery it causes. */
async function happens(who = ctx, name = "Canary Ltd"): Promise<string> {
  const known = new Set((await log(who)).map(({ id }) => id));
  await createParty(who, { kind: "business", name });
  const made = (await log(who)).find(({ id }) => !known.has(id));
  return made?.id ?? "";
}
const log = async (who = ctx, more: object = {}) =>
  (await listDeliveries(who, listDeliveriesInput.parse({ endpointId, limit: 100, ...more }))).data;
const deliver = (deliveryId: string, ms = 0, who = ctx) =>
  deliverWebhook(who, { deliveryId, now: () => later(ctx, ms).at });
const detail = (deliveryId: string, who = ctx) => getDelivery(who, { deliveryId });
const dueIn = async (deliveryId: string) =>
  ((await detail(deliveryId)).nextAttemptAt ?? ctx.at).getTime() - ctx.at.getTime();
const actions = async (id: string) =>
  (
    await database.owner<{ action: string }[]>`
      select action from audit_entries where subject_id = ${id} order by seq`
  ).map(({ action }) => action);
const waiting = async (deliveryId: string) =>
  (
    await database.owner<{ start_after: Date }[]>`
      select start_after from pgboss.job where name = 'webhook' and data->>'deliveryId' = ${deliveryId}
      order by created_on`
  ).map((row) => row.start_after.getTime());

/** As the standard says a receiver does it, with nothing of ours. */
function verifies(given: string, at = 0): boolean {
  const { headers, body } = there.received.at(at) ?? { headers: {}, body: "" };
  const key = Buffer.from(given.replace("whsec_", ""), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = createHmac("sha256", key).update(signed).digest("base64");
  return String(headers["webhook-signature"]).split(" ").includes(`v1,${expected}`);
}

describe("a delivery", () => {
  test("arrives signed, once, with the same id as its body, and never carries the secret", async () => {
    const id = await happens();
    await deliver(id, 1_000);
    await deliver(id, 2_000);
    expect(there.received).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: "" }] = there.received;
    expect(verifies(secret)).toBe(true);
    expect(headers["webhook-id"]).toBe(JSON.parse(body).id);
    expect(Number(headers["webhook-timestamp"])).toBe(Math.floor(later(ctx, 1_000).at.getTime() / 1000));
    expect(headers["content-type"]).toBe("application/json");
    const sent = JSON.stringify(headers) + body;
    expect(sent).not.toContain(secret.slice(6));
    expect(sent).not.toContain("Canary");
    expect(await detail(id)).toMatchObject({
      ...{ state: "delivered", attempts: 1, status: 200, nextAttemptAt: null },
      log: [{ number: 1, status: 200, failure: null }],
    });
  });

  test("that fails comes again as planned until it is given up, always under the same id", async () => {
    there.answer = { status: 500, body: "Out of order" };
    const id = await happens();
    let ms = 0;
    const pauses: number[] = [];
    for (let tried = 1; tried <= MOST_TRIES; tried++) {
      await deliver(id, ms);
      const { nextAttemptAt } = await detail(id);
      const next = (nextAttemptAt?.getTime() ?? 0) - ctx.at.getTime();
      if (nextAttemptAt) pauses.push(next - ms);
      // Before its time nothing is sent.
      if (tried === 3) await deliver(id, next - 60_000);
      ms = next;
    }
    expect(there.received).toHaveLength(MOST_TRIES);
    expect(new Set(there.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(there.received.map(({ body }) => body)).size).toBe(1);
    expect(pauses[0]).toBeLessThan(6_000);
    expect(pauses.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(64 * HOUR);
    expect(pauses.reduce((sum, one) => sum + one, 0)).toBeLessThan(80 * HOUR);
    const dead = await detail(id);
    expect(dead).toMatchObject({ state: "failed", status: 500, failure: "The receiver answered 500." });
    expect(dead.log.map(({ response }) => response)).toEqual(Array(MOST_TRIES).fill("Out of order"));
    // One job at first, and one for each pause, at its end.
    expect(await waiting(id)).toHaveLength(MOST_TRIES);
    expect(await actions(endpointId)).toEqual(["webhook.created", "webhook.dead"]);
  });

  test("keeps what came back sealed, and no more than 2 KiB of it", async () => {
    there.answer = { status: 200, body: `canary${"x".repeat(10_000)}` };
    const id = await happens();
    await deliver(id);
    expect((await detail(id)).log[0]?.response).toHaveLength(2_048);
    const [row] = await database.owner<{ response: Uint8Array }[]>`select response from webhook_attempts
      where delivery_id = ${id}`;
    expect(Buffer.from(row?.response ?? []).toString("latin1")).not.toContain("canary");
  });

  test("waits longer when the receiver asks for it", async () => {
    there.answer = { status: 503, headers: { "retry-after": "600" } };
    const id = await happens();
    await deliver(id);
    expect((await detail(id)).nextAttemptAt).toEqual(later(ctx, 600_000).at);
  });

  test("follows no redirect", async () => {
    there.answer = { status: 302, headers: { location: there.url } };
    const id = await happens();
    await deliver(id);
    expect(there.received).toHaveLength(1);
    expect((await detail(id)).failure).toContain("redirects");
  });

  test("to an address inside is refused by the guard, and says so", async () => {
    ({ endpointId } = await endpoint(ctx, { url: "http://169.254.169.254/latest/meta-data" }));
    const id = await happens();
    await deliver(id);
    const { log, state } = await detail(id);
    expect(state).toBe("pending");
    expect(log[0]?.status).toBeNull();
    expect(log[0]?.failure).toMatch(/169\.254\.169\.254|not public|private|reserved/);
  });

  test("of a party that was erased meanwhile is not sent, and shows no body", async () => {
    const party = await createParty(ctx, { kind: "business", name: "Gone Ltd" });
    const [id = ""] = (await log()).map((row) => row.id);
    await eraseParty(ctx, { partyId: party.id, confirmName: "Gone Ltd", reason: "They asked for it." });
    await deliver(id);
    expect(there.received).toHaveLength(0);
    expect(await detail(id)).toMatchObject({ state: "skipped", body: null });
  });

  test("of another workspace is not there", async () => {
    const id = await happens();
    const other = await database.workspace();
    await expect(deliver(id, 0, { ...other, at: ctx.at })).rejects.toMatchObject({ code: "not_found" });
    await expect(detail(id, other)).rejects.toMatchObject({ code: "not_found" });
    await expect(replayDeliveries(other, { deliveryIds: [id] })).rejects.toMatchObject({ code: "not_found" });
    expect(await listEndpoints(other)).toEqual([]);
    expect(there.received).toHaveLength(0);
  });
});

describe("a crash", () => {
  test("between any two statements loses no delivery; a copy carries the same id and is on record", async () => {
    let copies = 0;
    for (let at = 1; ; at++) {
      there.received.length = 0;
      const id = await happens(later(ctx, at), `Crash ${at}`);
      const { db } = dyingDatabase(ctx.db, at);
      const died = await deliverWebhook(
        { ...ctx, db },
        { deliveryId: id, now: () => later(ctx, 1_000).at },
      ).catch((error: unknown) => error);
      if (died === undefined) break;
      const causes = (error: unknown): unknown[] =>
        error instanceof Error ? [error, ...causes(error.cause)] : [];
      expect(causes(died).some((one) => one instanceof Died)).toBe(true);
      // Whatever was left behind is due at the latest when the lease ends.
      await sweepDeliveries(later(ctx, 3 * 60_000));
      await deliver(id, 3 * 60_000);
      const { state, log: attempts } = await detail(id);
      expect(state, `died before statement ${at}`).toBe("delivered");
      expect(there.received.length).toBeGreaterThan(0);
      expect(new Set(there.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
      if (there.received.length > 1) {
        copies++;
        expect(attempts[0]).toMatchObject({ status: null });
        expect(attempts[0]?.failure).toContain("may have arrived");
      }
      expect(attempts.at(-1)).toMatchObject({ status: 200, failure: null });
    }
    expect(copies).toBeGreaterThan(0);
  });

  test("is noticed by a copy of the job too, which looks again when the lease ends", async () => {
    const id = await happens();
    const ended = new AbortController();
    there.answer = { status: 200, hangs: true };
    const first = deliverWebhook(ctx, { deliveryId: id, now: () => ctx.at, signal: ended.signal });
    await expect.poll(() => there.received.length).toBe(1);
    await deliver(id, 10_000);
    expect(there.received).toHaveLength(1);
    expect((await waiting(id)).length).toBe(2);
    ended.abort();
    await expect(first).rejects.toThrow();
    // Given back at once: the next to take it need not wait for the lease.
    there.answer = { status: 200 };
    await deliver(id, 11_000);
    expect(await detail(id)).toMatchObject({ state: "delivered", attempts: 2 });
  });
});

describe("a secret", () => {
  test("signs beside the one before it for a day after a rotation, then alone", async () => {
    const { secret: second, oldUntil } = await rotateSecret(ctx, { endpointId });
    expect(oldUntil).toEqual(later(ctx, 24 * HOUR).at);
    expect((await getEndpoint(ctx, { endpointId })).oldSecretUntil).toEqual(oldUntil);
    await deliver(await happens());
    expect([verifies(secret), verifies(second)]).toEqual([true, true]);
    const afterwards = later(ctx, 24 * HOUR + 1);
    await deliver(await happens(afterwards), 24 * HOUR + 1);
    expect([verifies(secret, 1), verifies(second, 1)]).toEqual([false, true]);
    const { secret: third } = await rotateSecret(afterwards, { endpointId });
    const { secret: fourth } = await rotateSecret(afterwards, { endpointId });
    await deliver(await happens(later(afterwards, 1)), 24 * HOUR + 2);
    // Two at most: what was running out ends with the next rotation.
    expect([second, third, fourth].map((one) => verifies(one, 2))).toEqual([false, true, true]);
  });

  test("is nowhere in the database, the audit or any answer", async () => {
    const { secret: second } = await rotateSecret(ctx, { endpointId });
    await deliver(await happens());
    const answers = [await listEndpoints(ctx), await getEndpoint(ctx, { endpointId }), await log()];
    const rows = [
      await database.owner`select * from webhook_endpoints`,
      await database.owner`select * from webhook_secrets`,
      await database.owner`select * from webhook_attempts`,
      await database.owner`select facts from audit_entries`,
      await database.owner`select data, output from pgboss.job`,
    ].map((found) =>
      found.map((row) =>
        Object.values(row).map((one) =>
          one instanceof Uint8Array ? Buffer.from(one).toString("latin1") : JSON.stringify(one),
        ),
      ),
    );
    const text = JSON.stringify([answers, rows]);
    for (const one of [secret, second]) expect(text).not.toContain(one.slice(6, 30));
    expect(text).not.toContain("canary-token");
  });
});

describe("an endpoint", () => {
  test("that says 410 is paused, keeps what happens, and says why", async () => {
    there.answer = { status: 410 };
    const id = await happens();
    await deliver(id);
    expect(await detail(id)).toMatchObject({ state: "failed", status: 410, attempts: 1 });
    expect(await getEndpoint(ctx, { endpointId })).toMatchObject({ state: "paused", pausedBecause: "gone" });
    const held = await happens(later(ctx, 1));
    expect(await detail(held)).toMatchObject({ state: "held" });
    const notices = await database.owner`select data from pgboss.job where name = 'webhook-notice'`;
    expect(notices.map((row) => row["data"])).toContainEqual({
      ...{ workspaceId: ctx.workspaceId, endpointId, because: "gone" },
    });
  });

  test("that failed for days is paused by the next failure, and one accepted attempt starts the count again", async () => {
    there.answer = { status: 500 };
    const first = await happens();
    await deliver(first);
    const { failingSince } = await getEndpoint(ctx, { endpointId });
    expect(failingSince).toEqual(ctx.at);
    there.answer = { status: 200 };
    const days = PAUSE_AFTER_DAYS * 24 * HOUR;
    await deliver(first, days);
    expect(await getEndpoint(ctx, { endpointId })).toMatchObject({ state: "active", failingSince: null });
    there.answer = { status: 500 };
    await deliver(await happens(later(ctx, days)), days);
    await deliver(await happens(later(ctx, 2 * days - 1)), 2 * days - 1);
    expect(await getEndpoint(ctx, { endpointId })).toMatchObject({ state: "failing" });
    await deliver(await happens(later(ctx, 2 * days)), 2 * days);
    expect(await getEndpoint(ctx, { endpointId })).toMatchObject({
      ...{ state: "paused", pausedBecause: "failing" },
    });
    expect(await actions(endpointId)).toContain("webhook.paused");
  });

  test("that is paused holds what waits, and sends or skips it when it is resumed", async () => {
    const waits = await happens();
    await pauseEndpoint(ctx, { endpointId });
    await pauseEndpoint(ctx, { endpointId });
    const held = await happens(later(ctx, 1));
    await deliver(waits);
    expect([(await detail(waits)).state, (await detail(held)).state]).toEqual(["held", "held"]);
    await expect(replayDeliveries(ctx, { deliveryIds: [held] })).rejects.toMatchObject({ code: "conflict" });
    await expect(testEndpoint(ctx, { endpointId })).rejects.toMatchObject({ code: "conflict" });
    expect(await resumeEndpoint(ctx, { endpointId, held: "send" })).toEqual({ begun: 2 });
    await deliver(waits, 10);
    await deliver(held, 10);
    expect(there.received).toHaveLength(2);
    await pauseEndpoint(ctx, { endpointId });
    const skipped = await happens(later(ctx, 2));
    await resumeEndpoint(ctx, { endpointId, held: "skip" });
    expect((await detail(skipped)).state).toBe("skipped");
    expect(await actions(endpointId)).toEqual([
      "webhook.created",
      ...["webhook.paused", "webhook.resumed", "webhook.paused", "webhook.resumed"],
    ]);
  });

  test("is tested with a signed event that is tried once, and shows what came back", async () => {
    there.answer = { status: 404, body: "No such hook" };
    const failed = await testEndpoint(ctx, { endpointId });
    expect(failed).toMatchObject({ type: "webhook.test", status: 404, log: [{ response: "No such hook" }] });
    expect(verifies(secret)).toBe(true);
    expect(failed.state).toBe("failed");
    there.answer = { status: 204 };
    expect(await testEndpoint(later(ctx, 1), { endpointId })).toMatchObject({ state: "delivered" });
    expect(there.received).toHaveLength(2);
  });

  test("hears only what it chose, and what it chooses anew from then on", async () => {
    await changeEndpoint(ctx, { endpointId, events: ["workflow.published"] });
    await happens();
    expect(await log()).toEqual([]);
    await changeEndpoint(ctx, { endpointId, events: ["party.created"], description: "Mine" });
    await happens();
    expect(await log()).toHaveLength(1);
    expect(await getEndpoint(ctx, { endpointId })).toMatchObject({ description: "Mine" });
  });

  test("that is deleted takes its log along, and a job that comes late finds nothing", async () => {
    const id = await happens();
    await deleteEndpoint(ctx, { endpointId });
    await expect(deliver(id)).rejects.toMatchObject({ code: "not_found" });
    expect(await listEndpoints(ctx)).toEqual([]);
    expect(await actions(endpointId)).toEqual(["webhook.created", "webhook.deleted"]);
  });
});

describe("a replay", () => {
  test("sends one again under its own id, through the whole schedule", async () => {
    there.answer = { status: 500 };
    const id = await happens();
    for (let ms = 0; (await detail(id)).state === "pending"; ms = await dueIn(id)) await deliver(id, ms);
    expect(await detail(id)).toMatchObject({ state: "failed", attempts: MOST_TRIES });
    there.answer = { status: 200 };
    const now = later(ctx, 400 * HOUR);
    expect(await replayDeliveries(now, { deliveryIds: [id] })).toEqual({ replayed: 1, nextCursor: null });
    // On its way already: a second press finds nothing to send again.
    await expect(replayDeliveries(now, { deliveryIds: [id] })).rejects.toMatchObject({ code: "not_found" });
    await deliver(id, 400 * HOUR);
    expect(await detail(id)).toMatchObject({ state: "delivered", attempts: MOST_TRIES + 1 });
    expect(new Set(there.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("of all that failed since then goes on batch by batch and leaves the others alone", async () => {
    for (let i = 0; i < 405; i++) await createParty(later(ctx, i), { kind: "person", name: `P ${i}` });
    await database.owner`update webhook_deliveries set state = 'failed', next_attempt_at = null
      where endpoint_id = ${endpointId}`;
    await database.owner`update webhook_deliveries set state = 'delivered' where id in (
      select id from webhook_deliveries where endpoint_id = ${endpointId} order by id desc limit 3)`;
    const filter = { endpointId, state: "failed" as const, since: later(ctx, 1).at.toISOString() };
    expect(await countReplay(ctx, filter)).toEqual({ count: 401 });
    const sizes: number[] = [];
    let cursor: string | undefined;
    do {
      const batch = await replayDeliveries(ctx, { ...filter, ...(cursor && { cursor }) });
      sizes.push(batch.replayed);
      cursor = batch.nextCursor ?? undefined;
    } while (cursor);
    expect(sizes).toEqual([200, 200, 1]);
    expect(await countReplay(ctx, filter)).toEqual({ count: 0 });
    const states = await database.owner<{ state: string; n: number }[]>`
      select state, count(*)::int as n from webhook_deliveries where endpoint_id = ${endpointId}
      group by state order by state`;
    expect(states.map(({ state, n }) => [state, n])).toEqual([
      ["delivered", 3],
      ["failed", 1],
      ["pending", 401],
    ]);
  });
});

test("the admins hear by mail of a pause that nobody chose, and nobody else does", async () => {
  const mail = await mailServer();
  env().SMTP_URL = mail.url;
  const [admin, analyst] = [await joinAs(ctx, "admin"), await joinAs(ctx, "analyst")];
  const addressOf = async (who: typeof admin) =>
    (await database.owner`select email from users where id = ${who.actor.userId}`)[0]?.["email"] as string;
  await tellAdmins(ctx, { endpointId, because: "gone" });
  expect(mail.mails).toEqual([]);
  await pauseEndpoint(ctx, { endpointId });
  await tellAdmins(ctx, { endpointId, because: "gone" });
  expect(mail.mails).toHaveLength(1);
  expect(mail.mails[0]).toContain(`To: ${await addressOf(admin)}`);
  expect(mail.mails[0]).not.toContain(await addressOf(analyst));
  expect(mail.mails[0]).toContain(`/settings/webhooks/${endpointId}`);
  expect(mail.mails[0]).not.toContain("canary-token");
  env().SMTP_URL = undefined;
  await mail.close();
});

test("the log is read page by page, by state and by time, each delivery once", async () => {
  for (let i = 0; i < 7; i++) await happens(later(ctx, Math.floor(i / 3)), `P ${i}`);
  await deliver((await log())[0]?.id ?? "", 10);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDeliveries(ctx, { endpointId, limit: 3, cursor });
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
  expect(await log(ctx, { state: "delivered" })).toHaveLength(1);
  expect(await log(ctx, { since: later(ctx, 2).at.toISOString() })).toHaveLength(1);
  expect(await log(ctx, { type: "party.erased" })).toHaveLength(0);
  const [view] = await listEndpoints(later(ctx, 60_000));
  expect(view).toMatchObject({ lastDay: { attempts: 1, accepted: 1 }, counts: { pending: 6 } });
});

test("the sweep gives lost deliveries a job, and forgets what is older than a month", async () => {
  const id = await happens();
  await database.owner`delete from pgboss.job where data->>'deliveryId' = ${id}`;
  expect(await sweepDeliveries(later(ctx, 59_000))).toEqual({ stranded: 0 });
  expect(await sweepDeliveries(later(ctx, 61_000))).toEqual({ stranded: 1 });
  expect(await waiting(id)).toHaveLength(1);
  await deliver(id, 61_000);
  await sweepDeliveries(later(ctx, 29 * 24 * HOUR));
  expect(await log()).toHaveLength(1);
  await sweepDeliveries(later(ctx, 31 * 24 * HOUR));
  expect(await log()).toHaveLength(0);
});
