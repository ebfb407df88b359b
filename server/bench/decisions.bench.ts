import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { ensureBuilt } from "@/server/launch/build.mjs";
import { newId } from "@/server/platform/ids";
import { sha256 } from "@/server/platform/seal";
import { publishedWorkflow } from "@/server/testing/runs";
import { figure, median, place } from "./place";
import { begin, endAll, told } from "./processes";
import { application, tenNodes } from "./ten-nodes";

/**
 * A decision of ten nodes over HTTP, as a caller meets it: the production server, a key, an Idempotency-Key, a party
 * made for each. Asked a hundred times a second whatever the answers take (a late answer delays nobody's clock), beside
 * a route of the same server that does nothing; then by as many callers as it can serve.
 */

const PER_SECOND = 100;
const SECONDS = 8;
const ROUNDS = 3;
const CALLERS = 24;

const GATEHOUSE_BUILD = await ensureBuilt();
const { ctx, database, close } = await place();
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const secret = `gh_test_${randomBytes(32).toString("base64url")}`;
let port = 0;
let sent = 0;

function ask(path: string, body?: object): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    const text = body && JSON.stringify(body);
    const headers = text && {
      authorization: `Bearer ${secret}`,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      "idempotency-key": `bench-${sent++}`,
    };
    const options = { host: "127.0.0.1", port, path, agent, method: text ? "POST" : "GET" };
    const call = request({ ...options, ...(headers && { headers }) }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        done({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
      );
    });
    call.on("error", fail);
    call.end(text);
  });
}

let decided = 0;
async function decide(): Promise<void> {
  const i = sent;
  const party = { name: `Company ${i}`, country: "DE" };
  const { status, text } = await ask("/api/v1/decisions", {
    workflow: "ten_nodes",
    input: application(i),
    party,
  });
  if (status !== 200 || JSON.parse(text).outcome !== "approve")
    throw new Error(`not decided: ${status} ${text.slice(0, 300)}`);
  decided++;
}
async function nothing(): Promise<void> {
  const { status } = await ask("/livez");
  if (status !== 200) throw new Error(`/livez answered ${status}`);
}

/** Milliseconds from when each was due to its answer. */
async function openLoop(one: () => Promise<void>, seconds: number): Promise<number[]> {
  const from = performance.now();
  const answers: Promise<number>[] = [];
  for (let i = 0; i < PER_SECOND * seconds; i++) {
    const due = from + (i * 1000) / PER_SECOND;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    answers.push(one().then(() => performance.now() - due));
  }
  return (await Promise.all(answers)).sort((a, b) => a - b);
}
const at = (sorted: readonly number[], part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;

async function closedLoop(seconds: number): Promise<number> {
  const from = performance.now();
  const before = decided;
  const caller = async () => {
    while (performance.now() - from < seconds * 1000) await decide();
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return (decided - before) / ((performance.now() - from) / 1000);
}

try {
  await publishedWorkflow(ctx, tenNodes());
  await database.owner`insert into api_keys (workspace_id, id, name, prefix, hash, scopes, created_by, created_at)
    values (${ctx.workspaceId}, ${newId("apiKey")}, 'bench', ${secret.slice(0, 12)}, ${sha256(secret)},
      ${JSON.stringify(["decisions.create"])}::jsonb, 'mem_bench', now())`;
  const web = begin("../main.ts", {
    ...{ NODE_ENV: "production", GATEHOUSE_BUILD, PORT: "0", HOST: "127.0.0.1", LOG_LEVEL: "info" },
    API_REQUESTS_PER_MINUTE: "10000000",
  });
  port = (await told<{ listening: number }>(web)).listening;

  await openLoop(decide, 3);
  await closedLoop(2);
  await database.owner`analyze`;
  const rounds: { decisions: number[]; empty: number[]; most: number }[] = [];
  for (let i = 0; i < ROUNDS; i++)
    rounds.push({
      empty: await openLoop(nothing, SECONDS / 2),
      decisions: await openLoop(decide, SECONDS),
      most: await closedLoop(3),
    });

  const [whole] = await database.owner`select (select count(*)::int from decisions) as decisions,
    (select count(*)::int from run_events) as events, (select count(*)::int from idempotency_keys) as keys`;
  if (whole?.["decisions"] !== decided || whole["events"] !== decided || whole["keys"] !== decided)
    throw new Error(`${decided} were answered, and what stands is ${JSON.stringify(whole)}`);
  const over = ({ decisions, empty }: { decisions: number[]; empty: number[] }, part: number) =>
    at(decisions, part) - at(empty, part);
  figure("decision_p50_ms", median(rounds.map(({ decisions }) => at(decisions, 0.5))), "ms", 1);
  figure("decision_p99_ms", median(rounds.map(({ decisions }) => at(decisions, 0.99))), "ms", 1);
  figure("decision_p99_over_empty_ms", median(rounds.map((round) => over(round, 0.99))), "ms", 1);
  figure("decisions_per_s_max", median(rounds.map(({ most }) => most)), "decisions/s");
} finally {
  agent.destroy();
  await endAll();
  await close();
}
