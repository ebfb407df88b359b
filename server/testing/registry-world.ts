import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { Actor, Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { driveRun } from "@/server/runs/drive";
import { fireTimer } from "@/server/runs/fire-timer";
import type { LiveVersion } from "@/server/workflows/live-version";
import { type TestDatabase, testDatabase } from "./database";
import { registryDocument, unwiredDocument } from "./run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "./runs";
import { readRun } from "./sound";
import { watchRegistry } from "./vendor";

/** A workspace whose policies ask the sandbox registry about a company, and what moves their runs. */
export interface RegistryWorld {
  database: TestDatabase;
  ctx: Context;
  /** No answer leads to a person. */
  registry: LiveVersion;
  /** No answer leads nowhere: the run stops. */
  unwired: LiveVersion;
  vendor: ReturnType<typeof watchRegistry>;
  clock: Date;
}

/** One world for the tests of a file, each with a vendor that was asked nothing yet. */
export function registryWorld(): RegistryWorld {
  const world = {} as RegistryWorld;
  beforeAll(async () => {
    world.database = await testDatabase();
    settleProcess(world.database);
    world.ctx = await world.database.workspace();
    await sandboxConnections(world.ctx);
    await withQueue(world, world.ctx);
    world.registry = await publishedWorkflow(world.ctx, registryDocument());
    world.unwired = await publishedWorkflow(world.ctx, unwiredDocument());
  });
  beforeEach(() => {
    world.clock = world.ctx.at;
    world.vendor = watchRegistry();
  });
  afterEach(() => world.vendor.restore());
  afterAll(async () => {
    await (await jobs()).stop({ graceful: false });
    await world.database.close();
  });
  return world;
}

/** The queue that the documents send their cases to. */
export const withQueue = ({ database }: RegistryWorld, { workspaceId }: Context) =>
  database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${workspaceId}, 'edd', 'EDD', 24, '[]')`;

export const drive = (world: RegistryWorld, runId: string, ctx = world.ctx) =>
  driveRun(ctx, { runId, now: () => world.clock });

export const jobsOf = ({ database }: RegistryWorld, runId: string) =>
  database.owner<{ name: string; state: string; start_after: Date }[]>`
    select name, state, start_after from pgboss.job where data->>'runId' = ${runId} order by start_after`;

/** Fires every timer the run has open, at its own time. */
export async function fireTimers(world: RegistryWorld, runId: string): Promise<void> {
  for (const { key, fireAt, closedAt } of (await readRun(world.ctx, runId)).timers) {
    if (closedAt) continue;
    world.clock = fireAt;
    await fireTimer({ ...world.ctx, at: fireAt }, { runId, key });
  }
}

/** A run about a company whose vendor fails, driven until a person has to decide. */
export async function untilHuman(world: RegistryWorld, number: string): Promise<string> {
  const { runId } = await runFor(world.ctx, world.registry, { number });
  await drive(world, runId);
  for (let again = 0; again < 2; again++) {
    await fireTimers(world, runId);
    await drive(world, runId);
  }
  return runId;
}

export const member = (role: Extract<Actor, { kind: "member" }>["role"]): Actor => ({
  kind: "member",
  id: `mem_${role}`,
  userId: "usr_1",
  sessionId: "ses_1",
  role,
  name: "Mia",
});

/** A reviewer's answer to a case. */
export const verdict = (word: "approve" | "decline", by = "mem_analyst") => ({
  verdict: word,
  reasonCodes: [],
  by: [by],
  items: [],
});
