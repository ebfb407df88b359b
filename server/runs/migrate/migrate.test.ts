import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import type { Context } from "@/server/context";
import { inTransaction } from "@/server/context";
import { fold } from "@/server/engine/interpreter";
import { getRun } from "@/server/runs/get";
import { signalRun } from "@/server/runs/signal";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { runFor, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { readRun } from "@/server/testing/sound";
import { sellerDocument } from "@/server/testing/workflow-document";
import { liveVersion } from "@/server/workflows/live-version";
import { publishWorkflow } from "@/server/workflows/publish";
import { planOf } from "../plan-of";
import { findStrandedMigrations } from "./find-stranded";
import { getMigration } from "./get";
import { moveRuns } from "./move";
import { planMigration } from "./plan";
import { startMigration } from "./start";

let database: TestDatabase;
let ctx: Context;
let ada: Context & { actor: MemberActor };
let workflowId: string;
const reason = "The old ending was wrong.";

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
afterAll(() => database.close());
stopJobsAfterAll();
beforeEach(async () => {
  ctx = await database.workspace();
  ada = await joinAs(ctx, "risk_manager", "Ada");
  workflowId = (await publishWorkflow(ctx, { document: sellerDocument(), note: "First" })).workflowId;
});

const { nodes, edges } = sellerDocument();
/** Where a declined seller goes, and what people are asked, changed; the form did not. */
const changed = () =>
  sellerDocument({
    nodes: { ...nodes, review: { ...nodes["review"]!, config: { queue: "edd", fourEyes: "none" } } },
    edges: edges.map((edge) => (edge.outlet === "declined" ? { ...edge, to: "approved" } : edge)),
  });
const begin = async () => runFor(ctx, await liveVersion(ctx, { key: "seller" }), {});
const submit = async (runId: string) => {
  const { waits } = await readRun(ctx, runId);
  const open = waits.find(({ closedAt }) => !closedAt);
  return signalRun(later(ctx, 100), {
    runId,
    waitKey: open?.key ?? "",
    key: "sub_1",
    payload: { answers: { legalName: "Acme", country: "GB" }, submissionId: "sub_1" },
  });
};
const move = (migrationId: string) => moveRuns(ctx, { migrationId, now: () => later(ctx, 1000).at });

describe("moving runs that are under way", () => {
  test("is tried first: the dry run names who can move, who cannot and why, and changes nothing", async () => {
    const atForm = await begin();
    const atReview = await begin();
    await submit(atReview.runId);
    await publishWorkflow(ctx, { document: changed(), note: "Second" });
    const before = await database.owner`select id, version, seq from runs order by id`;
    const plan = await planMigration(ada, { workflowId, toVersion: 2 });
    expect(plan).toMatchObject({ movable: 1, stuck: 1 });
    expect(plan.runs).toMatchObject([
      { runId: atReview.runId, why: ["“Analyst review” has already asked, and asks something else now."] },
      { runId: atForm.runId, why: [], fromVersion: 1, party: "Acme Ltd" },
    ]);
    expect(await database.owner`select id, version, seq from runs order by id`).toEqual(before);
  });

  test("moves each alone, keeps what could not move, and writes who, why and what became of it", async () => {
    const atForm = await begin();
    const atReview = await begin();
    await submit(atReview.runId);
    await publishWorkflow(ctx, { document: changed(), note: "Second" });
    const { id, runs } = await startMigration(ada, { workflowId, toVersion: 2, reason });
    expect(runs).toBe(2);
    expect(
      await database.owner`select 1 from pgboss.job where name = 'migrate' and data ->> 'migrationId' = ${id}`,
    ).toHaveLength(1);
    expect(await getMigration(ada, { workflowId, migrationId: id })).toMatchObject({
      state: "running",
      moved: 0,
    });
    await Promise.all([move(id), move(id)]);
    expect(await getMigration(ada, { workflowId, migrationId: id })).toMatchObject({
      state: "done",
      ...{ total: 2, moved: 1, stayed: 1, startedBy: "Ada", reason },
      runs: [
        { runId: atReview.runId, state: "refused", why: expect.stringContaining("asks something else") },
        { runId: atForm.runId, state: "moved", why: null },
      ],
    });
    expect((await getRun(ctx, { runId: atForm.runId })).workflow.version).toBe(2);
    expect((await getRun(ctx, { runId: atReview.runId })).workflow.version).toBe(1);
    const ofRun = await database.owner<{ action: string; facts: string }[]>`
      select action, facts from audit_entries where subject_id = ${atForm.runId} order by seq desc limit 1`;
    expect(ofRun[0]).toMatchObject({ action: "run.migrated" });
    expect(JSON.parse(ofRun[0]?.facts ?? "{}")).toMatchObject({ from: 1, to: 2, key: id });
    const ofWorkflow = await database.owner<{ action: string }[]>`
      select action from audit_entries where subject_id = ${workflowId} order by seq desc limit 2`;
    expect(ofWorkflow.map(({ action }) => action)).toEqual([
      "workflow.migration_ended",
      "workflow.migration_started",
    ]);
    expect((await verifyAudit(ctx, "/nonexistent/seals")).findings).toEqual([]);
  });

  test("a moved run goes on by the new version, and its journal folds to its state", async () => {
    const { runId } = await begin();
    await publishWorkflow(ctx, { document: changed(), note: "Second" });
    const { id } = await startMigration(ada, { workflowId, toVersion: 2, reason });
    await move(id);
    await submit(runId);
    const { waits } = await readRun(ctx, runId);
    await signalRun(later(ctx, 2000), {
      runId,
      waitKey: waits.find(({ closedAt }) => !closedAt)?.key ?? "",
      key: "ver_1",
      payload: { verdict: "decline", reasonCodes: ["PEP_OWNER"], by: ["mem_1"], items: [] },
    });
    const { row, events, decisions, state } = await readRun(ctx, runId);
    expect(row.version).toBe(2);
    // The new version leads a decline to the approval.
    expect(decisions).toMatchObject([{ outcome: "approve" }]);
    expect(events.map(({ event }) => event.type)).toEqual([
      "started",
      "migrated",
      "signal_received",
      "signal_received",
    ]);
    const plans = await inTransaction(ctx, async (tx, ctx) => [
      (await planOf(tx, ctx, { workflowId, version: 1 })).plan,
      (await planOf(tx, ctx, { workflowId, version: 2 })).plan,
    ]);
    const folded = fold(
      plans[0]!,
      events.map(({ event }) => event),
      (version) => plans[version - 1]!,
    );
    expect(folded).toEqual(state);
  });

  test("goes on after a crash, begins only where there is something to move, and only for those chosen", async () => {
    const [one, two] = [await begin(), await begin()];
    await publishWorkflow(ctx, { document: changed(), note: "Second" });
    const { id, runs } = await startMigration(ada, { workflowId, toVersion: 2, runIds: [one.runId], reason });
    expect(runs).toBe(1);
    await database.owner`delete from pgboss.job where name = 'migrate'`;
    expect(await findStrandedMigrations(ctx)).toBe(1);
    await move(id);
    expect(await findStrandedMigrations(ctx)).toBe(0);
    expect((await readRun(ctx, two.runId)).row.version).toBe(1);
    await expect(
      startMigration(ada, { workflowId, toVersion: 2, runIds: [one.runId], reason }),
    ).rejects.toMatchObject({ code: "conflict" });
    const other = await joinAs(await database.workspace(), "admin", "Mallory");
    for (const attempt of [
      () => planMigration(other, { workflowId, toVersion: 2 }),
      () => startMigration(other, { workflowId, toVersion: 2, reason }),
      () => getMigration(other, { workflowId, migrationId: id }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });
});
