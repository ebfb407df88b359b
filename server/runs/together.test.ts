import postgres from "postgres";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { plugins } from "@/server/plugins/plugins";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { forgetfulDatabase } from "@/server/testing/dying";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { watchRegistry } from "@/server/testing/vendor";
import type { LiveVersion } from "@/server/workflows/live-version";
import { cancelRun } from "./cancel";
import { driveRun } from "./drive";
import { startRuns } from "./start";

let database: TestDatabase;
let ctx: Context;
let workflow: LiveVersion;
/** Asks the registry twice, one question after the other. */
let twice: LiveVersion;
let vendor: ReturnType<typeof watchRegistry>;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  const document = registryDocument();
  workflow = await publishedWorkflow(ctx, document);
  const { registry } = document.nodes;
  if (!registry) throw new Error("the document asks nobody");
  twice = await publishedWorkflow(ctx, {
    ...document,
    key: "asks_twice",
    nodes: { ...document.nodes, again: registry },
    edges: [
      ...document.edges.map((edge) => (edge.outlet === "answered" ? { ...edge, to: "again" } : edge)),
      { from: "again", outlet: "answered", to: "found" },
      { from: "again", outlet: "no_answer", to: "human" },
    ],
  });
});
beforeEach(() => {
  vendor?.restore();
  vendor = watchRegistry();
});
afterAll(async () => {
  vendor.restore();
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const many = (count: number, version = workflow) =>
  Promise.all(Array.from({ length: count }, () => runFor(ctx, version, { number: "12345600" })));
const drive = (runId: string, more: Partial<Context> = {}) =>
  driveRun({ ...ctx, ...more }, { runId, now: () => ctx.at });
it("many driven at once share their commits, and each is whole", async () => {
  const runs = await many(24, twice);
  const rows = () => database.owner`select distinct xmin::text from run_events where seq > 1`;
  const before = (await rows()).length;
  await Promise.all(runs.map(({ runId }) => drive(runId)));
  // 48 answers, in far fewer transactions than answers.
  expect((await rows()).length - before).toBeLessThan(24);
  for (const { runId } of runs) {
    const { decisions, events } = await expectSound(ctx, runId, { audit: false });
    expect(decisions).toHaveLength(1);
    expect(events).toHaveLength(3);
    expect(vendor.of(runId)).toHaveLength(2);
  }
  expect((await verifyAudit(ctx)).findings).toEqual([]);
});

it("many started at once stand with a journal, a decision and a record each", async () => {
  const { runId } = await runFor(ctx, workflow, { number: "12345600" });
  const { row, vault } = await readRun(ctx, runId);
  const input = { workflow, partyId: row.partyId, vault, party: { id: row.partyId }, input: { number: "1" } };
  const started = await startRuns(
    ctx,
    Array.from({ length: 30 }, () => input),
  );
  expect(new Set(started.map((one) => one.runId)).size).toBe(30);
  for (const one of started) await expectSound(ctx, one.runId, { audit: false });
  expect((await verifyAudit(ctx)).findings).toEqual([]);
});

it("one that is moved by somebody else meanwhile costs its neighbours nothing", async () => {
  const runs = await many(8, twice);
  const [cancelled] = runs;
  let isOver = false;
  // Cancelled between its first answer and its second: what its driver remembers of it no longer holds.
  const { check } = plugins["sandbox-registry"];
  Object.assign(plugins["sandbox-registry"], {
    check: async (...question: Parameters<typeof check>) => {
      const asked = question[4].idempotencyKey;
      if (!isOver && asked.startsWith(`${cancelled?.runId}:again`)) {
        isOver = true;
        await cancelRun(ctx, { runId: cancelled?.runId ?? "", reason: "for a test" });
      }
      return check(...question);
    },
  });
  await Promise.all(runs.map(({ runId }) => drive(runId)));
  Object.assign(plugins["sandbox-registry"], { check });
  expect(isOver).toBe(true);
  for (const { runId } of runs) {
    const { row, events, effects } = await expectSound(ctx, runId, { audit: false });
    if (runId !== cancelled?.runId) expect(row.status).toBe("completed");
    else {
      expect(row.status).toBe("cancelled");
      expect(events.at(-1)?.ignored).toBe("finished");
      expect(effects.map(({ status }) => status).sort()).toEqual(["late", "succeeded"]);
    }
  }
  expect((await verifyAudit(ctx)).findings).toEqual([]);
});

it("one whose row somebody holds is waited for alone", async () => {
  const runs = await many(6);
  const [held] = runs;
  const holder = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
  let waiting: Promise<void> | undefined;
  await holder.begin(async (tx) => {
    await tx`select 1 from runs where id = ${held?.runId ?? ""} for update`;
    waiting = drive(held?.runId ?? "");
    // They end although their neighbour cannot.
    await Promise.all(runs.slice(1).map(({ runId }) => drive(runId)));
    for (const { runId } of runs.slice(1)) expect((await readRun(ctx, runId)).row.status).toBe("completed");
    expect((await readRun(ctx, held?.runId ?? "")).row.status).toBe("running");
  });
  await holder.end();
  await waiting;
  expect((await readRun(ctx, held?.runId ?? "")).row.status).toBe("completed");
});

it("a commit whose answer is lost loses no question and asks none twice", async () => {
  let met = 0;
  for (let at = 1; ; at++) {
    const { runId } = await runFor(ctx, twice, { number: "12345600" });
    const { db, forgot } = forgetfulDatabase(ctx.db, at);
    // The claim itself was lost: nobody knows what was asked, so its lease has to end.
    const ended = await drive(runId, { db }).then(
      () => true,
      () => false,
    );
    if (!ended) {
      await database.owner`update effects set lease_until = now() - interval '1 second' where run_id = ${runId} and lease_until is not null`;
      await drive(runId);
    }
    const { decisions } = await expectSound(ctx, runId, { audit: false });
    expect(decisions, `commit ${at}`).toHaveLength(1);
    expect(
      vendor.of(runId).map(({ key }) => key),
      `commit ${at}`,
    ).toEqual([`${runId}:registry:party:1`, `${runId}:again:party:1`]);
    if (!forgot()) break;
    met++;
  }
  expect(met).toBeGreaterThan(2);
});
