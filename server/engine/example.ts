import { z } from "zod";
import { openDraft } from "./draft";
import { step } from "./interpreter";
import {
  type NodeCatalogue,
  type NodeDefinition,
  type NodeExample,
  type Outlet,
  type PlanSource,
  pureNode,
  waitNode,
} from "./node";
import { compilePlan } from "./plan";
import type { Command, Json, JsonObject, RunEvent, RunState } from "./state";
import { enter, travel } from "./travel";

/** What an example did: played by the interpreter itself, with the outside answered from the example. */
export interface PlayedExample {
  /** Where the run stands afterwards: one outlet, several of a node that splits, `""` after an end, none when it stopped inside. */
  outlets: string[];
  /** What `nodes.KEY` holds. */
  output: JsonObject;
  state: RunState;
  commands: Command[];
  /** Why it stopped, when it stopped in an incident. */
  incident: string | undefined;
}

/** The key under which an example's node is known: `nodes.this`. */
export const EXAMPLE_NODE = "this";
/** Examples happen at one fixed time, so what they print never changes. */
export const EXAMPLE_TIME = "2026-01-31T12:00:00.000Z";
/** More than any example needs: one that goes on for ever fails instead of hanging. */
const MAX_EVENTS = 200;

const START = "example_start";
const STOP = "example_stop";
const outside = { kind: "system", id: "example" } as const;

function prop<G extends NodeDefinition["group"]>(type: string, group: G) {
  const config = z.unknown();
  return {
    type,
    version: 1,
    title: type,
    summary: "",
    group,
    icon: "",
    config,
    describe: () => "",
    examples: [],
  };
}

/* A document needs a start, and every way out a place where its token stays. */
const scenery: NodeCatalogue = {
  [START]: pureNode({ ...prop(START, "Start"), outlets: () => [], prepare: () => () => ({ outlet: "" }) }),
  [STOP]: waitNode({
    ...prop(STOP, "People"),
    signal: STOP,
    outlets: () => [],
    deadlineMs: () => undefined,
    request: () => ({}),
    accept: () => ({ outlet: "" }),
  }),
};

/** What an example's node finds in its workflow: four outcomes, and what the example brings. */
export function exampleSource(definition: NodeDefinition, example: NodeExample<unknown>): PlanSource {
  const nodes = {
    [EXAMPLE_NODE]: { type: definition.type, title: definition.title, config: example.config },
  };
  return {
    outcomes: [
      { key: "approve", title: "Approve", kind: "positive" },
      { key: "request_info", title: "Request information", kind: "request" },
      { key: "review", title: "Review", kind: "review" },
      { key: "decline", title: "Decline", kind: "negative" },
    ],
    rules: {},
    forms: {},
    reasonCodes: {},
    settings: {
      timeZone: "UTC",
      leapDayBirthday: "03-01",
      visitLimit: 25,
      queues: {},
      documentTypes: {},
    },
    ...example.source,
    nodes: { ...example.source?.nodes, ...nodes },
  };
}

/** The ways out of an example's node. Throws what its settings are refused for. */
export function exampleOutlets(definition: NodeDefinition, example: NodeExample<unknown>): Outlet[] {
  return definition.outlets(definition.config.parse(example.config), exampleSource(definition, example));
}

function planOf(definition: NodeDefinition, example: NodeExample<unknown>, catalogue: NodeCatalogue) {
  const source = exampleSource(definition, example);
  const isStart = definition.group === "Start";
  const stops = exampleOutlets(definition, example).map(({ key }) => key);
  const known = Object.entries(catalogue).filter(([, { group }]) => group !== "Start");
  return compilePlan(
    {
      ...source,
      nodes: {
        ...Object.fromEntries(
          Object.entries(source.nodes).map(([key, node]) => [key, { version: 1, ...node }]),
        ),
        [EXAMPLE_NODE]: { ...source.nodes[EXAMPLE_NODE]!, version: definition.version },
        ...(isStart ? {} : { [START]: { type: START, version: 1, title: START, config: {} } }),
        ...Object.fromEntries(
          stops.map((key) => [`${STOP}.${key}`, { type: STOP, version: 1, title: key, config: {} }]),
        ),
      },
      edges: stops.map((outlet) => ({ from: EXAMPLE_NODE, outlet, to: `${STOP}.${outlet}` })),
    },
    { ...Object.fromEntries(known), ...scenery, [definition.type]: definition },
  );
}

/** Plays an example through the interpreter that runs workflows; throws when its settings are refused. */
export function playExample(
  definition: NodeDefinition,
  example: NodeExample<unknown>,
  catalogue: NodeCatalogue,
): PlayedExample {
  const plan = planOf(definition, example, catalogue);
  const draft = openDraft(plan, {
    status: "running",
    runId: "example",
    now: EXAMPLE_TIME,
    tokens: [],
    visits: {},
    data: { input: {}, party: {}, forms: {}, nodes: {}, values: {}, ...example.data },
    proposals: [...(example.proposals ?? [])],
    path: [],
    heard: {},
  });
  travel(draft, enter(draft, EXAMPLE_NODE));
  let state = draft.state;
  const commands: Command[] = [];
  for (let open = draft.commands; open.length > 0 && commands.length < MAX_EVENTS; ) {
    commands.push(...open);
    open = open.flatMap((command) => {
      const event = answerTo(command, example);
      if (!event) return [];
      const heard = step(plan, state, event);
      state = heard.state;
      return heard.commands;
    });
  }
  return { ...endOf(state), state, commands };
}

/** What the outside says to a wish: the example's answer, else that nobody is there. */
function answerTo(command: Command, example: NodeExample<unknown>): RunEvent | undefined {
  const at = EXAMPLE_TIME;
  if (command.type === "perform" && example.expires !== true) {
    const { key, scope } = command;
    const answer = own(example.answers, scope);
    if (answer !== undefined) return { type: "effect_succeeded", at, key, output: answer };
    const error = own(example.failures, scope) ?? { kind: "unavailable", message: "It cannot be reached." };
    return { type: "effect_failed", at, key, error };
  }
  if (command.type === "start_timer") {
    const { key, fireAt } = command;
    if (key.endsWith(":deadline") && example.expires !== true) return undefined;
    return { type: "timer_fired", at: fireAt, key };
  }
  if (command.type === "await_signal" && command.node === EXAMPLE_NODE) {
    const payload = own(example.answers, "");
    if (payload === undefined) return undefined;
    return {
      type: "signal_received",
      at,
      key: "example",
      waitKey: command.key,
      payload: payload as JsonObject,
      by: outside,
    };
  }
  return undefined;
}

function own<T extends Json | object>(of: { [key: string]: T } | undefined, key: string): T | undefined {
  return of && Object.hasOwn(of, key) ? of[key] : undefined;
}

function endOf(state: RunState): Pick<PlayedExample, "outlets" | "output" | "incident"> {
  const stopped = state.tokens.flatMap(({ node }) =>
    node.startsWith(`${STOP}.`) ? [node.slice(STOP.length + 1)] : [],
  );
  return {
    outlets: state.decision ? [""] : stopped,
    output: own(state.data.nodes, EXAMPLE_NODE) ?? {},
    incident: state.tokens.find(({ incident }) => incident)?.incident?.reason,
  };
}
