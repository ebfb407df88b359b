import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { sellerDocument } from "@/server/testing/workflow-document";
import { compareVersions } from "./compare-versions";
import { createWorkflow } from "./create";
import { createCheckpoint } from "./create-checkpoint";
import { deleteCheckpoint } from "./delete-checkpoint";
import { listCheckpoints } from "./list-checkpoints";
import { publishWorkflow } from "./publish";
import { renameCheckpoint } from "./rename-checkpoint";
import { saveDraft } from "./save-draft";

let database: TestDatabase;
let ada: Context & { actor: MemberActor };
let workflowId: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ada = await joinAs(await database.workspace(), "risk_manager", "Ada");
  workflowId = (await createWorkflow(ada, { document: sellerDocument() as never })).id;
});

const retitle = (revision: number, title: string) =>
  saveDraft(ada, { workflowId, revision, document: sellerDocument({ title }) as never });
const actions = async () =>
  (
    await database.owner<{ action: string }[]>`
      select action from audit_entries where subject_id = ${workflowId} order by seq`
  ).map(({ action }) => action);

describe("a checkpoint", () => {
  test("keeps the draft under a name, newest first, and says who and when", async () => {
    const first = await createCheckpoint(ada, { workflowId, title: "Before the limits" });
    await retitle(1, "Second");
    const second = await createCheckpoint(later(ada, 1000), { workflowId, title: "After" });
    expect(await listCheckpoints(ada, { workflowId })).toMatchObject([
      { ...second, title: "After", revision: 2, createdBy: "Ada", createdAt: "2026-11-24T10:00:01.000Z" },
      { ...first, title: "Before the limits", revision: 1 },
    ]);
    const compared = await compareVersions(ada, { workflowId, from: first.id, to: "draft" });
    expect(compared.from).toMatchObject({ title: "“Before the limits”", document: { title: "Seller" } });
    expect(compared.to.document.title).toBe("Second");
    expect(compared.choices.map(({ title }) => title)).toEqual([
      "The draft",
      "“After”",
      "“Before the limits”",
    ]);
    expect((await actions()).slice(-3)).toEqual([
      "workflow.checkpoint_created",
      "workflow.draft_saved",
      "workflow.checkpoint_created",
    ]);
  });

  test("is renamed and deleted, each with its entry; a name is given once", async () => {
    const { id: checkpointId } = await createCheckpoint(ada, { workflowId, title: "One" });
    await createCheckpoint(ada, { workflowId, title: "Two" });
    await expect(createCheckpoint(ada, { workflowId, title: "Two" })).rejects.toMatchObject({
      code: "conflict",
      issues: [{ path: "title", code: "taken" }],
    });
    await expect(renameCheckpoint(ada, { workflowId, checkpointId, title: "Two" })).rejects.toMatchObject({
      issues: [{ path: "title", code: "taken" }],
    });
    await renameCheckpoint(ada, { workflowId, checkpointId, title: "Three" });
    await renameCheckpoint(ada, { workflowId, checkpointId, title: "Three" });
    await deleteCheckpoint(ada, { workflowId, checkpointId });
    await expect(deleteCheckpoint(ada, { workflowId, checkpointId })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await listCheckpoints(ada, { workflowId })).map(({ title }) => title)).toEqual(["Two"]);
    expect((await actions()).slice(-2)).toEqual([
      "workflow.checkpoint_renamed",
      "workflow.checkpoint_deleted",
    ]);
  });

  test("outlives its draft, and is not another workspace's to see", async () => {
    await createCheckpoint(ada, { workflowId, title: "Kept" });
    await publishWorkflow(ada, { workflowId, revision: 1, note: "First", acceptWarnings: true, live: "now" });
    const left = await listCheckpoints(ada, { workflowId });
    expect(left.map(({ title }) => title)).toEqual(["Kept"]);
    const stranger = await joinAs(await database.workspace(), "admin", "Eve");
    await expect(
      compareVersions(stranger, { workflowId, from: left[0]!.id, to: "draft" }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(createCheckpoint(stranger, { workflowId, title: "Mine" })).rejects.toMatchObject({
      code: "not_found",
    });
    const { choices } = await compareVersions(ada, { workflowId, from: 1, to: left[0]!.id });
    expect(choices.at(-1)).toEqual({ name: 1, title: "Version 1, live" });
  });
});
