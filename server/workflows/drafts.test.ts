import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { sellerDocument } from "@/server/testing/workflow-document";
import { beginDraft } from "./begin-draft";
import { checkDraft } from "./check-draft";
import { createWorkflow } from "./create";
import { discardDraft } from "./discard-draft";
import type { PatchOperation } from "./draft/schema";
import { getDraft } from "./get-draft";
import { holdDraft } from "./hold-draft";
import { publishWorkflow } from "./publish";
import { releaseDraft } from "./release-draft";
import { saveDraft } from "./save-draft";
import { redoDraft, undoDraft } from "./undo-draft";

type MemberContext = Context & { actor: MemberActor };
let database: TestDatabase;
let ada: MemberContext;
let grace: MemberContext;
let workflowId: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const ctx = await database.workspace();
  ada = await joinAs(ctx, "risk_manager", "Ada");
  grace = await joinAs(ctx, "admin", "Grace");
  workflowId = (await createWorkflow(ada, { document: sellerDocument() as never })).id;
});

const retitle = (title: string): PatchOperation[] => [
  { op: "replace", path: "/document/title", value: title },
];
const titled = (ctx: Context, revision: number, title: string, device?: string) =>
  saveDraft(ctx, { workflowId, revision, patch: retitle(title), device });
const title = async () => (await getDraft(ada, { workflowId })).document.title;
const entries = () =>
  database.owner<{ action: string; actor_id: string; facts: string }[]>`
    select action, actor_id, facts from audit_entries where subject_id = ${workflowId} order by seq`;

describe("a patch", () => {
  test("makes the next revision, is logged with its inverse, and says who and when", async () => {
    expect(await titled(later(ada, 1000), 1, "Second")).toEqual({ revision: 2 });
    const draft = await getDraft(ada, { workflowId });
    expect(draft).toMatchObject({
      revision: 2,
      savedBy: "Ada",
      savedAt: "2026-11-24T10:00:01.000Z",
      isChanged: true,
    });
    const [row] = await database.owner`
      select kind, patch, inverse, saved_by, changes_document from workflow_draft_patches
      where workflow_id = ${workflowId} and revision = 2`;
    expect(row).toEqual({
      kind: "edited",
      patch: retitle("Second"),
      inverse: retitle("Seller"),
      saved_by: ada.actor.id,
      changes_document: true,
    });
    expect((await entries()).at(-1)).toMatchObject({
      action: "workflow.draft_saved",
      actor_id: ada.actor.id,
    });
  });

  test("on an older revision is refused, naming the newer one and who saved it; nothing is lost", async () => {
    await titled(grace, 1, "Grace's");
    await expect(titled(ada, 1, "Ada's")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Grace saved revision 2"),
      issues: [{ path: "revision", code: "newer_revision", message: "2" }],
    });
    expect(await title()).toBe("Grace's");
  });

  test("that makes no document is refused by the field, and one that changes nothing makes no revision", async () => {
    await expect(
      saveDraft(ada, { workflowId, revision: 1, patch: [{ op: "remove", path: "/document/outcomes" }] }),
    ).rejects.toMatchObject({ code: "invalid", issues: [{ path: "document.outcomes" }] });
    await expect(
      saveDraft(ada, {
        workflowId,
        revision: 1,
        patch: [{ op: "replace", path: "/document/key", value: "other" }],
      }),
    ).rejects.toMatchObject({ issues: [{ path: "document.key", code: "fixed" }] });
    expect(await titled(ada, 1, "Seller")).toEqual({ revision: 1 });
    expect(await entries()).toHaveLength(2);
  });

  test("of positions only changes no document, and its rows never change", async () => {
    const patch: PatchOperation[] = [{ op: "add", path: "/editor/positions/start", value: { x: 1, y: 2 } }];
    await saveDraft(ada, { workflowId, revision: 1, patch });
    const [row] = await database.owner`
      select changes_document from workflow_draft_patches where workflow_id = ${workflowId} and revision = 2`;
    expect(row).toEqual({ changes_document: false });
    await expect(
      database.owner`update workflow_draft_patches set saved_by = 'x' where workflow_id = ${workflowId}`,
    ).rejects.toThrow(/never changed/);
    await expect(
      database.owner`delete from workflow_draft_patches where workflow_id = ${workflowId}`,
    ).rejects.toThrow(/never changed/);
  });
});

describe("undo", () => {
  test("goes back step by step and forth again, until something new is done", async () => {
    await titled(ada, 1, "B");
    await titled(ada, 2, "C");
    expect(await undoDraft(ada, { workflowId, revision: 3 })).toEqual({ revision: 4 });
    expect(await title()).toBe("B");
    await undoDraft(ada, { workflowId, revision: 4 });
    expect(await title()).toBe("Seller");
    await expect(undoDraft(ada, { workflowId, revision: 5 })).rejects.toMatchObject({
      message: "There is nothing to undo.",
    });
    await redoDraft(ada, { workflowId, revision: 5 });
    expect(await title()).toBe("B");
    await titled(ada, 6, "New");
    await expect(redoDraft(ada, { workflowId, revision: 7 })).rejects.toMatchObject({
      message: "There is nothing to redo.",
    });
    await undoDraft(ada, { workflowId, revision: 7 });
    expect(await title()).toBe("B");
    expect(await getDraft(ada, { workflowId })).toMatchObject({ canUndo: true, canRedo: true });
  });

  test("brings a field of a form back to its place", async () => {
    const field = "/document/forms/company/pages/0/schema/properties/country";
    await saveDraft(ada, { workflowId, revision: 1, patch: [{ op: "remove", path: field }] });
    await undoDraft(ada, { workflowId, revision: 2 });
    const { document } = await getDraft(ada, { workflowId });
    const properties = document.forms["company"]?.pages[0]?.schema["properties"] as object;
    expect(Object.keys(properties)).toEqual(["legalName", "country", "registrationNumber", "owners"]);
  });

  test("on an older revision is refused like any change", async () => {
    await titled(ada, 1, "B");
    await expect(undoDraft(grace, { workflowId, revision: 1 })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("one editor at a time", () => {
  test("holds the draft, keeps it by asking again, and loses it by silence", async () => {
    expect(await holdDraft(ada, { workflowId, device: "a" })).toMatchObject({ holder: "Ada", isMine: true });
    expect(await holdDraft(grace, { workflowId, device: "g" })).toMatchObject({
      holder: "Ada",
      isMine: false,
    });
    await expect(titled(grace, 1, "Hers", "g")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Ada is editing this draft"),
    });
    expect(await titled(ada, 1, "His", "a")).toEqual({ revision: 2 });
    await holdDraft(later(ada, 50_000), { workflowId, device: "a" });
    expect(await holdDraft(later(grace, 70_000), { workflowId, device: "g" })).toMatchObject({
      isMine: false,
    });
    expect(await holdDraft(later(grace, 111_000), { workflowId, device: "g" })).toMatchObject({
      holder: "Grace",
      isMine: true,
    });
  });

  test("two windows of one person are two", async () => {
    await holdDraft(ada, { workflowId, device: "a" });
    await expect(titled(ada, 1, "Other window", "b")).rejects.toMatchObject({
      message: expect.stringContaining("another window"),
    });
  });

  test("can be taken over, on record, and let go", async () => {
    await holdDraft(ada, { workflowId, device: "a" });
    expect(await holdDraft(grace, { workflowId, device: "g", takeOver: true })).toMatchObject({
      holder: "Grace",
    });
    await expect(titled(ada, 1, "Late", "a")).rejects.toMatchObject({ code: "conflict" });
    expect((await entries()).at(-1)).toMatchObject({
      action: "workflow.draft_taken_over",
      facts: JSON.stringify({ from: ada.actor.id }),
    });
    // Somebody else's window lets go of nothing.
    await releaseDraft(ada, { workflowId, device: "a" });
    expect((await getDraft(ada, { workflowId, device: "a" })).lease).toMatchObject({ holder: "Grace" });
    await releaseDraft(grace, { workflowId, device: "g" });
    expect((await getDraft(ada, { workflowId, device: "a" })).lease).toBeNull();
  });
});

describe("a draft's beginning and end", () => {
  test("it is begun from any version, never over another, and revisions go on counting", async () => {
    await publishWorkflow(ada, { workflowId, revision: 1, note: "First" });
    await titled(ada, 1, "Second");
    await publishWorkflow(ada, { workflowId, revision: 2, note: "Second" });
    await expect(beginDraft(ada, { workflowId, version: 1 })).rejects.toMatchObject({ code: "conflict" });
    await discardDraft(ada, { workflowId, revision: 2 });
    expect(await getDraft(ada, { workflowId })).toMatchObject({ revision: 0, basedOn: 2, isChanged: false });
    expect(await beginDraft(ada, { workflowId, version: 1 })).toEqual({ revision: 3 });
    expect(await getDraft(ada, { workflowId })).toMatchObject({
      basedOn: 1,
      isChanged: true,
      canUndo: false,
      document: { title: "Seller" },
    });
    expect((await entries()).map(({ action }) => action).slice(-2)).toEqual([
      "workflow.draft_discarded",
      "workflow.draft_begun",
    ]);
  });

  test("discarding says which revision is meant, and is refused where nothing else is left", async () => {
    await expect(discardDraft(ada, { workflowId, revision: 1 })).rejects.toMatchObject({
      message: expect.stringContaining("never live"),
    });
    await publishWorkflow(ada, { workflowId, revision: 1, note: "First" });
    await titled(grace, 1, "Hers");
    await expect(discardDraft(ada, { workflowId, revision: 1 })).rejects.toMatchObject({ code: "conflict" });
    expect(await title()).toBe("Hers");
  });

  test("what is published is the live version's own words until something changes", async () => {
    await publishWorkflow(ada, { workflowId, revision: 1, note: "First" });
    expect(await getDraft(ada, { workflowId })).toMatchObject({ revision: 1, isChanged: false });
  });
});

test("a document is checked as it stands in the window: what cannot be read, what cannot run, what is only odd", async () => {
  const { outcomes: _, ...broken } = sellerDocument();
  const document = broken as never;
  expect(await checkDraft(ada, { workflowId, document })).toMatchObject([
    { severity: "error", path: "outcomes" },
  ]);
  const unwired = sellerDocument({ edges: sellerDocument().edges.slice(1) });
  const problems = await checkDraft(ada, { workflowId, document: unwired as never });
  expect(problems).toContainEqual(
    expect.objectContaining({ severity: "error", code: "unwired_outlet", node: "start" }),
  );
  const good = await checkDraft(ada, { workflowId, document: sellerDocument() as never });
  expect(good.filter(({ severity }) => severity === "error")).toEqual([]);
});
