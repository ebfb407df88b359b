import { expect, test } from "vitest";
import { templates } from "@/db/seed/templates/templates";
import { smallDocument } from "@/server/testing/run-documents";
import { workflowDocument } from "./schema";
import { unknownReads } from "./unknown-reads";

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
  expect(unknownReads(document).map(({ path, severity }) => `${severity} ${path}`)).toEqual([
    "warning nodes.ask.config.path",
    "warning nodes.ask.config.query.b",
    "warning nodes.ask.config.body.deep.0.text",
    "warning nodes.rows.config.parameters.1",
    "warning nodes.tell.config.text",
    "warning nodes.keep.config.values.b",
    "warning nodes.keep.config.nextReview.date",
  ]);
});

test("the templates read nothing that is not there", () => {
  expect(templates.flatMap(unknownReads)).toEqual([]);
});
