import { describe, expect, it } from "vitest";
import { sellerDocument } from "@/server/testing/workflow-document";
import { workflowDocument } from "@/server/workflows/schema";
import { checkRules } from "./check-document";

const base = workflowDocument.parse(sellerDocument());
const problems = (more: object) =>
  checkRules(workflowDocument.parse({ ...base, ...more })).map(({ code, path, message }) => ({
    code,
    path,
    message,
  }));

describe("what a table names must be there, and be what its cells are written for", () => {
  const table = (more: object) => ({
    tables: {
      t: {
        title: "T",
        hitPolicy: "first",
        inputs: [{ key: "name", path: "party.name", type: "text" }],
        outputs: [
          { key: "out", title: "Outcome", kind: "outcome" },
          { key: "why", title: "Reason", kind: "reason_code" },
          { key: "queue", title: "Queue", kind: "queue" },
        ],
        rows: [],
        ...more,
      },
    },
  });

  it("finds nothing in a sound one", () => expect(problems(table({}))).toEqual([]));

  it("names the field, the type, the outcome, the code and the queue", () => {
    const rows = [{ when: {}, set: { out: "nope", why: "NOPE", queue: "nope" } }];
    const inputs = [
      { key: "name", path: "party.name", type: "number" },
      { key: "gone", path: "forms.nope.x", type: "text" },
    ];
    expect(problems(table({ inputs, rows })).map(({ code, path }) => `${code} ${path}`)).toEqual([
      "wrong_type tables.t.inputs.0.type",
      "unknown_field tables.t.inputs.1.path",
      "unknown_outcome tables.t.rows.0.set.out",
      "unknown_reason_code tables.t.rows.0.set.why",
      "unknown_queue tables.t.rows.0.set.queue",
    ]);
  });

  it("refuses a value a field cannot have", () => {
    const inputs = [{ key: "kind", path: "party.kind", type: "text" }];
    const [problem] = problems(table({ inputs, rows: [{ when: { kind: '"alien"' }, set: {} }] }));
    expect(problem).toMatchObject({ code: "unknown_value", path: "tables.t.rows.0.when.kind" });
  });
});

describe("what a scorecard names must be there", () => {
  it("names the code, the outcome and the field", () => {
    const card = {
      title: "S",
      factors: [
        {
          key: "f",
          title: "F",
          path: "party.nope",
          type: "text",
          bands: [{ when: '"x"', points: 1, reasonCode: "NOPE" }],
          missing: { points: 1, reasonCode: "NOPE" },
          otherwise: { points: 0 },
        },
      ],
      bands: [{ key: "all", title: "All", outcome: "nope", reasonCodes: ["NOPE"] }],
    };
    expect(problems({ scorecards: { s: card } }).map(({ code, path }) => `${code} ${path}`)).toEqual([
      "unknown_field scorecards.s.factors.0.path",
      "unknown_reason_code scorecards.s.factors.0.bands.0.reasonCode",
      "unknown_reason_code scorecards.s.factors.0.missing.reasonCode",
      "unknown_outcome scorecards.s.bands.0.outcome",
      "unknown_reason_code scorecards.s.bands.0.reasonCodes.0",
    ]);
  });
});

describe("formulas", () => {
  const formulas = (all: { [key: string]: string | object }) => ({
    formulas: Object.fromEntries(
      Object.entries(all).map(([key, given]) => [
        key,
        typeof given === "string" ? { title: key, formula: given } : { title: key, ...given },
      ]),
    ),
  });

  it("name the words that are wrong", () => {
    expect(problems(formulas({ a: "1 + party.nope", b: "party.name * 2" }))).toEqual([
      {
        code: "unknown_field",
        path: "formulas.a.formula",
        message: "There is no field “party.nope” in this workflow. (“party.nope”, at character 5)",
      },
      {
        code: "wrong_type",
        path: "formulas.b.formula",
        message: "A calculation needs a number or money, and this is text. (“party.name”, at character 1)",
      },
    ]);
  });

  it("two currencies are a type error, also through another formula", () => {
    const found = problems(formulas({ a: 'money(1, "EUR") * 2', b: 'a + money(1, "USD")' }));
    expect(found).toMatchObject([{ code: "currency_mismatch", path: "formulas.b.formula" }]);
    expect(found[0]?.message).toContain("EUR and USD");
  });

  it("a default is of the formula's kind, and money has no unit", () => {
    expect(
      problems(
        formulas({
          a: { formula: "1 + 1", whenMissing: { amount: 1, currency: "EUR" } },
          b: { formula: 'money(1, "EUR")', unit: "days" },
        }),
      ).map(({ path }) => path),
    ).toEqual(["formulas.a.whenMissing", "formulas.b.unit"]);
  });

  it("days are counted between dates", () => {
    const [problem] = problems(formulas({ a: 'days_between(party.name, "2026-01-31")' }));
    expect(problem).toMatchObject({ code: "wrong_type", path: "formulas.a.formula" });
    expect(problem?.message).toContain("“party.name”");
  });

  it("one that reads a later one is moved", () => {
    const node = { type: "compute", version: 1, title: "C", config: { formulas: ["a", "b"] } };
    const found = problems({ ...formulas({ a: "b + 1", b: "2 * 2" }), nodes: { ...base.nodes, c: node } });
    expect(found).toMatchObject([{ code: "computed_later", path: "nodes.c.config.formulas.0" }]);
  });
});
