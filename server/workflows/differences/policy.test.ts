import { describe, expect, test } from "vitest";
import { templates } from "@/db/seed/templates/templates";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { sellerDocument } from "@/server/testing/workflow-document";
import { type WorkflowDocumentInput, workflowDocument } from "../schema";
import { differencesOf } from "./policy";

const { nodes, edges } = sellerDocument();
const rule = (limit: number) => ({
  code: "BIG",
  title: "Big",
  when: { id: "b", op: ">" as const, left: { field: "input.amount" }, right: { value: limit } },
  outcome: "review",
});
const withRule = (limit: number, more: Partial<WorkflowDocumentInput> = {}) =>
  sellerDocument({ rules: { main: { title: "Main", rules: [rule(limit)] } }, ...more });
const between = (before: WorkflowDocumentInput, after: WorkflowDocumentInput) =>
  differencesOf(workflowDocument.parse(before), workflowDocument.parse(after), nodeCatalogue);

describe("two versions side by side", () => {
  test("differ in nothing where they say the same", () => {
    for (const template of templates) expect(between(template, template)).toEqual([]);
  });

  test("tell a rule by its sentence, a step by what it does, a way by where it leads", () => {
    const review = { ...nodes["review"]!, config: { queue: "edd", fourEyes: "none" } };
    const after = withRule(200, {
      nodes: { ...nodes, review },
      edges: edges.map((edge) => (edge.outlet === "declined" ? { ...edge, to: "approved" } : edge)),
    });
    const found = between(withRule(100), after);
    expect(found.map(({ part, kind, title }) => [part, kind, title])).toEqual([
      ["Steps", "changed", "Step “Analyst review”"],
      ["Ways", "changed", "Way from “Analyst review” by “Declined”"],
      ["Rules", "changed", "Rule BIG “Big”"],
    ]);
    expect(found[0]?.lines).toContainEqual({ label: "Four eyes", before: "approve", after: "none" });
    expect(found[1]?.lines).toEqual([{ label: "Leads to", before: "Declined", after: "Approved" }]);
    expect(found[2]?.lines[0]).toMatchObject({
      before: expect.stringContaining("100"),
      after: expect.stringContaining("200"),
    });
  });

  test("tell what was added and removed, a question of a form and the order of severity", () => {
    const document = sellerDocument();
    const form = structuredClone(document.forms!["company"]!);
    const schema = form.pages[0]!.schema as { properties: Record<string, unknown> };
    delete schema.properties["registrationNumber"];
    schema.properties["website"] = { type: "string", title: "Website" };
    const { ask: _, ...rest } = nodes;
    const found = between(document, {
      ...document,
      nodes: rest,
      edges: edges.filter(({ from, to }) => from !== "ask" && to !== "ask"),
      forms: { company: form },
      outcomes: [...document.outcomes].reverse(),
    });
    const told = found.map(({ part, kind, title }) => `${part} ${kind}: ${title}`);
    expect(told).toEqual([
      "Outcomes changed: Severity of the outcomes",
      "Steps removed: Step “Ask again”",
      "Ways removed: Way from “Analyst review” by “Sent back”",
      "Ways removed: Way from “Ask again” by “Answered”",
      "Ways removed: Way from “Ask again” by “Nothing to ask”",
      "Forms removed: Form “Company”, question “Registration number”",
      "Forms added: Form “Company”, question “Website”",
    ]);
  });
});
