import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "@/server/context";
import { startPostgres } from "@/server/launch/postgres.mjs";
import { jobs } from "@/server/platform/jobs";
import { testDatabase } from "@/server/testing/database";
import { settleProcess } from "@/server/testing/runs";

/** A PostgreSQL of the bench's own, as the product starts it: it waits for its disk, and row-level security is on. */
export async function place(settings: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
  const server = await startPostgres({ dataDir, settings });
  const database = await testDatabase(server.url);
  settleProcess(database);
  Object.assign(process.env, { DATA_DIR: dataDir });
  const [{ fsync = "", committed = "" } = {}] = await database.owner<{ fsync: string; committed: string }[]>`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as committed`;
  if (fsync !== "on" || committed !== "on") throw new Error("the database does not wait for its disk");
  const ctx: Context = { ...(await database.workspace()), at: new Date() };
  return {
    ...{ dataDir, server, database, ctx },
    close: async () => {
      await (await jobs()).stop({ graceful: false });
      await database.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const ticksOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
};
const parentOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
};

/** CPU milliseconds that PostgreSQL's processes have used, those that ended included. */
export function postgresCpuMs(pid: number): number {
  let ticks = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (Number(name) === pid || parentOf(Number(name)) === pid) ticks += ticksOf(Number(name));
    } catch {
      // Ended meanwhile.
    }
  }
  return ticks * 10;
}

/** CPU milliseconds of a process. */
export const cpuMsOf = (pid: number): number => ticksOf(pid) * 10;

export const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

export const figure = (name: string, value: number, unit: string, digits = 0): void =>
  console.log(`figure ${name} ${value.toFixed(digits)} ${unit}`);
