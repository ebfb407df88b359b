import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerApi } from "@/server/api/answer-api";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { registryDocument, smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import { watchRegistry } from "@/server/testing/vendor";
import { createApiKey } from "@/server/workspaces/create-api-key";
import { decide } from "./decide";
import { createDecisionInput } from "./schema";

let database: TestDatabase;
let ctx: Context;
let key: string;
let vendor: ReturnType<typeof watchRegistry>;

const amountTest = {
  type: "branch",
  config: {
    by: "conditions",
    branches: [
      {
        key: "small",
        title: "Small",
        when: { id: "a", op: "<", left: { field: "input.amount" }, right: { value: 500 } },
      },
    ],
  },
};

const orderDocument = () =>
  smallDocument(
    "order_check",
    {
      start: {
        type: "decision_start",
        config: { fields: [{ path: "input.amount", title: "Amount", required: true }] },
      },
      amount: amountTest,
      approved: { type: "end", config: { outcome: "approve" } },
      declined: { type: "end", config: { outcome: "decline", reasonCodes: ["NO_ANSWER"] } },
    },
    { "start.next": "amount", "amount.small": "approved", "amount.otherwise": "declined" },
  );

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = { ...(await database.workspace()), at: new Date() };
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  await publishedWorkflow(ctx, orderDocument());
  await publishedWorkflow(ctx, registryDocument());
  ({ key } = await createApiKey(ctx, { name: "Shop", scopes: ["decisions.create"], days: 1 }));
});
beforeEach(() => {
  vendor = watchRegistry();
});
afterEach(() => vendor.restore());
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const ask = (more: object, options = {}) =>
  decide(
    { ...ctx, at: new Date() },
    createDecisionInput.parse({ workflow: "order_check", input: {}, ...more }),
    options,
  );

describe("a decision in one request", () => {
  it("is made of pure nodes at once, without a job", async () => {
    const answer = await ask({ input: { amount: 120 }, reference: "order-1", explain: true });
    expect(answer).toMatchObject({
      status: "decided",
      outcome: "approve",
      reasons: [],
      version: 1,
      trace: {
        path: [
          { node: "start", visit: 1, outlet: "next" },
          { node: "amount", visit: 1, outlet: "small" },
          { node: "approved", visit: 1 },
        ],
      },
    });
    const { row } = await expectSound(ctx, answer.run);
    expect(row.reference).toBe("order-1");
    const queued = await database.owner`select 1 from pgboss.job where data->>'runId' = ${answer.run}`;
    expect(queued).toHaveLength(0);
  });

  it("says why, in both voices, and tells the trace only when asked", async () => {
    const answer = await ask({ input: { amount: 900 } });
    expect(answer).toMatchObject({
      outcome: "decline",
      reasons: [{ code: "NO_ANSWER", staff: "The registry gave no answer." }],
    });
    expect(answer).not.toHaveProperty("trace");
  });

  it("asks vendors within its budget", async () => {
    const answer = await ask({ workflow: "registry_check", input: { number: "12345600" } });
    expect(answer).toMatchObject({ status: "decided", outcome: "approve" });
    expect(vendor.of(answer.run)).toHaveLength(1);
  });

  it("is pending when the budget ends; the call under way still counts, and nobody asks twice", async () => {
    const answer = await ask({ workflow: "registry_check", input: { number: "12345620" } }, { budgetMs: 50 });
    expect(answer).toEqual({ run: answer.run, status: "pending" });
    await expect
      .poll(async () => (await database.owner`select 1 from decisions where run_id = ${answer.run}`).length, {
        timeout: 10_000,
      })
      .toBe(1);
    expect(vendor.of(answer.run)).toHaveLength(1);
    await expectSound(ctx, answer.run);
  });

  it.each(["12345630", "12345650"])(
    "is pending, never approved by default, when the vendor fails (%s)",
    async (number) => {
      const answer = await ask({ workflow: "registry_check", input: { number } });
      expect(answer).toEqual({ run: answer.run, status: "pending" });
      expect((await expectSound(ctx, answer.run)).decisions).toEqual([]);
    },
  );

  it("refuses what the workflow cannot begin with, and writes nothing", async () => {
    const before = await database.owner`select count(*)::int as n from parties`;
    await expect(ask({ input: {} })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "input.amount", code: "required" }],
    });
    await expect(ask({ workflow: "nothing" })).rejects.toMatchObject({ code: "not_found" });
    expect(await database.owner`select count(*)::int as n from parties`).toEqual(before);
  });
});

describe("POST /api/v1/decisions", () => {
  const post = (body: unknown, secret = key, more: Record<string, string> = {}) =>
    answerApi(
      new Request("http://127.0.0.1/api/v1/decisions", {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json", ...more },
        body: JSON.stringify(body),
      }),
    );

  it("answers 200 when it decided and 202 when it did not", async () => {
    const decided = await post({ workflow: "order_check", input: { amount: 1 } });
    expect(decided.status).toBe(200);
    expect(await decided.json()).toMatchObject({ status: "decided", outcome: "approve", score: null });
    const pending = await post({ workflow: "registry_check", input: { number: "12345650" } });
    expect(pending.status).toBe(202);
    expect(await pending.json()).toMatchObject({ status: "pending" });
  });

  it("names what is wrong", async () => {
    const lacking = await post({ workflow: "order_check", input: {} });
    expect(lacking.status).toBe(400);
    expect(await lacking.json()).toMatchObject({ errors: [{ path: "input.amount" }] });
    expect((await post({ workflow: "order_check", input: {}, extra: 1 })).status).toBe(400);
    expect((await post({ workflow: "order_check", input: {} }, `gh_test_${"x".repeat(40)}`)).status).toBe(
      401,
    );
  });

  const keyed = (idempotencyKey: string, body: object) =>
    post(body, key, { "idempotency-key": idempotencyKey });

  it("begins one run per Idempotency-Key, however many copies come at once", async () => {
    const order = { workflow: "order_check", input: { amount: 7 }, reference: "copies" };
    const copies = await Promise.all(Array.from({ length: 6 }, () => keyed("copies", order)));
    const bodies = await Promise.all(copies.map((copy) => copy.json()));
    expect(copies.map((copy) => copy.status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(new Set(bodies.map((body) => body.run)).size).toBe(1);
    expect(copies.filter((copy) => copy.headers.has("idempotency-replayed"))).toHaveLength(5);
    const runs = await database.owner`select 1 from runs where reference = 'copies'`;
    expect(runs).toHaveLength(1);
    const other = await keyed("copies", { ...order, input: { amount: 8 } });
    expect(other.status).toBe(422);
    expect((await post(order)).status).toBe(200);
    expect(await database.owner`select 1 from runs where reference = 'copies'`).toHaveLength(2);
  });

  it("tells a copy what became of a run that was pending", async () => {
    const ask = { workflow: "registry_check", input: { number: "12345620" } };
    const first = await post(ask, key, { "idempotency-key": "later", prefer: "wait=0" });
    expect(first.status).toBe(202);
    expect(first.headers.get("preference-applied")).toBe("wait=0");
    const { run } = await first.json();
    expect(first.headers.get("location")).toBe(`/api/v1/runs/${run}`);
    await expect
      .poll(async () => (await keyed("later", ask)).status, { timeout: 10_000, interval: 200 })
      .toBe(200);
    expect(await (await keyed("later", ask)).json()).toMatchObject({ run, status: "decided" });
    expect(vendor.of(run)).toHaveLength(1);
  });

  it.each(["wait=31", "wait=-1", "wait=soon"])("refuses to wait as “%s” asks", async (prefer) => {
    const answer = await post({ workflow: "order_check", input: { amount: 1 } }, key, { prefer });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ path: "Prefer" }] });
  });

  it("refuses a workflow that is not live, or begins otherwise, by name", async () => {
    await database.owner`update workflows set live_version = null where key = 'registry_check' and workspace_id = ${ctx.workspaceId}`;
    const draft = await post({ workflow: "registry_check", input: {} });
    await database.owner`update workflows set live_version = 1 where key = 'registry_check' and workspace_id = ${ctx.workspaceId}`;
    expect(draft.status).toBe(409);
    expect(await draft.json()).toMatchObject({ errors: [{ path: "workflow", code: "conflict" }] });
    expect((await post({ workflow: "nothing", input: {} })).status).toBe(404);
  });
});
