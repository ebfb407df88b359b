import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "@playwright/test";
import postgres from "postgres";

/** Looks behind the pages of a trial whose processes were killed: what stands in its database and its worker's log. */

export interface Behind {
  sql: postgres.Sql;
  workerLog: string;
}

/** The database of a trial by its owner's login, whom row-level security does not bind. It may go away at any time. */
export function lookBehind(trial: { databaseUrl: () => string; dataDir: string }): Behind {
  return {
    sql: postgres(trial.databaseUrl(), { max: 2, onnotice: () => {} }),
    workerLog: `${trial.dataDir}/logs/worker.log`,
  };
}

/** The keys under which vendors were asked about a run, in order, by every worker that ever lived. */
function askedKeys({ workerLog }: Behind, runId: string): string[] {
  return readFileSync(workerLog, "utf8")
    .split("\n")
    .filter((line) => line.includes('"asking"') && line.includes(runId))
    .map((line) => JSON.parse(line) as { key: string; attempt: number })
    .map(({ key, attempt }) => `${key}:${attempt}`);
}

export async function runOf({ sql }: Behind, applicationId: string): Promise<string> {
  const [row] = await sql`select run_id from applications where id = ${applicationId}`;
  if (!row) throw new Error("there is no such application");
  return row["run_id"];
}

async function until<T>(what: string, look: () => T | Promise<T>, ms = 60_000): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(10)) {
    const seen = await look();
    if (seen) return seen;
  }
  throw new Error(`${what}: it never came to that`);
}

/** Waits until the slow vendor has been asked and has not answered: the check's node has an effect at work. */
export async function untilAsking(behind: Behind, applicationId: string, node: string): Promise<string> {
  const runId = await runOf(behind, applicationId);
  return until("the vendor is asked", async () => {
    const [row] = await behind.sql`
      select key from effects where run_id = ${runId} and node = ${node} and status = 'started'`;
    return row && askedKeys(behind, runId).includes(row["key"]) ? (row["key"] as string) : "";
  });
}

/** Does something while the run's row is held, once somebody waits for it: a submit is then between its two halves. */
export async function whileSubmitHangs(
  trial: { databaseUrl: () => string },
  { sql, runId }: { sql: postgres.Sql; runId: string },
  submit: () => Promise<unknown>,
  then: () => Promise<void>,
): Promise<void> {
  const holder = postgres(trial.databaseUrl(), { max: 1, onnotice: () => {} });
  const held = await holder.reserve();
  try {
    await held`begin`;
    await held`select 1 from runs where id = ${runId} for update`;
    await submit();
    await until("the submit reaches the run", async () => {
      const waiting = await sql`select 1 from pg_stat_activity where wait_event_type = 'Lock'`;
      return waiting.length > 0;
    });
    await then();
  } finally {
    // Hanging up gives the row back, and asks nothing of a database that may have been what was killed.
    await holder.end({ timeout: 0 });
  }
}

/** How much of an application stands in the database. */
export async function standing({ sql }: Behind, applicationId: string) {
  const submissions = await sql`select wait_key from submissions where application_id = ${applicationId}`;
  const answers = await sql`select 1 from answers where application_id = ${applicationId}`;
  return { submissions: submissions.length, answers: answers.length };
}

/**
 * What must be true of a decided application, whatever was killed on the way: sent once, heard once, every question
 * under one key and answered once, one decision, and a journal without a gap.
 */
export async function expectWhole(behind: Behind, applicationId: string): Promise<void> {
  const { sql } = behind;
  const runId = await runOf(behind, applicationId);
  expect((await standing(behind, applicationId)).submissions, "submissions").toBe(1);
  const [run] = await sql`select seq, status from runs where id = ${runId}`;
  const events = await sql`select seq, type, ignored from run_events where run_id = ${runId} order by seq`;
  expect(run?.["status"]).toBe("completed");
  expect(events.map((event) => event["seq"])).toEqual(events.map((_, index) => index + 1));
  expect(run?.["seq"], "the run stands at the journal's end").toBe(events.length);
  const heard = (type: string) => events.filter((event) => event["type"] === type && !event["ignored"]);
  expect(heard("signal_received"), "the form was heard once").toHaveLength(1);

  const effects = await sql`select key, node, scope, attempt, status from effects where run_id = ${runId}`;
  const questions = effects.map(({ node, scope, attempt }) => `${node} ${scope} ${attempt}`);
  expect(new Set(questions).size, "one key per question").toBe(questions.length);
  expect(new Set(effects.map((effect) => effect["status"]))).toEqual(new Set(["succeeded"]));
  expect(heard("effect_succeeded"), "one answer per question").toHaveLength(effects.length);
  const keys = effects.map((effect) => effect["key"] as string).sort();
  const checks = (await sql`select effect_key from checks where run_id = ${runId} order by effect_key`).map(
    (check) => check["effect_key"] as string,
  );
  expect(new Set(checks).size).toBe(checks.length);
  // Mail is written in the answer's own transaction: only checks are asked of somebody outside.
  expect([...new Set(askedKeys(behind, runId))].sort(), "vendors heard these keys").toEqual(checks);
  expect(keys).toEqual(expect.arrayContaining(checks));
  expect(await sql`select 1 from decisions where run_id = ${runId}`, "decisions").toHaveLength(1);
}

/** How often a vendor was asked under that key. */
export const timesAsked = (behind: Behind, runId: string, key: string): number =>
  askedKeys(behind, runId).filter((one) => one === key).length;
