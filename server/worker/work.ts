import type { JobResult, PgBoss } from "pg-boss";
import { type QueueName, queues } from "@/db/queues";
import type { Context } from "@/server/context";
import { isDomainError } from "@/server/errors";
import { database } from "@/server/platform/database";
import { failureFacts } from "@/server/platform/failure";
import { newId } from "@/server/platform/ids";
import type { JobData } from "@/server/platform/jobs";
import { keys } from "@/server/platform/keys";
import { log } from "@/server/platform/log";

export interface Job {
  ctx: Context;
  data: JobData;
  /** Ends the job's work: the worker stops, or the queue gave the job to another. */
  signal: AbortSignal;
  /** Only the worker's own end. */
  stopping: AbortSignal;
  /** The queue gives the job up when this try fails. */
  isLastTry: boolean;
}

/** What a queue's jobs do. A job that throws comes again later, as often as its queue says. */
export interface Work {
  queue: QueueName;
  /** Takers of this queue in this process: one that waits for a slow job leaves the others theirs. */
  concurrency: number;
  /**
   * Jobs that one taker fetches and performs at once. A full batch means that more are waiting, so the next is fetched
   * at once: without, a queue empties by one job per taker and look.
   */
  batch: number;
  /** Jobs of one group at work at once, in all processes together. */
  perGroup?: number;
  /** How often idle takers look for a job, in seconds: each look is a query. */
  pollSeconds: number;
  /** Cron expression of the chores that nobody asks for. */
  cron?: string;
  run(job: Job): Promise<void>;
}

export interface Tally {
  done: number;
  failed: number;
  underWay: number;
}

/** The engine's own context in a workspace. */
export const engineContext = (workspaceId: string, at = new Date()): Context => ({
  db: database(),
  workspaceId,
  actor: { kind: "system", id: "engine" },
  at,
  requestId: newId("request", at),
  keys: keys(),
});

/** Lets this process take jobs of the queue. */
export async function take(boss: PgBoss, work: Work, stopping: AbortSignal, tally: Tally): Promise<void> {
  await boss.work<JobData>(
    work.queue,
    {
      localConcurrency: work.concurrency,
      batchSize: work.batch,
      burstWhenBatchFull: true,
      perJobResults: true,
      ...(work.perGroup && { groupConcurrency: work.perGroup }),
      pollingIntervalSeconds: work.pollSeconds,
      notifyPollingIntervalSeconds: 10,
    },
    (jobs) => Promise.all(jobs.map((job) => once(work, job, stopping, tally))),
  );
  if (work.cron) await boss.schedule(work.queue, work.cron, {});
}

async function once(
  work: Work,
  job: { id: string; data: JobData | null; signal: AbortSignal; retryCount: number },
  stopping: AbortSignal,
  tally: Tally,
): Promise<JobResult> {
  const { id } = job;
  const data = job.data ?? {};
  const ctx = engineContext(data["workspaceId"] ?? "");
  const startedAt = performance.now();
  const facts = () => ({
    queue: work.queue,
    job: id,
    run: data["runId"],
    ms: Math.round(performance.now() - startedAt),
  });
  const isLastTry = job.retryCount >= queues[work.queue].retryLimit;
  tally.underWay++;
  try {
    await work.run({ ctx, data, signal: AbortSignal.any([job.signal, stopping]), stopping, isLastTry });
    tally.done++;
    log().debug(facts(), "job done");
    return { id, status: "completed" };
  } catch (error) {
    tally.failed++;
    log().warn({ ...facts(), ...failureFacts(error) }, "job failed");
    // A refusal will not change by asking again; what pg-boss keeps of an error must not quote what people typed.
    if (isDomainError(error) && error.code === "not_found") return { id, status: "completed" };
    return { id, status: "failed", output: { error: error instanceof Error ? error.name : typeof error } };
  } finally {
    tally.underWay--;
  }
}

/** The one id a job must carry. */
export function idIn(data: JobData, name: string): string {
  const id = data[name];
  if (!id) throw new Error(`a job without ${name}`);
  return id;
}

/** Every workspace of this installation, for chores. */
export async function workspaceIds(): Promise<string[]> {
  const rows = await database().$client<{ id: string }[]>`select app_workspace_ids() as id`;
  return rows.map((row) => row.id);
}
