import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { QueueName } from "@/db/queues";
import { inTransaction } from "@/server/context";
import { start, step } from "@/server/engine/interpreter";
import { compilePlan } from "@/server/engine/plan";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { createParty } from "@/server/parties/create";
import { enqueue, jobs } from "@/server/platform/jobs";
import { startRun, startRuns } from "@/server/runs/start";
import { publishedWorkflow } from "@/server/testing/runs";
import { workflowDocument } from "@/server/workflows/schema";
import { figure, median, place } from "./place";
import { begin, end, endAll, told } from "./processes";
import { tenEffects } from "./ten-effects";
import { application, tenNodes } from "./ten-nodes";
import { machines, quietly, threeStates } from "./three-states";

/**
 * The engine alone: in memory beside "@ballerine/workflow-core", runs of pure nodes into a PostgreSQL that waits for its
 * disk, what row-level security and NOTIFY add to that, and how soon a worker takes what was begun.
 */

const ROUNDS = 5;
const MS = 2_000;
const GROUP = 64;

async function inMemory(): Promise<void> {
  const plan = compilePlan(workflowDocument.parse(threeStates()), nodeCatalogue);
  const at = "2026-11-24T09:00:00.000Z";
  const by = { kind: "member", id: "mem_1" } as const;
  const payload = { verdict: "approve", reasonCodes: [], by: ["mem_1"], items: [] };
  const ours = async () => {
    const begun = start(plan, { runId: "run_1", input: { name: "Acme" }, party: { id: "pty_1" } }, at);
    const wait = begun.commands.find((command) => command.type === "await_signal");
    const waitKey = wait?.key ?? "";
    const event = { type: "signal_received", at, key: "ver_1", waitKey, payload, by } as const;
    const { state } = step(plan, begun.state, event);
    if (state.decision?.outcome !== "approve") throw new Error("our case is not approved");
  };
  const make = await machines();
  const theirs = async () => {
    const machine = make();
    await machine.sendEvent({ type: "START" });
    await machine.sendEvent({ type: "approve" });
    if (machine.getSnapshot().value !== "approved") throw new Error("their case is not approved");
  };
  const perCpuSecond = async (one: () => Promise<void>) => {
    const before = process.cpuUsage();
    const until = performance.now() + 700;
    let done = 0;
    for (; performance.now() < until; done++) await one();
    const { user, system } = process.cpuUsage(before);
    return done / ((user + system) / 1e6);
  };
  const rounds = await quietly(async () => {
    for (const one of [ours, theirs]) await perCpuSecond(one);
    const rounds: { ours: number; theirs: number }[] = [];
    for (let i = 0; i < ROUNDS + 2; i++)
      rounds.push({ ours: await perCpuSecond(ours), theirs: await perCpuSecond(theirs) });
    return rounds;
  });
  figure("engine_memory_runs_per_s", median(rounds.map((round) => round.ours)), "runs/cpu-s");
  figure("ballerine_memory_runs_per_s", median(rounds.map((round) => round.theirs)), "runs/cpu-s");
  figure("engine_memory_vs_ballerine", median(rounds.map((round) => round.ours / round.theirs)), "times", 1);
}

type Place = Awaited<ReturnType<typeof place>>;

/** How often per second `one` is done by so many at once. It answers how much it did. */
async function perSecond(lanes: number, ms: number, one: () => Promise<number>): Promise<number> {
  const from = performance.now();
  let done = 0;
  const lane = async () => {
    while (performance.now() - from < ms) {
      const more = await one();
      done += more;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done / ((performance.now() - from) / 1000);
}

async function durable({ ctx, database }: Place): Promise<void> {
  const workflow = await publishedWorkflow(ctx, tenNodes());
  const { owner } = database;
  const parties: Awaited<ReturnType<typeof createParty>>[] = [];
  for (let i = 0; i < 100; i++)
    parties.push(await createParty(ctx, { kind: "business", name: `Company ${i}`, country: "DE" }));
  let begun = 0;
  const input = () => {
    const i = begun++;
    const { id, vault } = parties[i % parties.length]!;
    const party = { id, kind: "business" };
    return { workflow, partyId: id, vault, party, input: application(i) };
  };
  const single = async () => {
    const { decision } = await startRun({ ...ctx, at: new Date() }, input());
    if (!decision?.id) throw new Error("a run of pure nodes was not decided");
    return 1;
  };
  const group = async () => {
    const started = await startRuns({ ...ctx, at: new Date() }, Array.from({ length: GROUP }, input));
    if (started.some(({ decision }) => !decision?.id)) throw new Error("a run was not decided");
    return started.length;
  };
  await perSecond(8, MS, single);
  await perSecond(2, MS, group);
  await owner`analyze`;
  await perSecond(2, MS / 2, group);

  const secured = await owner<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity`;
  const secure = async (word: "enable" | "disable") => {
    for (const { name } of secured) await owner.unsafe(`alter table ${name} ${word} row level security`);
  };
  const rounds: { group: number; single: number; bare: number }[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const round = { group: await perSecond(2, MS, group), single: await perSecond(8, MS, single), bare: 0 };
    await secure("disable");
    await perSecond(2, 200, group);
    round.bare = await perSecond(2, MS, group);
    await secure("enable");
    await perSecond(2, 200, group);
    rounds.push(round);
  }
  const [whole] = await owner`select (select count(*)::int from runs where status = 'completed') as runs,
    (select count(*)::int from run_events) as events, (select count(*)::int from decisions) as decisions,
    (select count(*)::int from audit_entries where subject_kind = 'run') as entries`;
  if (
    JSON.stringify(whole) !==
    JSON.stringify({ runs: begun, events: begun, decisions: begun, entries: 2 * begun })
  )
    throw new Error(`not everything stands: ${JSON.stringify(whole)} of ${begun}`);
  figure("engine_durable_pure_runs_per_s", median(rounds.map((round) => round.group)), "runs/s");
  figure("engine_durable_single_runs_per_s", median(rounds.map((round) => round.single)), "runs/s");
  figure("rls_cost_pct", median(rounds.map(({ group, bare }) => (bare / group - 1) * 100)), "%", 1);
}

/** One job per transaction, into queues that differ in nothing but whether they notify. */
async function notifying({ ctx, database }: Place): Promise<void> {
  const [known] = await database.owner<
    { name: string }[]
  >`select name from pgboss.queue where name = 'drive'`;
  if (!known) throw new Error("there is no drive queue");
  const boss = await jobs();
  const named = { loud: "bench-loud", quiet: "bench-quiet" } as const;
  const appUrl = new URL(database.appUrl);
  await database.owner.unsafe(`grant all on all tables in schema pgboss to ${appUrl.username}`);
  for (const [kind, name] of Object.entries(named))
    await boss.createQueue(name, { policy: "standard", notify: kind === "loud" });
  const send = (name: string) => async () => {
    await inTransaction(ctx, (tx) => enqueue(tx, name as QueueName, { workspaceId: ctx.workspaceId }));
    return 1;
  };
  for (const name of Object.values(named)) await perSecond(8, 500, send(name));
  const rounds: { loud: number; quiet: number }[] = [];
  for (let i = 0; i < ROUNDS; i++)
    rounds.push({
      loud: await perSecond(8, 1_000, send(named.loud)),
      quiet: await perSecond(8, 1_000, send(named.quiet)),
    });
  figure("notify_cost_pct", median(rounds.map(({ loud, quiet }) => (quiet / loud - 1) * 100)), "%", 1);
}

const SAMPLES = 200;

async function pickedUp({ ctx, database }: Place): Promise<void> {
  const workflow = await publishedWorkflow(ctx, tenEffects());
  const { id: partyId, vault } = await createParty(ctx, { kind: "business", name: "Acme", country: "DE" });
  const run = (pace: "now" | "slow") =>
    startRun(
      { ...ctx, at: new Date() },
      { workflow, partyId, vault, party: { id: partyId }, input: { pace } },
    );
  const first = begin("effects-worker.ts", { NODE_ENV: "production" });
  await told(first);
  const begunAt = async (runId: string, after: number) => {
    for (const until = performance.now() + 60_000; performance.now() < until; await pause(5)) {
      const [row] = await database.owner<{ ms: number }[]>`
        select extract(epoch from min(started_at))::float8 * 1000 as ms from effects
        where run_id = ${runId} and started_at > ${new Date(after)}`;
      if (row?.ms) return row.ms;
    }
    throw new Error("no worker took the run");
  };
  const waited: number[] = [];
  for (let i = -10; i < SAMPLES; i++) {
    const { runId } = await run("now");
    const from = Date.now();
    // Begun by the millisecond before this one at the earliest.
    const ms = Math.max(0, (await begunAt(runId, from - 2_000)) - from);
    if (i >= 0) waited.push(ms);
    await pause(20 + (i % 7) * 15);
  }
  waited.sort((a, b) => a - b);
  figure("job_pickup_p50_ms", waited[Math.floor(SAMPLES * 0.5)] ?? 0, "ms");
  figure("job_pickup_p99_ms", waited[Math.floor(SAMPLES * 0.99)] ?? 0, "ms");
  const status = readFileSync(`/proc/${first.pid}/status`, "utf8");
  figure("worker_rss_mb", Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024, "MB");

  const { runId } = await run("slow");
  await begunAt(runId, Date.now() - 2_000);
  const second = begin("effects-worker.ts", { NODE_ENV: "production" });
  await told(second);
  const killedAt = Date.now();
  await end(first, "SIGKILL");
  figure("takeover_s", ((await begunAt(runId, killedAt)) - killedAt) / 1000, "s", 1);
}

await inMemory();
const here = await place();
try {
  await durable(here);
  await notifying(here);
  await pickedUp(here);
} finally {
  await endAll();
  await here.close();
}
