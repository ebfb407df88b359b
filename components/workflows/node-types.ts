import type { NodeDefinition } from "@/server/engine/node";
import { resolved, type SettingsSchema, settingsSchema } from "@/server/engine/settings-schema";
import { nodeCatalogue } from "@/server/nodes/catalogue";

/** Every type, in the order of the palette. The definitions are the only list there is. */
export const nodeTypes: readonly NodeDefinition[] = Object.values<NodeDefinition>(nodeCatalogue);

const titlesOf = ({ properties = {}, oneOf = [] }: SettingsSchema, root: SettingsSchema): string[] => [
  ...Object.values(properties).flatMap((field) => resolved(field, root).title ?? []),
  ...oneOf.flatMap((choice) => [choice.title ?? "", ...titlesOf(choice, root)]),
];

/** Everything a type says of itself, small, to be searched: titles of settings and names of examples too. */
function textOf(definition: NodeDefinition): string {
  const root = settingsSchema(definition);
  const { type, title, summary, group, examples } = definition;
  return [type, title, summary, group, ...titlesOf(root, root), ...examples.map(({ name }) => name)]
    .join(" ")
    .toLowerCase();
}

let texts: ReadonlyMap<string, string> | undefined;

/** Types in which every word of the search is found; first those that are called so. */
export function searchNodeTypes(search: string): NodeDefinition[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...nodeTypes];
  texts ??= new Map(nodeTypes.map((definition) => [definition.type, textOf(definition)]));
  const found = nodeTypes.filter(({ type }) => words.every((word) => texts?.get(type)?.includes(word)));
  const called = words.join(" ");
  const isCalled = ({ title }: NodeDefinition) => title.toLowerCase().startsWith(called);
  return [...found.filter(isCalled), ...found.filter((one) => !isCalled(one))];
}

/** Types by group, groups in the order of their first type. */
export function byGroup(types: readonly NodeDefinition[]): [group: string, types: NodeDefinition[]][] {
  const groups = new Map<string, NodeDefinition[]>();
  for (const definition of types)
    groups.set(definition.group, [...(groups.get(definition.group) ?? []), definition]);
  return [...groups];
}

/** What the run does at a step of this kind. */
export const kindWords: Readonly<Record<NodeDefinition["kind"], string>> = {
  pure: "decides inside the run",
  effect: "asks the outside world",
  wait: "waits for somebody",
  split: "goes several ways at once",
  join: "brings several ways together",
  each: "goes once for every item",
  item_end: "ends the way of one item",
  child: "runs another workflow",
};

/** The tile's look, as on the canvas. */
export const tileKinds: Readonly<Record<NodeDefinition["kind"], "asks" | "waits" | "decides">> = {
  pure: "decides",
  effect: "asks",
  wait: "waits",
  split: "decides",
  join: "decides",
  each: "decides",
  item_end: "decides",
  child: "asks",
};
