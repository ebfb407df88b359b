import { MantineProvider } from "@mantine/core";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import { exampleSource } from "@/server/engine/example";
import { type NodeDefinition, pureNode } from "@/server/engine/node";
import { settingsSchema } from "@/server/engine/settings-schema";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { NodeSettingsForm } from "./node-settings-form";
import { choiceTitle, chosenOf, settingProblems, startValue, withSetting } from "./settings-values";

const types = Object.values<NodeDefinition>(nodeCatalogue);
const examples = types.flatMap((node) =>
  node.examples.map((example) => [`${node.type}: ${example.name}`, node, example] as const),
);

const draw = (
  definition: NodeDefinition,
  value: unknown,
  source = exampleSource(definition, definition.examples[0]!),
) =>
  renderToStaticMarkup(
    <MantineProvider>
      <NodeSettingsForm definition={definition} value={value} source={source} onChange={() => undefined} />
    </MantineProvider>,
  );

describe("the form of every type", () => {
  test.each(examples)("%s: is drawn without a problem", (_, node, example) => {
    expect([...settingProblems(node, example.config)]).toEqual([]);
    const html = draw(node, example.config, exampleSource(node, example));
    expect(html).not.toMatch(/undefined|\[object/);
    const titles = Object.values(settingsSchema(node).properties ?? {}).map(({ title }) => title ?? "");
    for (const title of titles) expect(html).toContain(title.replaceAll("&", "&amp;"));
  });

  test.each(types.map((node) => [node.type, node] as const))(
    "%s: begins with something that can be filled",
    (_, node) => {
      const root = settingsSchema(node);
      const begun = startValue(root, root);
      expect(typeof begun).toBe("object");
      expect(() => draw(node, begun)).not.toThrow();
      expect(() => draw(node, {})).not.toThrow();
      expect(() => draw(node, "nonsense")).not.toThrow();
      for (const message of settingProblems(node, begun).values()) expect(message).toMatch(/[.:]/);
    },
  );
});

describe("settings are changed in their place", () => {
  it("and the old ones stay as they were", () => {
    const before = { a: { b: [1, 2, 3] }, z: 1 };
    expect(withSetting(before, ["a", "b", 1], 9)).toEqual({ a: { b: [1, 9, 3] }, z: 1 });
    expect(withSetting(before, ["a", "b", 1], undefined)).toEqual({ a: { b: [1, 3] }, z: 1 });
    expect(withSetting(before, ["z"], undefined)).toEqual({ a: { b: [1, 2, 3] } });
    expect(withSetting(before, ["n", "m"], 5)).toEqual({ ...before, n: { m: 5 } });
    expect(withSetting(undefined, ["x", 0, "y"], 1)).toEqual({ x: [{ y: 1 }] });
    expect(Object.keys(withSetting(before, ["a"], 1) as object)).toEqual(["a", "z"]);
    expect(before).toEqual({ a: { b: [1, 2, 3] }, z: 1 });
  });

  it("a name that objects inherit is a name like any other", () => {
    expect(withSetting({}, ["constructor"], 1)).toEqual({ constructor: 1 });
    expect(Object.keys(withSetting({ a: 1 }, ["toString"], 2) as object)).toEqual(["a", "toString"]);
  });
});

describe("problems stand at their field, in plain words", () => {
  const node = pureNode({
    ...nodeCatalogue.application_start,
    config: z.strictObject({
      name: z.string().min(1).meta({ title: "Name" }),
      times: z.int().min(1).max(10).meta({ title: "Times" }),
      from: z.union([z.literal("all"), z.strictObject({ node: z.string().min(1) })]).meta({ title: "From" }),
      list: z
        .array(z.strictObject({ key: z.enum(["a", "b"]) }))
        .min(1)
        .meta({ title: "List" }),
    }),
  } as never);
  const problems = (value: unknown) => Object.fromEntries(settingProblems(node, value));

  it.each([
    [{}, "name", "This is needed."],
    [{ name: "" }, "name", "This is needed."],
    [{ times: 11 }, "times", "At most 10."],
    [{ times: 1.5 }, "times", "This is not a whole number."],
    [{}, "from", "This is needed."],
    [{ from: { node: "" } }, "from.node", "This is needed."],
    [{ from: 5 }, "from", "This is none of what is possible here."],
    [{ list: [] }, "list", "At least 1 is needed."],
    [{ list: [{ key: "c" }] }, "list.0.key", "This is none of what is possible here."],
    [{ more: 1 }, "", "There is no setting “more”."],
  ])("%j at %s", (value, path, message) => expect(problems(value)[path]).toBe(message));
});

describe("alternatives", () => {
  const root = settingsSchema(nodeCatalogue.branch);
  const choices = root.oneOf ?? [];

  it("are told apart by what is fixed in them", () => {
    expect(choices.map((choice) => choiceTitle(choice, root))).toEqual([
      "By proposed outcome",
      "By conditions",
    ]);
    expect(chosenOf(choices, root, { by: "outcome" })).toBe(0);
    expect(chosenOf(choices, root, { by: "conditions", branches: [] })).toBe(1);
    expect(chosenOf(choices, root, "nonsense")).toBe(0);
  });

  it("begin with their fixed part", () => {
    expect(startValue(choices[1]!, root)).toEqual({ by: "conditions", branches: [] });
  });
});
