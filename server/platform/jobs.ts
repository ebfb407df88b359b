import { sql } from "drizzle-orm";
import { PgBoss } from "pg-boss";
import type { Tx } from "@/db/client";
import type { QueueName } from "@/db/queues";
import { env } from "./env";
import { log } from "./log";
import { shared } from "./shared";

/** What jobs carry: ids only. */
export type JobData = Record<string, string>;

export interface EnqueueOptions {
  startAfter?: Date;
  /** With the queue's policy: one job waiting and one at work per key. */
  singletonKey?: string;
  /** Jobs of one group share the places that the queue gives a group, and wait for none of another's. */
  group?: string;
}

/** The queue client of this process. `works` = this process performs jobs, and keeps the queues in order. */
export function jobs(works = false): Promise<PgBoss> {
  return shared("jobs", async () => {
    const boss = new PgBoss({
      connectionString: env().DATABASE_APP_URL ?? "",
      schema: "pgboss",
      application_name: "gatehouse jobs",
      max: works ? 6 : 2,
      migrate: false,
      createSchema: false,
      supervise: works,
      schedule: works,
      useListenNotify: works,
      // Both bound how soon a killed worker's job is noticed: a pass needs either to be due.
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      reindex: false,
    });
    boss.on("error", (error) => log().error({ error: error.message }, "jobs"));
    await boss.start();
    return boss;
  });
}

/** Adds a job in the caller's transaction: it exists exactly when what it is about was committed. */
export async function enqueue(
  tx: Tx,
  queue: QueueName,
  data: JobData,
  options: EnqueueOptions = {},
): Promise<void> {
  const boss = await jobs();
  const { group, ...rest } = options;
  await boss.send(queue, data, { ...rest, ...(group && { group: { id: group } }), db: within(tx) });
}

/** pg-boss writes `$1` SQL; the driver refuses `undefined` and wants JSON as text. */
function within(tx: Tx) {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      const rows = await tx.execute(rawSql(text, values));
      return { rows: rows as unknown as unknown[] };
    },
  };
}

function rawSql(text: string, values: unknown[]) {
  const parts = text.split(/\$(\d+)/);
  const chunks = parts.map((part, index) =>
    index % 2 ? sql`${plain(values[Number(part) - 1])}` : sql.raw(part),
  );
  return sql.join(chunks, sql.raw(""));
}

function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return value !== null && typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : value;
}
