import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import { type Context, inTransaction } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { dyingDatabase } from "@/server/testing/dying";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { watchRegistry } from "@/server/testing/vendor";
import type { LiveVersion } from "@/server/workflows/live-version";
import { driveRun } from "./drive";
import { fireTimer } from "./fire-timer";
import { signalRun } from "./signal";

let database: TestDatabase;
let ctx: Context;
let workflow: LiveVersion;
let vendor: ReturnType<typeof watchRegistry>;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  workflow = await publishedWorkflow(ctx, registryDocument());
  vendor = watchRegistry();
});
// The audit is of the whole workspace, so once per test is enough.
afterEach(async () => expect((await verifyAudit(ctx)).findings).toEqual([]));
afterAll(async () => {
  vendor.restore();
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const MOST = 200;

/** Lets `work` die before its first statement, its second, … until it lives; answers how many times it died. */
async function atEveryStatement(
  work: (dying: Context, death: AbortSignal) => Promise<void>,
): Promise<number> {
  for (let at = 1; at < MOST; at++) {
    const { db, death } = dyingDatabase(database.db, at);
    await work({ ...ctx, db }, death);
    if (!death.aborted) return at - 1;
  }
  throw new Error("it never lived");
}

const survive = (work: Promise<unknown>) => work.catch(() => undefined);
const leasesEnd = (runId: string) =>
  database.owner`update effects set lease_until = now() - interval '1 second' where run_id = ${runId} and lease_until is not null`;
const drive = (ctx: Context, runId: string, signal = new AbortController().signal) =>
  driveRun(ctx, { runId, now: () => ctx.at, signal });
const count = async (table: string) =>
  (await database.owner.unsafe(`select count(*)::int as n from ${table}`))[0]?.["n"] as number;

describe("whoever dies, before whichever statement", () => {
  it("starting a run leaves all of it or nothing", async () => {
    const tables = ["runs", "run_events", "effects", "audit_entries", "parties", "pgboss.job"];
    const died = await atEveryStatement(async (dying, death) => {
      const before = await Promise.all(tables.map(count));
      const started = await survive(
        inTransaction(dying, (_, ctx) => runFor(ctx, workflow, { number: "12345600" })),
      );
      const after = await Promise.all(tables.map(count));
      if (death.aborted) expect(after).toEqual(before);
      else expect(started).toBeDefined();
    });
    // A party, a run and its job: one statement each.
    expect(died).toBeGreaterThan(2);
  });

  it("driving it loses nothing and asks the vendor under one key", async () => {
    let repeated = 0;
    const died = await atEveryStatement(async (dying, death) => {
      const { runId } = await runFor(ctx, workflow, { number: "12345600" });
      await survive(drive(dying, runId, death));
      await leasesEnd(runId);
      await drive(ctx, runId);
      const { decisions, events, checks } = await expectSound(ctx, runId, { audit: false });
      expect(decisions).toMatchObject([{ outcome: "approve" }]);
      expect(checks).toHaveLength(1);
      expect(events.map(({ event }) => event.type)).toEqual(["started", "effect_succeeded"]);
      expect(new Set(vendor.of(runId).map(({ key }) => key)).size).toBe(1);
      expect(vendor.of(runId).length).toBeLessThanOrEqual(2);
      if (vendor.of(runId).length === 2) repeated++;
    });
    expect(died).toBeGreaterThan(6);
    // Some died between question and answer; that is the point.
    expect(repeated).toBeGreaterThan(0);
  });

  it("a vendor that fails, its back-off and its last attempt end at one case for a person", async () => {
    const died = await atEveryStatement(async (dying, death) => {
      const { runId } = await runFor(ctx, workflow, { number: "12345631" });
      await survive(drive(dying, runId, death));
      await leasesEnd(runId);
      await drive(ctx, runId);
      const [timer] = (await readRun(ctx, runId)).timers;
      await survive(fireTimer({ ...later(dying, 60_000), db: dying.db }, { runId, key: timer?.key ?? "" }));
      await fireTimer(later(ctx, 61_000), { runId, key: timer?.key ?? "" });
      await drive(ctx, runId);
      const { decisions, effects } = await expectSound(ctx, runId, { audit: false });
      expect(decisions).toMatchObject([{ outcome: "approve" }]);
      expect(effects.map(({ attempt, status }) => [attempt, status])).toEqual([
        [1, "failed"],
        [2, "succeeded"],
      ]);
    });
    expect(died).toBeGreaterThan(12);
  });

  it("firing a timer is heard once", async () => {
    const died = await atEveryStatement(async (dying) => {
      const { runId } = await runFor(ctx, workflow, { number: "12345631" });
      await drive(ctx, runId);
      const [timer] = (await readRun(ctx, runId)).timers;
      const input = { runId, key: timer?.key ?? "" };
      await survive(fireTimer(later(dying, 60_000), input));
      await fireTimer(later(ctx, 61_000), input);
      const { events } = await expectSound(ctx, runId, { audit: false });
      expect(events.filter(({ event }) => event.type === "timer_fired")).toHaveLength(1);
    });
    expect(died).toBeGreaterThan(5);
  });

  it("sending a signal and its copy decides once", async () => {
    const died = await atEveryStatement(async (dying) => {
      const { runId } = await runFor(ctx, workflow, { number: "12345650" });
      await drive(ctx, runId);
      const [wait] = (await readRun(ctx, runId)).waits;
      const payload = { verdict: "approve", reasonCodes: [], by: ["mem_1"], items: [] };
      const signal = { runId, waitKey: wait?.key ?? "", key: "ver_1", payload };
      await survive(signalRun(dying, signal));
      await signalRun(ctx, signal);
      const { decisions, events } = await expectSound(ctx, runId, { audit: false });
      expect(decisions).toMatchObject([{ outcome: "approve", decidedBy: ["mem_1"] }]);
      expect(events.filter(({ event }) => event.type === "signal_received")).toHaveLength(1);
    });
    expect(died).toBeGreaterThan(8);
  });
});
