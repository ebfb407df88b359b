import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queues } from "@/db/queues";
import { sealFile } from "@/server/audit/seal";
import type { Context } from "@/server/context";
import { queueMessage } from "@/server/messages/queue";
import { createParty } from "@/server/parties/create";
import { jobs } from "@/server/platform/jobs";
import { signalRun } from "@/server/runs/signal";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { watchRegistry } from "@/server/testing/vendor";
import type { LiveVersion } from "@/server/workflows/live-version";
import { works } from "./queues";
import { sealAuditChore } from "./seal-audit";
import { sweep } from "./sweep";
import { engineContext, take } from "./work";

let database: TestDatabase;
let ctx: Context;
let boss: PgBoss;
let workflow: LiveVersion;
let vendor: ReturnType<typeof watchRegistry>;
const stopping = new AbortController();
const tally = { done: 0, failed: 0, underWay: 0 };

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  process.env["DATA_DIR"] = join(tmpdir(), `gatehouse-worker-${process.pid}`);
  ctx = { ...(await database.workspace()), at: new Date() };
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  workflow = await publishedWorkflow(ctx, registryDocument());
  vendor = watchRegistry();
  boss = await jobs(true);
  for (const work of Object.values(works)) await take(boss, work, stopping.signal, tally);
});
afterAll(async () => {
  vendor.restore();
  await boss.stop({ graceful: true, timeout: 5_000 });
  await database.close();
});

async function until<T>(what: string, read: () => Promise<T | undefined>, ms = 20_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await pause(50);
  }
}

const ended = (runId: string) =>
  until("the run ends", async () => {
    const run = await readRun(ctx, runId);
    return run.row.status === "completed" ? run : undefined;
  });

describe("the worker", () => {
  it("does something with every queue", () => {
    expect(Object.keys(works).sort()).toEqual(Object.keys(queues).sort());
    for (const [queue, work] of Object.entries(works)) expect(work.queue).toBe(queue);
  });

  it("drives what is started, soon", async () => {
    const { runId } = await runFor({ ...ctx, at: new Date() }, workflow, { number: "12345600" });
    await ended(runId);
    expect((await expectSound(ctx, runId)).decisions).toMatchObject([{ outcome: "approve" }]);
  });

  it("waits out the back-off of a vendor that was away", async () => {
    const { runId } = await runFor({ ...ctx, at: new Date() }, workflow, { number: "12345631" });
    await ended(runId);
    const { effects } = await expectSound(ctx, runId);
    expect(effects.map((effect) => effect.status)).toEqual(["failed", "succeeded"]);
  });

  it("takes many runs at once, each driven by one job at a time", async () => {
    const at = new Date();
    const started = await Promise.all(
      Array.from({ length: 12 }, () => runFor({ ...ctx, at }, workflow, { number: "12345620" })),
    );
    await Promise.all(started.map(({ runId }) => ended(runId)));
    for (const { runId } of started) expect(vendor.of(runId)).toHaveLength(1);
  });

  it("opens a case at the end of a vendor's patience, and goes on with the verdict", async () => {
    const { runId } = await runFor({ ...ctx, at: new Date() }, workflow, { number: "12345650" });
    const wait = await until("a wait", async () => (await readRun(ctx, runId)).waits[0]);
    const [open] = await database.owner`select status from cases where run_id = ${runId}`;
    expect(open).toEqual({ status: "open" });
    const payload = { verdict: "decline", reasonCodes: ["NO_ANSWER"], by: ["mem_1"], items: [] };
    await signalRun({ ...ctx, at: new Date() }, { runId, waitKey: wait.key, key: "ver_1", payload });
    expect((await expectSound(ctx, runId)).decisions).toMatchObject([
      { outcome: "decline", decidedBy: ["mem_1"], reasonCodes: ["NO_ANSWER"] },
    ]);
  });

  it("holds mail while there is no server for it, once per cause", async () => {
    const { vault } = await createParty(ctx, { kind: "business", name: "Acme Ltd" });
    const mail = { vault, applicationId: null, causeKey: "cause", template: "notify", text: "Hello" };
    const send = () => queueMessage(ctx, { ...mail, to: "a@example.com", subject: "Hi" });
    const [first, second] = [await send(), await send()];
    expect(second.id).toBeUndefined();
    const [row] = await until("the mail is held", async () => {
      const rows = await database.owner`select id, status from messages where status <> 'queued'`;
      return rows.length > 0 ? rows : undefined;
    });
    expect(row).toEqual({ id: first.id, status: "held" });
  });

  it("signs the audit, and sweeps up", async () => {
    const { signal } = stopping;
    const job = { ctx: engineContext(""), data: {}, signal, stopping: signal, isLastTry: false };
    await sealAuditChore.run(job);
    const lines = (await readFile(sealFile(ctx.workspaceId), "utf8")).trim().split("\n");
    expect(lines.length).toBeGreaterThan(0);
    const [left] = await database.owner`select count(*)::int as n from audit_entries a
      where not exists (select 1 from audit_sealed s where s.entry_id = a.id)`;
    expect(left?.["n"]).toBe(0);
    await database.owner`insert into attempts (bucket, failures, last_at) values ('old', 1, now() - interval '9 days')`;
    await sweep.run(job);
    expect(await database.owner`select * from attempts where bucket = 'old'`).toHaveLength(0);
    const chores = await boss.getSchedules();
    expect(chores.map((chore) => chore.name).sort()).toEqual([
      "rerun-decisions",
      "seal-audit",
      "start-scheduled",
      "sweep",
    ]);
  });
});
