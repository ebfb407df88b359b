import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createApplication } from "@/server/applications/create";
import { createApplicationInput } from "@/server/applications/schema";
import { openLink } from "@/server/auth/applicant";
import { saveAnswers } from "@/server/collection/save-answers";
import { viewApplication } from "@/server/collection/view";
import type { Context } from "@/server/context";
import { startPostgres } from "@/server/launch/postgres.mjs";
import { database as platformDatabase } from "@/server/platform/database";
import { jobs } from "@/server/platform/jobs";
import { sellerDocument, visitor } from "@/server/testing/collecting";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { killPostgres, Proc } from "@/server/testing/processes";
import { registryDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import type { LiveVersion } from "@/server/workflows/live-version";

/** Real processes, really killed, on a PostgreSQL of their own that waits for its disk. */

type Server = Awaited<ReturnType<typeof startPostgres>>;
let server: Server;
let dataDir: string;
let database: TestDatabase;
let ctx: Context;
let workflow: LiveVersion;
const started: Proc[] = [];

const SLOW = "12345620";

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "gatehouse-crash-"));
  server = await startPostgres({ dataDir });
  database = await testDatabase(server.url);
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  await database.owner`insert into queues (workspace_id, key, title, sla_hours, checklist)
    values (${ctx.workspaceId}, 'edd', 'EDD', 24, '[]')`;
  workflow = await publishedWorkflow(ctx, registryDocument());
}, 180_000);
// A worker that outlives its test would do the next one's work.
afterEach(async () => {
  for (const one of started) await one.kill();
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await platformDatabase().$client.end({ timeout: 1 });
  await database.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

function start(file: string): Proc {
  const proc = new Proc(file, { LOG_LEVEL: "debug", DATA_DIR: dataDir, NODE_ENV: "production" });
  started.push(proc);
  return proc;
}

async function worker(): Promise<Proc> {
  const proc = start("server/worker/main.ts");
  await proc.says(/worker ready/);
  return proc;
}

/** Questions put to the vendor about one run, by the command's key, over all processes that ever lived. */
const askedAbout = (runId: string) =>
  started.flatMap((proc) => proc.lines.filter((line) => line.includes('"asking"') && line.includes(runId)));

async function decided(runId: string, ms = 90_000) {
  for (const end = Date.now() + ms; Date.now() < end; await pause(200)) {
    const run = await readRun(ctx, runId).catch(() => undefined);
    if (run?.row.status === "completed") return expectSound(ctx, runId);
  }
  const said = started.map((proc, i) => `process ${i}:\n${proc.lines.slice(-30).join("\n")}`);
  throw new Error(`the run never ended\n${said.join("\n")}`);
}

const slowRun = async () => (await runFor({ ...ctx, at: new Date() }, workflow, { number: SLOW })).runId;

describe("kill -9", () => {
  it("of the worker in the middle of a check: another asks again under the same key, and decides once", async () => {
    const first = await worker();
    const runId = await slowRun();
    await first.says(new RegExp(`"key":"${runId}[^\\n]*"asking"`));
    await first.kill();
    expect((await readRun(ctx, runId)).effects).toMatchObject([{ status: "started" }]);
    const second = await worker();
    const run = await decided(runId);
    expect(run.decisions).toMatchObject([{ outcome: "approve" }]);
    expect(run.checks).toHaveLength(1);
    expect(askedAbout(runId)).toHaveLength(2);
    expect(run.effects).toHaveLength(1);
    expect(await second.kill("SIGTERM")).toBe(0);
  }, 150_000);

  it("of PostgreSQL in the middle of a check: the worker keeps the answer until it can write it, and asks once", async () => {
    const only = await worker();
    const runId = await slowRun();
    await only.says(new RegExp(`"key":"${runId}[^\\n]*"asking"`));
    await killPostgres(server.pid);
    server = await startPostgres({ dataDir, port: server.port });
    const run = await decided(runId);
    expect(run.decisions).toMatchObject([{ outcome: "approve" }]);
    expect(askedAbout(runId)).toHaveLength(1);
    await only.kill("SIGTERM");
  }, 150_000);

  it("of both at once: everything that was committed is there, and goes on", async () => {
    const first = await worker();
    const runs = [await slowRun(), await slowRun(), await slowRun()];
    for (const runId of runs) await first.says(new RegExp(`"key":"${runId}[^\\n]*"asking"`));
    await Promise.all([first.kill(), killPostgres(server.pid)]);
    server = await startPostgres({ dataDir, port: server.port });
    const second = await worker();
    for (const runId of runs) {
      const run = await decided(runId);
      expect(run.decisions).toHaveLength(1);
      expect(run.effects).toHaveLength(1);
    }
    await second.kill("SIGTERM");
  }, 180_000);

  it("of the web in the middle of a submit: nothing was sent and all typing is there, then it is sent once", async () => {
    const at = new Date();
    const now = { ...ctx, at };
    await publishedWorkflow(now, sellerDocument());
    const { id, link } = await createApplication(now, createApplicationInput.parse({ workflow: "seller" }));
    const applicant = await visitor(now, id);
    const owners = [{ fullName: "Ada Falk", share: 100 }];
    const typed = {
      legalName: "Nordlicht GmbH",
      country: "DE",
      hrb: "HRB 4711",
      contactEmail: "a@example.com",
      owners,
    };
    await saveAnswers(applicant, {
      form: "company",
      answers: Object.entries(typed).map(([path, value]) => ({ path, value })),
      typedAt: at.toISOString(),
    });
    const opened = await openLink(new URL(link).pathname.split("/").at(-1) ?? "", new Headers());
    const cookie = opened.setCookie.split(";")[0] ?? "";
    const before = (await viewApplication(applicant)).answers;

    const [run] = await database.owner`select run_id from applications where id = ${id}`;
    const submit = (port: string) =>
      fetch(`http://127.0.0.1:${port}/api/trpc/collection.submit`, {
        method: "POST",
        headers: { cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" },
        body: JSON.stringify({ json: { form: "company" } }),
      });
    const submissions = () => database.owner`select 1 from submissions where application_id = ${id}`;

    const web = start("server/testing/web-door.ts");
    const port = (await web.says(/listening on/)).split(" ").at(-1) ?? "";
    // The run's row is held, so the submit stops between its snapshot and the run's step.
    const holder = postgres(database.ownerUrl, { max: 1, onnotice: () => {} });
    await holder.begin(async (held) => {
      await held`select 1 from runs where id = ${run?.["run_id"]} for update`;
      const cut = submit(port).then(
        (response) => response.status,
        () => "cut off",
      );
      await waitForLock(database);
      await web.kill();
      expect(await cut).toBe("cut off");
    });
    await holder.end();
    expect(await submissions()).toHaveLength(0);
    expect((await viewApplication(applicant)).answers).toEqual(before);

    const again = start("server/testing/web-door.ts");
    const newPort = (await again.says(/listening on/)).split(" ").at(-1) ?? "";
    const answers = await Promise.all([submit(newPort), submit(newPort)]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await submissions()).toHaveLength(1);
    const { events } = await expectSound(ctx, run?.["run_id"] as string);
    expect(events.filter(({ event }) => event.type === "signal_received")).toHaveLength(1);
    await again.kill();
  }, 120_000);
});

/** Somebody waits for a row that another holds. */
async function waitForLock({ owner }: TestDatabase): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const waiting = await owner`select 1 from pg_stat_activity where wait_event_type = 'Lock'`;
    if (waiting.length > 0) return;
    await pause(25);
  }
  throw new Error("the submit never reached the run");
}
