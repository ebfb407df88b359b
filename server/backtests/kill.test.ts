import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { amountDocument } from "@/server/testing/amount-rules";
import { openWorld, type World } from "@/server/testing/chaos/world";
import { publishedWorkflow, runFor } from "@/server/testing/runs";
import { getBacktest } from "./get";
import { startBacktestInput } from "./schema";
import { startBacktest } from "./start";

/** Workers as real processes, killed with `kill -9` while they replay decisions. */

const RUNS = 1_500;

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 180_000);
afterAll(() => world?.close(), 120_000);

it("a backtest goes on where a killed worker left it, and counts every decision once", async () => {
  const { ctx } = world;
  const live = await publishedWorkflow(ctx, amountDocument(1_000));
  for (let i = 0; i < RUNS; i += 50)
    await Promise.all(
      Array.from({ length: 50 }, (_, j) => runFor(ctx, live, { amount: i + j, country: "DE" })),
    );
  const at = new Date(ctx.at.getTime() + 60_000);
  const { id } = await startBacktest(
    { ...ctx, at },
    startBacktestInput.parse({
      ...{ workflowId: live.workflowId, of: { kind: "version", version: 1 }, filter: {} },
    }),
  );
  const view = () => getBacktest(ctx, { backtestId: id });
  const worker = await world.startWorker();
  await worker.says(/worker ready/);
  for (const end = Date.now() + 90_000; (await view()).done === 0; await pause(2))
    if (Date.now() > end) throw new Error("nothing was replayed");
  await worker.kill();
  const now = await view();
  expect(now.done).toBeGreaterThan(0);
  expect(now.done).toBeLessThan(RUNS);
  await world.startWorker();
  for (const end = Date.now() + 120_000; (await view()).state !== "done"; await pause(100))
    if (Date.now() > end) throw new Error(`${(await view()).done} were replayed`);
  expect(await view()).toMatchObject({
    ...{ done: RUNS, tally: { same: RUNS, flipped: 0, notComparable: 0 } },
  });
}, 300_000);
