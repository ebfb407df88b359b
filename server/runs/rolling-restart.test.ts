import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inTransaction } from "@/server/context";
import { openWorld, type World } from "@/server/testing/chaos/world";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor } from "@/server/testing/runs";
import { expectSound } from "@/server/testing/sound";

/** Workers that are asked to go while vendors have their questions. */

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 180_000);
afterAll(() => world?.close(), 120_000);

const SLOW = "12345620";

it("workers restarted in turn end the calls they made or give them back: each question is put once", async () => {
  const { ctx, database } = world;
  const workflow = await publishedWorkflow(ctx, registryDocument());
  const runIds: string[] = [];
  const startRuns = async (count: number) => {
    for (let i = 0; i < count; i++)
      await inTransaction({ ...ctx, at: new Date() }, async (_, ctx) => {
        runIds.push((await runFor(ctx, workflow, { number: SLOW })).runId);
      });
  };
  const asked = (runId: string) =>
    world.workers.flatMap(({ lines }) => lines).filter((l) => l.includes('"asking"') && l.includes(runId));
  let current = [await world.startWorker(), await world.startWorker()];
  for (const one of current) await one.says(/worker ready/);
  for (let round = 0; round < 2; round++) {
    for (const old of current) {
      await startRuns(6);
      await old.says(/"asking"/);
      const next = await world.startWorker();
      // The new one is there before the old one goes, as in every rolling restart.
      await next.says(/worker ready/);
      expect(await old.kill("SIGTERM")).toBe(0);
      current = [...current.filter((one) => one !== old), next];
    }
  }
  const open = async () =>
    (await database.owner<{ n: number }[]>`select count(*)::int as n from decisions`)[0]?.n ?? 0;
  for (const end = Date.now() + 60_000; (await open()) < runIds.length; await pause(100))
    if (Date.now() > end) throw new Error(`${await open()} of ${runIds.length} decided`);
  for (const runId of runIds) {
    await expectSound(ctx, runId, { audit: false });
    expect(asked(runId), runId).toHaveLength(1);
  }
}, 180_000);
