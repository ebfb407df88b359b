import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  applications,
  cases,
  caseVerdicts,
  connections,
  decisions,
  parties,
  queues,
  runs,
} from "@/db/schema";
import { listApplications } from "@/server/applications/list";
import { listApplicationsInput } from "@/server/applications/schema";
import { type Context, inTransaction } from "@/server/context";
import { newId } from "@/server/platform/ids";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { sellerDocument } from "@/server/testing/workflow-document";
import { publishWorkflow } from "@/server/workflows/publish";
import { overview } from "./overview";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const sealed = Buffer.from("sealed");

let database: TestDatabase;
let ctx: Context;
let workflow: { workflowId: string; version: number };

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ctx = await database.workspace();
  workflow = await publishWorkflow(ctx, { document: sellerDocument(), note: "First" });
});

const ago = (ms: number) => new Date(ctx.at.getTime() - ms);

interface Told {
  startedAt: Date;
  attention?: boolean;
  decision?: { kind: string; by: string[]; afterMs: number };
}

/** An application as facts, without the engine. */
function application({ startedAt, attention = false, decision }: Told) {
  const { workspaceId } = ctx;
  const [partyId, runId] = [newId("party", startedAt), newId("run", startedAt)];
  const id = newId("application", startedAt);
  return inTransaction(ctx, async (tx) => {
    await tx.insert(parties).values({
      workspaceId,
      id: partyId,
      kind: "business",
      name: `Company ${id.slice(-4)}`,
      data: sealed,
      createdAt: startedAt,
      updatedAt: startedAt,
    });
    await tx.insert(runs).values({
      workspaceId,
      id: runId,
      ...workflow,
      partyId,
      status: attention ? "attention" : decision ? "completed" : "running",
      seq: 1,
      state: sealed,
      attention: attention ? "The vendor's answer could not be read." : null,
      startedAt,
    });
    await tx.insert(applications).values({
      workspaceId,
      id,
      runId,
      partyId,
      workflowId: workflow.workflowId,
      channel: "hosted",
      locale: "en",
      createdAt: startedAt,
    });
    if (decision)
      await tx.insert(decisions).values({
        workspaceId,
        id: newId("decision", startedAt),
        runId,
        partyId,
        outcome: decision.kind === "positive" ? "approve" : "decline",
        outcomeKind: decision.kind,
        reasonCodes: [],
        body: sealed,
        digest: "0",
        decidedBy: decision.by,
        decidedAt: new Date(startedAt.getTime() + decision.afterMs),
      });
    return { runId, partyId, id };
  });
}

let number = 0;
function caseOf(facts: Partial<typeof cases.$inferInsert>) {
  const { workspaceId } = ctx;
  return application({ startedAt: ago(DAY) }).then(({ runId, partyId }) =>
    inTransaction(ctx, async (tx) => {
      await tx
        .insert(queues)
        .values({ workspaceId, key: "edd", title: "Enhanced due diligence", slaHours: 24, checklist: [] })
        .onConflictDoNothing();
      const id = newId("case", ctx.at);
      await tx.insert(cases).values({
        workspaceId,
        id,
        number: ++number,
        queue: "edd",
        partyId,
        runId,
        waitKey: `${runId}:review::1`,
        status: "open",
        fourEyes: "none",
        openedAt: ago(DAY),
        dueAt: new Date(ctx.at.getTime() + 10 * DAY),
        revision: 0,
        ...facts,
      });
      return { id, waitKey: `${runId}:review::1` };
    }),
  );
}

const total = async (input: object) =>
  (await listApplications(ctx, listApplicationsInput.parse(input))).total.count;

describe("the start page", () => {
  beforeEach(async () => {
    const positive = (by: string[], afterMs: number) => ({ kind: "positive", by, afterMs });
    await application({ startedAt: ago(MINUTE) });
    await application({ startedAt: ago(2 * MINUTE), attention: true });
    await application({ startedAt: ago(DAY), decision: positive(["system"], 4 * MINUTE) });
    await application({ startedAt: ago(DAY), decision: positive(["mem_a", "mem_b"], 60 * MINUTE) });
    await application({
      startedAt: ago(2 * DAY),
      decision: { kind: "negative", by: ["system"], afterMs: 6 * MINUTE },
    });
    await application({ startedAt: ago(9 * DAY), decision: positive(["system"], 8 * DAY) });
    await application({ startedAt: ago(10 * DAY), decision: positive(["mem_a"], MINUTE) });
  });

  it("counts the last days, and the same number of days before them", async () => {
    const { now, before: earlier, hasApplications } = await overview(ctx, { days: 7 });
    expect(now).toEqual({
      applications: 5,
      decided: 4,
      approved: 3,
      alone: 3,
      medianMs: 33 * MINUTE,
      casesDecided: 0,
      casesInTime: 0,
    });
    expect(earlier).toMatchObject({ applications: 2, decided: 1, approved: 1, alone: 0 });
    expect(hasApplications).toBe(true);
  });

  it("opens, behind every number, a list of exactly that many", async () => {
    const { now, needs, days } = await overview(ctx, { days: 7 });
    expect(await total({ startedDays: 7 })).toBe(now.applications);
    expect(await total({ decidedDays: 7 })).toBe(now.decided);
    expect(await total({ decidedDays: 7, result: "positive" })).toBe(now.approved);
    expect(await total({ decidedDays: 7, by: "system" })).toBe(now.alone);
    expect(await total({ attention: true })).toBe(needs.attention);
    const yesterday = days.at(-2);
    expect(yesterday).toMatchObject({ approvedAlone: 1, approvedByPerson: 1, declined: 0, open: 0 });
    expect(await total({ startedOn: yesterday?.day })).toBe(2);
    expect(await total({ startedOn: yesterday?.day, result: "positive", by: "person" })).toBe(1);
    expect(days).toHaveLength(7);
    expect(days.map(({ day }) => day)).toEqual([...days.map(({ day }) => day)].sort());
  });

  it("lists an application with its place, its outcome's own word and who decided", async () => {
    const { data } = await listApplications(ctx, listApplicationsInput.parse({ limit: 3 }));
    expect(data[0]).toMatchObject({ status: "processing", decision: null, workflow: { title: "Seller" } });
    expect(data[1]).toMatchObject({
      status: "attention",
      attention: "The vendor's answer could not be read.",
    });
    expect(data[2]?.decision).toMatchObject({ title: "Approve", kind: "positive" });
  });

  it("walks every application once, page by page, also those of one instant", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listApplications(ctx, listApplicationsInput.parse({ limit: 2, cursor }));
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });

  it("knows nothing of another workspace", async () => {
    const other = await database.workspace();
    const told = await overview(other, { days: 30 });
    expect(told.now).toMatchObject({ applications: 0, decided: 0 });
    expect(told.hasApplications).toBe(false);
    expect((await listApplications(other, listApplicationsInput.parse({}))).data).toEqual([]);
  });
});

describe("what needs me", () => {
  it("is mine, late or soon, and not what waits for the applicant", async () => {
    const me = await joinAs(ctx, "analyst");
    const mine = { assigneeId: me.actor.id };
    await caseOf({ ...mine, dueAt: ago(MINUTE) });
    await caseOf({ ...mine, dueAt: new Date(ctx.at.getTime() + 30 * MINUTE) });
    await caseOf(mine);
    await caseOf({ ...mine, status: "waiting_for_applicant", dueAt: ago(MINUTE) });
    await caseOf({});
    const { needs, queues } = await overview(me, { days: 7 });
    expect(needs.mine).toEqual({ open: 3, late: 1, withinHour: 1 });
    expect(queues).toEqual([
      { key: "edd", title: "Enhanced due diligence", open: 4, unassigned: 1, late: 1, today: 1 },
    ]);
  });

  it("is a second look at what somebody else decided, for those who may", async () => {
    const [senior, analyst] = [await joinAs(ctx, "senior_analyst"), await joinAs(ctx, "analyst")];
    for (const memberId of [senior.actor.id, analyst.actor.id]) {
      const { id, waitKey } = await caseOf({ status: "waiting_for_second", fourEyes: "both" });
      await inTransaction(ctx, (tx) =>
        tx.insert(caseVerdicts).values({
          workspaceId: ctx.workspaceId,
          id: newId("verdict", ctx.at),
          caseId: id,
          waitKey,
          memberId,
          verdict: "approve",
          step: 1,
          reasonCodes: [],
          body: sealed,
          at: ctx.at,
          effectiveAt: ctx.at,
        }),
      );
    }
    expect((await overview(senior, { days: 7 })).needs.second).toBe(1);
    expect((await overview(analyst, { days: 7 })).needs.second).toBe(0);
  });

  it("is a vendor that did not answer, for those who may see connections", async () => {
    const [manager, analyst] = [await joinAs(ctx, "risk_manager"), await joinAs(ctx, "analyst")];
    const vendor = (key: string, lastOkAt: Date | null, lastFailedAt: Date | null) => ({
      workspaceId: ctx.workspaceId,
      id: newId("connection", ctx.at),
      key,
      plugin: "sandbox-registry",
      title: key,
      settings: {},
      credentials: sealed,
      createdAt: ctx.at,
      lastOkAt,
      lastFailedAt,
    });
    await inTransaction(ctx, (tx) =>
      tx
        .insert(connections)
        .values([
          vendor("down", ago(DAY), ago(MINUTE)),
          vendor("back", ago(MINUTE), ago(DAY)),
          vendor("never", null, null),
        ]),
    );
    const { silent } = (await overview(manager, { days: 7 })).needs;
    expect(silent).toMatchObject([{ title: "down", since: ago(MINUTE).toISOString() }]);
    expect((await overview(analyst, { days: 7 })).needs.silent).toEqual([]);
  });
});
