import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorld, type World } from "@/server/testing/chaos/world";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";
import { createBatch } from "./create";
import { getBatch } from "./get";
import { batchResults } from "./results";

/** Workers as real processes, killed with `kill -9` while they decide the rows of one batch. */

const ROWS = 2_000;
const KILLS = 2;
const WRONG = 40;

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 180_000);
afterAll(() => world?.close(), 120_000);

const document = smallDocument(
  "orders",
  {
    start: {
      type: "decision_start",
      config: { fields: [{ path: "input.amount", title: "Amount", type: "number", required: true }] },
    },
    small: {
      type: "branch",
      config: {
        by: "conditions",
        branches: [
          {
            key: "small",
            title: "Small",
            when: { id: "a", op: "<", left: { field: "input.amount" }, right: { value: 1_000 } },
          },
        ],
      },
    },
    approved: { type: "end", config: { outcome: "approve", outputs: { amount: { field: "input.amount" } } } },
    declined: { type: "end", config: { outcome: "decline", outputs: { amount: { field: "input.amount" } } } },
  },
  { "start.next": "small", "small.small": "approved", "small.otherwise": "declined" },
);

const isWrong = (i: number) => i % (ROWS / WRONG) === 7;

it("every row is decided exactly once, none is lost, and the results are whole and in order", async () => {
  const { ctx, database } = world;
  await publishedWorkflow(ctx, document);
  const { batchId } = await createBatch(ctx, {
    ...{ workflow: "orders", format: "csv", name: "kill.csv", uploadKey: "kill" },
    bytes: (async function* () {
      yield Buffer.from("reference,amount\n");
      for (let i = 0; i < ROWS; i++) yield Buffer.from(`k-${i},${isWrong(i) ? "much" : i}\n`);
    })(),
  });
  const waiting = async () =>
    (
      await database.owner<{ n: number }[]>`
        select count(*)::int as n from decision_batch_rows where batch_id = ${batchId} and state = 'pending'`
    )[0]?.n ?? 0;
  let left = await waiting();
  expect(left).toBe(ROWS - WRONG);
  for (let kill = 0; kill < KILLS; kill++) {
    const worker = await world.startWorker();
    await worker.says(/worker ready/);
    // In the middle: some rows are decided by this worker, and some are left.
    for (const end = Date.now() + 90_000; (await waiting()) === left; await pause(2))
      if (Date.now() > end) throw new Error(`no row was decided after kill ${kill}`);
    await worker.kill();
    const now = await waiting();
    expect(now).toBeGreaterThan(0);
    expect(now).toBeLessThan(left);
    left = now;
  }
  await world.startWorker();
  for (
    const end = Date.now() + 120_000;
    (await getBatch(ctx, { batchId })).status !== "completed";
    await pause(100)
  )
    if (Date.now() > end) throw new Error(`${await waiting()} rows are left`);
  expect((await getBatch(ctx, { batchId })).counts).toEqual({
    ...{ rows: ROWS, pending: 0, decided: ROWS - WRONG, open: 0, failed: WRONG, cancelled: 0 },
  });
  const [stands] = await database.owner`
    select (select count(*)::int from runs) as runs, (select count(distinct reference)::int from runs) as references,
      (select count(*)::int from decisions) as decisions, (select count(*)::int from run_events) as events`;
  const once = ROWS - WRONG;
  expect(stands).toMatchObject({ runs: once, references: once, decisions: once });
  let text = "";
  for await (const piece of (await batchResults(ctx, { batchId, format: "jsonl" })).text) text += piece;
  const results = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(
    results.map(({ row, reference, status, outcome, outputs }) => [row, reference, status, outcome, outputs]),
  ).toEqual(
    Array.from({ length: ROWS }, (_, i) =>
      isWrong(i)
        ? [i + 2, `k-${i}`, "failed", null, {}]
        : [i + 2, `k-${i}`, "decided", i < 1_000 ? "approve" : "decline", { amount: i }],
    ),
  );
  for (const { run } of results.filter(({ row }) => row % 97 === 0 && !isWrong(row - 2)))
    await expectSound(ctx, run, { audit: false });
}, 300_000);
