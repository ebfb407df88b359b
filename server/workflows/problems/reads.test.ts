import { expect, test } from "vitest";
import { templates } from "@/db/seed/templates/templates";
import { smallDocument } from "@/server/testing/run-documents";
import { workflowDocument } from "../schema";
import { problemsIn } from "./policy";

const documentOf = (nodes: Parameters<typeof smallDocument>[1]) =>
  workflowDocument.parse(
    smallDocument(
      "reads",
      {
        start: {
          type: "decision_start",
          config: { fields: [{ path: "number", title: "Number", type: "text" }] },
        },
        ...nodes,
      },
      {},
    ),
  );

const CODES = ["unknown_field", "item_outside_list"];
const reads = (document: ReturnType<typeof documentOf>) =>
  problemsIn(document).filter(({ code, path }) => CODES.includes(code) && !path.startsWith("settings."));

test("paths that nothing fills are named where they stand", () => {
  const document = documentOf({
    ask: {
      type: "http_request",
      config: {
        connection: "core",
        path: "/x/{{input.number}}/{{input.nmuber}}",
        query: { a: "input.number", b: "party.nmae", c: { value: "input.fixed" } },
        body: { deep: [{ text: "For {{nodes.ask.status}} and {{nodes.later.status}}" }] },
        answer: { standing: "body.standing" },
      },
    },
    rows: {
      type: "sql_query",
      config: {
        connection: "sql",
        text: "select $1, $2",
        parameters: ["nodes.ask.standing", "nodes.ask.none"],
      },
    },
    tell: { type: "notify", config: { subject: "{{nodes.rows.rows}}", text: "{{forms.none.a}}" } },
    keep: {
      type: "set_party_data",
      config: { values: { a: "party.facts.anything", b: "values.none" }, nextReview: { date: "values.day" } },
    },
  });
  expect(reads(document).map(({ path, severity }) => `${severity} ${path}`)).toEqual([
    "warning nodes.ask.config.path",
    "warning nodes.ask.config.body.deep.0.text",
    "warning nodes.ask.config.query.b",
    "warning nodes.rows.config.parameters.1",
    "warning nodes.tell.config.text",
    "warning nodes.keep.config.values.b",
    "warning nodes.keep.config.nextReview.date",
  ]);
});

test("inside a “for each”, the element has what its list's elements have and nothing else", () => {
  const at = (text: string, place: "inside" | "behind") => {
    const tell = { type: "notify", config: { subject: "Hello", text } };
    const found = reads(
      workflowDocument.parse(
        smallDocument(
          "bodies",
          {
            start: { type: "decision_start", config: {} },
            collect: { type: "ownership", config: { list: "nodes.tree.owners[]" } },
            tree: { type: "ownership", config: {} },
            each: { type: "for_each", config: { list: "nodes.tree.owners[]" } },
            tell,
            over: { type: "item_end", config: {} },
            fin: { type: "end", config: { outcome: "approve" } },
          },
          place === "inside"
            ? {
                "start.next": "each",
                "each.each": "tell",
                "tell.sent": "over",
                "tell.failed": "over",
                "each.done": "fin",
              }
            : { "start.next": "each", "each.each": "over", "each.done": "tell", "tell.sent": "fin" },
        ),
      ),
    ).filter(({ node }) => node === "tell");
    return found.map(({ code, instead }) => [code, instead]);
  };
  expect(at("{{item.name}} is number {{index}}", "inside")).toEqual([]);
  expect(at("{{item.naem}}", "inside")).toEqual([["unknown_field", "item.name"]]);
  expect(at("{{item.shoe}}", "inside")).toEqual([["unknown_field", undefined]]);
  expect(at("{{item.name}}", "behind")).toEqual([["item_outside_list", undefined]]);
  expect(at("{{nodes.tree.total}}", "behind")).toEqual([]);
});

test("the templates read nothing that is not there", () => {
  expect(templates.flatMap(reads)).toEqual([]);
});
