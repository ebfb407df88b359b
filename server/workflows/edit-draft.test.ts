import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs, type MemberActor } from "@/server/testing/member";
import { sellerDocument } from "@/server/testing/workflow-document";
import { createWorkflow } from "./create";
import { editDraftInput, type PatchOperation } from "./draft/schema";
import { editDraft } from "./edit-draft";
import { getDraft } from "./get-draft";
import { holdDraft } from "./hold-draft";
import { listDraftSteps } from "./list-draft-steps";

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

const retitle = (title: string) => ({
  kind: "edit" as const,
  words: `Call it ${title}`,
  patch: [{ op: "replace", path: "/document/title", value: title }] as PatchOperation[],
});
const edit = (revision: number, steps: unknown[], device = "one") =>
  editDraft(ada, editDraftInput.parse({ workflowId, revision, device, steps }));
const title = async () => (await getDraft(ada, { workflowId })).document.title;

test("steps are revisions of their own, which undo and redo go through one by one", async () => {
  const { revision } = await getDraft(ada, { workflowId });
  const after = await edit(revision, [retitle("A"), retitle("B"), retitle("C"), { kind: "undo" }]);
  expect(after).toEqual({ revision: revision + 4 });
  expect(await title()).toBe("B");
  const steps = await listDraftSteps(ada, { workflowId });
  expect(steps.undo.map(({ words }) => words)).toEqual(["Call it A", "Call it B"]);
  expect(steps.redo.map(({ words }) => words)).toEqual(["Call it C"]);
  await edit(revision + 4, [{ kind: "redo" }, { kind: "undo" }, { kind: "undo" }]);
  expect(await title()).toBe("A");
  expect((await listDraftSteps(ada, { workflowId })).redo.map(({ words }) => words)).toEqual([
    "Call it C",
    "Call it B",
  ]);
});

test("all of them stand or none, and the refusal names the step", async () => {
  const { revision } = await getDraft(ada, { workflowId });
  await expect(edit(revision, [retitle("A"), retitle("")])).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "steps.1.document.title" }],
  });
  expect(await title()).toBe("Seller");
  const gone = { kind: "edit", words: "x", patch: [{ op: "remove", path: "/document/nodes/nobody" }] };
  await expect(edit(revision, [gone])).rejects.toMatchObject({ issues: [{ path: "steps.0.patch.0" }] });
});

test("what another window holds, or saved meanwhile, is never overwritten", async () => {
  const { revision } = await getDraft(ada, { workflowId });
  await edit(revision, [retitle("A")]);
  await expect(edit(revision, [retitle("B")])).rejects.toMatchObject({
    code: "conflict",
    issues: [{ code: "newer_revision" }],
  });
  await holdDraft(ada, { workflowId, device: "two" });
  await expect(edit(revision + 1, [retitle("B")])).rejects.toMatchObject({ issues: [{ code: "held" }] });
  expect(await title()).toBe("A");
});
