import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, settleProcess } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import type { LiveVersion } from "@/server/workflows/live-version";
import { fireTimer } from "./fire-timer";
import { sendSignal } from "./send-signal";

let database: TestDatabase;
let ctx: Context;
let paying: LiveVersion;

const hold = { type: "wait", config: { for: "signal", name: "paid", deadline: { amount: 2, unit: "days" } } };

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  paying = await publishedWorkflow(
    ctx,
    smallDocument(
      "paying",
      {
        start: { type: "decision_start" },
        ways: { type: "split", config: { branches: ["a", "b"].map((key) => ({ key, title: key })) } },
        one: hold,
        two: hold,
        meet: { type: "join", config: { split: "ways" } },
        approved: {
          type: "end",
          config: { outcome: "approve", outputs: { sum: { field: "nodes.two.payload.sum" } } },
        },
        declined: { type: "end", config: { outcome: "decline" } },
      },
      {
        "start.next": "ways",
        "ways.a": "one",
        "ways.b": "two",
        "one.received": "meet",
        "two.received": "meet",
        "one.expired": "declined",
        "two.expired": "declined",
        "meet.joined": "approved",
      },
    ),
  );
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

test("a signal reaches the wait of its name that has waited longest; a copy changes nothing", async () => {
  const { runId } = await runFor(ctx, paying, {});
  const signal = { runId, name: "paid", key: "pay_1", payload: { sum: 5 } };
  expect((await sendSignal(ctx, signal)).ignored).toBeUndefined();
  expect((await sendSignal(ctx, signal)).ignored).toBe("repeated");
  expect((await expectSound(ctx, runId)).row.status).toBe("waiting");
  const last = await sendSignal(ctx, { ...signal, key: "pay_2", payload: { sum: 7 } });
  expect(last.decision).toMatchObject({ outcome: "approve", outputs: { sum: 7 } });
  expect((await sendSignal(ctx, signal)).ignored).toBe("repeated");
  const { events } = await expectSound(ctx, runId);
  expect(events).toHaveLength(3);
});

test("a signal that nobody waits for is refused, so that its sender may try again", async () => {
  const { runId } = await runFor(ctx, paying, {});
  const signal = { runId, name: "refunded", key: "1", payload: {} };
  await expect(sendSignal(ctx, signal)).rejects.toMatchObject({
    code: "conflict",
    issues: [{ path: "name" }],
  });
  await expect(sendSignal(ctx, { ...signal, runId: "run_none" })).rejects.toMatchObject({
    code: "not_found",
  });
  expect((await expectSound(ctx, runId)).events).toHaveLength(1);
});

test("a deadline in one branch that leads to an end ends the run, the other branch's timer with it", async () => {
  const { runId } = await runFor(ctx, paying, {});
  const { timers } = await expectSound(ctx, runId);
  const [first] = timers;
  await fireTimer({ ...ctx, at: first?.fireAt ?? ctx.at }, { runId, key: first?.key ?? "" });
  const { decisions, timers: after } = await expectSound(ctx, runId);
  expect(decisions).toMatchObject([{ outcome: "decline" }]);
  expect(after.filter(({ closedAt }) => !closedAt)).toEqual([]);
});
