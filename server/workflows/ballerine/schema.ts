import { z } from "zod";

/** A workflow definition as Ballerine stores it: an XState machine, and beside it what its states set in motion. */

/** Larger texts than this are no definition somebody wrote. */
export const MAX_BALLERINE_CHARACTERS = 1_000_000;

const name = z.string().min(1, "A name is missing.").max(200, "At most 200 characters.");

const transition = z.looseObject({
  target: name.nullish(),
  cond: z.unknown().optional(),
  actions: z.unknown().optional(),
});
const step = z.union([name, transition], "Give the name of a state, or an object with a target.");
const transitions = z.union(
  [step, z.array(step).max(50, "At most 50 transitions of one event.")],
  "Give the name of a state, an object with a target, or a list of them.",
);

const state = z.looseObject({
  type: z.string().nullish(),
  on: z.record(name, transitions).nullish(),
  always: transitions.nullish(),
  tags: z.union([name, z.array(name).max(50)]).nullish(),
});

const machine = z.looseObject({
  id: z.string().max(200).nullish(),
  initial: name,
  states: z
    .record(name, state)
    .refine((states) => Object.keys(states).length > 0, "A machine has at least one state.")
    .refine((states) => Object.keys(states).length <= 300, "At most 300 states can be read."),
});

const plugin = z.looseObject({
  name,
  pluginKind: z.string().nullish(),
  stateNames: z.array(name).max(300).nullish(),
  successAction: name.nullish(),
  errorAction: name.nullish(),
});
const plugins = z.array(plugin).max(200, "At most 200 plugins of one kind can be read.").nullish();

export const pluginLists = [
  "dispatchEventPlugins",
  "childWorkflowPlugins",
  "commonPlugins",
  "apiPlugins",
  "statePlugins",
] as const;

export const ballerineDefinition = z.looseObject({
  name: z.string().max(200).nullish(),
  displayName: z.string().max(200).nullish(),
  definitionType: z
    .literal("statechart-json", "Only “statechart-json” can be read; Ballerine itself runs no other.")
    .nullish(),
  definition: machine,
  extensions: z
    .looseObject({
      statePlugins: plugins,
      dispatchEventPlugins: plugins,
      childWorkflowPlugins: plugins,
      commonPlugins: plugins,
      apiPlugins: plugins,
    })
    .nullish(),
  config: z.looseObject({}).nullish(),
  variant: z.string().max(200).nullish(),
});

export type BallerineDefinition = z.output<typeof ballerineDefinition>;
export type BallerineState = z.output<typeof state>;
export type BallerinePlugin = z.output<typeof plugin>;
export type BallerineTransition = z.output<typeof transition>;

/** What became of one thing of the source. */
export interface ReportEntry {
  status: "mapped" | "approximated" | "not_mapped";
  /** Where it stands in the source: `definition.states.idle.on.START`. */
  source: string;
  /** Where it went: `nodes.idle`; null when nothing of ours stands for it. */
  target: string | null;
  sentence: string;
}
