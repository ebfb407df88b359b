import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inWorkspace } from "@/db/client";
import { runs } from "@/db/schema";
import type { Context } from "@/server/context";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import type { LiveVersion } from "@/server/workflows/live-version";
import { countNodes } from "./count-nodes";
import { listRuns } from "./list";
import { listRunsInput } from "./schema";
import { sendSignal } from "./send-signal";

const HOUR = 3_600_000;

let database: TestDatabase;
let ctx: Context;
let other: Context;
let workflow: LiveVersion;
const ids: string[] = [];

/** Old ones are declined; who pays after an hour, and once more after three, is approved; the rest waits or is stuck. */
beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  other = await database.workspace();
  workflow = await publishedWorkflow(
    ctx,
    smallDocument(
      "paying",
      {
        start: { type: "decision_start" },
        age: {
          type: "branch",
          config: {
            by: "conditions",
            branches: [
              {
                key: "old",
                title: "Old",
                when: { id: "c", op: "=", left: { field: "input.old" }, right: { value: true } },
              },
            ],
          },
        },
        pay: { type: "wait", config: { for: "signal", name: "paid" } },
        twice: {
          type: "branch",
          config: {
            by: "conditions",
            branches: [
              {
                key: "again",
                title: "Again",
                when: {
                  id: "d",
                  op: "=",
                  left: { field: "nodes.pay.payload.enough" },
                  right: { value: false },
                },
              },
            ],
          },
        },
        approved: { type: "end", config: { outcome: "approve" } },
        declined: { type: "end", config: { outcome: "decline" } },
      },
      {
        "start.next": "age",
        "age.old": "declined",
        "age.otherwise": "pay",
        "pay.received": "twice",
        "twice.again": "pay",
        "twice.otherwise": "approved",
      },
    ),
  );
  for (const old of [true, true, false, false, false]) ids.push((await runFor(ctx, workflow, { old })).runId);
  const pays = (runId: string, key: string, hours: number, enough: boolean) =>
    sendSignal(later(ctx, hours * HOUR), { runId, name: "paid", key, payload: { enough } });
  await pays(ids[2]!, "a", 1, false);
  await pays(ids[2]!, "b", 4, true);
  await pays(ids[3]!, "c", 2, true);
  // A silent run beside them, and one of long ago.
  const silent = await runFor(ctx, workflow, { old: true });
  const past = await runFor(later(ctx, -10 * 24 * HOUR), workflow, { old: true });
  await inWorkspace(ctx.db, ctx.workspaceId, (tx) =>
    tx.update(runs).set({ mode: "shadow" }).where(eq(runs.id, silent.runId)),
  );
  expect(past.status).toBe("completed");
});
afterAll(() => database.close());
stopJobsAfterAll();

const count = (more: object = {}) =>
  countNodes(later(ctx, 5 * HOUR), { workflowId: workflow.workflowId, version: 1, period: "7d", ...more });
const listed = async (more: object) =>
  (
    await listRuns(
      later(ctx, 5 * HOUR),
      listRunsInput.parse({ workflow: "paying", version: 1, newerThanHours: 168, ...more }),
    )
  ).total?.count;

describe("the counts of a version's nodes", () => {
  it("say how many runs came, left by which way, stand where and for how long they waited", async () => {
    const { nodes, ...whole } = await count();
    expect(whole).toEqual({ runs: 5, open: 1, attention: 0 });
    const of = (key: string) => nodes.find(({ node }) => node === key);
    expect(of("start")).toMatchObject({ runs: 5, times: 5 });
    expect(of("age")?.ways).toEqual([
      { outlet: "old", runs: 2, times: 2 },
      { outlet: "otherwise", runs: 3, times: 3 },
    ]);
    // Waits of 1, 2 and 3 hours; a run that comes by twice is one run.
    expect(of("pay")).toMatchObject({ runs: 3, times: 4, waiting: 1, attention: 0, medianMs: 2 * HOUR });
    expect(of("declined")).toMatchObject({ runs: 2, ways: [{ outlet: "decline", runs: 2 }] });
    expect(of("approved")).toMatchObject({ runs: 2, ways: [{ outlet: "approve", runs: 2 }] });
  });

  it("are of one mode, one period and one version", async () => {
    expect((await count({ mode: "shadow" })).runs).toBe(1);
    expect((await count({ mode: "challenger" })).runs).toBe(0);
    expect((await count({ period: "30d" })).runs).toBe(6);
    await expect(count({ version: 2 })).rejects.toThrow("This version does not exist.");
  });

  it("are the totals of the lists they lead to", async () => {
    for (const { node, runs, waiting, ways } of (await count()).nodes) {
      expect(await listed({ node }), node).toBe(runs);
      expect(await listed({ node, stands: "waiting" }), node).toBe(waiting);
      for (const { outlet, runs } of ways) expect(await listed({ node, outlet }), outlet).toBe(runs);
    }
    expect(await listed({ node: "pay", stands: "attention" })).toBe(0);
    expect(await listed({ node: "ay" })).toBe(0);
  });

  it("are a workspace's own", async () => {
    await expect(
      countNodes(other, { workflowId: workflow.workflowId, version: 1, period: "90d" }),
    ).rejects.toThrow("This version does not exist.");
    const twin = await publishedWorkflow(other, workflow.document);
    await runFor(other, twin, { old: true });
    const { runs } = await countNodes(other, { workflowId: twin.workflowId, version: 1, period: "90d" });
    expect(runs).toBe(1);
    expect((await count()).runs).toBe(5);
  });
});
