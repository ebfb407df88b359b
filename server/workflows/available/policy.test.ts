import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { EXAMPLE_NODE, playExample } from "@/server/engine/example";
import type { NodeDefinition } from "@/server/engine/node";
import type { Json } from "@/server/engine/state";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { fieldsOf, findField } from "@/server/rules/core/fields";
import { leftBy } from "@/server/rules/core/node-fields";
import { randomDocument } from "@/server/testing/random-document";
import { sellerDocument } from "@/server/testing/workflow-document";
import { listTemplates } from "../list-templates";
import { problemsIn } from "../problems/policy";
import { type WorkflowDocument, workflowDocument } from "../schema";
import type { Sources } from "../trial/answering/policy";
import { answered, type OpenTrial, openTrial, played, toTheEnd } from "../trial/moves/policy";
import { sampleAnswers } from "../trial/samples/policy";
import type { TrialAnswer } from "../trial/schema";
import { sampleSetup } from "../trial/shapes/policy";
import { usageOf } from "../usage/policy";
import { availableAt, findAvailable, nearestPath, outputsOf, pathFault } from "./policy";

const documents = [
  ...listTemplates().map(({ document }) => document),
  workflowDocument.parse(sellerDocument()),
].map((document) => [document.title, document] as const);
const at = "2026-01-31T12:00:00.000Z";

const ORDER = { amount: 100, country: "FR" };
const failed = (to: string): TrialAnswer => ({
  ...{ kind: "failed", to, always: true },
  error: { kind: "refused", message: "No." },
});

/** Runs of the document, answered by samples and by every way out that people have. */
function trialsOf(document: WorkflowDocument): OpenTrial[] {
  const byHand: Sources = { vendors: "sandbox", people: "hand", past: undefined };
  const setup = sampleSetup(document, at);
  const open: OpenTrial[] = [
    toTheEnd(
      document,
      openTrial({ setup: { ...setup, input: { ...ORDER, ...setup.input } }, answers: [] }),
      byHand,
    ),
  ];
  const done: OpenTrial[] = [];
  for (let trial = open.pop(); trial !== undefined && done.length < 40; trial = open.pop()) {
    done.push(trial);
    const { questions } = played(document, trial);
    const [question] = questions;
    if (!question || trial.answers.length > 12) continue;
    const form = document.forms[String(question.asked["form"] ?? "")];
    const verdict = (verdict: string) => ({ verdict, reasonCodes: [], by: ["mem_1"], items: [] });
    const payloads: Json[] = form
      ? [{ answers: sampleAnswers(form, {}, { timeZone: "UTC", at }), submissionId: "sub_1" }]
      : question.signal === "case_decided"
        ? [verdict("approve"), verdict("send_back"), verdict("decline")]
        : [{ answers: { forms: {} }, requirements: [] }];
    const answers: TrialAnswer[] = [
      ...payloads.map((payload) => ({ kind: "signal", to: question.to, payload }) as TrialAnswer),
      { kind: "time", ms: null },
      ...(question.kind === "effect" ? [failed(question.to)] : []),
    ];
    for (const answer of answers) {
      const next = answered(document, trial, answer);
      if ("trial" in next) open.push(toTheEnd(document, next.trial, byHand));
    }
  }
  return done;
}

/** The document with a step before `node` that reads all these paths. */
function withReader(document: WorkflowDocument, node: string, paths: readonly string[]): WorkflowDocument {
  const query = Object.fromEntries(paths.map((path, i) => [`p${i}`, path]));
  const config = { connection: "probe", path: "/", query };
  return {
    ...document,
    nodes: { ...document.nodes, probe: { type: "http_request", version: 1, title: "Probe", config } },
    edges: [
      ...document.edges.map((edge) => (edge.to === node ? { ...edge, to: "probe" } : edge)),
      { from: "probe", outlet: "done", to: node },
    ],
  };
}

describe.each(documents)("%s", (_, document) => {
  const nodes = Object.keys(document.nodes);

  it("offers nothing that the lint does not know", () => {
    for (const node of nodes) {
      const offered = availableAt(document, node).fields.map(({ path }) => path);
      expect(offered).toEqual([...new Set(offered)]);
      const paths = offered.filter((path) => !path.includes("[]") && path !== "item" && path.includes("."));
      const probed = withReader(document, node, paths);
      expect(nodeCatalogue.http_request.config.safeParse(probed.nodes["probe"]?.config).success).toBe(true);
      const known = fieldsOf(document);
      const own = document.nodes[node]?.config["subjects"];
      for (const path of offered)
        if (!/^(item|index)\b/.test(path) || typeof own !== "string")
          expect(findField(known, path), path).toBeDefined();
      const mine = problemsIn(probed).filter(
        ({ path, code }) => code === "unknown_field" && path.startsWith("nodes.probe."),
      );
      expect(mine.filter(({ message }) => !message.includes("“item."))).toEqual([]);
    }
  });

  it("offers everything that is read where it is read", () => {
    const reads = usageOf(document).all.filter(({ kind, how }) => kind === "field" && how === "reads");
    expect(reads.length).toBeGreaterThan(0);
    for (const { key, steps, path, words } of reads)
      for (const step of steps) {
        const here = availableAt(document, step);
        const isThere = key.startsWith("item") || findAvailable(here, key) !== undefined;
        expect(isThere, `${key} at ${step}: ${words} (${path})`).toBe(true);
      }
  });

  it("says “always” only of what a run that comes by has found, and offers whatever it found", () => {
    let visits = 0;
    for (const trial of trialsOf(document)) {
      for (const { node, saw } of played(document, trial).visits) {
        if (!saw) continue;
        visits++;
        const here = availableAt(document, node);
        for (const root of ["nodes", "forms", "values"] as const) {
          const found = Object.keys(saw[root]).filter((key) => key !== "flags");
          // What it reads of its own is there by the time it is read.
          const offered = here.fields.filter(
            ({ path, origin }) => path.startsWith(`${root}.`) && !origin.nodes.includes(node),
          );
          const names = (of: typeof offered) => [...new Set(of.map(({ path }) => path.split(/[.[]/)[1]))];
          const described = found.filter((key) =>
            [...fieldsOf(document).keys()].some((path) => path.startsWith(`${root}.${key}.`)),
          );
          const all = names(here.fields.filter(({ path }) => path.startsWith(`${root}.`)));
          expect(all, `${root} at ${node}`).toEqual(expect.arrayContaining(described));
          if (root !== "values")
            expect(found, `${root} at ${node}`).toEqual(
              expect.arrayContaining(names(offered.filter(({ isAlways }) => isAlways))),
            );
        }
      }
    }
    expect(visits).toBeGreaterThan(2);
  });
});

test("any document: what is offered is known, and no step brings what is not offered behind it", () => {
  fc.assert(
    fc.property(randomDocument, (input) => {
      const document = workflowDocument.parse(input);
      const known = fieldsOf(document);
      for (const node of Object.keys(document.nodes)) {
        for (const { path } of availableAt(document, node).fields)
          expect(findField(known, path)).toBeDefined();
        for (const { path } of outputsOf(document, node)) expect(findField(known, path)).toBeDefined();
      }
    }),
    { numRuns: 60 },
  );
});

describe("what types say they leave", () => {
  const examples = Object.values<NodeDefinition>(nodeCatalogue).flatMap((node) =>
    node.examples.map((example) => [`${node.type}: ${example.name}`, node, example] as const),
  );
  test.each(examples)("%s", (_, definition, example) => {
    const { outlets, output, incident } = playExample(definition, example, nodeCatalogue);
    if (incident !== undefined || Object.keys(output).length === 0) return;
    const parsed = definition.config.parse(example.config);
    const source = { outcomes: [], nodes: {}, rules: {}, forms: {}, reasonCodes: {}, ...example.source };
    const kinds = definition
      .outlets(parsed, source as never)
      .filter(({ key }) => outlets.includes(key))
      .map(({ kind }) => kind);
    for (const kind of kinds)
      for (const key of Object.keys(output))
        expect(leftBy(definition.type, `nodes.${EXAMPLE_NODE}.${key}`), `${key} by ${kind}`).toContain(kind);
  });
});

describe("along the ways", () => {
  const node = (type: string, title: string, config: Record<string, unknown> = {}) => ({
    ...{ type, version: 1, title, config },
  });
  const base = (nodes: Record<string, unknown>, edges: [string, string, string][]): WorkflowDocument =>
    workflowDocument.parse({
      ...marketplaceSeller,
      nodes,
      edges: edges.map(([from, outlet, to]) => ({ from, outlet, to })),
    });
  const http = (title: string) => node("http_request", title, { connection: "c", path: "/" });
  const at = (document: WorkflowDocument, step: string, path: string) => {
    const field = findAvailable(availableAt(document, step), path);
    return field === undefined ? "absent" : field.isAlways ? "always" : "sometimes";
  };

  it("what only one of two ways passes is there only sometimes, and why it failed only after a failure", () => {
    const document = base(
      {
        start: node("application_start", "Start"),
        a: http("A"),
        b: http("B"),
        end: node("end", "End", { outcome: "approve" }),
        late: node("end", "Late", { outcome: "decline" }),
      },
      [
        ["start", "next", "a"],
        ["a", "done", "b"],
        ["a", "failed", "end"],
        ["b", "done", "end"],
        ["b", "failed", "late"],
      ],
    );
    expect(at(document, "a", "nodes.a.status")).toBe("absent");
    expect(at(document, "b", "nodes.a.status")).toBe("always");
    expect(at(document, "b", "nodes.a.failure")).toBe("absent");
    expect(at(document, "end", "nodes.a.status")).toBe("sometimes");
    expect(at(document, "end", "nodes.a.failure")).toBe("sometimes");
    expect(at(document, "late", "nodes.a.status")).toBe("always");
    expect(at(document, "late", "nodes.b.failure")).toBe("always");
    expect(at(document, "late", "nodes.b.status")).toBe("absent");
    expect(at(document, "late", "party.name")).toBe("always");
    expect(outputsOf(document, "a").map(({ path }) => path)).toEqual(["nodes.a.status", "nodes.a.failure"]);
  });

  it("behind a join stands what all its branches found, behind “first” only what each did", () => {
    const document = (mode: "all" | "first") =>
      base(
        {
          start: node("application_start", "Start"),
          both: node("split", "Both", nodeCatalogue.split.examples[0]!.config as never),
          a: http("A"),
          b: http("B"),
          meet: node("join", "Meet", { split: "both", mode }),
          end: node("end", "End", { outcome: "approve" }),
        },
        [
          ["start", "next", "both"],
          ...nodeCatalogue.split
            .outlets(nodeCatalogue.split.config.parse(nodeCatalogue.split.examples[0]!.config), {} as never)
            .slice(0, 2)
            .map(({ key }, i): [string, string, string] => ["both", key, i === 0 ? "a" : "b"]),
          ["a", "done", "meet"],
          ["b", "done", "meet"],
          ["meet", "joined", "end"],
        ],
      );
    const all = document("all");
    expect(at(all, "a", "nodes.b.status")).toBe("absent");
    expect(at(all, "end", "nodes.a.status")).toBe("always");
    expect(at(all, "end", "nodes.b.status")).toBe("always");
    expect(at(document("first"), "end", "nodes.a.status")).toBe("sometimes");
  });

  it("round a circle only what comes into it is there always", () => {
    const document = base(
      {
        start: node("application_start", "Start"),
        a: http("A"),
        wait: node("wait", "Wait", { for: "duration", amount: 1 }),
        b: http("B"),
        end: node("end", "End", { outcome: "approve" }),
      },
      [
        ["start", "next", "a"],
        ["a", "done", "wait"],
        ["wait", "elapsed", "b"],
        ["b", "done", "end"],
        ["b", "failed", "wait"],
      ],
    );
    expect(at(document, "wait", "nodes.a.status")).toBe("always");
    expect(at(document, "wait", "nodes.b.failure")).toBe("sometimes");
    expect(at(document, "wait", "nodes.b.status")).toBe("absent");
  });

  it("inside a “for each” the element is known by its fields, behind it no longer", () => {
    const list = [...fieldsOf(marketplaceSeller).values()].find(
      ({ type, of, path }) => type === "list" && of === "object" && path.startsWith("forms."),
    )!;
    const document = base(
      {
        start: node("application_start", "Start"),
        each: node("for_each", "Each", { list: `${list.path}[]` }),
        a: http("A"),
        over: node("item_end", "Over"),
        end: node("end", "End", { outcome: "approve" }),
      },
      [
        ["start", "next", "each"],
        ["each", "each", "a"],
        ["a", "done", "over"],
        ["each", "done", "end"],
      ],
    );
    const [first] = [...fieldsOf(marketplaceSeller).keys()].filter((path) =>
      path.startsWith(`${list.path}[].`),
    );
    const inner = `item.${first?.slice(list.path.length + 3)}`;
    expect(availableAt(document, "a").catalogue.get(inner)?.isAlways).toBe(true);
    expect(at(document, "over", "nodes.a.status")).toBe("always");
    expect(at(document, "a", "index")).toBe("always");
    expect(at(document, "end", "item")).toBe("absent");
    expect(at(document, "end", "nodes.a.status")).toBe("absent");
    expect(at(document, "end", "nodes.each.count")).toBe("always");
  });

  it("who is left out brings nothing; who is not connected yet is offered everything", () => {
    const nodes = {
      start: node("application_start", "Start"),
      a: { ...http("A"), disabled: "done" },
      end: node("end", "End", { outcome: "approve" }),
      loose: http("Loose"),
    };
    const document = base(nodes, [
      ["start", "next", "a"],
      ["a", "done", "end"],
    ]);
    expect(at(document, "end", "nodes.a.status")).toBe("absent");
    expect(availableAt(document, "loose").isConnected).toBe(false);
    expect(at(document, "loose", "nodes.loose.status")).toBe("sometimes");
  });
});

test("a path that reads nothing says why", () => {
  const why = (node: string, path: string) => pathFault(marketplaceSeller, node, path);
  for (const node of Object.keys(marketplaceSeller.nodes))
    for (const { path } of availableAt(marketplaceSeller, node).fields)
      expect(why(node, path), path).toBeUndefined();
  const [first] = outputsOf(marketplaceSeller, "registry");
  expect(why("start", first!.path)?.message).toMatch(/^No way leads from “.*” to this step/);
  expect(why("registry", "item.name")?.message).toMatch(/no “for each”/);
  const mistyped = why("registry", "party.nmae");
  expect(mistyped).toEqual({
    message: "Nothing in this workflow fills “party.nmae”.",
    nearest: "party.name",
  });
});

test("whoever mistypes is shown what was meant", () => {
  const fields = [...fieldsOf(marketplaceSeller).values()];
  const paths = fields.map(({ path }) => path);
  for (const path of paths) {
    if (path.length < 12) continue;
    const typo = `${path.slice(0, 8)}${path.slice(9)}`;
    if (!paths.includes(typo)) expect(nearestPath(typo, fields)).toBeDefined();
  }
  expect(nearestPath("forms.company.legalNmae", [{ path: "forms.company.legalName" }])).toBe(
    "forms.company.legalName",
  );
  expect(nearestPath("utterly.different", [{ path: "forms.company.legalName" }])).toBeUndefined();
});
