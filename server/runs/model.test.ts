import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { jobs } from "@/server/platform/jobs";
import { Books } from "@/server/testing/model/books";
import { commands } from "@/server/testing/model/commands";
import { type Ground, openGround, openWorld } from "@/server/testing/model/world";

/**
 * Anything that may happen to a run, in any order, on a real database, and after each of it the books against the tables.
 * Few rounds here; `MODEL_ROUNDS=200` looks longer, `MODEL_SEED` has a round again.
 */
const ROUNDS = Number(process.env["MODEL_ROUNDS"] ?? 15);
const SEED = Number(process.env["MODEL_SEED"] ?? Date.now() % 2 ** 31);
const COMMANDS = 160;
const LONGEST_MS = 60_000 + ROUNDS * 5_000;

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await ground.close();
});

it("the edge does what the books say, whatever comes in whatever order", {
  timeout: LONGEST_MS + 60_000,
}, async () => {
  const met = { commands: 0, runs: 0, ended: 0 };
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: COMMANDS, size: "max" }), async (given) => {
      const [model, real] = [new Books(), await openWorld(ground)];
      await fc.asyncModelRun(() => ({ model, real }), given);
      met.commands += model.commands;
      met.runs += model.runs.length;
      met.ended += model.runs.filter(({ outcome }) => outcome).length;
    }),
    { numRuns: ROUNDS, seed: SEED, interruptAfterTimeLimit: LONGEST_MS },
  );
  process.stdout.write(`model, seed ${SEED}: ${JSON.stringify(met)}\n`);
  expect(met.commands).toBeGreaterThan(ROUNDS * 10);
});
