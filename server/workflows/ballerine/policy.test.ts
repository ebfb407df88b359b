import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lintWorkflow } from "@/server/engine/lint";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { checkRules } from "@/server/rules/core/check-document";
import { ballerineSamples } from "@/server/testing/ballerine-samples";
import { simulate } from "@/server/testing/simulate";
import { editorPart, workflowDocument } from "../schema";
import { type BallerineImport, importBallerine, reportText } from "./policy";

const read = (source: unknown): BallerineImport => {
  const result = importBallerine(JSON.stringify(source));
  if ("faults" in result) throw new Error(JSON.stringify(result.faults));
  return result.imported;
};
const statesOf = (source: { [part: string]: unknown }): string[] =>
  Object.keys(((source["definition"] ?? source) as { states: object }).states);
const find = ({ report }: BallerineImport, source: string) =>
  report.filter((entry) => entry.source === source);

function expectWhole(imported: BallerineImport, states: readonly string[]) {
  expect(workflowDocument.parse(JSON.parse(JSON.stringify(imported.document)))).toEqual(imported.document);
  editorPart.parse(imported.editor);
  const told = new Set(imported.report.map(({ source }) => source));
  for (const state of states) expect(told, state).toContain(`definition.states.${state}`);
  for (const { from, to } of imported.document.edges) {
    expect(imported.document.nodes).toHaveProperty([from]);
    expect(imported.document.nodes).toHaveProperty([to]);
  }
  for (const { target } of imported.report)
    if (target?.startsWith("nodes."))
      expect(imported.document.nodes).toHaveProperty([target.split(".")[1] ?? ""]);
}

describe.each(Object.entries(ballerineSamples))("the sample “%s”", (shape, source) => {
  const imported = read(source);

  test("is a whole document whose report names every state", () => expectWhole(imported, statesOf(source)));

  test("has nothing that keeps it from being published, but what no path leads to", () => {
    const errors = lintWorkflow(imported.document, nodeCatalogue).filter(
      ({ severity }) => severity === "error",
    );
    expect(errors).toEqual([]);
    expect(checkRules(imported.document)).toEqual([]);
  });

  test("begins to run, and stops at somebody or at an end", async () => {
    const run = await simulate(imported.document, {
      input: { country: "GB", registrationNumber: "00445790", companyName: "Tesco", lastName: "Moss" },
      answers: { score: { result: { score: 0.6 } } },
    });
    expect(["waiting", "completed", "attention"], shape).toContain(run.state.status);
    expect(run.path[0]).toBe("start");
  });
});

describe("what became of it", () => {
  test("a collection, vendors and a review that sends back", () => {
    const imported = read(ballerineSamples["kyb"]);
    const { nodes, edges, settings } = imported.document;
    expect(settings.partyKind).toBe("business");
    expect(nodes["collection_flow"]?.type).toBe("collect");
    expect(nodes["pending_resubmission"]).toMatchObject({
      type: "request_information",
      config: { from: { node: "manual_review" } },
    });
    const way = (from: string, outlet: string) =>
      edges.find((edge) => edge.from === from && edge.outlet === outlet)?.to;
    expect(way("registry", "answered")).toBe("sanctions");
    expect(way("sanctions", "hit")).toBe("ubo");
    expect(way("manual_review", "sent_back")).toBe("pending_resubmission");
    expect(way("pending_resubmission", "answered")).toBe("registry");
    expect(find(imported, "config.isLegacyReject")).toMatchObject([{ status: "not_mapped" }]);
    expect(find(imported, "config.subscriptions")).toMatchObject([{ status: "not_mapped" }]);
    expect(imported.editor.notes[0]?.text).toContain("Imported from Ballerine:");
    expect(reportText(imported)).toContain("## Not mapped");
  });

  test("guards of json-logic decide as they did; the first that holds is taken", async () => {
    const { document } = read(ballerineSamples["scored"]);
    const branch = Object.values(document.nodes).find(({ type }) => type === "branch");
    expect(branch?.config["branches"]).toMatchObject([
      { when: { op: ">", left: { field: "nodes.score.result.score", default: 0 }, right: { value: 0.8 } } },
      { when: { op: "≥" } },
      { when: { op: "<" } },
    ]);
    expect(document.nodes["score"]?.config).toMatchObject({
      connection: "scores_example_com",
      method: "POST",
      path: "/v1/business",
      body: { number: "{{input.registrationNumber}}" },
      answer: { result: "body" },
    });
  });

  test.each([
    [0.9, "auto_approve"],
    [0.8, "manual_review"],
    [0.5, "manual_review"],
    [0.1, "auto_reject"],
  ])("a score of %s ends at “%s”", async (score, node) => {
    const { document } = read(ballerineSamples["scored"]);
    const run = await simulate(document, {
      input: { registrationNumber: "1" },
      answers: { score: { result: { score } } },
    });
    expect(run.path.at(-1)).toBe(node);
  });

  test("a guard that cannot be said is decided by a person", () => {
    const imported = read(ballerineSamples["parent"]);
    const place = "definition.states.pending_kyc.on.KYC_RESPONDED[0].cond";
    expect(find(imported, place).map(({ status }) => status)).toEqual(["not_mapped", "not_mapped"]);
    expect(imported.document.nodes["pending_kyc_decide"]?.type).toBe("review");
  });

  test("an end whose name and tag disagree decides the more severe", () => {
    const imported = read(ballerineSamples["monitoring"]);
    expect(imported.document.nodes["approve"]?.config).toEqual({ outcome: "decline" });
    expect(find(imported, "definition.states.approve")).toMatchObject([{ status: "approximated" }]);
  });

  test("nothing that was not understood leads to an approval", () => {
    const { document } = read(ballerineSamples["broken"]);
    const approving = Object.entries(document.nodes).filter(
      ([, { config }]) => config["outcome"] === "approve",
    );
    for (const [key] of approving)
      expect(document.edges.filter(({ to }) => to === key)).toMatchObject([
        { from: "by_hand", outlet: "approved" },
      ]);
  });
});

describe("what cannot be read is refused by its field", () => {
  test.each([
    ["no JSON", "{", "", /no JSON/],
    ["a list", "[]", "", /one object/],
    ["no states", '{"definition":{"initial":"a"}}', "definition.states", /./],
    ["no first state", '{"states":{"a":{}}}', "initial", /./],
    [
      "another kind",
      '{"definitionType":"bpmn-json","definition":{"initial":"a","states":{"a":{}}}}',
      "definitionType",
      /statechart-json/,
    ],
    ["a hostile name", '{"initial":"a","states":{"a":{},"\\u005f_proto__":{}}}', "", /__proto__/],
    ["too deep", `${'{"a":'.repeat(100)}1${"}".repeat(100)}`, "", /levels deep/],
    ["too large", " ".repeat(1_000_001), "", /1 MB/],
  ])("%s", (_, text, path, message) => {
    const result = importBallerine(text);
    if (!("faults" in result)) throw new Error("it was read");
    expect(result.faults[0]).toMatchObject({ path, message: expect.stringMatching(message) });
  });
});

/* Definitions of any shape: names that mean something, names that mean nothing, and guards of every kind. */
const stateName = fc.constantFrom(
  "idle",
  "manual_review",
  "revision",
  "approved",
  "start",
  "constructor",
  "ünder",
  "a b",
  "end",
  "x",
);
const event = fc.constantFrom(
  "START",
  "approve",
  "reject",
  "revision",
  "RESUBMITTED",
  "COLLECTION_FLOW_FINISHED",
  "KYC_RESPONDED",
  "DONE",
  "FAILED",
  "toString",
);
const path = fc.constantFrom(
  "entity.data.age",
  "entity.data.age.years",
  "entity.data.owners",
  "pluginsOutput.p.score",
  "documents",
  "a.0.b",
  "",
);
const { rule } = fc.letrec((tie) => ({
  rule: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      fc.boolean(),
      path.map((name) => ({ var: name })),
      fc.integer(),
      fc.string(),
      fc.constant(null),
    ),
    fc
      .tuple(
        fc.constantFrom(
          "and",
          "or",
          "!",
          "!!",
          "if",
          "==",
          "!=",
          "<",
          ">=",
          "in",
          "missing",
          "some",
          "all",
          "none",
          "cat",
        ),
        fc.array(tie("rule"), { maxLength: 3 }),
      )
      .map(([op, args]) => ({ [op]: args })),
  ),
}));
const cond = fc.option(
  fc.oneof(
    rule.map((one) => ({ type: "json-logic", options: { rule: one } })),
    fc.constant({ type: "jmespath", options: { rule: "a" } }),
    fc.constant("guardName"),
  ),
  { nil: undefined },
);
const way = fc.oneof(stateName, fc.record({ target: stateName, cond }, { requiredKeys: [] }));
const ways = fc.oneof(way, fc.array(way, { maxLength: 3 }));
const state = fc.record(
  {
    type: fc.constantFrom("final", "atomic"),
    tags: fc.array(fc.constantFrom("approved", "rejected", "collection_flow", "revision", "failure"), {
      maxLength: 2,
    }),
    on: fc.dictionary(event, ways, { maxKeys: 3 }),
    always: ways,
  },
  { requiredKeys: [] },
);
const plugin = fc.record(
  {
    name: fc.constantFrom("p", "check", "start", "Übung"),
    pluginKind: fc.constantFrom(
      "api",
      "kyb",
      "kyc",
      "email",
      "webhook",
      "riskRules",
      "iterative",
      "transformer",
      "ubo",
      "zzz",
    ),
    stateNames: fc.array(stateName, { maxLength: 3 }),
    successAction: event,
    errorAction: event,
    url: fc.constantFrom("https://a.example.com/{entity.data.age}", "{secret.X}/y", "nonsense"),
  },
  { requiredKeys: ["name"] },
);
const definition = fc.record({
  definition: fc.record({
    initial: stateName,
    states: fc.dictionary(stateName, state, { minKeys: 1, maxKeys: 7 }),
  }),
  extensions: fc.record({
    apiPlugins: fc.array(plugin, { maxLength: 4 }),
    commonPlugins: fc.array(plugin, { maxLength: 2 }),
  }),
});

describe("whatever comes in", () => {
  test("is a document with a report that names every state and every plugin", () => {
    fc.assert(
      fc.property(definition, (source) => {
        const imported = read(source);
        expectWhole(imported, Object.keys(source.definition.states));
        const told = imported.report.map((entry) => entry.source);
        for (const [list, plugins] of Object.entries(source.extensions))
          plugins.forEach((_, i) => {
            expect(told.some((one) => one.startsWith(`extensions.${list}[${i}]`))).toBe(true);
          });
        for (const [name, one] of Object.entries(source.definition.states))
          if (one.type !== "final")
            for (const each of Object.keys(one.on ?? {}))
              expect(
                told.some(
                  (at) =>
                    at === `definition.states.${name}.on` ||
                    at.startsWith(`definition.states.${name}.on.${each}`),
                ),
                `${name} ${each}`,
              ).toBe(true);
        expect(
          lintWorkflow(imported.document, nodeCatalogue).filter(({ code }) => code === "bad_config"),
        ).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test("never throws, even when it is no definition", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const result = importBallerine(text);
        expect("faults" in result ? result.faults.length : result.imported.report.length).toBeGreaterThan(0);
      }),
    );
  });
});
