import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Context, inTransaction } from "@/server/context";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { settleProcess, stopJobsAfterAll } from "@/server/testing/runs";
import { sellerDocument } from "@/server/testing/workflow-document";
import { changeWorkspace } from "@/server/workspaces/change-workspace";
import { createWorkflow } from "./create";
import { decideReview } from "./decide-review";
import { getLifecycle } from "./get-lifecycle";
import { inZone } from "./in-zone";
import { listRolloutChanges } from "./list-rollout-changes";
import { makeLive } from "./make-live";
import { parseDocument } from "./parse";
import { publishWorkflow } from "./publish";
import { requestReview } from "./request-review";
import { runSavedTests } from "./run-saved-tests";
import { saveDraft } from "./save-draft";
import { testDraft } from "./test-draft";
import type { SavedTest } from "./trial/schema";
import { sampleSetup } from "./trial/shapes/policy";

let database: TestDatabase;
let ada: Context;
let grace: Context;
let workflowId: string;
const at = "2026-01-31T12:00:00.000Z";
const reason = "The policy is right, the test is old.";
/** Fit to be stored: the seller's first step waits for the form, so no decision comes. */
const waits = (title: string, outcome: string | null = null): SavedTest => ({
  key: title.toLowerCase().replaceAll(" ", "_"),
  title,
  setup: sampleSetup(parseDocument(sellerDocument()), at),
  answers: [],
  expected: { outcome, reasonCodes: [], score: null, outputs: {} },
});
const good = [waits("Waits for the form"), waits("Waits again")];
const bad = waits("Is approved at once", "approve");
const partsWith = (tests: SavedTest[], title = "Seller") => ({
  document: { ...sellerDocument(), title } as never,
  editor: { positions: {}, notes: [], tests } as never,
});

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
  workflowId = (await createWorkflow(ada, partsWith(good))).id;
});

const save = (revision: number, tests: SavedTest[], title: string) =>
  saveDraft(ada, { workflowId, revision, ...partsWith(tests, title) });
const rows = async () => (await getLifecycle(ada, { workflowId })).versions;
const audited = (action: string) =>
  database.owner<{ facts: string }[]>`
    select facts from audit_entries where subject_id = ${workflowId} and action = ${action}`.then((found) =>
    found.map(({ facts }) => JSON.parse(facts) as Record<string, unknown>),
  );

describe("a version", () => {
  test("keeps what its tests came to, and how much it changed", async () => {
    await publishWorkflow(ada, { workflowId, revision: 1, note: "First" });
    const { revision } = await save(1, [], "Seller, renamed");
    await publishWorkflow(ada, { workflowId, revision, note: "Second" });
    expect(await rows()).toMatchObject([
      { version: 2, changes: 1, tests: { count: 0, failed: [], override: null }, approvedBy: null },
      { version: 1, changes: null, tests: { count: 2, failed: [], override: null } },
    ]);
    expect((await audited("workflow.published"))[0]).toMatchObject({ tests: { count: 2, failed: [] } });
  });

  test("is told apart: live once, or never", async () => {
    await publishWorkflow(ada, { workflowId, revision: 1, note: "First" });
    const second = await save(1, good, "Seller 2");
    await publishWorkflow(ada, { workflowId, revision: second.revision, note: "Second", live: "no" });
    const third = await save(second.revision, good, "Seller 3");
    await publishWorkflow(ada, { workflowId, revision: third.revision, note: "Third" });
    const told = async () => (await rows()).map(({ version, wasLive }) => [version, wasLive]);
    expect(await told()).toEqual([
      [3, true],
      [2, false],
      [1, true],
    ]);
    await makeLive(ada, { workflowId, version: 1, reason });
    expect(await told()).toEqual([
      [3, true],
      [2, false],
      [1, true],
    ]);
  });

  test("is not published when a test fails; the test is named with what came out", async () => {
    const { revision } = await save(1, [...good, bad], "Seller");
    const publish = publishWorkflow(ada, { workflowId, revision, note: "First" });
    await expect(publish).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("1 of 3 saved tests fails: “Is approved at once”."),
      issues: [
        {
          path: "editor.tests.is_approved_at_once",
          code: "test_failed",
          message: "“Is approved at once”: Outcome: Approve was expected, Stands at Company came out.",
        },
      ],
    });
    expect(await rows()).toEqual([]);
    expect(await testDraft(ada, { workflowId })).toMatchObject({ count: 3, failed: [{ key: bad.key }] });
  });

  test("is published with a failing test by an admin who says why, and by nobody else", async () => {
    const { revision } = await save(1, [...good, bad], "Seller");
    const given = { workflowId, revision, note: "First", overrideTests: reason };
    await expect(publishWorkflow(ada, given)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("Only an admin"),
    });
    await publishWorkflow(grace, given);
    expect(await rows()).toMatchObject([
      { version: 1, tests: { count: 3, failed: [{ title: bad.title }], override: reason } },
    ]);
    expect(await audited("workflow.tests_overridden")).toEqual([{ version: 1, reason, failed: [bad.key] }]);
    expect(await listRolloutChanges(ada, { workflowId })).toMatchObject([
      { action: "workflow.tests_overridden", version: 1, reason, by: "Grace" },
      { action: "workflow.published" },
    ]);
  });

  test("says nothing of an override that nobody needed", async () => {
    await publishWorkflow(grace, { workflowId, revision: 1, note: "First", overrideTests: reason });
    expect(await rows()).toMatchObject([{ tests: { count: 2, failed: [], override: null } }]);
    expect(await audited("workflow.tests_overridden")).toEqual([]);
  });

  test("cannot be changed afterwards", async () => {
    await publishWorkflow(ada, { workflowId, revision: 1, note: "First" });
    await expect(
      database.owner`update workflow_versions set tests = null where workflow_id = ${workflowId}`,
    ).rejects.toThrow();
  });
});

describe("a review", () => {
  test("can be asked for with a failing test, and says so; the second person is on record", async () => {
    await changeWorkspace(grace, { publishNeedsApproval: true });
    const { revision } = await save(1, [...good, bad], "Seller");
    const change = { kind: "publish" as const, revision };
    const { id } = await requestReview(ada, { workflowId, change, note: reason });
    const { review } = await getLifecycle(grace, { workflowId });
    expect(review?.tests).toMatchObject({ count: 3, failed: [{ key: bad.key }] });
    expect((await audited("workflow.review_requested"))[0]).toMatchObject({
      tests: { count: 3, failed: [bad.key] },
    });
    await decideReview(grace, { workflowId, reviewId: id, says: "approve", note: reason });
    await publishWorkflow(grace, { workflowId, revision, note: "First", overrideTests: reason });
    expect(await rows()).toMatchObject([{ version: 1, approvedBy: "Grace", publishedBy: "Grace" }]);
  });

  test("of making a version live runs no tests", async () => {
    await publishWorkflow(ada, { workflowId, revision: 1, note: "First" });
    const { revision } = await save(1, good, "Seller 2");
    await publishWorkflow(ada, { workflowId, revision, note: "Second" });
    await changeWorkspace(grace, { publishNeedsApproval: true });
    await requestReview(ada, { workflowId, change: { kind: "make_live", version: 1 }, note: reason });
    expect((await getLifecycle(grace, { workflowId })).review?.tests).toBeNull();
  });
});

test("a report keeps long values short, by whole characters", async () => {
  const long = { ...bad, expected: { ...bad.expected, outcome: "😀".repeat(400) } };
  const report = await runSavedTests(parseDocument(sellerDocument()), { tests: [long] });
  expect(report.failed[0]?.differences[0]?.expected).toBe(`${"😀".repeat(300)} …`);
});

test("tests run by the workspace's clock, as the version will", async () => {
  await changeWorkspace(grace, { timeZone: "Pacific/Auckland" });
  const { settings } = await inTransaction(grace, (tx, ctx) =>
    inZone(tx, ctx, parseDocument(sellerDocument())),
  );
  expect(settings.timeZone).toBe("Pacific/Auckland");
});
