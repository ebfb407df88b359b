import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "@/server/context";
import { startPostgres } from "@/server/launch/postgres.mjs";
import { database as platformDatabase } from "@/server/platform/database";
import { jobs } from "@/server/platform/jobs";
import { surviveLostWrites } from "@/server/platform/lost-write";
import { sandboxConnections, settleProcess } from "@/server/testing/runs";
import { type TestDatabase, testDatabase } from "../database";
import { killPostgres, Proc } from "../processes";

/** A PostgreSQL that waits for its disk, and workers as real processes: both are killed while runs go on. */
export interface World {
  ctx: Context;
  database: TestDatabase;
  /** Every worker that ever lived, the living last. */
  workers: Proc[];
  startWorker(): Promise<Proc>;
  /** `kill -9` of the server and all its processes, and up again on the same folder and port. */
  restartPostgres(): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(env: Record<string, string> = {}): Promise<World> {
  surviveLostWrites();
  const dataDir = mkdtempSync(join(tmpdir(), "gatehouse-chaos-"));
  let server = await startPostgres({ dataDir });
  const database = await testDatabase(server.url);
  settleProcess(database);
  const ctx = await database.workspace();
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  const workers: Proc[] = [];
  return {
    ctx,
    database,
    workers,
    async startWorker() {
      const worker = new Proc("server/worker/main.ts", {
        ...env,
        LOG_LEVEL: "debug",
        DATA_DIR: dataDir,
        NODE_ENV: "production",
      });
      workers.push(worker);
      return worker;
    },
    async restartPostgres() {
      await killPostgres(server.pid);
      server = await startPostgres({ dataDir, port: server.port });
    },
    async close() {
      for (const worker of workers) await worker.kill();
      await (await jobs()).stop({ graceful: false }).catch(() => undefined);
      await platformDatabase().$client.end({ timeout: 1 });
      await database.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Random numbers of a seed, so that a chaos that found something can be had again. */
export function dice(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (low: number, high: number) => low + next() * (high - low),
    oneOf: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
  };
}
export type Dice = ReturnType<typeof dice>;
