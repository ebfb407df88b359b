import { describe, expect, it } from "vitest";
import { type WorkflowDocumentInput, workflowDocument } from "@/server/workflows/schema";
import { type Condition, type RuleSet, ruleSet } from "./ast";
import { checkCondition } from "./check";
import { checkRuleSet, checkRules, scopeOf } from "./check-document";
import { fieldsOf, findField, wordsOf } from "./fields";

const input: WorkflowDocumentInput = {
  format: "workflow/v1",
  key: "test",
  title: "Test",
  outcomes: [{ key: "approve", title: "Approve", kind: "positive" }],
  nodes: {
    start: {
      type: "decision_start",
      version: 1,
      title: "Start",
      config: { fields: [{ path: "input.amount", title: "Amount" }] },
    },
    registry: {
      type: "check",
      version: 1,
      title: "Company registry",
      config: { capability: "company_lookup", subjects: "party" },
    },
    people: {
      type: "check",
      version: 1,
      title: "People screening",
      config: { capability: "watchlist_screening", subjects: "forms.f.owners[]" },
    },
    rules: { type: "rules", version: 1, title: "Rules", config: { ruleSet: "main" } },
  },
  edges: [],
  rules: { main: { title: "Main", rules: [], values: { delay: { value: 5 } } } },
  forms: {
    f: {
      key: "f",
      title: "Form",
      pages: [
        {
          key: "one",
          title: "Company",
          schema: {
            type: "object",
            properties: {
              country: { type: "string", title: "Country", "x-format": "country" },
              founded: { type: "string", title: "Founded", format: "date" },
              isListed: { type: "boolean", title: "Listed" },
              sales: { type: "object", title: "Sales", "x-money": { currency: "EUR" } },
              category: {
                type: "string",
                title: "Category",
                enum: ["food", "toys"],
                "x-choices": { food: "Food" },
              },
              address: {
                type: "object",
                title: "Address",
                properties: { city: { type: "string", title: "City" } },
              },
              tags: { type: "array", title: "Tags", items: { type: "string" } },
              owners: {
                type: "array",
                title: "Owners",
                items: {
                  type: "object",
                  properties: { name: { type: "string" }, share: { type: "number", title: "Share" } },
                },
              },
            },
          },
        },
      ],
    },
  },
  reasonCodes: { R: { applicant: "a", staff: "s", priority: 1 } },
  settings: {
    partyKind: "business",
    party: { name: "forms.f.name", country: "forms.f.country" },
    queues: { q: { title: "Queue", slaHours: 1 } },
    documentTypes: { passport: { title: "Passport", help: "" } },
  },
};
const document = workflowDocument.parse(input);
const scope = scopeOf(document);

const field = (path: string) => ({ field: path });
const codes = (test: Omit<Condition, "id"> & { id?: string }) =>
  checkCondition({ id: "t", ...test } as Condition, scope).map(({ code, path }) => `${code} at ${path}`);

describe("the field catalogue", () => {
  it("knows forms, checks, values, input and party with title and type", () => {
    const fields = fieldsOf(document);
    const shown = (path: string) => {
      const found = findField(fields, path);
      return found && [found.title, found.type];
    };
    expect(shown("forms.f.founded")).toEqual(["Founded", "date"]);
    expect(shown("forms.f.sales")).toEqual(["Sales", "money"]);
    expect(shown("forms.f.address.city")).toEqual(["City", "text"]);
    expect(shown("forms.f.owners[].share")).toEqual(["Share", "number"]);
    expect(shown("forms.f.owners[].name")).toEqual(["Name", "text"]);
    expect(shown("nodes.registry.status")).toEqual(["Company registry: status", "text"]);
    expect(shown("nodes.registry.results[].details.registryStatus")).toEqual([
      "Company registry: registry status",
      "text",
    ]);
    expect(shown("nodes.registry.results[].details.incorporatedOn")?.[1]).toBe("date");
    expect(shown("nodes.people.results[].details.hits[].confirmed")).toEqual(["confirmed", "boolean"]);
    expect(shown("nodes.rules.points")).toEqual(["Rules: points", "number"]);
    expect(shown("values.delay")).toEqual(["Delay", "number"]);
    expect(shown("input.amount")).toEqual(["Amount", "any"]);
    expect(shown("party.country")?.[1]).toBe("text");
    expect(shown("forms.f.nothing")).toBeUndefined();
    expect(shown("forms.f.country.x")).toBeUndefined();
  });

  it("gives sentences their words", () => {
    const words = wordsOf(document);
    expect(words.single).toEqual(["nodes.registry.results"]);
    expect(words.countries).toContain("forms.f.country");
    expect(words.choices?.["forms.f.category"]).toEqual({ food: "Food", toys: "Toys" });
    expect(words.choices?.["nodes.registry.results[].details.registryStatus"]).toMatchObject({
      strike_off: "Strike off",
    });
  });
});

describe("the checker", () => {
  it("finds nothing wrong with what fits", () => {
    const good: Omit<Condition, "id">[] = [
      { op: "=", left: field("forms.f.country"), right: { value: "DE" } },
      { op: "older_than", left: field("forms.f.founded"), right: { value: { amount: 1, unit: "days" } } },
      { op: ">", left: field("forms.f.sales"), right: { value: { amount: 1, currency: "EUR" } } },
      { op: ">", left: field("forms.f.sales"), right: { value: 0 } },
      { op: "in", left: field("forms.f.category"), right: { value: ["food"] } },
      { op: "contains", left: field("forms.f.tags"), right: { value: "x" } },
      { op: "overlaps", left: field("forms.f.tags"), right: { value: ["x"] } },
      { op: ">", left: { aggregate: "sum", list: "forms.f.owners", of: "share" }, right: { value: 100 } },
      { op: ">", left: field("input.amount"), right: { value: 5 } },
      {
        op: "some",
        list: "forms.f.owners",
        where: { id: "w", op: ">", left: field("item.share"), right: { value: 25 } },
      } as Omit<Condition, "id">,
    ] as Omit<Condition, "id">[];
    for (const test of good) expect(codes(test)).toEqual([]);
  });

  const wrong: [string, unknown, string[]][] = [
    [
      "unknown field",
      { op: "is_present", left: field("forms.f.contry") },
      ["unknown_field at when.left.field"],
    ],
    [
      "order of text",
      { op: ">", left: field("forms.f.country"), right: { value: "A" } },
      ["wrong_type at when.left"],
    ],
    [
      "text against number",
      { op: "=", left: field("forms.f.country"), right: { value: 1 } },
      ["wrong_type at when.right"],
    ],
    [
      "two currencies",
      { op: ">", left: field("forms.f.sales"), right: { value: { amount: 1, currency: "USD" } } },
      ["currency_mismatch at when.right"],
    ],
    [
      "money against a number",
      { op: ">", left: field("forms.f.sales"), right: { value: 5 } },
      ["wrong_type at when.right"],
    ],
    [
      "a choice that is none",
      { op: "=", left: field("forms.f.category"), right: { value: "fod" } },
      ["unknown_value at when.right"],
    ],
    [
      "a status that is none",
      { op: "in", left: field("nodes.registry.status"), right: { value: ["clear", "fine"] } },
      ["unknown_value at when.right"],
    ],
    ["a flag that is none", { op: "is_true", left: field("forms.f.country") }, ["wrong_type at when.left"]],
    [
      "a date that is none",
      { op: "before", left: field("forms.f.founded"), right: { value: "1 May" } },
      ["bad_date at when.right"],
    ],
    [
      "an age without a date",
      { op: "<", left: { ageInYears: field("forms.f.country") }, right: { value: 18 } },
      ["wrong_type at when.left.ageInYears"],
    ],
    [
      "a pattern that is none",
      { op: "matches", left: field("forms.f.country"), right: { value: "(?=x)" } },
      ["bad_pattern at when.right"],
    ],
    [
      "a list that is none",
      {
        op: "some",
        list: "forms.f.country",
        where: { id: "w", op: "is_present", left: field("input.amount") },
      },
      ["not_a_list at when.list"],
    ],
    [
      "item outside a list",
      { op: "is_present", left: field("item.share") },
      ["item_outside_list at when.left.field"],
    ],
    [
      "an unknown field of an element",
      { op: "some", list: "forms.f.owners", where: { id: "w", op: "is_present", left: field("item.sahre") } },
      ["unknown_field at when.where.left.field"],
    ],
    [
      "how many",
      {
        op: "at_least",
        list: "forms.f.owners",
        where: { id: "w", op: "is_present", left: field("item.share") },
      },
      ["missing_count at when.n"],
    ],
    [
      "two tests of one id, deep in a group",
      { op: "all", of: [{ id: "t", op: "is_present", left: field("forms.f.country") }] },
      ["duplicate_id at when.of.0.id"],
    ],
    [
      "a sum of texts",
      { op: ">", left: { aggregate: "sum", list: "forms.f.owners", of: "name" }, right: { value: 1 } },
      ["wrong_type at when.left.of"],
    ],
    [
      "money and a number in a formula",
      {
        op: ">",
        left: {
          formula: {
            op: "add",
            left: { op: "field", field: "forms.f.sales" },
            right: { op: "value", value: 1 },
          },
        },
        right: { value: 1 },
      },
      ["wrong_type at when.left.formula"],
    ],
  ];
  it.each(wrong)("names the place of %s", (_, test, expected) => {
    expect(codes(test as Condition)).toEqual(expected);
  });

  it("speaks in plain words", () => {
    const [problem] = checkCondition(
      { id: "t", op: ">", left: field("forms.f.sales"), right: { value: { amount: 1, currency: "USD" } } },
      scope,
    );
    expect(problem?.message).toBe("The field is in EUR, the limit in USD.");
  });

  it("checks what effects name", () => {
    const present: Condition = { id: "t", op: "is_present", left: field("forms.f.country") };
    const set: RuleSet = ruleSet.parse({
      title: "Set",
      otherwise: "nothing",
      rules: [
        { code: "A", title: "a", when: present, outcome: "decline", reasonCode: "NO", queue: "none" },
        {
          code: "A",
          title: "a",
          when: present,
          require: [
            { kind: "document", key: "visa", subject: "forms.f.owners[]", reasonCode: "R" },
            { kind: "field", key: "forms.f.nothing", subject: "forms.f.people[]", reasonCode: "NO" },
          ],
          values: { x: field("forms.f.none") },
        },
      ],
    });
    expect(checkRuleSet(set, scope, "rules.main").map(({ code, path }) => `${code} at ${path}`)).toEqual([
      "unknown_outcome at rules.main.rules.0.outcome",
      "unknown_reason_code at rules.main.rules.0.reasonCode",
      "unknown_queue at rules.main.rules.0.queue",
      "duplicate_code at rules.main.rules.1.code",
      "unknown_document_type at rules.main.rules.1.require.0.key",
      "unknown_reason_code at rules.main.rules.1.require.1.reasonCode",
      "unknown_field at rules.main.rules.1.require.1.key",
      "unknown_field at rules.main.rules.1.require.1.subject",
      "unknown_field at rules.main.rules.1.values.x.field",
      "unknown_outcome at rules.main.otherwise",
    ]);
  });

  it("looks into forms and nodes too", () => {
    const broken = structuredClone(input);
    const page = broken.forms?.["f"]?.pages[0]?.schema as {
      properties: { [key: string]: Record<string, unknown> };
    };
    page.properties["isListed"]!["x-visibleWhen"] = {
      id: "v",
      op: "is_present",
      left: field("forms.f.gone"),
    };
    page.properties["country"]!["x-document"] = "visa";
    const owners = page.properties["owners"]!["items"] as {
      properties: { [key: string]: Record<string, unknown> };
    };
    owners.properties["name"]!["x-requiredWhen"] = {
      id: "r",
      op: ">",
      left: field("item.share"),
      right: { value: 5 },
    };
    owners.properties["share"]!["x-visibleWhen"] = { id: "r", op: "is_present", left: field("item.gone") };
    broken.nodes["people"]!.config["only"] = { id: "o", op: "is_present", left: field("item.gone") };
    broken.nodes["branch"] = {
      type: "branch",
      version: 1,
      title: "Branch",
      config: {
        by: "conditions",
        branches: [{ key: "a", title: "A", when: { id: "b", op: "is_present", left: field("values.gone") } }],
      },
    };
    expect(checkRules(workflowDocument.parse(broken)).map(({ code, path }) => `${code} at ${path}`)).toEqual([
      "unknown_document_type at forms.f.pages.0.schema.properties.country.x-document",
      "unknown_field at forms.f.pages.0.schema.properties.isListed.x-visibleWhen.left.field",
      "unknown_field at forms.f.pages.0.schema.properties.owners.items.properties.share.x-visibleWhen.left.field",
      "unknown_field at nodes.people.config.only.left.field",
      "unknown_field at nodes.branch.config.branches.0.when.left.field",
    ]);
  });
});
