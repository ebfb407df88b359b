import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { createParty } from "@/server/parties/create";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { smallDocument } from "@/server/testing/run-documents";
import { publishedWorkflow, settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { readRun } from "@/server/testing/sound";
import { archiveWorkflow } from "./archive";
import { startScheduled } from "./start-scheduled";

let database: TestDatabase;
let ctx: Context;
let workflowId: string;

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
afterAll(() => database.close());
stopJobsAfterAll();

const on = (at: string): Context => ({ ...ctx, at: new Date(at) });
const look = (at: string) => startScheduled(on(at));
const runsOf = () =>
  database.owner<{ id: string; party_id: string }[]>`
    select id, party_id from runs where workflow_id = ${workflowId} order by party_id`;

async function party(name: string, nextReviewOn?: string): Promise<string> {
  const { id } = await createParty(ctx, { kind: "business", name, country: "GB" });
  await database.owner`update parties set next_review_on = ${nextReviewOn ?? null} where id = ${id}`;
  return id;
}

async function scheduled(config: Record<string, unknown>): Promise<void> {
  const document = smallDocument(
    "by_clock",
    {
      start: { type: "schedule_start", config },
      look: { type: "wait", config: { for: "signal", name: "looked" } },
      yes: { type: "end", config: { outcome: "approve" } },
    },
    { "start.next": "look", "look.received": "yes" },
  );
  document.settings.timeZone = "Europe/Berlin";
  ({ workflowId } = await publishedWorkflow(ctx, document));
}

beforeEach(async () => {
  ctx = await database.workspace();
});

describe("a workflow that begins by its own clock", () => {
  test("notes the time at first, then begins once per due time for those who are due, whoever looks", async () => {
    await scheduled({ every: "day", at: "06:00", parties: "review_due" });
    const [due, overdue] = [await party("Due", "2026-11-25"), await party("Overdue", "2026-01-01")];
    await party("Later", "2026-11-26");
    await party("Never");
    expect(await look("2026-11-24T10:00:00Z")).toEqual({ started: 0 });
    expect(await look("2026-11-25T04:59:59Z")).toEqual({ started: 0 });
    const all = await Promise.all([1, 2, 3, 4].map(() => look("2026-11-25T05:00:30Z")));
    expect(all.reduce((sum, { started }) => sum + started, 0)).toBe(2);
    const runs = await runsOf();
    expect(runs.map((run) => run.party_id)).toEqual([due, overdue].sort());
    const { state } = await readRun(ctx, runs[0]?.id ?? "");
    expect(state.data.input).toEqual({ scheduledFor: "2026-11-25T05:00:00.000Z" });
    expect(await look("2026-11-25T23:00:00Z")).toEqual({ started: 0 });
    const entries = await database.owner<{ facts: string }[]>`
      select facts from audit_entries where subject_id = ${workflowId} and action = 'workflow.scheduled_start'`;
    expect(entries.map(({ facts }) => JSON.parse(facts))).toEqual([
      { dueAt: "2026-11-25T05:00:00.000Z", version: 1, started: 2 },
    ]);
  });

  test("does not begin again what was begun since it fell due", async () => {
    await scheduled({ every: "day", at: "06:00", parties: "review_due" });
    await party("Due", "2026-11-25");
    await look("2026-11-24T10:00:00Z");
    expect(await look("2026-11-25T06:00:00Z")).toEqual({ started: 1 });
    expect(await look("2026-11-26T06:00:00Z")).toEqual({ started: 0 });
  });

  test("goes through many parties in batches, each once, also with several workers at it", async () => {
    await scheduled({ every: "week", at: "06:00", parties: "all" });
    for (let i = 0; i < 120; i++) await party(`Party ${i}`);
    await look("2026-11-24T10:00:00Z");
    const all = await Promise.all([1, 2, 3].map(() => look("2026-11-30T05:30:00Z")));
    expect(all.reduce((sum, { started }) => sum + started, 0)).toBe(120);
    const parties = (await runsOf()).map(({ party_id }) => party_id);
    expect(new Set(parties).size).toBe(120);
    expect(parties).toHaveLength(120);
  });

  test("makes up for a time within a day, leaves out an older one, and rests while archived", async () => {
    await scheduled({ every: "month", at: "06:00", parties: "all" });
    await party("One");
    await look("2026-11-24T10:00:00Z");
    expect(await look("2026-12-03T10:00:00Z")).toEqual({ started: 0 });
    const [missed] = await database.owner`
      select failure from scheduled_starts where workflow_id = ${workflowId} and due_at = '2026-12-01T05:00:00Z'`;
    expect(missed).toEqual({ failure: "No worker was there in time." });
    await archiveWorkflow(on("2026-12-31T00:00:00Z"), { workflowId, reason: "A rest." });
    expect(await look("2027-01-01T06:00:00Z")).toEqual({ started: 0 });
    await database.owner`update workflows set archived_at = null where id = ${workflowId}`;
    expect(await look("2027-01-02T04:00:00Z")).toEqual({ started: 1 });
  });

  test("of another workspace is none of its business", async () => {
    await scheduled({ every: "day", at: "06:00", parties: "all" });
    await party("One");
    await look("2026-11-24T10:00:00Z");
    const other = await database.workspace();
    expect(await startScheduled({ ...other, at: new Date("2026-11-25T06:00:00Z") })).toEqual({ started: 0 });
    expect(await runsOf()).toHaveLength(0);
  });
});
