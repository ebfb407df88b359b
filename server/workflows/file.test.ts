import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { templates } from "@/db/seed/templates/templates";
import type { Context } from "@/server/context";
import { type TestDatabase, testDatabase } from "@/server/testing/database";
import { joinAs } from "@/server/testing/member";
import { sellerDocument } from "@/server/testing/workflow-document";
import { changeWorkspace } from "@/server/workspaces/change-workspace";
import { exportWorkflow } from "./export";
import { fileOf, problemsInFile, readFile } from "./file";
import { getDraft } from "./get-draft";
import { importWorkflow } from "./import";
import { placeOf, placesIn } from "./places/policy";
import { publishWorkflow } from "./publish";
import { workflowDocument } from "./schema";

describe("a workflow's file", () => {
  test("is what is stored, in its order, and reads back as the same", () => {
    for (const document of templates.map((template) => workflowDocument.parse(template))) {
      const editor = { positions: { start: { x: 1, y: 2 } }, notes: [] };
      const text = fileOf(document, editor);
      expect(text.endsWith("}\n")).toBe(true);
      expect(JSON.stringify(readFile(text))).toBe(JSON.stringify({ document, editor }));
      expect(fileOf(readFile(text).document, editor)).toBe(text);
    }
  });

  test("changes by a line where the policy changes by a word", () => {
    const one = fileOf(workflowDocument.parse(sellerDocument()), { positions: {}, notes: [] });
    const other = fileOf(workflowDocument.parse(sellerDocument({ title: "Sellers" })), {
      positions: {},
      notes: [],
    });
    const lines = other.split("\n");
    expect(one.split("\n").filter((line, i) => line !== lines[i])).toEqual(['  "title": "Seller",']);
    expect(one).not.toContain("editor");
  });

  test("names the line and column of what is wrong, whether it is no JSON, no document or no policy", () => {
    const good = fileOf(workflowDocument.parse(sellerDocument()), { positions: {}, notes: [] });
    expect(problemsInFile(good).filter(({ severity }) => severity === "error")).toEqual([]);
    const at = (text: string) =>
      problemsInFile(text).map(({ code, place }) => [code, place.line, place.column]);
    expect(at('{\n  "format": "workflow/v1"\n  "key": "a"\n}')).toEqual([["no_json", 3, 3]]);
    expect(at("{ }\n x")).toEqual([["no_json", 2, 2]]);
    const line = good.split("\n").findIndex((text) => text.includes('"to": "collect"')) + 1;
    const lost = good.replace('"to": "collect"', '"to": "nowhere"');
    expect(at(lost)).toContainEqual(["unknown_node", line, 13]);
    const worded = good.replace('"version": 1,', '"version": "one",');
    expect(at(worded)).toEqual([["invalid_type", expect.any(Number), 18]]);
  });

  test("is placed by the nearest thing that exists", () => {
    const places = placesIn('{"a": {"b": [1, {"c": "\\"}"}]}}');
    expect(placeOf(places, "a.b.1.c").column).toBe(23);
    expect(placeOf(places, "a.b.1.c.d")).toEqual(placeOf(places, "a.b.1.c"));
    expect(placeOf(places, "a.x").column).toBe(7);
    expect(placeOf(places, "x").column).toBe(1);
  });
});

describe("between workspaces", () => {
  let database: TestDatabase;
  let first: Context;
  let second: Context;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    first = await database.workspace();
    second = await database.workspace();
    await publishWorkflow(first, { document: sellerDocument(), note: "First" });
  });

  test("a version is carried as a draft, published there, and has the same hash", async () => {
    const text = await exportWorkflow(first, { key: "seller" });
    const made = await importWorkflow(second, { text });
    expect(made).toMatchObject({ key: "seller", revision: 1, isNew: true });
    const { workflowId } = made;
    await publishWorkflow(second, { workflowId, revision: 1, note: "From the sandbox" });
    expect(await exportWorkflow(second, { key: "seller", version: 1 })).toBe(text);
    const hashes = await database.owner`
      select distinct hash from workflow_versions where workspace_id in (${first.workspaceId}, ${second.workspaceId})`;
    expect(hashes).toHaveLength(1);
  });

  test("an import says what the workspace lacks, replaces the draft, and can be undone", async () => {
    const { nodes, edges } = sellerDocument();
    const ask = {
      ...{ type: "check", version: 1, title: "Registry" },
      config: {
        ...{ connection: "registry", capability: "company_lookup" },
        ask: {
          country: { value: "GB" },
          registrationNumber: "forms.company.registrationNumber",
          name: "party.name",
        },
      },
    };
    const document = sellerDocument({ nodes: { ...nodes, registry: ask }, edges });
    const text = fileOf(workflowDocument.parse(document), { positions: {}, notes: [] });
    const made = await importWorkflow(first, { text });
    expect(made).toMatchObject({ isNew: false, revision: 1 });
    expect(made.problems).toContainEqual(
      expect.objectContaining({ code: "unknown_connection", path: "nodes.registry.config.connection" }),
    );
    expect((await getDraft(first, { workflowId: made.workflowId })).document.nodes["registry"]).toBeDefined();
    await expect(
      publishWorkflow(first, { workflowId: made.workflowId, revision: 1, note: "x" }),
    ).rejects.toMatchObject({ code: "invalid" });
    await expect(importWorkflow(first, { text: "{" })).rejects.toMatchObject({ code: "invalid" });
  });

  test("publishing an import still takes the second person", async () => {
    await changeWorkspace(await joinAs(first, "admin"), { publishNeedsApproval: true });
    const text = fileOf(workflowDocument.parse(sellerDocument({ title: "X" })), { positions: {}, notes: [] });
    const { workflowId, revision } = await importWorkflow(first, { text });
    await expect(publishWorkflow(first, { workflowId, revision, note: "x" })).rejects.toMatchObject({
      issues: [{ code: "needs_approval" }],
    });
  });
});
