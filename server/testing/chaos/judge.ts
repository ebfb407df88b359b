import { verifyAudit } from "@/server/audit/verify";
import { fold } from "@/server/engine/interpreter";
import { frameOfKey } from "@/server/engine/keys";
import type { RunEvent } from "@/server/engine/state";
import { canonicalJson } from "@/server/platform/canonical";
import { readRun } from "../sound";
import type { Books } from "./load";
import type { ChargingVendor } from "./vendor";
import type { World } from "./world";

/** What must be nought, whatever was killed. Each entry says what was found and where. */
export interface Verdict {
  runs: number;
  events: number;
  /** Starts that were accepted and are not there, or did not end. */
  lost: string[];
  /** Decisions, answers, timers, signals or vendor questions that happened twice. */
  doubled: string[];
  /** Journals with a gap, and runs whose journal does not lead to their state. */
  replay: string[];
  /** What the audit's own verification finds. */
  audit: string[];
  /** Questions whose answer was lost and that nobody may repeat: marked, and left to people. */
  unknown: number;
}

const twice = <T>(list: readonly T[], keyOf: (item: T) => string): string[] => {
  const seen = new Map<string, number>();
  for (const item of list) seen.set(keyOf(item), (seen.get(keyOf(item)) ?? 0) + 1);
  return [...seen].filter(([, count]) => count > 1).map(([key]) => key);
};

/** `askedHere`: keys under which this process itself asked vendors. `charges`: the books of the one that charges. */
export async function judge(
  world: World,
  books: Books,
  askedHere: readonly string[],
  charges: ChargingVendor["books"],
): Promise<Verdict> {
  const asked = questionsAsked(world, askedHere);
  const verdict: Verdict = { runs: 0, events: 0, lost: [], doubled: [], replay: [], audit: [], unknown: 0 };
  for (const runId of books.accepted.keys()) await judgeRun(world, runId, asked, verdict);
  for (const [wait, keys] of books.heard)
    if (new Set(keys).size > 1) verdict.doubled.push(`two senders were told that ${wait} heard them`);
  for (const [question, { keys, charged }] of charges) {
    if (keys.size > 1) verdict.doubled.push(`${question} was asked under ${keys.size} keys`);
    if (charged > 1) verdict.doubled.push(`${question} was charged ${charged} times`);
  }
  const rows = await world.database.owner<{ reference: string }[]>`
    select reference from runs where reference is not null group by reference having count(*) > 1`;
  verdict.doubled.push(...rows.map(({ reference }) => `start ${reference} began two runs`));
  const { findings } = await verifyAudit(world.ctx);
  verdict.audit.push(...findings.map(({ where, message }) => `${where}: ${message}`));
  return verdict;
}

async function judgeRun(
  { ctx }: World,
  runId: string,
  asked: ReadonlyMap<string, Set<string>>,
  verdict: Verdict,
): Promise<void> {
  const run = await readRun(ctx, runId).catch((error: Error) => error);
  if (run instanceof Error) {
    verdict.lost.push(`${runId}: ${run.message}`);
    return;
  }
  verdict.runs++;
  verdict.events += run.events.length;
  verdict.unknown += run.effects.filter(({ status }) => status === "unknown").length;
  const say = (list: string[], what: string) => list.push(`${runId}: ${what}`);

  if (run.row.status !== "completed") say(verdict.lost, `it stands at ${run.row.status}`);
  if (run.decisions.length === 0) say(verdict.lost, "it has no decision");
  if (run.decisions.length > 1) say(verdict.doubled, `${run.decisions.length} decisions`);

  const seqs = run.events.map(({ seq }) => seq);
  if (seqs.some((seq, index) => seq !== index + 1) || run.row.seq !== seqs.length)
    say(verdict.replay, `its journal has a gap: ${seqs.join(", ")}; it stands at ${run.row.seq}`);
  else {
    const state = fold(
      run.plan,
      run.events.map(({ event }) => event),
    );
    if (canonicalJson(state) !== canonicalJson(run.state))
      say(verdict.replay, "its journal leads to another state");
  }

  const heard = run.events.filter(({ ignored }) => !ignored).map(({ event }) => event);
  for (const key of twice(heard.flatMap(heardOf), (one) => one)) say(verdict.doubled, `heard twice: ${key}`);
  const questions = twice(
    run.effects,
    ({ key, node, scope, attempt }) => `${node} ${frameOfKey(key) ?? ""} ${scope} ${attempt}`,
  );
  for (const question of questions) say(verdict.doubled, `two keys for ${question}`);
  const open = run.timers.filter((timer) => !timer.closedAt).length;
  if (open > 0) say(verdict.lost, `${open} timers never fired`);

  const own = asked.get(runId) ?? new Set();
  const planned = new Set(run.effects.map(({ key }) => key.replace(/:\d+$/, "")));
  for (const key of own)
    if (!planned.has(key)) say(verdict.doubled, `the vendor was asked under ${key}, which nothing planned`);
  const { nodes } = run.document;
  for (const { key, node, status } of run.effects)
    if (nodes[node]?.type === "check" && status === "succeeded" && !own.has(key.replace(/:\d+$/, "")))
      say(verdict.lost, `${key} has an answer that nobody was asked for`);
}

function heardOf(event: RunEvent): string[] {
  switch (event.type) {
    case "effect_succeeded":
    case "effect_failed":
      return [`answer ${event.key}`];
    case "timer_fired":
      return [`timer ${event.key}`];
    case "signal_received":
      return [`signal ${event.waitKey}`];
    default:
      return [];
  }
}

/** Run → keys its vendors were asked under, as every worker that ever lived wrote it down. */
function questionsAsked({ workers }: World, askedHere: readonly string[]): Map<string, Set<string>> {
  const asked = new Map<string, Set<string>>();
  const told = workers
    .flatMap(({ lines }) => lines)
    .filter((line) => line.includes('"asking"'))
    .map((line) => (JSON.parse(line) as { key: string }).key);
  for (const key of [...told, ...askedHere]) {
    const runId = key.slice(0, key.indexOf(":"));
    asked.set(runId, (asked.get(runId) ?? new Set()).add(key));
  }
  return asked;
}
