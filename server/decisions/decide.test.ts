import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerDecision } from "@/server/api/decide";
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
  const post = (body: unknown, secret = key) =>
    answerDecision(
      new Request("http://127.0.0.1/api/v1/decisions", {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
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
});
