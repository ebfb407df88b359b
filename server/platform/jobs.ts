import { PgBoss } from "pg-boss";
import type { Tx } from "@/db/client";
import { prepared, type Value } from "@/db/prepared";
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
export const enqueue = (
  tx: Tx,
  queue: QueueName,
  data: JobData,
  options: EnqueueOptions = {},
): Promise<void> => enqueueAll(tx, queue, [{ data, ...options }]);

/** The same for many jobs of one queue, in one statement. */
export async function enqueueAll(
  tx: Tx,
  queue: QueueName,
  wanted: readonly ({ data: JobData } & EnqueueOptions)[],
): Promise<void> {
  if (wanted.length === 0) return;
  const boss = await jobs();
  await boss.insert(
    queue,
    wanted.map(({ startAfter, group, ...job }) => ({
      ...job,
      ...(group && { group: { id: group } }),
      ...(startAfter && { startAfter: startAfter.toISOString() }),
    })),
    { db: within(tx) },
  );
}

/** pg-boss writes `$1` SQL that is the same for every call; the driver refuses `undefined` and wants JSON as text. */
function within(tx: Tx) {
  return {
    executeSql: async (text: string, values: unknown[] = []) => ({
      rows: await prepared<object>(tx, text, values.map(plain)),
    }),
  };
}

function plain(value: unknown): Value {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : (value as Value);
}
