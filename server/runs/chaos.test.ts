import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createConnection } from "@/server/plugins/create-connection";
import { createConnectionInput } from "@/server/plugins/schema";
import { busyDocument } from "@/server/testing/chaos/documents";
import { judge } from "@/server/testing/chaos/judge";
import {
  answerIncidents,
  answerWaits,
  openBooks,
  raceForRun,
  repeatAnswers,
  startOne,
  unfinished,
} from "@/server/testing/chaos/load";
import { type ChargingVendor, chargingVendor } from "@/server/testing/chaos/vendor";
import { dice as diceOf, openWorld, type World } from "@/server/testing/chaos/world";
import { registryDocument, unwiredDocument } from "@/server/testing/run-documents";
import { publishedWorkflow } from "@/server/testing/runs";
import { watchRegistry } from "@/server/testing/vendor";

/**
 * Many runs on real workers and a PostgreSQL that waits for its disk, while both are killed at random. Short here;
 * `npm run chaos` does the same for ten minutes and 2,000 runs, and takes a seed to have a chaos again.
 */

const RUNS = Number(process.env["CHAOS_RUNS"] ?? 80);
const SECONDS = Number(process.env["CHAOS_SECONDS"] ?? 20);
const SEED = Number(process.env["CHAOS_SEED"] ?? 20261125);
const POSTGRES_EVERY_MS = 5_000;
const WORKERS = 2;
const LONGEST_END_MS = 240_000;

/** The vendor's manners: good, gone, slow, down for once, down for good. */
const numbers = ["12345600", "12345600", "12345601", "12345610", "12345620", "12345631", "12345630"];

let world: World;
let vendor: ChargingVendor;
beforeAll(async () => {
  world = await openWorld();
  vendor = await chargingVendor(diceOf(SEED + 1));
  await createConnection(
    world.ctx,
    createConnectionInput.parse({
      key: "vendor",
      plugin: "http-api",
      title: "Vendor",
      settings: { baseUrl: vendor.url },
    }),
  );
}, 180_000);
afterAll(async () => {
  await world?.close();
  await vendor?.close();
}, 120_000);

it(
  "loses nothing and doubles nothing while workers and PostgreSQL are killed",
  async () => {
    const books = openBooks();
    const dice = diceOf(SEED);
    const retries = { attempts: 2, timeoutMs: 3_000 };
    const workflows = [
      await publishedWorkflow(world.ctx, registryDocument(retries)),
      await publishedWorkflow(world.ctx, unwiredDocument(retries)),
      await publishedWorkflow(world.ctx, busyDocument()),
    ];
    for (let i = 0; i < WORKERS; i++) await world.startWorker();
    const registry = watchRegistry();
    const kills = { postgres: 0, workers: 0 };
    const end = Date.now() + SECONDS * 1000;
    const during = async (
      everyMs: () => number,
      work: () => Promise<void>,
      until = () => Date.now() < end,
    ) => {
      while (until()) {
        await work();
        await pause(everyMs());
      }
    };
    let started = 0;
    await Promise.all([
      during(
        () => (SECONDS * 1000) / RUNS,
        () =>
          startOne(world, books, {
            workflow: dice.oneOf(workflows),
            number: dice.oneOf(numbers),
            reference: `chaos-${++started}`,
          }),
        () => started < RUNS,
      ),
      during(
        () => 500,
        () => answerWaits(world, books),
      ),
      during(
        () => 700,
        () => answerIncidents(world, dice),
      ),
      during(
        () => 300,
        () => repeatAnswers(world, books),
      ),
      during(
        () => 400,
        () => raceForRun(world, dice),
      ),
      during(
        () => POSTGRES_EVERY_MS,
        async () => {
          await world.restartPostgres();
          kills.postgres++;
        },
      ),
      during(
        () => dice.between(2_000, 10_000),
        async () => {
          await dice.oneOf(world.workers.slice(-WORKERS)).kill();
          kills.workers++;
          while (world.workers.filter((one) => one.isAlive).length < WORKERS) await world.startWorker();
        },
      ),
    ]);
    for (const last = Date.now() + LONGEST_END_MS; Date.now() < last; await pause(500)) {
      await answerWaits(world, books);
      await answerIncidents(world, dice);
      if ((await unfinished(world, books)).length === 0) break;
    }
    const here = registry.asked.map(({ key }) => key);
    registry.restore();
    const verdict = await judge(world, books, here, vendor.books);
    process.stdout.write(
      [
        `chaos seed ${SEED}, ${SECONDS} s`,
        `runs ${verdict.runs}, journal events ${verdict.events}`,
        `kills: PostgreSQL ${kills.postgres}, workers ${kills.workers}`,
        `starts cut off ${books.startsCutOff}, signal copies ${books.signalCopies}, repeated answers ${books.lateAnswers}`,
        `vendor charged ${[...vendor.books.values()].reduce((sum, { charged }) => sum + charged, 0)} of ${vendor.books.size} questions`,
        `unknown, left to people ${verdict.unknown}`,
        `lost = ${verdict.lost.length}`,
        `doubled = ${verdict.doubled.length}`,
        `replay differences = ${verdict.replay.length}`,
        `audit findings = ${verdict.audit.length}`,
        "",
      ].join("\n"),
    );
    expect(verdict).toMatchObject({ lost: [], doubled: [], replay: [], audit: [] });
    expect(verdict.runs).toBe(RUNS);
    expect(kills.postgres).toBeGreaterThan(0);
    expect(kills.workers).toBeGreaterThan(0);
  },
  SECONDS * 1000 + LONGEST_END_MS + 120_000,
);
