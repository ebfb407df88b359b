import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleSource } from "@/server/engine/example";
import type { NodeDefinition } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { fieldsOf } from "@/server/rules/core/fields";
import { randomDocument } from "@/server/testing/random-document";
import { sellerDocument } from "@/server/testing/workflow-document";
import { removeNodes } from "../edits/policy";
import { listTemplates } from "../list-templates";
import { problemsIn } from "../problems/policy";
import { type WorkflowDocument, workflowDocument } from "../schema";
import { type NamedKind, usageOf } from "./policy";
import { settingsOf } from "./settings";

const templates = listTemplates().map(({ document }) => [document.title, document] as const);
const seller = workflowDocument.parse(sellerDocument());

const UNKNOWN = [
  ...["unknown_reference", "unknown_node", "unknown_field", "unknown_outcome", "unknown_reason_code"],
  ...["unknown_queue", "unknown_document_type"],
];

/** Where the document names what it does not have. A formula is one place: it is written as one text. */
const loose = (document: WorkflowDocument) =>
  problemsIn(document).filter(({ code }) => UNKNOWN.includes(code));
const asWritten = (path: string) =>
  path.replace(/^(formulas\.\w+\.formula)\..*$/, "$1").replace(/\[(\d+)\]/g, ".$1");
const sorted = (paths: Iterable<string>) => [...new Set(paths)].sort();

/** Places that only complain since something is gone. `about`: complaints of what went with it do not count. */
function complaints(before: WorkflowDocument, after: WorkflowDocument, about: RegExp): string[] {
  const known = new Set(loose(before).map(({ path, message }) => `${path} ${message}`));
  return sorted(
    loose(after)
      .filter(({ path, message }) => !known.has(`${path} ${message}`) && about.test(message))
      .map(({ path }) => asWritten(path)),
  );
}

const named = (document: WorkflowDocument, kind: NamedKind, key: string) =>
  usageOf(document)
    .of(kind, key)
    .filter(({ how }) => how !== "writes");

const without = <T>(of: { readonly [key: string]: T }, key: string): { [key: string]: T } =>
  Object.fromEntries(Object.entries(of).filter(([one]) => one !== key));

/** Everything a workflow has under a key, and the workflow without it. */
function things(document: WorkflowDocument): { kind: NamedKind; key: string; rest: WorkflowDocument }[] {
  const { settings } = document;
  const parts = [
    ["form", "forms"],
    ["ruleSet", "rules"],
    ["table", "tables"],
    ["scorecard", "scorecards"],
    ["formula", "formulas"],
    ["reasonCode", "reasonCodes"],
  ] as const;
  return [
    ...parts.flatMap(([kind, part]) =>
      Object.keys(document[part]).map((key) => ({
        ...{ kind, key },
        rest: { ...document, [part]: without<unknown>(document[part], key) } as WorkflowDocument,
      })),
    ),
    ...document.outcomes.map(({ key }) => ({
      ...{ kind: "outcome" as const, key },
      rest: { ...document, outcomes: document.outcomes.filter((one) => one.key !== key) },
    })),
    ...Object.keys(settings.queues).map((key) => ({
      ...{ kind: "queue" as const, key },
      rest: { ...document, settings: { ...settings, queues: without(settings.queues, key) } },
    })),
    ...Object.keys(settings.documentTypes).map((key) => ({
      ...{ kind: "documentType" as const, key },
      rest: { ...document, settings: { ...settings, documentTypes: without(settings.documentTypes, key) } },
    })),
  ];
}

/** Whoever takes something away is complained to exactly where it was said to be named. */
function holds(document: WorkflowDocument): number {
  let count = 0;
  for (const { kind, key, rest } of things(document)) {
    // A text for an outcome that is not there is never read, and a form's field may also be asked by nobody.
    const places = named(document, kind, key).filter(
      (one) => one.kind === kind && !one.path.startsWith("texts."),
    );
    const quoted = new RegExp(`“${key}”`);
    const found = complaints(document, rest, quoted).filter((path) => !/^edges\./.test(path));
    expect(found, `${kind} ${key}`).toEqual(sorted(places.map(({ path }) => asWritten(path))));
    count += places.length;
  }
  return count;
}

describe.each([...templates, ["Seller", seller] as const])("%s", (_, document) => {
  test("without a part, exactly the places that name it complain", () => {
    expect(holds(document)).toBeGreaterThan(0);
  });

  test("without a step, exactly the places that name it or its outputs complain", () => {
    for (const key of Object.keys(document.nodes)) {
      const rest = { ...document, nodes: without(document.nodes, key) };
      const found = complaints(document, rest, new RegExp(`“${key}”|“nodes\\.${key}[.”[]`));
      const places = named(document, "node", key).map(({ path }) => asWritten(path));
      const leaves = document.edges.flatMap(({ from }, i) => (from === key ? [`edges.${i}.from`] : []));
      const alone = sorted([...places, ...leaves]);
      expect(
        found.filter((path) => !alone.includes(path)),
        key,
      ).toEqual([]);
      // Only these are looked after by the lint; the rest is told all the same.
      const looked = places.filter((path) => !/^nodes\.\w+\.config\.(?!split|from)/.test(path));
      expect(found, key).toEqual(expect.arrayContaining(looked));
    }
  });

  test("a step under another key, renamed wherever it is named, is the same workflow", () => {
    for (const key of Object.keys(document.nodes)) {
      const next = renamed(document, "node", key, "quite_new");
      expect(JSON.stringify(next), key).not.toMatch(new RegExp(`\\bnodes\\.${key}\\b`));
      expect(problemsWithout(next, "quite_new", key)).toEqual(problemsWithout(document, key, key));
    }
  });

  test("every field that is asked or computed says where, and every reader of it is found by it", () => {
    const usage = usageOf(document);
    for (const { path } of fieldsOf(document).values())
      if (/^(forms|values)\./.test(path) && !/\.(amount|currency)$/.test(path))
        expect(
          usage.of("field", path).some(({ how }) => how === "writes"),
          path,
        ).toBe(true);
    for (const { key, how, kind, words } of usage.all) {
      expect(words).not.toMatch(/undefined|\[object|NaN/);
      if (kind === "field" && how === "reads")
        expect(usage.of("field", key).some((one) => one.how === "reads")).toBe(true);
    }
  });
});

/** The step under another key, with every place that usage names written anew. */
function renamed(document: WorkflowDocument, kind: "node", from: string, to: string): WorkflowDocument {
  const next = structuredClone(document);
  for (const { path } of named(document, kind, from))
    write(next, path.split("."), (text) =>
      text === from ? to : text.replace(new RegExp(`\\bnodes\\.${from}\\b`, "g"), `nodes.${to}`),
    );
  next.nodes = Object.fromEntries(
    Object.entries(next.nodes).map(([key, node]) => [key === from ? to : key, node]),
  );
  next.edges = next.edges.map((edge) => (edge.from === from ? { ...edge, from: to } : edge));
  return next;
}

const isFieldOf = (value: unknown): value is { field: string } =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "field") === "string";

function write(at: unknown, [step = "", ...rest]: string[], change: (text: string) => string): void {
  const own = at as { [key: string]: unknown };
  const value = own[step];
  if (rest.length > 0) write(value, rest, change);
  else if (typeof value === "string") own[step] = change(value);
  // A formula tells the part that reads, whose field it is.
  else if (isFieldOf(value)) own[step] = { ...value, field: change(value.field) };
  else throw new Error(`there is no text at ${step}`);
}

const problemsWithout = (document: WorkflowDocument, key: string, as: string) =>
  problemsIn(document)
    .map(({ code, message }) => `${code} ${message.replaceAll(key, as)}`)
    .sort();

test("holds in any document, also one that names much that it does not have", () => {
  fc.assert(
    fc.property(randomDocument, (input) => {
      holds(workflowDocument.parse(input));
    }),
    { numRuns: 150 },
  );
});

describe.each(Object.entries<NodeDefinition>(nodeCatalogue))("%s", (type, definition) => {
  test.each(definition.examples.map((example) => [example.name, example] as const))("%s", (_, example) => {
    const config = definition.config.parse(example.config);
    const source = exampleSource(definition, example);
    const node = { type, version: 1, title: "This", config: config as Record<string, unknown> };
    const document = { ...seller, nodes: { this: node }, edges: [] };
    const usage = usageOf(document);
    const told = (kind: NamedKind) =>
      usage.all.flatMap((one) => (one.kind === kind ? [`${one.path} ${one.key}`] : []));
    for (const { path, at } of definition.reads?.(config) ?? [])
      expect(told("field")).toContain(`nodes.this.config.${at} ${path}`);
    const references = (definition.references?.(config, source) ?? []).map(
      ({ kind, path }) => `${kind} ${path.replace(/\[(\d+)\]/g, ".$1")}`,
    );
    for (const { schema, path, value } of settingsOf(definition, config))
      if (
        !Object.hasOwn(schema["x-also"] ?? {}, String(value)) &&
        schema["x-names"] &&
        schema["x-names"] !== "workflow" &&
        schema.type === "string"
      )
        expect(
          [...references, "connection connection"],
          "what the form offers is also what the lint knows",
        ).toContain(`${schema["x-names"]} ${path}`);
    const asked = definition.asks?.(config);
    if (asked) expect(told("connection")).toEqual([`nodes.this.config.connection ${asked.connection}`]);
  });
});

test("an element of a list is the list's, in a question about each and in the body of a “for each”", () => {
  const at = (document: WorkflowDocument, path: string) =>
    usageOf(document)
      .of("field", path)
      .filter(({ how }) => how === "reads")
      .map(({ path }) => path);
  const base = { ...seller, edges: [], rules: {} };
  const check = {
    ...{ type: "check", version: 1, title: "Ask" },
    config: {
      ...{ connection: "registry", capability: "identity_document", subjects: "forms.owners.owners[]" },
      ask: { name: "item.name" },
    },
  };
  expect(at({ ...base, nodes: { ask: check } }, "forms.owners.owners[].name")).toEqual([
    "nodes.ask.config.ask.name",
  ]);
  const body: WorkflowDocument = {
    ...base,
    nodes: {
      start: { type: "decision_start", version: 1, title: "Start", config: {} },
      each: { type: "for_each", version: 1, title: "Each", config: { list: "forms.owners.owners[]" } },
      done: {
        ...{ type: "item_end", version: 1, title: "Done" },
        config: { output: { name: { field: "item.name" } } },
      },
    },
    edges: [
      { from: "start", outlet: "next", to: "each" },
      { from: "each", outlet: "each", to: "done" },
    ],
  };
  expect(at(body, "forms.owners.owners[].name")).toEqual(["nodes.done.config.output.name.field"]);
  expect(
    at(
      removeNodes({ document: body, editor: { positions: {}, notes: [] } }, ["each"]).document,
      "forms.owners.owners[].name",
    ),
  ).toEqual([]);
});
