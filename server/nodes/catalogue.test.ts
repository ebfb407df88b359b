import { describe, expect, it, test } from "vitest";
import { nodeIcons } from "@/components/workflows/node-icon";
import {
  EXAMPLE_NODE,
  exampleOutlets,
  exampleSource,
  type PlayedExample,
  playExample,
} from "@/server/engine/example";
import { lintWorkflow } from "@/server/engine/lint";
import { isKnown } from "@/server/engine/lint-references";
import type { NodeDefinition, NodeExample, Reference } from "@/server/engine/node";
import { choicesOf, fieldsWithoutTitle, settingsSchema } from "@/server/engine/settings-schema";
import { nodeCatalogue } from "./catalogue";

const types = Object.entries<NodeDefinition>(nodeCatalogue);
const groups = ["Start", "Collect", "Check", "Decide", "Flow", "People", "Notify", "Data", "End"];

const play = (node: NodeDefinition, example: NodeExample<unknown>): PlayedExample =>
  playExample(node, example, nodeCatalogue);

/** What a reader must never see in a sentence made from settings. */
const RAW = /undefined|null\b|NaN|\[object|\{\{|\bfunction\b/;

const at = (config: unknown, path: string): unknown =>
  path
    .replace(/\[(\d+)\]/g, ".$1")
    .split(".")
    .reduce((value: unknown, key) => (value as { [key: string]: unknown } | undefined)?.[key], config);

/** The sentence outside its quotes, where the workflow's own words may say anything. */
const unquoted = (sentence: string) => sentence.replace(/“[^”]*”/g, "“”");

describe.each(types)("%s", (type, node) => {
  it("is what its key says", () => {
    expect(node.type, "`type` is the key in server/nodes/catalogue.ts").toBe(type);
    expect(type, "a type is snake_case").toMatch(/^[a-z][a-z0-9_]*$/);
    expect(node.version).toBeGreaterThan(0);
  });

  it("says what it is: title, summary, group", () => {
    expect(node.title, "a title in sentence case").toMatch(/^[A-Z][^.]{1,40}$/);
    expect(node.summary, "a summary of one or two sentences").toMatch(/^[A-Z].{15,200}\.$/);
    expect(groups, `“${node.group}” is no group of the palette`).toContain(node.group);
  });

  it("has a picture the browser knows", () => {
    expect(Object.keys(nodeIcons), "add the icon to components/workflows/node-icon.tsx").toContain(node.icon);
  });

  it("has a form for its settings, each field with a title or a description", () => {
    const schema = settingsSchema(node);
    expect(
      schema.properties ?? choicesOf(schema),
      "settings are an object, or a choice of them",
    ).toBeDefined();
    expect(fieldsWithoutTitle(node), "give each a title: .meta({ title, description })").toEqual([]);
  });

  it("refuses settings it does not know", () => {
    const [example] = node.examples;
    const given = { ...(example?.config as object), surprise: 1 };
    expect(node.config.safeParse(given).success, "settings are a z.strictObject").toBe(false);
  });

  it("has at least two examples, each with a name of its own", () => {
    expect(node.examples.length, "two examples at least").toBeGreaterThan(1);
    expect(new Set(node.examples.map(({ name }) => name)).size).toBe(node.examples.length);
  });

  it("shows every kind of outlet in an example", () => {
    const kinds = new Set(
      node.examples.flatMap((example) => exampleOutlets(node, example)).map(({ kind }) => kind),
    );
    const shown = new Set(
      node.examples.flatMap((example) => {
        const left = play(node, example).outlets;
        return exampleOutlets(node, example).flatMap(({ key, kind }) => (left.includes(key) ? [kind] : []));
      }),
    );
    expect(
      [...kinds].filter((kind) => !shown.has(kind)),
      "no example leaves by an outlet of this kind (a failure: leave `answers` empty or say `failures`; a deadline: `expires: true`)",
    ).toEqual([]);
  });

  describe.each(node.examples.map((example) => [example.name, example] as const))("%s", (_, example) => {
    it("leaves as it says, played by the interpreter", () => {
      const outlets = exampleOutlets(node, example);
      expect(new Set(outlets.map(({ key }) => key)).size, "two outlets share a key").toBe(outlets.length);
      for (const { title } of outlets) expect(title, "an outlet needs a title").toBeTruthy();
      const before = JSON.stringify(example);
      const played = play(node, example);
      expect(played.incident, "it stopped in an incident").toBeUndefined();
      expect(played.outlets.join(" ")).toBe(example.outlet);
      if (example.outlet === "" && node.kind !== "item_end") expect(played.state.decision).toBeDefined();
      expect(played.output).toMatchObject(example.output ?? {});
      expect(JSON.parse(JSON.stringify(played.state)), "state is plain JSON").toEqual(played.state);
      expect(play(node, example), "the same again").toEqual(played);
      expect(JSON.stringify(example), "the example was written to").toBe(before);
    });

    it("answers only what is asked", () => {
      const asked = new Set<string>(
        play(node, example).commands.flatMap((command) =>
          command.type === "perform"
            ? [command.scope]
            : command.type === "await_signal" || command.type.startsWith("start_child")
              ? [""]
              : [],
        ),
      );
      const answered = Object.keys({ ...example.answers, ...example.failures });
      if (asked.size > 0 || answered.length > 0) expect([...asked]).toEqual(expect.arrayContaining(answered));
    });

    it("is described in a sentence", () => {
      const sentence = node.describe(node.config.parse(example.config), exampleSource(node, example));
      expect(sentence).toMatch(/^["“A-Z0-9].*\.$/);
      expect(unquoted(sentence)).not.toMatch(RAW);
    });

    it("names nothing the lint would not find", () => {
      const source = exampleSource(node, example);
      const config = node.config.parse(example.config);
      const bare = {
        ...source,
        rules: {},
        forms: {},
        tables: {},
        scorecards: {},
        formulas: {},
        reasonCodes: {},
        outcomes: [],
      };
      const graph = {
        ...bare,
        nodes: { [EXAMPLE_NODE]: { type, version: node.version, title: "This", config: example.config } },
        edges: [],
      };
      const named = (node.references?.(config, source) ?? []).filter(
        (reference: Reference) => !isKnown(graph, reference),
      );
      const found = lintWorkflow(graph, nodeCatalogue)
        .filter(({ code }) => code === "unknown_reference")
        .map(({ path }) => path);
      for (const { key, path } of node.references?.(config, source) ?? [])
        expect(at(config, path), `config.${path} holds the key it names`).toBe(key);
      expect(found).toEqual(named.map(({ path }) => `nodes.${EXAMPLE_NODE}.config.${path}`));
    });
  });
});

test("no two types share a title", () => {
  const titles = types.map(([, { title }]) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
