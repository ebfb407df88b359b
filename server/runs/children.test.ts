import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inWorkspace } from "@/db/client";
import { runs } from "@/db/schema";
import type { Context } from "@/server/context";
import { jobs } from "@/server/platform/jobs";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import { expectSound, readRun } from "@/server/testing/sound";
import { watchRegistry } from "@/server/testing/vendor";
import type { LiveVersion } from "@/server/workflows/live-version";
import { cancelRun } from "./cancel";
import { driveRun } from "./drive";
import { findStranded } from "./find-stranded";
import { fireTimer } from "./fire-timer";
import { seeToChild } from "./see-to-child";
import { signalRun } from "./signal";

let database: TestDatabase;
let ctx: Context;
const now = () => ctx.at;

const start = { type: "sub_workflow_start" };
const approved = { type: "end", config: { outcome: "approve", outputs: { limit: { value: 500 } } } };
const sub = (workflow: string, more: Record<string, unknown> = {}) => ({
  type: "sub_workflow",
  config: { workflow, version: "live", ...more },
});

/** A parent that runs `workflow` and ends by what came of it. */
const parentOf = (key: string, workflow: string, more: Record<string, unknown> = {}) =>
  smallDocument(
    key,
    {
      start: { type: "decision_start" },
      other: sub(workflow, { outcomes: ["decline"], values: { limit: "limit" }, ...more }),
      approved: {
        type: "end",
        config: { outcome: "approve", outputs: { limit: { field: "values.limit" } } },
      },
      declined: { type: "end", config: { outcome: "decline" } },
    },
    { "start.next": "other", "other.completed": "approved", "other.outcome_decline": "declined" },
  );

const publish = (document: Parameters<typeof publishedWorkflow>[1]) => publishedWorkflow(ctx, document);
const childrenOf = (runId: string) =>
  inWorkspace(ctx.db, ctx.workspaceId, (tx) =>
    tx.select().from(runs).where(eq(runs.parentRunId, runId)).orderBy(runs.id),
  );
const jobsFor = (runId: string, queue: string) =>
  database.owner<{ data: { key: string } }[]>`
    select data from pgboss.job where name = ${queue} and data->>'runId' = ${runId} and state = 'created'`;
/** What the worker does with the jobs of the queue. */
async function seeToAll(runId: string): Promise<void> {
  for (const { data } of await jobsFor(runId, "child")) await seeToChild(ctx, { runId, key: data.key });
}

let quick: LiveVersion;
let slow: LiveVersion;
let asking: LiveVersion;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  await publish(smallDocument("pure", { start, approved }, { "start.next": "approved" }));
  await publish(
    smallDocument(
      "waiting",
      { start, hold: { type: "wait", config: { for: "signal", name: "go" } }, approved },
      { "start.next": "hold", "hold.received": "approved" },
    ),
  );
  await publish(
    smallDocument(
      "asking",
      {
        start,
        registry: {
          type: "check",
          config: {
            connection: "registry",
            capability: "company_lookup",
            ask: { country: { value: "GB" }, registrationNumber: { value: "12345600" }, name: "party.name" },
          },
        },
        approved,
      },
      { "start.next": "registry", "registry.answered": "approved" },
    ),
  );
  quick = await publish(parentOf("quick", "pure"));
  slow = await publish(parentOf("slow", "waiting", { deadlineDays: 3 }));
  asking = await publish(parentOf("asks", "asking"));
});
beforeEach(() => {
  const vendor = watchRegistry();
  return () => vendor.restore();
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

describe("a sub-workflow", () => {
  it("that needs nobody is decided in the step that began it, each run with a journal of its own", async () => {
    const run = await runFor(ctx, quick, {});
    expect(run.decision).toMatchObject({ outcome: "approve", outputs: { limit: 500 } });
    const [child] = await childrenOf(run.runId);
    expect(child).toMatchObject({ depth: 1, status: "completed", parentKey: `${run.runId}:other::1:1` });
    const parent = await expectSound(ctx, run.runId);
    expect(parent.row.partyId).toBe(child?.partyId);
    expect(parent.events.map(({ event }) => event.type)).toEqual(["started", "child_ended"]);
    expect(parent.state.data.nodes["other"]).toMatchObject({ run: child?.id, outcome: "approve" });
    await expectSound(ctx, child?.id ?? "");
    expect(await jobsFor(run.runId, "child")).toEqual([]);
  });

  it("that waits tells its parent by a job in the transaction in which it ends; a copy of the job does nothing", async () => {
    const run = await runFor(ctx, slow, {});
    expect(run.status).toBe("waiting");
    const [child] = await childrenOf(run.runId);
    const childId = child?.id ?? "";
    const { waits } = await readRun(ctx, childId);
    const signal = { runId: childId, waitKey: waits[0]?.key ?? "", key: "1", payload: {} };
    expect((await signalRun(ctx, signal)).status).toBe("completed");
    expect((await expectSound(ctx, run.runId)).row.status).toBe("waiting");
    await seeToAll(run.runId);
    await seeToAll(run.runId);
    const { row, events } = await expectSound(ctx, run.runId);
    expect(row.status).toBe("completed");
    expect(events).toHaveLength(2);
  });

  it("performs its own effects", async () => {
    const run = await runFor(ctx, asking, {});
    const [child] = await childrenOf(run.runId);
    expect(await jobsFor(child?.id ?? "", "drive")).toHaveLength(1);
    await driveRun(ctx, { runId: child?.id ?? "", now });
    await seeToAll(run.runId);
    expect((await expectSound(ctx, run.runId)).row.status).toBe("completed");
  });

  it("is picked up by the sweep when its job was lost, before it began and after it ended", async () => {
    const run = await runFor(ctx, slow, {});
    const [child] = await childrenOf(run.runId);
    const childId = child?.id ?? "";
    const { waits } = await readRun(ctx, childId);
    await signalRun(ctx, { runId: childId, waitKey: waits[0]?.key ?? "", key: "1", payload: {} });
    await database.owner`delete from pgboss.job where name = 'child'`;
    const later = { ...ctx, at: new Date(ctx.at.getTime() + 3_600_000) };
    expect((await findStranded(later)).children).toBe(1);
    await seeToAll(run.runId);
    expect((await expectSound(ctx, run.runId)).row.status).toBe("completed");
    expect((await findStranded(later)).children).toBe(0);
  });

  it("is cancelled with its parent, and its own children with it", async () => {
    await publish(
      smallDocument(
        "between",
        { start, other: sub("waiting"), approved },
        { "start.next": "other", "other.completed": "approved" },
      ),
    );
    const run = await runFor(ctx, await publish(parentOf("top", "between")), {});
    const [middle] = await childrenOf(run.runId);
    const [bottom] = await childrenOf(middle?.id ?? "");
    expect(bottom?.depth).toBe(2);
    await cancelRun(ctx, { runId: run.runId, reason: "no longer wanted" });
    for (const id of [run.runId, middle?.id ?? "", bottom?.id ?? ""])
      expect((await expectSound(ctx, id)).row.status).toBe("cancelled");
    expect(await jobsFor(run.runId, "child")).toEqual([]);
  });

  it("is cancelled when the deadline passes, and what it still says changes nothing", async () => {
    const document = parentOf("late", "waiting", { deadlineDays: 1 });
    const run = await runFor(
      ctx,
      await publish({
        ...document,
        edges: [...document.edges, { from: "other", outlet: "expired", to: "declined" }],
      }),
      {},
    );
    const [timer] = (await readRun(ctx, run.runId)).timers;
    const late = { ...ctx, at: timer?.fireAt ?? ctx.at };
    await fireTimer(late, { runId: run.runId, key: timer?.key ?? "" });
    const [child] = await childrenOf(run.runId);
    expect(child?.status).toBe("cancelled");
    await seeToChild(late, { runId: run.runId, key: child?.parentKey ?? "" });
    const parent = await expectSound(ctx, run.runId);
    expect(parent.decisions).toMatchObject([{ outcome: "decline" }]);
    expect(parent.events).toHaveLength(2);
  });

  it("cancelled by itself sends its parent on by “cancelled”, to a person where that leads nowhere", async () => {
    const run = await runFor(ctx, slow, {});
    const [child] = await childrenOf(run.runId);
    await cancelRun(ctx, { runId: child?.id ?? "", reason: "asked for twice" });
    await seeToAll(run.runId);
    const { row } = await expectSound(ctx, run.runId);
    expect(row.attention).toBe("“other” ended in “Cancelled”, which leads nowhere.");
  });

  it.each([
    ["is not there", "nowhere", {}, "There is no workflow “nowhere” in this workspace."],
    ["begins otherwise", "quick", {}, "“quick” does not begin as a sub-workflow."],
    ["has no such version", "pure", { version: 7 }, "There is no version 7 of “pure” in this workspace."],
  ])("stops its parent at a person when it %s", async (_, workflow, more, reason) => {
    const key = `refused_${workflow}_${Object.keys(more).length}`;
    const run = await runFor(ctx, await publish(parentOf(key, workflow, more)), {});
    expect(run.status).toBe("attention");
    expect((await expectSound(ctx, run.runId)).row.attention).toBe(`“other” could not begin: ${reason}`);
    expect(await childrenOf(run.runId)).toEqual([]);
  });

  it("lies no more than eight deep: one that runs itself stops at a person", async () => {
    await publish(
      smallDocument(
        "itself",
        { start, other: sub("itself"), approved },
        { "start.next": "other", "other.completed": "approved" },
      ),
    );
    const run = await runFor(ctx, await publish(parentOf("endless", "itself")), {});
    let id = run.runId;
    let depth = 0;
    for (let [next] = await childrenOf(id); next; [next] = await childrenOf(id)) {
      ({ id, depth } = next);
    }
    expect(depth).toBe(8);
    expect((await expectSound(ctx, id)).row.attention).toBe(
      "“other” could not begin: it would be the 9th run inside another; at most 8 are possible.",
    );
  });

  it("for each of many elements begins a few at once and the rest by jobs, and misses none", async () => {
    const many = smallDocument(
      "many",
      {
        start: { type: "decision_start" },
        each: { type: "for_each", config: { list: "input.list[]", concurrency: 50 } },
        other: sub("pure"),
        over: { type: "item_end", config: { output: { limit: { field: "nodes.other.outputs.limit" } } } },
        approved: {
          type: "end",
          config: { outcome: "approve", outputs: { count: { field: "nodes.each.count" } } },
        },
      },
      { "start.next": "each", "each.each": "other", "other.completed": "over", "each.done": "approved" },
    );
    const run = await runFor(ctx, await publish(many), { list: Array.from({ length: 60 }, (_, i) => i) });
    expect(await childrenOf(run.runId)).toHaveLength(20);
    for (let round = 0; round < 10 && (await readRun(ctx, run.runId)).row.status === "waiting"; round++)
      await seeToAll(run.runId);
    const { state } = await expectSound(ctx, run.runId, { audit: false });
    expect(state.decision?.outputs).toEqual({ count: 60 });
    expect(await childrenOf(run.runId)).toHaveLength(60);
    expect(state.data.nodes["each"]?.["items"]).toHaveLength(60);
  }, 60_000);
});
