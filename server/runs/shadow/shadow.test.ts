import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { verifyAudit } from "@/server/audit/verify";
import { confusionOf } from "@/server/backtests/policy";
import type { Context } from "@/server/context";
import { addLabels } from "@/server/labels/add";
import { eraseParty } from "@/server/parties/erase";
import { cancelRun } from "@/server/runs/cancel";
import { driveRun } from "@/server/runs/drive";
import { resolveIncident } from "@/server/runs/resolve";
import { signalRun } from "@/server/runs/signal";
import { amountDocument } from "@/server/testing/amount-rules";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { registryDocument, smallDocument } from "@/server/testing/run-documents";
import { runFor, sandboxConnections, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { readRun } from "@/server/testing/sound";
import { watchRegistry } from "@/server/testing/vendor";
import { createEndpoint } from "@/server/webhooks/create-endpoint";
import { createEndpointInput } from "@/server/webhooks/schema";
import { compareShadow } from "@/server/workflows/compare-shadow";
import { liveVersion } from "@/server/workflows/live-version";
import { publishWorkflow } from "@/server/workflows/publish";
import { runShadow } from "@/server/workflows/run-shadow";
import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { listRuns } from "../list";
import { findWaitingShadows } from "./find-waiting";
import { mirrorRun } from "./mirror";

let database: TestDatabase;
let ctx: Context;
let ada: Context & { actor: MemberActor };
let workflowId: string;
let vendor: ReturnType<typeof watchRegistry>;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
beforeEach(() => {
  vendor = watchRegistry();
});
afterEach(() => vendor.restore());
afterAll(() => database.close());
stopJobsAfterAll();

/** Version 1 live, version 2 silently beside it. */
async function beside(live: WorkflowDocumentInput, silent: WorkflowDocumentInput): Promise<void> {
  ctx = await database.workspace();
  ada = await joinAs(ctx, "risk_manager", "Ada");
  await sandboxConnections(ctx);
  workflowId = (await publishWorkflow(ctx, { document: live, note: "Live" })).workflowId;
  await publishWorkflow(ctx, { document: silent, note: "Silent", live: "no" });
  await runShadow(ada, { workflowId, version: 2, reason: "Let us see." });
}

const begin = async (number: string) =>
  runFor(ctx, await liveVersion(ctx, { key: "registry_check" }), { number });
const mirror = (runId: string) => mirrorRun(later(ctx, 1000), { runId, version: 2 });
const compared = () => compareShadow(later(ctx, 2000), { workflowId, version: 2, days: 30 });
const silentRunOf = async (runId: string) => {
  const [row] = await database.owner<
    { id: string; status: string; mode: string; finished_at: Date | null }[]
  >`
    select id, status, mode, finished_at from runs where shadow_of_run_id = ${runId}`;
  if (!row) throw new Error("no silent run");
  return row;
};
/** The same, but what is clear goes to people, and what is not is approved. */
const upsideDown = () => {
  const document = registryDocument();
  const edges = document.edges.map((edge) =>
    edge.from !== "found" ? edge : { ...edge, to: edge.outlet === "clear" ? "declined" : "approved" },
  );
  return { ...document, title: "Upside down", edges };
};

describe("a version in the shadow", () => {
  test("is told what the live run was told, decides silently, and touches nothing", async () => {
    await beside(registryDocument(), upsideDown());
    await createEndpoint(
      await joinAs(ctx, "admin"),
      createEndpointInput.parse({
        url: "https://hooks.example/in",
        events: ["run.started", "run.completed", "decision.made", "check.completed", "case.opened"],
      }),
    );
    const { runId } = await begin("12345600");
    const jobs = await database.owner`
      select data from pgboss.job where name = 'shadow' and data ->> 'runId' = ${runId}`;
    expect(jobs).toEqual([{ data: { workspaceId: ctx.workspaceId, runId, version: "2" } }]);
    await driveRun(ctx, { runId, now: () => ctx.at });
    const asked = vendor.of(runId).length;
    const told = (await database.owner`select id from webhook_events where workspace_id = ${ctx.workspaceId}`)
      .length;
    expect(told).toBeGreaterThan(0);
    expect(await mirror(runId)).toBe("compared");

    const silent = await silentRunOf(runId);
    expect(silent).toMatchObject({ status: "completed", mode: "shadow" });
    for (const table of ["effects", "waits", "run_timers", "decisions", "checks", "cases"])
      expect(
        await database.owner.unsafe(`select 1 from ${table} where run_id = '${silent.id}'`),
        table,
      ).toHaveLength(0);
    expect(await database.owner`select 1 from pgboss.job where data ->> 'runId' = ${silent.id}`).toHaveLength(
      0,
    );
    expect(vendor.of(silent.id)).toEqual([]);
    expect(vendor.of(runId)).toHaveLength(asked);
    expect(
      await database.owner`select id from webhook_events where workspace_id = ${ctx.workspaceId}`,
    ).toHaveLength(told);
    expect((await listRuns(ctx, { limit: 10 } as never)).data.map(({ id }) => id)).toEqual([runId]);
    expect(await compared()).toMatchObject({
      compared: 1,
      agreed: 0,
      matrix: [{ live: "approve", shadow: "decline", count: 1 }],
      differing: [
        { runId: silent.id, liveRunId: runId, live: "approve", shadow: "decline", party: "Acme Ltd" },
      ],
      ...{ rules: [], calls: { live: 1, shadow: 1, counted: 1 } },
    });
    await addLabels(ada, { labels: [{ run: runId, label: "confirmed_fraud", date: "2026-01-20" }] });
    const { tally } = await compared();
    expect(confusionOf(tally, "facts", "before")).toMatchObject({ bad: 1, recall: 0, badPassed: 1 });
    expect(confusionOf(tally, "facts", "after")).toMatchObject({ bad: 1, recall: 1, badPassed: 0 });
  });

  test("says which rules fire on either side", async () => {
    await beside(amountDocument(1000), amountDocument(500));
    const live = await liveVersion(ctx, { key: "amounts" });
    for (const amount of [100, 700, 2000]) {
      const { runId } = await runFor(ctx, live, { amount, country: "DE" });
      expect(await mirror(runId)).toBe("compared");
    }
    expect(await compared()).toMatchObject({
      ...{ compared: 3, agreed: 2, calls: { live: 0, shadow: 0, counted: 3 } },
      rules: [{ hit: "limits/R1", title: "R1: Above the limit", live: 1, shadow: 2, gained: 1, lost: 0 }],
    });
  });

  test("has a journal of its own that replays to its state and verifies", async () => {
    await beside(registryDocument(), registryDocument({ attempts: 2 }));
    const { runId } = await begin("12345600");
    await driveRun(ctx, { runId, now: () => ctx.at });
    await mirror(runId);
    const { id } = await silentRunOf(runId);
    const { events } = await readRun(ctx, id);
    expect(events.map(({ event }) => event.type)).toEqual(["started", "effect_succeeded"]);
    expect((await verifyAudit(ctx, "/nonexistent/seals")).findings).toEqual([]);
    expect(await compared()).toMatchObject({ compared: 1, agreed: 1, differing: [] });
  });

  test("asked again and again, also at the same time, is told each thing once", async () => {
    await beside(registryDocument(), upsideDown());
    const { runId } = await begin("12345600");
    expect(await mirror(runId)).toBe("waiting");
    expect(await findWaitingShadows(ctx)).toBe(0);
    await driveRun(ctx, { runId, now: () => ctx.at });
    expect(await findWaitingShadows(ctx)).toBe(1);
    await Promise.all([1, 2, 3, 4].map(() => mirror(runId)));
    const { id } = await silentRunOf(runId);
    expect((await readRun(ctx, id)).events).toHaveLength(2);
    expect(await findWaitingShadows(ctx)).toBe(0);
    expect((await compared()).compared).toBe(1);
  });

  test("is followed through a person's verdict where people were asked the same", async () => {
    await beside(registryDocument({ attempts: 1 }), { ...registryDocument({ attempts: 1 }), title: "Same" });
    const { runId } = await begin("12345630");
    await driveRun(ctx, { runId, now: () => ctx.at });
    expect(await mirror(runId)).toBe("waiting");
    const { waits } = await readRun(ctx, runId);
    const open = waits.find(({ closedAt }) => !closedAt);
    await signalRun(later(ctx, 500), {
      runId,
      waitKey: open?.key ?? "",
      key: "ver_1",
      payload: { verdict: "decline", reasonCodes: ["NO_ANSWER"], by: ["mem_1"], items: [] },
    });
    expect(await mirror(runId)).toBe("compared");
    expect((await compared()).matrix).toEqual([{ live: "decline", shadow: "decline", count: 1 }]);
  });

  test("that asks what nobody answered cannot be compared, says where and why, and counts as open no more", async () => {
    const other = registryDocument({
      ask: { country: { value: "DE" }, registrationNumber: "input.number", name: "party.name" },
    });
    await beside(registryDocument(), other);
    const { runId } = await begin("12345600");
    await driveRun(ctx, { runId, now: () => ctx.at });
    expect(await mirror(runId)).toBe("not_comparable");
    const silent = await silentRunOf(runId);
    expect(silent.status).toBe("cancelled");
    expect(silent.finished_at).not.toBeNull();
    expect(await compared()).toMatchObject({
      compared: 0,
      notComparable: [{ reason: "asked_otherwise", node: "registry", title: "registry", count: 1 }],
    });
    expect(await mirror(runId)).toBe("not_comparable");
    expect((await readRun(ctx, silent.id)).events).toHaveLength(2);
  });

  test("that would send to people whom nobody sent cannot be compared", async () => {
    const careful = registryDocument();
    const edges = careful.edges.map((edge) => (edge.outlet === "clear" ? { ...edge, to: "human" } : edge));
    await beside(registryDocument(), { ...careful, edges });
    const { runId } = await begin("12345600");
    await driveRun(ctx, { runId, now: () => ctx.at });
    await mirror(runId);
    expect((await compared()).notComparable).toEqual([
      { reason: "people_not_asked", node: "human", title: "human", count: 1 },
    ]);
    expect(await database.owner`select 1 from cases where workspace_id = ${ctx.workspaceId}`).toHaveLength(0);
  });

  test("sends no mail: it takes it for sent and goes on", async () => {
    const live = smallDocument(
      "registry_check",
      { start: { type: "decision_start" }, yes: { type: "end", config: { outcome: "approve" } } },
      { "start.next": "yes" },
    );
    const silent = smallDocument(
      "registry_check",
      {
        start: { type: "decision_start" },
        tell: {
          type: "notify",
          config: { to: "addresses", addresses: ["a@example.com"], subject: "Hi", text: "Hi" },
        },
        no: { type: "end", config: { outcome: "decline" } },
      },
      { "start.next": "tell", "tell.sent": "no", "tell.failed": "no" },
    );
    await beside(live, silent);
    const { runId } = await begin("1");
    expect(await mirror(runId)).toBe("compared");
    expect(await database.owner`select 1 from messages where workspace_id = ${ctx.workspaceId}`).toHaveLength(
      0,
    );
    expect((await compared()).matrix).toEqual([{ live: "approve", shadow: "decline", count: 1 }]);
  });

  test("ends with the live run when that was cancelled", async () => {
    await beside(registryDocument(), upsideDown());
    const { runId } = await begin("12345600");
    await mirror(runId);
    await cancelRun(later(ctx, 500), { runId, reason: "No longer wanted." });
    expect(await mirror(runId)).toBe("not_comparable");
    expect((await compared()).notComparable).toMatchObject([{ reason: "live_cancelled", node: null }]);
  });

  test("takes no answer from outside and keeps no party from being erased", async () => {
    await beside(registryDocument(), upsideDown());
    const run = await begin("12345600");
    await mirror(run.runId);
    const { id } = await silentRunOf(run.runId);
    await expect(cancelRun(ctx, { runId: id, reason: "Stop." })).rejects.toMatchObject({ code: "conflict" });
    await expect(
      resolveIncident(ctx, { runId: id, tokenId: "x", answer: { action: "retry" }, reason: "Go." }),
    ).rejects.toMatchObject({ code: "conflict" });
    await driveRun(ctx, { runId: run.runId, now: () => ctx.at });
    const [party] = await database.owner<{ id: string }[]>`
      select party_id as id from runs where id = ${run.runId}`;
    await eraseParty(await joinAs(ctx, "admin"), {
      partyId: party?.id ?? "",
      confirmName: "Acme Ltd",
      reason: "They asked us to.",
    });
    expect(await mirror(run.runId)).toBeUndefined();
  });
});
