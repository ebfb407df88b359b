import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/server/context";
import { eraseParty } from "@/server/parties/erase";
import { driveRun } from "@/server/runs/drive";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { registryDocument } from "@/server/testing/run-documents";
import {
  publishedWorkflow,
  runFor,
  sandboxConnections,
  settleProcess,
  stopJobsAfterAll,
} from "@/server/testing/runs";
import type { LiveVersion } from "@/server/workflows/live-version";
import { listReruns } from "./list-reruns";
import { rerunDecision } from "./rerun";
import { rerunRound } from "./rerun-round";

let database: TestDatabase;
let ctx: Context;
let ada: Context;
let workflow: LiveVersion;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
afterAll(() => database.close());
stopJobsAfterAll();

/** A workspace of its own with some decisions, each made with a vendor's answer. */
async function workspaceWith(decided: number) {
  ctx = await database.workspace();
  ada = await joinAs(ctx, "admin", "Ada");
  await sandboxConnections(ctx);
  workflow = await publishedWorkflow(ctx, registryDocument());
  const runs: string[] = [];
  for (let i = 0; i < decided; i++) {
    const { runId } = await runFor(ctx, workflow, { number: "12345600" });
    await driveRun(ctx, { runId, now: () => ctx.at });
    runs.push(runId);
  }
  return Promise.all(runs.map(decisionOf));
}
const decisionOf = async (runId: string): Promise<string> =>
  (await database.owner<{ id: string }[]>`select id from decisions where run_id = ${runId}`)[0]!.id;

/** Somebody with the database's own password alters what never changes. */
async function plant(table: "decisions" | "workflow_versions", change: () => Promise<unknown>) {
  await database.owner.unsafe(`alter table ${table} disable trigger never_changed`);
  await change();
  await database.owner.unsafe(`alter table ${table} enable trigger never_changed`);
}
const actions = (action: string) =>
  database.owner<{ facts: string }[]>`select facts from audit_entries
    where workspace_id = ${ctx.workspaceId} and action = ${action} order by at, id`.then((rows) =>
    rows.map(({ facts }) => JSON.parse(facts) as Record<string, unknown>),
  );

describe("a stored decision made once more", () => {
  it("comes out identical on its own version, in everything it says and found", async () => {
    const [decisionId = ""] = await workspaceWith(1);
    const again = await rerunDecision(ada, { decisionId });
    expect(again).toMatchObject({ result: "same", differs: [], by: "Ada", origin: "member" });
    expect(again.compared.map(({ what }) => what)).toEqual([
      ...["version", "record", "journal", "outcome", "reasons", "score", "outputs", "decided_by", "steps"],
    ]);
    expect(again.compared.every(({ isSame }) => isSame)).toBe(true);
    expect(await actions("decision.rerun")).toMatchObject([{ decision: decisionId, result: "same" }]);
    await expect(
      database.owner`update decision_reruns set result = 'different' where decision_id = ${decisionId}`,
    ).rejects.toThrow(/never changed/);
  });

  it("says so when the record was altered", async () => {
    const [decisionId = ""] = await workspaceWith(1);
    await plant(
      "decisions",
      () => database.owner`update decisions set outcome = 'decline' where id = ${decisionId}`,
    );
    const again = await rerunDecision(ada, { decisionId });
    expect(again).toMatchObject({ result: "different", differs: ["outcome"] });
    expect(again.compared.find(({ what }) => what === "outcome")).toMatchObject({
      stored: "Decline",
      found: "Approve",
    });
  });

  it("says so when its version was altered, whatever this process remembers of it", async () => {
    const [decisionId = ""] = await workspaceWith(1);
    await plant(
      "workflow_versions",
      () => database.owner`update workflow_versions
        set document = replace(document::text, '"outcome":"approve"', '"outcome":"decline"')::json
        where workspace_id = ${ctx.workspaceId}`,
    );
    const again = await rerunDecision(ada, { decisionId });
    expect(again.result).toBe("different");
    expect(again.differs).toEqual(expect.arrayContaining(["version", "outcome"]));
    expect(await actions("decision.differed")).toMatchObject([{ decision: decisionId, result: "different" }]);
  });

  it("says so when its journal was cut", async () => {
    const [decisionId = ""] = await workspaceWith(1);
    await database.owner.unsafe("alter table run_events disable trigger never_changed");
    await database.owner`delete from run_events where workspace_id = ${ctx.workspaceId} and seq > 1`;
    await database.owner.unsafe("alter table run_events enable trigger never_changed");
    expect(await rerunDecision(ada, { decisionId })).toMatchObject({
      result: "different",
      differs: expect.arrayContaining(["outcome", "steps"]),
    });
    await database.owner.unsafe("alter table run_events disable trigger never_changed");
    await database.owner`delete from run_events where workspace_id = ${ctx.workspaceId}`;
    await database.owner.unsafe("alter table run_events enable trigger never_changed");
    expect(await rerunDecision(ada, { decisionId })).toMatchObject({
      result: "broken",
      differs: ["journal"],
    });
  });

  it("cannot be made once its party was erased, and is of this workspace only", async () => {
    const [decisionId = ""] = await workspaceWith(1);
    const other = await joinAs(await database.workspace(), "admin", "Eve");
    await expect(rerunDecision(other, { decisionId })).rejects.toMatchObject({ code: "not_found" });
    const [party] = await database.owner<
      { id: string; name: string }[]
    >`select id, name from parties where workspace_id = ${ctx.workspaceId}`;
    await eraseParty(ada, { partyId: party!.id, confirmName: party!.name, reason: "asked for it" });
    await expect(rerunDecision(ada, { decisionId })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the round of a night", () => {
  it("makes the day's decisions once more, and the next night only what is new and a sample of the old", async () => {
    await workspaceWith(5);
    const night = later(ctx, 3_600_000);
    expect(await rerunRound(night)).toEqual({ recent: 5, sampled: 0, same: 5, different: 0, erased: 0 });
    const { runId } = await runFor(later(ctx, 7_200_000), workflow, { number: "12345600" });
    await driveRun(later(ctx, 7_200_000), { runId, now: () => later(ctx, 7_200_000).at });
    const next = await rerunRound(later(ctx, 90_000_000), { sample: 2 });
    expect(next).toMatchObject({ recent: 1, same: expect.any(Number), different: 0 });
    expect(next!.sampled).toBeGreaterThan(0);
    expect((await listReruns(ada)).rounds).toMatchObject([{ recent: 1 }, { recent: 5, same: 5 }]);
    expect(await actions("decision.round_ended")).toHaveLength(2);
  });

  it("finds a planted difference, tells of it until it is gone, and goes on with the others", async () => {
    const [first = "", second = ""] = await workspaceWith(2);
    const set = (outcome: string) =>
      plant("decisions", () => database.owner`update decisions set outcome = ${outcome} where id = ${first}`);
    await set("decline");
    expect(await rerunRound(later(ctx, 1_000))).toMatchObject({ recent: 2, same: 1, different: 1 });
    const { differing } = await listReruns(ada);
    expect(differing).toMatchObject([
      { decision: { id: first }, result: "different", differs: ["outcome"], origin: "night" },
    ]);
    expect(differing.some(({ decision }) => decision.id === second)).toBe(false);
    expect(await actions("decision.differed")).toMatchObject([{ decision: first, differs: ["outcome"] }]);
    const [job] = await database.owner`select name from pgboss.job where name = 'rerun-notice'
      and data->>'workspaceId' = ${ctx.workspaceId}`;
    expect(job).toBeDefined();
    await set("approve");
    await rerunDecision(later(ada, 2_000), { decisionId: first });
    expect((await listReruns(ada)).differing).toEqual([]);
  });

  it("writes nothing where nothing was decided, and stops when it is told to", async () => {
    await workspaceWith(0);
    expect(await rerunRound(ctx)).toBeUndefined();
    await workspaceWith(2);
    const stop = new AbortController();
    stop.abort();
    expect(await rerunRound(later(ctx, 1_000), { signal: stop.signal })).toMatchObject({
      recent: 0,
      same: 0,
    });
  });
});
