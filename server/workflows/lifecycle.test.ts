import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Context, inTransaction } from "@/server/context";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { sellerDocument } from "@/server/testing/workflow-document";
import { changeWorkspace } from "@/server/workspaces/change-workspace";
import { archiveWorkflow } from "./archive";
import { assignVersion } from "./assign-version";
import { cancelPlan } from "./cancel-plan";
import { createWorkflow } from "./create";
import { decideReview } from "./decide-review";
import { endRollout } from "./end-rollout";
import { findDuePlans } from "./find-due-plans";
import { getLifecycle } from "./get-lifecycle";
import { listWorkflows } from "./list";
import { listRolloutChanges } from "./list-rollout-changes";
import { liveVersion } from "./live-version";
import { makeLive } from "./make-live";
import { performPlan } from "./perform-plan";
import { planLive } from "./plan-live";
import { publishWorkflow } from "./publish";
import { requestReview } from "./request-review";
import { runChallenger } from "./run-challenger";
import { runShadow } from "./run-shadow";
import { saveDraft } from "./save-draft";
import { isChallenged } from "./sticky";
import { unarchiveWorkflow } from "./unarchive";
import { withdrawReview } from "./withdraw-review";

type MemberContext = Context & { actor: MemberActor };
let database: TestDatabase;
let ada: MemberContext;
let grace: MemberContext;
let workflowId: string;
const reason = "Because the figures say so.";

beforeAll(async () => {
  database = await testDatabase();
  settleProcess(database);
});
afterAll(() => database.close());
stopJobsAfterAll();
beforeEach(async () => {
  const ctx = await database.workspace();
  ada = await joinAs(ctx, "risk_manager", "Ada");
  grace = await joinAs(ctx, "admin", "Grace");
  workflowId = (await createWorkflow(ada, { document: sellerDocument() as never })).id;
  await publishWorkflow(ada, { workflowId, revision: 1, note: "First" });
});

const retitle = async (ctx: Context, revision: number, title: string) =>
  (
    await saveDraft(ctx, {
      workflowId,
      revision,
      patch: [{ op: "replace", path: "/document/title", value: title }],
    })
  ).revision;
const second = async (live: "now" | "no" = "no") => {
  const revision = await retitle(ada, 1, "Second");
  await publishWorkflow(ada, { workflowId, revision, note: "Second", live });
};
const lastEntry = async () => {
  const [row] = await database.owner<{ action: string; facts: string }[]>`
    select action, facts from audit_entries where subject_id = ${workflowId} order by seq desc limit 1`;
  return row && { action: row.action, facts: JSON.parse(row.facts) as Record<string, unknown> };
};
const live = async () => (await getLifecycle(ada, { workflowId })).workflow.liveVersion;
const twoPeople = () => changeWorkspace(grace, { publishNeedsApproval: true });

describe("publishing", () => {
  test("asks for warnings to be accepted, by name", async () => {
    const { nodes, edges } = sellerDocument();
    const wait = {
      type: "collect",
      version: 1,
      title: "Company",
      config: { form: "company", deadlineDays: 7 },
    };
    const document = sellerDocument({ nodes: { ...nodes, collect: wait }, edges });
    const { revision } = await saveDraft(ada, { workflowId, revision: 1, document: document as never });
    const publish = (acceptWarnings: boolean) =>
      publishWorkflow(ada, { workflowId, revision, note: "Deadline", acceptWarnings });
    await expect(publish(false)).rejects.toMatchObject({
      code: "conflict",
      issues: [
        { code: "unhandled_deadline", path: "document.nodes.collect" },
        { code: "unhandled_deadline", path: "document.nodes.ask" },
        { code: "unused_outcome", path: "document.outcomes.1" },
      ],
    });
    expect(await publish(true)).toMatchObject({ version: 2 });
  });

  test("need not make live: the version is there for shadows, challengers, or later", async () => {
    await second("no");
    expect(await live()).toBe(1);
    expect((await getLifecycle(ada, { workflowId })).versions).toMatchObject([
      { version: 2, states: [], note: "Second", publishedBy: "Ada", runs: 0 },
      { version: 1, states: [{ is: "live" }] },
    ]);
  });
});

describe("a review that nobody demands", () => {
  const ask = async () => {
    const revision = await retitle(ada, 1, "Second");
    const change = { kind: "publish" as const, revision };
    return { revision, review: (await requestReview(ada, { workflowId, change, note: reason })).id };
  };
  const state = async () => (await getLifecycle(ada, { workflowId })).review?.state;

  test("is used up when it was approved, and the second person is on record", async () => {
    const { revision, review } = await ask();
    await decideReview(grace, { workflowId, reviewId: review, says: "approve", note: reason });
    await publishWorkflow(ada, { workflowId, revision, note: "Second" });
    expect(await state()).toBe("used");
    expect((await getLifecycle(ada, { workflowId })).versions[0]).toMatchObject({ approvedBy: "Grace" });
  });

  test("is taken back when it is published without waiting", async () => {
    const { revision } = await ask();
    await publishWorkflow(ada, { workflowId, revision, note: "Second" });
    expect(await state()).toBe("withdrawn");
    expect((await getLifecycle(ada, { workflowId })).versions[0]).toMatchObject({ approvedBy: null });
    expect((await listRolloutChanges(ada, { workflowId })).map(({ action }) => action)).toContain(
      "workflow.review_withdrawn",
    );
  });

  test("stands when something else becomes live meanwhile", async () => {
    await second("now");
    await requestReview(ada, { workflowId, change: { kind: "make_live", version: 1 }, note: reason });
    const revision = await retitle(ada, 2, "Third");
    await publishWorkflow(ada, { workflowId, revision, note: "Third", live: "no" });
    expect(await state()).toBe("open");
  });
});

describe("making live", () => {
  test("goes back to an older version at once, with the reason on record", async () => {
    await second("now");
    expect(await live()).toBe(2);
    expect(await makeLive(grace, { workflowId, version: 1, reason })).toEqual({ before: 2 });
    expect((await liveVersion(ada, { key: "seller" })).version).toBe(1);
    expect(await lastEntry()).toMatchObject({
      action: "workflow.made_live",
      facts: { version: 1, before: 2, reason },
    });
    await expect(makeLive(grace, { workflowId, version: 1, reason })).rejects.toMatchObject({
      message: "Version 1 is live already.",
    });
    await expect(makeLive(grace, { workflowId, version: 9, reason })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await listRolloutChanges(ada, { workflowId })).toMatchObject([
      { action: "workflow.made_live", version: 1, before: 2, reason, by: "Grace" },
      { action: "workflow.published", version: 2, by: "Ada", reason: "Second" },
      { action: "workflow.published", version: 1 },
    ]);
  });
});

describe("where two people are asked for", () => {
  beforeEach(() => twoPeople());

  test("nobody publishes alone, and the refusal says who may approve", async () => {
    const revision = await retitle(ada, 1, "Second");
    const publish = () => publishWorkflow(ada, { workflowId, revision, note: "Second" });
    await expect(publish()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Grace may"),
    });
    await expect(
      publishWorkflow(ada, { document: sellerDocument({ title: "X" }), note: "x" }),
    ).rejects.toMatchObject({
      issues: [{ code: "needs_approval" }],
    });

    const { id } = await requestReview(ada, {
      workflowId,
      change: { kind: "publish", revision },
      note: "Please look at the title.",
    });
    await expect(publish()).rejects.toMatchObject({
      message: expect.stringContaining("waits for a second person"),
    });
    const decide = (ctx: Context) =>
      decideReview(ctx, { workflowId, reviewId: id, says: "approve", note: "Looks right." });
    await expect(decide(ada)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("You changed this workflow since the live version. Grace may"),
    });
    const analyst = await joinAs(ada, "analyst", "Alan");
    await expect(decide(analyst)).rejects.toMatchObject({ code: "forbidden" });
    await expect(decide({ ...ada, actor: { kind: "system", id: "engine" } })).rejects.toMatchObject({
      code: "forbidden",
    });
    await decide(grace);
    expect(await lastEntry()).toMatchObject({
      action: "workflow.review_approved",
      facts: { note: "Looks right.", requestedBy: ada.actor.id },
    });
    expect(await publish()).toMatchObject({ version: 2 });
    expect(await live()).toBe(2);
    // An approval is used once.
    expect((await getLifecycle(ada, { workflowId })).review).toMatchObject({
      state: "used",
      decidedBy: "Grace",
    });
  });

  test("an approval falls with the first change after it, and who made that one can approve no more", async () => {
    const revision = await retitle(ada, 1, "Second");
    const change = { kind: "publish" as const, revision };
    const { id } = await requestReview(ada, { workflowId, change, note: reason });
    await decideReview(grace, { workflowId, reviewId: id, says: "approve", note: "Fine." });
    const next = await retitle(grace, revision, "Third");
    expect((await getLifecycle(ada, { workflowId })).review).toMatchObject({ state: "outdated" });
    await expect(publishWorkflow(ada, { workflowId, revision: next, note: "x" })).rejects.toMatchObject({
      message: expect.stringContaining("Nobody here may"),
    });
    const again = await requestReview(ada, {
      workflowId,
      change: { kind: "publish", revision: next },
      note: reason,
    });
    await expect(
      decideReview(grace, { workflowId, reviewId: again.id, says: "approve", note: "Fine." }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  test("what was moved about on the canvas is no change", async () => {
    const revision = await retitle(ada, 1, "Second");
    const moved = await saveDraft(grace, {
      workflowId,
      revision,
      patch: [{ op: "add", path: "/editor/positions/start", value: { x: 1, y: 1 } }],
    });
    const change = { kind: "publish" as const, revision: moved.revision };
    const { id } = await requestReview(ada, { workflowId, change, note: reason });
    await decideReview(grace, { workflowId, reviewId: id, says: "approve", note: "Fine." });
  });

  test("a rejection and a withdrawal end a review, and one is under way at a time", async () => {
    const revision = await retitle(ada, 1, "Second");
    const ask = () => requestReview(ada, { workflowId, change: { kind: "publish", revision }, note: reason });
    const { id } = await ask();
    await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining("under way already") });
    await decideReview(grace, { workflowId, reviewId: id, says: "reject", note: "Not yet." });
    await expect(publishWorkflow(ada, { workflowId, revision, note: "x" })).rejects.toMatchObject({
      code: "conflict",
    });
    const next = await ask();
    await withdrawReview(ada, { workflowId, reviewId: next.id });
    await expect(
      decideReview(grace, { workflowId, reviewId: next.id, says: "approve", note: "Late." }),
    ).rejects.toMatchObject({ message: "This review is withdrawn already." });
    expect((await lastEntry())?.action).toBe("workflow.review_withdrawn");
  });

  test("going back, challengers and plans take two as well; who asked is not the second", async () => {
    await changeWorkspace(grace, { publishNeedsApproval: false });
    await second("now");
    await twoPeople();
    const back = { workflowId, version: 1, reason };
    await expect(makeLive(grace, back)).rejects.toMatchObject({ code: "conflict" });
    await expect(runChallenger(grace, { ...back, percent: 10 })).rejects.toMatchObject({ code: "conflict" });
    await expect(planLive(grace, { ...back, at: "2026-11-25T10:00:00Z" })).rejects.toMatchObject({
      code: "conflict",
    });
    const change = { kind: "make_live" as const, version: 1 };
    const { id } = await requestReview(grace, { workflowId, change, note: reason });
    const decide = (ctx: Context) =>
      decideReview(ctx, { workflowId, reviewId: id, says: "approve", note: "Go." });
    await expect(decide(grace)).rejects.toMatchObject({
      message: expect.stringContaining("asked for this review yourself"),
    });
    // Ada wrote what is taken back: going back brings nothing of hers.
    await decide(ada);
    await makeLive(grace, back);
    expect(await live()).toBe(1);
  });
});

describe("beside the live version", () => {
  beforeEach(() => second("no"));

  test("shadows run in any number, one challenger decides for its share, and both end with a reason", async () => {
    await runShadow(ada, { workflowId, version: 2, reason });
    expect(await liveVersion(ada, { key: "seller" })).toMatchObject({ version: 1, shadows: [2] });
    await expect(runShadow(ada, { workflowId, version: 2, reason })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(runShadow(ada, { workflowId, version: 1, reason })).rejects.toMatchObject({
      message: "Version 1 is live.",
    });
    await runChallenger(ada, { workflowId, version: 2, percent: 30, reason });
    const now = await liveVersion(ada, { key: "seller" });
    expect(now).toMatchObject({ challenger: { version: 2, percent: 30 } });
    expect(now.shadows).toBeUndefined();
    for (const party of ["pty_a", "pty_b", "pty_c", "pty_d", "pty_e", "pty_f"]) {
      const assigned = await assignVersion(ada, now, party);
      expect(assigned).toMatchObject(
        isChallenged(workflowId, party, 30) ? { version: 2, mode: "challenger" } : { version: 1 },
      );
    }
    await endRollout(grace, { workflowId, version: 2, reason });
    expect((await liveVersion(ada, { key: "seller" })).challenger).toBeUndefined();
    await expect(endRollout(grace, { workflowId, version: 2, reason })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await lastEntry()).toMatchObject({
      action: "workflow.challenger_ended",
      facts: { version: 2, percent: 30, reason },
    });
  });

  test("a version that begins otherwise is refused, and what becomes live runs beside itself no more", async () => {
    const { nodes } = sellerDocument();
    const document = sellerDocument({
      nodes: { ...nodes, start: { type: "decision_start", version: 1, title: "Request", config: {} } },
      settings: { ...sellerDocument().settings, party: { name: "input.name", country: "input.country" } },
    });
    const { revision } = await saveDraft(ada, { workflowId, revision: 2, document: document as never });
    await publishWorkflow(ada, { workflowId, revision, note: "By request", live: "no" });
    await expect(runShadow(ada, { workflowId, version: 3, reason })).rejects.toMatchObject({
      message: expect.stringContaining("It begins with “decision_start”"),
    });
    await runShadow(ada, { workflowId, version: 2, reason });
    await makeLive(ada, { workflowId, version: 2, reason });
    expect((await liveVersion(ada, { key: "seller" })).shadows).toBeUndefined();
    expect(await lastEntry()).toMatchObject({ action: "workflow.shadow_ended", facts: { version: 2 } });
  });
});

describe("a plan", () => {
  const at = "2026-11-24T12:00:00.000Z";
  const due = (ctx: Context) => later(ctx, 2 * 3_600_000 + 1);
  beforeEach(() => second("no"));

  test("makes its version live at its time, once, and never before", async () => {
    const { id } = await planLive(ada, { workflowId, version: 2, at, reason });
    expect(await getLifecycle(ada, { workflowId })).toMatchObject({
      plan: { id, version: 2, at, plannedBy: "Ada" },
      versions: [{ states: [{ is: "planned", at }] }, {}],
    });
    const jobs = await database.owner`
      select start_after from pgboss.job where name = 'go-live' and data ->> 'planId' = ${id}`;
    expect(jobs).toEqual([{ start_after: new Date(at) }]);
    await performPlan(ada, { planId: id });
    expect(await live()).toBe(1);
    await Promise.all([1, 2, 3].map(() => performPlan(due(ada), { planId: id })));
    expect(await live()).toBe(2);
    const changes = await listRolloutChanges(ada, { workflowId });
    expect(changes.filter(({ action }) => action === "workflow.made_live")).toHaveLength(1);
    // A member who goes back afterwards is not overruled by a late copy of the job.
    await makeLive(grace, { workflowId, version: 1, reason });
    await performPlan(due(ada), { planId: id });
    expect(await live()).toBe(1);
  });

  test("can be cancelled, and there is one at a time", async () => {
    const { id } = await planLive(ada, { workflowId, version: 2, at, reason });
    await expect(planLive(ada, { workflowId, version: 2, at, reason })).rejects.toMatchObject({
      code: "conflict",
    });
    await cancelPlan(grace, { workflowId, planId: id, reason });
    await performPlan(due(ada), { planId: id });
    expect(await live()).toBe(1);
    await expect(cancelPlan(grace, { workflowId, planId: id, reason })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(
      planLive(ada, { workflowId, version: 2, at: "2026-11-24T09:00:00Z", reason }),
    ).rejects.toMatchObject({ issues: [{ path: "at", code: "past" }] });
  });

  test("of a version that can no longer run fails and says why; a lost job is found again", async () => {
    const { id } = await planLive(ada, { workflowId, version: 2, at, reason });
    await database.owner`delete from pgboss.job where name = 'go-live'`;
    expect(await findDuePlans(ada)).toBe(0);
    expect(await findDuePlans(later(ada, 3 * 3_600_000))).toBe(1);
    await archiveWorkflow(ada, { workflowId, reason });
    await unarchiveWorkflow(ada, { workflowId, reason });
    await performPlan(due(ada), { planId: id });
    expect(await live()).toBe(1);
    const other = await planLive(later(ada, 1000), { workflowId, version: 2, at, reason });
    await inTransaction(ada, (tx) =>
      tx.execute(`update workflows set archived_at = now() where id = '${workflowId}'`),
    );
    await performPlan(due(ada), { planId: other.id });
    expect((await getLifecycle(ada, { workflowId })).failedPlan).toMatchObject({
      version: 2,
      failure: expect.stringContaining("archived"),
    });
  });

  test("is made by publishing for later, too", async () => {
    const revision = await retitle(ada, 2, "Third");
    await publishWorkflow(ada, { workflowId, revision, note: "Third", live: at });
    expect((await getLifecycle(ada, { workflowId })).plan).toMatchObject({ version: 3, at });
  });
});

test("an archived workflow takes no starts and leaves the list, until it is brought back", async () => {
  expect(await archiveWorkflow(ada, { workflowId, reason })).toEqual({ openRuns: 0 });
  await expect(liveVersion(ada, { key: "seller" })).rejects.toMatchObject({ code: "not_found" });
  expect(await listWorkflows(ada)).toEqual([]);
  await expect(makeLive(ada, { workflowId, version: 1, reason })).rejects.toMatchObject({ code: "conflict" });
  await expect(archiveWorkflow(ada, { workflowId, reason })).rejects.toMatchObject({ code: "conflict" });
  expect((await lastEntry())?.action).toBe("workflow.archived");
  await unarchiveWorkflow(grace, { workflowId, reason });
  expect((await liveVersion(ada, { key: "seller" })).version).toBe(1);
  expect(await lastEntry()).toMatchObject({ action: "workflow.unarchived", facts: { reason } });
});

test("another workspace finds none of it", async () => {
  await second("no");
  const other = await joinAs(await database.workspace(), "admin", "Mallory");
  const change = { workflowId, version: 2, reason };
  for (const attempt of [
    () => getLifecycle(other, { workflowId }),
    () => listRolloutChanges(other, { workflowId }),
    () => makeLive(other, change),
    () => runShadow(other, change),
    () => runChallenger(other, { ...change, percent: 1 }),
    () => endRollout(other, change),
    () => planLive(other, { ...change, at: "2026-11-25T10:00:00Z" }),
    () => archiveWorkflow(other, { workflowId, reason }),
    () => requestReview(other, { workflowId, change: { kind: "make_live", version: 2 }, note: reason }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
});
