import { z } from "zod";
import { openDraft } from "./draft";
import { step } from "./interpreter";
import {
  BODY,
  eachNode,
  effectNode,
  itemEndNode,
  type NodeCatalogue,
  type NodeDefinition,
  type NodeExample,
  type Outlet,
  type PlanSource,
  pureNode,
  waitNode,
} from "./node";
import { compilePlan } from "./plan";
import type { ChildEnded, Command, Json, JsonObject, RunEvent, RunState } from "./state";
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
const EACH = "example_each";
const ITEM = "example_item";
const ITEM_END = "example_item_end";
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

/* A body that asks what the example answers for each element, and a list with the one element an item end is shown with. */
const lists: NodeCatalogue = {
  [ITEM]: effectNode({
    ...prop(ITEM, "Flow"),
    outlets: () => [{ key: "failed", title: "Failed", kind: "failure" }],
    retry: () => ({ attempts: 1, firstDelayMs: 1000 }),
    deadlineMs: () => undefined,
    requests: (_, { data }) => [{ scope: String(data.index), input: {} }],
    settle: (_, __, [answer]) =>
      answer?.error ? { outlet: "failed" } : { outlet: "next", output: { answer: answer?.output ?? null } },
  }),
  [ITEM_END]: itemEndNode({
    ...prop(ITEM_END, "Flow"),
    outlets: () => [],
    prepare:
      () =>
      ({ data }) => ({ result: "done", output: (data.nodes[ITEM]?.answer ?? {}) as JsonObject }),
  }),
  [EACH]: eachNode({
    ...prop(EACH, "Flow"),
    outlets: () => [],
    listOf: () => "input.list",
    items: (_, { data }) => [data.item ?? null],
    concurrency: () => 1,
    onItemFailure: () => "ask" as const,
    settle: (_, __, [ended]) => ({ outlet: "done", output: { ended: ended as unknown as Json } }),
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
  const prop = (type: string) => ({ type, version: 1, title: type, config: {} });
  return compilePlan(
    {
      ...source,
      nodes: {
        ...Object.fromEntries(
          Object.entries(source.nodes).map(([key, node]) => [key, { version: 1, ...node }]),
        ),
        [EXAMPLE_NODE]: { ...source.nodes[EXAMPLE_NODE]!, version: definition.version },
        ...(isStart ? {} : { [START]: prop(START) }),
        ...Object.fromEntries(
          stops.map((key) => [`${STOP}.${key}`, { type: STOP, version: 1, title: key, config: {} }]),
        ),
        ...(definition.kind === "each" || definition.kind === "item_end"
          ? { [EACH]: prop(EACH), [ITEM]: prop(ITEM), [ITEM_END]: prop(ITEM_END) }
          : {}),
      },
      edges: [
        ...waysIn(definition, source, catalogue),
        ...stops.map((outlet) => ({ from: EXAMPLE_NODE, outlet, to: `${STOP}.${outlet}` })),
      ],
    },
    { ...Object.fromEntries(known), ...scenery, ...lists, [definition.type]: definition },
  );
}

/** What stands before a node that cannot be entered alone: a join's split, the list of an item end, a body. */
function waysIn(definition: NodeDefinition, source: PlanSource, catalogue: NodeCatalogue) {
  switch (definition.kind) {
    case "each":
      return [
        { from: EXAMPLE_NODE, outlet: BODY, to: ITEM },
        { from: ITEM, outlet: "next", to: ITEM_END },
      ];
    case "item_end":
      return [{ from: EACH, outlet: BODY, to: EXAMPLE_NODE }];
    case "join":
      return Object.entries(source.nodes).flatMap(([from, { type, config }]) => {
        const other = Object.hasOwn(catalogue, type) ? catalogue[type] : undefined;
        if (other?.kind !== "split") return [];
        const outlets = other.outlets(other.config.parse(config), source);
        return outlets.map(({ key: outlet }) => ({ from, outlet, to: EXAMPLE_NODE }));
      });
    default:
      return [];
  }
}

function entryOf(definition: NodeDefinition, example: NodeExample<unknown>): string {
  if (definition.kind === "item_end") return EACH;
  return definition.kind === "join"
    ? definition.splitOf(definition.config.parse(example.config))
    : EXAMPLE_NODE;
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
  travel(draft, enter(draft, entryOf(definition, example), undefined));
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
  return { ...endOf(definition, state), state, commands };
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
  if (command.type === "start_child") {
    const ended = own(example.answers, "");
    if (ended === undefined) return undefined;
    return { type: "child_ended", at, key: command.key, ...(ended as unknown as Pick<ChildEnded, "status">) };
  }
  return undefined;
}

function own<T extends Json | object>(of: { [key: string]: T } | undefined, key: string): T | undefined {
  return of && Object.hasOwn(of, key) ? of[key] : undefined;
}

function endOf(
  definition: NodeDefinition,
  state: RunState,
): Pick<PlayedExample, "outlets" | "output" | "incident"> {
  const ended = own(state.data.nodes, EACH)?.ended as { result: string; output: JsonObject } | undefined;
  if (definition.kind === "item_end" && ended) {
    const { result, output } = ended;
    return { outlets: [""], output: { result, output }, incident: undefined };
  }
  const stopped = state.tokens.flatMap(({ node }) =>
    node.startsWith(`${STOP}.`) ? [node.slice(STOP.length + 1)] : [],
  );
  return {
    outlets: state.decision ? [""] : stopped,
    output: own(state.data.nodes, EXAMPLE_NODE) ?? {},
    incident: state.tokens.find(({ incident }) => incident)?.incident?.reason,
  };
}
