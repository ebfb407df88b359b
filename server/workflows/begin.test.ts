import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { templates } from "@/db/seed/templates/templates";
import type { Context } from "@/server/context";
import { lintWorkflow } from "@/server/engine/lint";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { archiveWorkflow } from "./archive";
import { type EmptyInput, emptyDocument, keyOf, starts, templateFacts } from "./beginnings/policy";
import { createWorkflow } from "./create";
import { fileOf } from "./file";
import { freeKey } from "./free-key";
import { getDraft } from "./get-draft";
import { getLifecycle } from "./get-lifecycle";
import { getVersion } from "./get-version";
import { listWorkflows } from "./list";
import { listTemplates } from "./list-templates";
import { publishWorkflow } from "./publish";
import { readWorkflowFile } from "./read-file";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  ctx = await joinAs(await database.workspace(), "risk_manager", "Ada");
});

const empty = (more: Partial<EmptyInput> = {}) =>
  emptyDocument({
    ...{ title: "Seller check", key: "seller_check", partyKind: "business", start: "application_start" },
    ...more,
  });

describe("an empty workflow", () => {
  test.each(Object.keys(starts) as EmptyInput["start"][])(
    "that begins with %s has nothing to mend",
    (start) => {
      const document = empty({ start });
      expect(lintWorkflow(document, nodeCatalogue)).toEqual([]);
      expect(document.outcomes.map(({ kind }) => kind)).toEqual(["positive", "review", "negative"]);
    },
  );

  test("approves nobody", () => {
    expect(Object.values(empty().nodes).map(({ config }) => config["outcome"])).not.toContain("approve");
  });

  test("has a draft and no version, and stands in the list by what its draft says", async () => {
    const { id } = await createWorkflow(ctx, { document: { ...empty(), description: "Checks sellers." } });
    expect(await listWorkflows(ctx)).toMatchObject([
      {
        ...{ id, key: "seller_check", title: "Seller check", description: "Checks sellers." },
        ...{ liveVersion: null, publishedAt: null, nodes: 2, takesApplications: true, partyKind: "business" },
      },
    ]);
    const view = await getLifecycle(ctx, { workflowId: id });
    expect(view.versions).toEqual([]);
    expect(view.draft).toMatchObject({ revision: 1, isChanged: true });
    await expect(getVersion(ctx, { workflowId: id })).rejects.toMatchObject({ code: "conflict" });
    await publishWorkflow(ctx, {
      ...{ workflowId: id, revision: 1, note: "First", acceptWarnings: true, live: "now" },
    });
    expect(await listWorkflows(ctx)).toMatchObject([{ liveVersion: 1, nodes: 2 }]);
  });
});

describe("a key", () => {
  test.each([
    ["Marketplace seller (EU)", "marketplace_seller_eu"],
    ["  3D printing – Zürich ", "d_printing_zurich"],
    ["!!!", ""],
    ["a".repeat(90), "a".repeat(64)],
  ])("follows from the name “%s”", (title, key) => expect(keyOf(title)).toBe(key));

  test("that is taken, also by an archived workflow, leads to the next that is free", async () => {
    expect(await freeKey(ctx, { key: "seller_check" })).toEqual({ isFree: true, free: "seller_check" });
    const { id } = await createWorkflow(ctx, { document: empty() });
    await archiveWorkflow(ctx, { workflowId: id, reason: "Not needed" });
    await createWorkflow(ctx, { document: empty({ key: "seller_check_2" }) });
    await createWorkflow(ctx, { document: empty({ key: "sellerXcheck".toLowerCase() }) });
    expect(await freeKey(ctx, { key: "seller_check" })).toEqual({ isFree: false, free: "seller_check_3" });
    expect(await freeKey(ctx, { key: "seller" })).toEqual({ isFree: true, free: "seller" });
  });

  test("of another workspace is none of ours", async () => {
    await createWorkflow(ctx, { document: empty() });
    const other = await joinAs(await database.workspace(), "risk_manager", "Eve");
    expect(await freeKey(other, { key: "seller_check" })).toMatchObject({ isFree: true });
  });
});

describe("templates", () => {
  test("are those of the demo, each with what it decides, its steps and what it asks for", () => {
    expect(listTemplates().map(({ document }) => document)).toEqual(templates);
    for (const { document } of listTemplates()) {
      const facts = templateFacts(document);
      expect(facts.decides.length).toBeGreaterThan(1);
      expect(facts.steps).toBe(Object.keys(document.nodes).length);
      expect(facts.asks.length).toBeGreaterThan(1);
    }
  });

  test.each(templates.map((document) => [document.key, document] as const))(
    "%s can be made under another name",
    async (_, document) => {
      const { editor } = listTemplates().find((one) => one.document.key === document.key)!;
      const { id } = await createWorkflow(ctx, {
        document: { ...document, key: "mine", title: "Mine" },
        editor: { ...editor },
      });
      const { editor: kept } = (await getDraft(ctx, { workflowId: id }))!;
      expect(kept.tests ?? []).toEqual(editor.tests);
      const [row] = await listWorkflows(ctx);
      expect(row).toMatchObject({ id, key: "mine", nodes: templateFacts(document).steps });
    },
  );
});

describe("a file", () => {
  test("that was exported is read whole, with what this workspace lacks", async () => {
    const [document] = templates;
    const editor = { positions: { start: { x: 1, y: 2 } }, notes: [] };
    const read = await readWorkflowFile(ctx, { text: fileOf(document!, editor) });
    expect(read.document).toEqual(document);
    expect(read.editor).toMatchObject(editor);
    expect(read.problems.map(({ code }) => code)).toContain("unknown_connection");
    expect(await listWorkflows(ctx)).toEqual([]);
  });

  test("that is none is refused by line or by field", async () => {
    await expect(readWorkflowFile(ctx, { text: '{"format": }' })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("Line 1, column"),
    });
    await expect(readWorkflowFile(ctx, { text: '{"format":"workflow/v1"}' })).rejects.toMatchObject({
      issues: expect.arrayContaining([expect.objectContaining({ path: "document.key" })]),
    });
  });
});
