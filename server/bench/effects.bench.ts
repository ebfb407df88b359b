import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { createParty } from "@/server/parties/create";
import { startRuns } from "@/server/runs/start";
import { publishedWorkflow } from "@/server/testing/runs";
import { cpuMsOf, figure, median, place, postgresCpuMs } from "./place";
import { begin, endAll, told } from "./processes";
import { tenEffects } from "./ten-effects";

/**
 * Ten effects per run in a worker process, the intent of each committed before and its result after, beside ten steps
 * of "@dbos-inc/dbos-sdk" in a process of its own: by turns, on one PostgreSQL that waits for its disk. What each wrote
 * is counted at the end. Ours also seals, audits and queues; theirs is spared its queue.
 */

const WARM = 1_000;
const RUNS = 1_000;
const LANES = 64;
const ROUNDS = 5;

const { ctx, database, server, close } = await place();

try {
  const workflow = await publishedWorkflow(ctx, tenEffects());
  const { id: partyId, vault } = await createParty(ctx, { kind: "business", name: "Acme", country: "DE" });
  const input = {
    workflow,
    partyId,
    vault,
    party: { id: partyId, kind: "business" },
    input: { pace: "now" },
  };

  const worker = begin("effects-worker.ts", { NODE_ENV: "production" });
  await told(worker);
  const name = `peer_${randomBytes(4).toString("hex")}`;
  const peerUrl = new URL(server.url);
  peerUrl.pathname = `/${name}`;
  await database.owner.unsafe(`create database ${name}`);
  const peer = begin("effects-peer.mjs", { PEER_DATABASE_URL: peerUrl.toString(), PEER_POOL: "20" });
  await told(peer);

  const decided = async () =>
    (await database.owner`select count(*)::int as n from decisions`)[0]?.["n"] as number;
  let started = 0;
  interface Round {
    perSecond: number;
    /** Of every process that has a part in it, PostgreSQL included. */
    cpuMs: number;
  }
  async function measured(runs: number, pids: number[], work: () => Promise<number>): Promise<Round> {
    const cpu = () => pids.reduce((sum, pid) => sum + cpuMsOf(pid), postgresCpuMs(server.pid));
    const before = cpu();
    const ms = await work();
    return { perSecond: (runs * 10) / (ms / 1000), cpuMs: (cpu() - before) / (runs * 10) };
  }
  const ours = (runs: number) =>
    measured(runs, [process.pid, worker.pid ?? 0], async () => {
      const from = performance.now();
      for (let left = runs; left > 0; left -= LANES)
        await startRuns(
          { ...ctx, at: new Date() },
          Array.from({ length: Math.min(left, LANES) }, () => input),
        );
      started += runs;
      while ((await decided()) < started) await pause(40);
      return performance.now() - from;
    });
  const theirs = (runs: number) =>
    measured(runs, [peer.pid ?? 0], async () => {
      peer.send({ runs, lanes: LANES });
      return (await told<{ ms: number }>(peer)).ms;
    });

  // Long enough that statements are planned for tables that hold something, as anywhere after the first minute.
  for (const one of [ours, theirs]) await one(WARM);
  const peerDatabase = postgres(peerUrl.toString(), { max: 1, onnotice: () => {} });
  for (const sql of [database.owner, peerDatabase]) await sql`analyze`;
  const rounds: { ours: Round; theirs: Round }[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push({ ours: await ours(RUNS), theirs: await theirs(RUNS) });

  const all = WARM + ROUNDS * RUNS;
  const [journal] = await database.owner`
    select (select count(*)::int from run_events) as events,
      (select count(*)::int from effects where status = 'succeeded' and started_at is not null) as effects`;
  const [steps] = await peerDatabase`select count(*)::int as n from dbos.operation_outputs`;
  await peerDatabase.end();
  if (journal?.["events"] !== all * 11 || journal["effects"] !== all * 10)
    throw new Error(`the journal is not whole: ${JSON.stringify(journal)}`);
  if (steps?.["n"] !== all * 10) throw new Error(`the peer's steps are not whole: ${steps?.["n"]}`);

  const figures: [string, (round: (typeof rounds)[number]) => number, string, number][] = [
    ["engine_effects_per_s", (round) => round.ours.perSecond, "effects/s", 0],
    ["dbos_steps_per_s", (round) => round.theirs.perSecond, "steps/s", 0],
    ["engine_effect_cpu_ms", (round) => round.ours.cpuMs, "ms", 3],
    ["dbos_step_cpu_ms", (round) => round.theirs.cpuMs, "ms", 3],
    ["engine_vs_dbos_cpu", (round) => round.theirs.cpuMs / round.ours.cpuMs, "times", 2],
    ["engine_vs_dbos", (round) => round.ours.perSecond / round.theirs.perSecond, "times", 2],
  ];
  for (const [name, of, unit, digits] of figures) figure(name, median(rounds.map(of)), unit, digits);
} finally {
  await endAll();
  await close();
}
