import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor, Context } from "@/server/context";
import { fold } from "@/server/engine/interpreter";
import { compilePlan } from "@/server/engine/plan";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { eraseParty } from "@/server/parties/erase";
import { jobs } from "@/server/platform/jobs";
import { as, later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { registryDocument, unwiredDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, runFor, sandboxConnections, settleProcess } from "@/server/testing/runs";
import type { LiveVersion } from "@/server/workflows/live-version";
import { cancelRun } from "./cancel";
import { driveRun } from "./drive";
import { getRun } from "./get";
import { getRunJournal } from "./get-journal";
import { getRunRecord } from "./get-record";
import { listRuns } from "./list";
import { isSameState } from "./policy";
import { resolveIncident } from "./resolve";
import { retryRun } from "./retry";
import { listRunsInput, runJournalInput } from "./schema";

let database: TestDatabase;
let ctx: Context;
let registry: LiveVersion;
let unwired: LiveVersion;

const actor = (role: Extract<Actor, { kind: "member" }>["role"]): Actor => ({
  ...{ kind: "member", id: `mem_${role}`, userId: "usr_1", sessionId: "ses_1", role, name: "Mia" },
});

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
  ctx = await database.workspace();
  await sandboxConnections(ctx);
  registry = await publishedWorkflow(ctx, registryDocument());
  unwired = await publishedWorkflow(ctx, unwiredDocument());
});
afterAll(async () => {
  await (await jobs()).stop({ graceful: false });
  await database.close();
});

const list = (input: object = {}) => listRuns(ctx, listRunsInput.parse(input));
const journal = (runId: string, input: object = {}) =>
  getRunJournal(ctx, runJournalInput.parse({ runId, ...input }));
const reason = "looked it up by hand";

async function stopped(): Promise<string> {
  const { runId } = await runFor(ctx, unwired, { number: "12345650" });
  await driveRun(ctx, { runId, now: () => ctx.at });
  return runId;
}

describe("the journal of a run", () => {
  it("comes in pages, and folding all of them gives what is stored", async () => {
    const runId = await stopped();
    await resolveIncident(as(ctx, actor("risk_manager")), {
      ...{ runId, tokenId: "registry:1:1", reason },
      answer: { action: "answer", outlet: "answered", output: { status: "clear", results: [] } },
    });
    const pages = [await journal(runId, { limit: 1 })];
    for (;;) {
      const { nextCursor } = pages.at(-1)!;
      if (nextCursor === null) break;
      pages.push(await journal(runId, { limit: 1, cursor: nextCursor }));
    }
    const events = pages.flatMap((page) => page.events);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(events.map(({ type }) => type)).toEqual(["started", "effect_failed", "incident_resolved"]);
    expect(pages.slice(0, -1).every(({ stored }) => stored === null)).toBe(true);
    const folded = fold(
      compilePlan(unwired.document, nodeCatalogue),
      events.map(({ event }) => event),
    );
    const stored = pages.at(-1)!.stored!;
    expect(isSameState(folded, stored)).toBe(true);
    expect(isSameState(folded, { ...stored, now: "2020-01-01T00:00:00.000Z" })).toBe(false);
    expect(folded.data.nodes["registry"]).toEqual({ status: "clear", results: [] });
  });

  it("is for those who may read the party, and of this workspace", async () => {
    const runId = await stopped();
    const developer = as(ctx, actor("developer"));
    const input = runJournalInput.parse({ runId });
    expect(() => getRunJournal(developer, input)).toThrow(/role does not allow/);
    expect(() => getRunRecord(developer, { runId })).toThrow(/role does not allow/);
    const other = await database.workspace();
    await expect(getRunJournal(other, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(getRunRecord(other, { runId })).rejects.toMatchObject({ code: "not_found" });
  });

  it("says that an erased party's journal is gone, and keeps the facts of its attempts", async () => {
    const runId = await stopped();
    await cancelRun(ctx, { runId, reason });
    const { party } = await getRun(ctx, { runId });
    await eraseParty(ctx, { partyId: party.id, confirmName: party.name, reason });
    await expect(journal(runId)).rejects.toMatchObject({ code: "conflict" });
    const { attempts } = await getRunRecord(ctx, { runId });
    expect(attempts).toMatchObject([{ status: "failed", node: "registry", visit: 1, request: null }]);
    expect((await getRun(ctx, { runId })).isErased).toBe(true);
  });
});

describe("what a run asked the world", () => {
  it("is told attempt by attempt, with what is named like a secret masked", async () => {
    const { runId } = await runFor(ctx, registry, { number: "12345600" });
    await driveRun(ctx, { runId, now: () => ctx.at });
    const { attempts, timers } = await getRunRecord(ctx, { runId });
    expect(attempts).toMatchObject([
      {
        ...{ node: "registry", scope: "party", visit: 1, attempt: 1, status: "succeeded", error: null },
        request: { connection: "registry", request: { registrationNumber: "12345600" } },
        response: { status: "clear" },
      },
    ]);
    expect(timers.every(({ closedAt }) => closedAt !== null)).toBe(true);
  });
});

describe("trying a run again", () => {
  it("answers every incident of it in one transaction, and nothing when there is none", async () => {
    const runId = await stopped();
    expect(await retryRun(ctx, { runId, reason })).toMatchObject({ status: "running" });
    const { rows } = {
      rows: await database.owner`select action from audit_entries where subject_id = ${runId}`,
    };
    expect(rows.map((row) => row["action"])).toContain("run.resolved");
    await expect(retryRun(ctx, { runId, reason })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the list of runs", () => {
  it("says where a run stands, what it heard last, and counts", async () => {
    const runId = await stopped();
    const found = await list({ search: runId });
    expect(found.total).toEqual({ count: 1, more: false });
    expect(found.data[0]).toMatchObject({
      status: "attention",
      standsAt: [{ node: "registry", title: "registry" }],
      lastEvent: { seq: 2, type: "effect_failed" },
      outcome: null,
    });
    await cancelRun(ctx, { runId, reason });
    expect((await list({ search: runId })).data[0]).toMatchObject({ status: "cancelled", standsAt: [] });
  });

  it("narrows by status, workflow, version, age and words, and pages both ways", async () => {
    const one = { ...later(ctx, 3_600_000) };
    const { runId } = await runFor(one, registry, { number: "12345600" }, { reference: "shop-100%" });
    await driveRun(one, { runId, now: () => one.at });
    expect((await list({ search: "shop-100%" })).data).toMatchObject([
      { id: runId, reference: "shop-100%", outcome: { key: "approve", title: "Approve", kind: "positive" } },
    ]);
    expect((await list({ search: "shop-100_" })).total?.count).toBe(0);
    expect((await list({ workflow: unwired.document.key })).data.some(({ id }) => id === runId)).toBe(false);
    expect((await list({ workflow: registry.document.key, version: 2 })).total?.count).toBe(0);
    const statuses = async (status: string) =>
      new Set((await list({ status })).data.map((run) => run.status));
    expect(await statuses("attention")).toEqual(new Set(["attention"]));
    expect(await statuses("completed")).toEqual(new Set(["completed"]));
    expect(await statuses("active")).not.toContain("completed");
    const old = listRunsInput.parse({ olderThanHours: 1 });
    expect((await listRuns(later(ctx, 7_200_001), old)).total?.count).toBe((await list()).total?.count);
    expect((await listRuns(ctx, old)).total?.count).toBe(0);

    const whole = (await list()).data.map(({ id }) => id);
    for (const sort of ["newest", "oldest"]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await list({ sort, limit: 2, ...(cursor && { cursor }) });
        seen.push(...page.data.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(sort === "newest" ? whole : [...whole].reverse());
    }
  });

  it("finds what needs attention, and what is open, by their own indexes among many", async () => {
    const { owner } = database;
    await owner`insert into runs (workspace_id, id, workflow_id, version, party_id, status, seq, state, started_at, finished_at, attention)
      select workspace_id, 'run_many_' || n, workflow_id, version, party_id,
        case when n % 1000 = 0 then 'attention' else 'completed' end, 1, '\\x00', started_at - n * interval '1 minute',
        case when n % 1000 = 0 then null else started_at end, case when n % 1000 = 0 then 'stopped' end
      from (select * from runs where workspace_id = ${ctx.workspaceId} limit 1) one, generate_series(1, 50000) n`;
    await owner`analyze runs`;
    const plan = async (where: string) =>
      JSON.stringify(
        await owner.unsafe(
          `explain select id from runs where workspace_id = '${ctx.workspaceId}' and ${where} order by started_at desc, id desc limit 51`,
        ),
      );
    expect(await plan("attention is not null")).toContain("runs_attention");
    expect(await plan("finished_at is null")).toMatch(/runs_open|runs_attention/);
    expect(await plan("status = 'completed'")).not.toContain("Seq Scan");
    const { total, data } = await list({ status: "completed" });
    expect(total).toEqual({ count: 10_000, more: true });
    expect(data).toHaveLength(50);
  });
});
