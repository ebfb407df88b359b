import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { judge } from "@/server/testing/chaos/judge";
import {
  answerIncidents,
  answerReviews,
  openBooks,
  raceForRun,
  repeatAnswers,
  startOne,
  unfinished,
} from "@/server/testing/chaos/load";
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
beforeAll(async () => {
  world = await openWorld();
}, 180_000);
afterAll(() => world?.close(), 120_000);

it(
  "loses nothing and doubles nothing while workers and PostgreSQL are killed",
  async () => {
    const books = openBooks();
    const dice = diceOf(SEED);
    const retries = { attempts: 2, timeoutMs: 3_000 };
    const workflows = [
      await publishedWorkflow(world.ctx, registryDocument(retries)),
      await publishedWorkflow(world.ctx, unwiredDocument(retries)),
    ];
    for (let i = 0; i < WORKERS; i++) await world.startWorker();
    const vendor = watchRegistry();
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
        () => answerReviews(world, books),
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
      await answerReviews(world, books);
      await answerIncidents(world, dice);
      if ((await unfinished(world, books)).length === 0) break;
    }
    const here = vendor.asked.map(({ key }) => key);
    vendor.restore();
    const verdict = await judge(world, books, here);
    process.stdout.write(
      [
        `chaos seed ${SEED}, ${SECONDS} s`,
        `runs ${verdict.runs}, journal events ${verdict.events}`,
        `kills: PostgreSQL ${kills.postgres}, workers ${kills.workers}`,
        `starts cut off ${books.startsCutOff}, signal copies ${books.signalCopies}, repeated answers ${books.lateAnswers}`,
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
