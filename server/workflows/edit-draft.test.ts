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
let sent = 0;
const newKey = () => `0123456789abcdef${sent++}`;
const edit = (revision: number, steps: unknown[], device = "one", key = newKey()) =>
  editDraft(ada, editDraftInput.parse({ workflowId, revision, device, key, steps }));
const title = async () => (await getDraft(ada, { workflowId })).document.title;

test("steps are revisions of their own, which undo and redo go through one by one", async () => {
  const { revision } = await getDraft(ada, { workflowId });
  const after = await edit(revision, [retitle("A"), retitle("B"), retitle("C"), { kind: "undo" }]);
  expect(after).toEqual({ revision: revision + 4 });
  expect(await title()).toBe("B");
  const steps = await listDraftSteps(ada, { workflowId });
  expect(steps.undo.map(({ words }) => words)).toEqual(["Call it A", "Call it B"]);
  expect(steps.redo.map(({ words }) => words)).toEqual(["Call it C"]);
  const signed = { by: "Ada", at: ada.at.toISOString() };
  expect([...steps.undo, ...steps.redo]).toMatchObject([signed, signed, signed]);
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

test("steps that are sent again because their answer was lost are saved once", async () => {
  const { revision } = await getDraft(ada, { workflowId });
  const key = newKey();
  const steps = [retitle("A"), retitle("B"), { kind: "undo" }];
  const first = await edit(revision, steps, "one", key);
  expect(await edit(revision, steps, "one", key)).toEqual(first);
  expect(await title()).toBe("A");
  const log = await listDraftSteps(ada, { workflowId });
  expect([log.undo.length, log.redo.length]).toEqual([1, 1]);
  // Also when somebody took the draft over meanwhile and saved: the answer is the one that was lost.
  await holdDraft(ada, { workflowId, device: "two" });
  await edit(first.revision, [retitle("C")], "two");
  expect(await edit(revision, steps, "one", key)).toEqual(first);
  expect(await title()).toBe("C");
  // Two at once, the second while the first is at work.
  const later = newKey();
  const both = [0, 1].map(() => edit(first.revision + 1, [retitle("D")], "two", later));
  expect(await Promise.all(both)).toEqual([0, 1].map(() => ({ revision: first.revision + 2 })));
});

test("a key answers for its own steps only, and only whoever sent them", async () => {
  const { revision } = await getDraft(ada, { workflowId });
  const key = newKey();
  await edit(revision, [retitle("A")], "one", key);
  await expect(edit(revision + 1, [retitle("B")], "one", key)).rejects.toMatchObject({ code: "conflict" });
  const ben = await joinAs(ada, "risk_manager", "Ben");
  const input = { workflowId, revision, device: "two", key, steps: [retitle("A")] };
  await expect(editDraft(ben, editDraftInput.parse(input))).rejects.toMatchObject({
    issues: [{ code: "newer_revision" }],
  });
  // Steps whose request was lost, with another's in between: nothing of his is overwritten.
  await editDraft(ben, editDraftInput.parse({ ...input, revision: revision + 1, steps: [retitle("B")] }));
  await expect(edit(revision + 1, [retitle("C")])).rejects.toMatchObject({ code: "conflict" });
  expect(await title()).toBe("B");
});

test("a step that comes to nothing is one all the same, and undo takes back just that", async () => {
  const { revision } = await getDraft(ada, { workflowId });
  expect(await edit(revision, [retitle("A"), retitle("A"), { kind: "undo" }])).toEqual({
    revision: revision + 3,
  });
  expect(await title()).toBe("A");
});
