import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "@/server/context";
import { canonicalJson } from "@/server/platform/canonical";
import { sha256 } from "@/server/platform/seal";
import { later, type TestDatabase, testDatabase } from "@/server/testing/database";
import { sellerDocument } from "@/server/testing/workflow-document";
import { createWorkflow } from "./create";
import { getVersion } from "./get-version";
import { listWorkflows } from "./list";
import { liveVersion } from "./live-version";
import { publishWorkflow } from "./publish";
import { saveDraft } from "./save-draft";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const fresh = async () => {
  ctx = await database.workspace();
};
const actions = async (id: string) =>
  (
    await database.owner<{ action: string }[]>`
    select action from audit_entries where workspace_id = ${ctx.workspaceId} and subject_id = ${id} order by seq`
  ).map((entry) => entry.action);
const counts = async () => {
  const [row] = await database.owner<{ versions: number; entries: number }[]>`
    select (select count(*)::int from workflow_versions where workspace_id = ${ctx.workspaceId}) as versions,
      (select count(*)::int from audit_entries where workspace_id = ${ctx.workspaceId}) as entries`;
  return row;
};

describe("publishing", () => {
  test("freezes the document with the workspace's zone, hashes it, makes its queues and puts it live", async () => {
    await fresh();
    const published = await publishWorkflow(ctx, { document: sellerDocument(), note: "First" });
    expect(published).toMatchObject({ version: 1, isNew: true });
    const live = await liveVersion(ctx, { key: "seller" });
    expect(live).toMatchObject({ workflowId: published.workflowId, version: 1 });
    expect(live.document.settings.timeZone).toBe("Europe/Berlin");
    expect(published.hash).toBe(sha256(canonicalJson(live.document)));
    expect(await actions(published.workflowId)).toEqual(["workflow.created", "workflow.published"]);
    expect(await actions("edd")).toEqual(["queue.created"]);
    const [queue] = await database.owner`
      select title, sla_hours from queues where workspace_id = ${ctx.workspaceId} and key = 'edd'`;
    expect(queue).toEqual({ title: "Enhanced due diligence", sla_hours: 24 });
  });

  test("writes nothing when the live version already says exactly this", async () => {
    await fresh();
    const first = await publishWorkflow(ctx, { document: sellerDocument(), note: "First" });
    const before = await counts();
    const again = await publishWorkflow(later(ctx, 1000), { document: sellerDocument(), note: "Again" });
    expect(again).toEqual({ ...first, isNew: false });
    expect(await counts()).toEqual(before);
  });

  test("counts versions on, also back to an older text, and keeps a queue as its people changed it", async () => {
    await fresh();
    await publishWorkflow(ctx, { document: sellerDocument(), note: "1" });
    await database.owner`update queues set sla_hours = 3 where workspace_id = ${ctx.workspaceId}`;
    await publishWorkflow(ctx, { document: sellerDocument({ title: "Sellers" }), note: "2" });
    const back = await publishWorkflow(ctx, { document: sellerDocument(), note: "3" });
    expect(back.version).toBe(3);
    const [queue] =
      await database.owner`select sla_hours from queues where workspace_id = ${ctx.workspaceId}`;
    expect(queue?.["sla_hours"]).toBe(3);
    const view = await getVersion(ctx, { workflowId: back.workflowId, version: 2 });
    expect(view).toMatchObject({ version: 2, note: "2", document: { title: "Sellers" } });
    expect(view.workflow.liveVersion).toBe(3);
    expect(view.versions.map((version) => version.version)).toEqual([3, 2, 1]);
  });

  test("keeps the order in which a form asks", async () => {
    await fresh();
    await publishWorkflow(ctx, { document: sellerDocument(), note: "First" });
    const { document } = await liveVersion(ctx, { key: "seller" });
    const asked = document.forms["company"]?.pages[0]?.schema["properties"] ?? {};
    expect(Object.keys(asked)).toEqual(["legalName", "country", "registrationNumber", "owners"]);
  });

  test("lets two publishers take turns", async () => {
    await fresh();
    const titles = ["A", "B", "C", "D", "E"];
    const all = await Promise.all(
      titles.map((title) => publishWorkflow(ctx, { document: sellerDocument({ title }), note: title })),
    );
    expect(all.map((published) => published.version).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(all.map((published) => published.workflowId)).size).toBe(1);
  });

  test("names the field of a bad document and writes nothing", async () => {
    await fresh();
    const broken = { ...sellerDocument(), outcomes: [], colour: "red" };
    await expect(publishWorkflow(ctx, { document: broken, note: "x" })).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "document.outcomes" }, { path: "document.colour", code: "unknown_field" }],
    });
    expect(await counts()).toEqual({ versions: 0, entries: 0 });
  });

  test("refuses a queue that nobody declared and a connection nobody made, by name", async () => {
    await fresh();
    const document = sellerDocument();
    const review = { ...document.nodes["review"]!, config: { queue: "nowhere", fourEyes: "none" } };
    await expect(
      publishWorkflow(ctx, { document: { ...document, nodes: { ...document.nodes, review } }, note: "x" }),
    ).rejects.toMatchObject({ code: "invalid", issues: [{ path: "document.nodes.review.config.queue" }] });
  });

  test("cannot be undone in the database", async () => {
    await fresh();
    const { workflowId } = await publishWorkflow(ctx, { document: sellerDocument(), note: "First" });
    await expect(
      database.owner`update workflow_versions set note = 'x' where workflow_id = ${workflowId}`,
    ).rejects.toThrow(/never changed/);
  });
});

describe("a draft", () => {
  test("is saved on the revision it was read at, and published as it was looked at", async () => {
    await fresh();
    const { id } = await createWorkflow(ctx, { document: sellerDocument() as never });
    const edit = (title: string, revision: number) =>
      saveDraft(ctx, { workflowId: id, revision, document: sellerDocument({ title }) as never });
    expect(await edit("Second", 1)).toEqual({ revision: 2 });
    await expect(edit("Lost", 1)).rejects.toMatchObject({ code: "conflict" });
    await expect(publishWorkflow(ctx, { workflowId: id, revision: 1, note: "stale" })).rejects.toMatchObject({
      code: "conflict",
    });
    await publishWorkflow(ctx, { workflowId: id, revision: 2, note: "Good" });
    expect((await getVersion(ctx, { workflowId: id })).document.title).toBe("Second");
    expect(await actions(id)).toEqual([
      "workflow.created",
      "workflow.draft_begun",
      "workflow.draft_saved",
      "workflow.published",
    ]);
  });

  test("is saved by one of two who began at the same revision", async () => {
    await fresh();
    const { id } = await createWorkflow(ctx, { document: sellerDocument() as never });
    const both = await Promise.allSettled(
      ["A", "B"].map((title) =>
        saveDraft(ctx, { workflowId: id, revision: 1, document: sellerDocument({ title }) as never }),
      ),
    );
    expect(both.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

test("the list counts what its workflows hold, and another workspace sees none of it", async () => {
  await fresh();
  const { workflowId } = await publishWorkflow(ctx, { document: sellerDocument(), note: "First" });
  expect(await listWorkflows(ctx)).toMatchObject([
    {
      id: workflowId,
      key: "seller",
      liveVersion: 1,
      nodes: 6,
      takesApplications: true,
      partyKind: "business",
      openRuns: 0,
      attention: 0,
    },
  ]);
  const other = await database.workspace();
  expect(await listWorkflows(other)).toEqual([]);
  for (const attempt of [
    () => getVersion(other, { workflowId }),
    () => saveDraft(other, { workflowId, revision: 0, document: sellerDocument() as never }),
    () => publishWorkflow(other, { workflowId, revision: 1, note: "x" }),
  ])
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
});
