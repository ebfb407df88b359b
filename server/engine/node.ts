import type { z } from "zod";
import type { Json, JsonObject, Proposal, RunData } from "./state";

/** Where a token can leave. `kind` tells the canvas and the lint what an unwired outlet means. */
export interface Outlet {
  key: string;
  title: string;
  /** `failure` unwired → incident; `deadline` unwired → incident; `normal` must be wired. */
  kind: "normal" | "failure" | "deadline";
}

/** The parts of the workflow document a node may read while it is compiled. */
export interface PlanSource {
  outcomes: { key: string; title: string; kind: string }[];
  rules: { [key: string]: unknown };
  forms: { [key: string]: unknown };
  reasonCodes: { [code: string]: unknown };
  settings: JsonObject;
}

/** What a node sees when it runs. `at` is the time of the event that brought the token here. */
export interface NodeScope {
  node: string;
  visit: number;
  at: string;
  data: RunData;
  proposals: readonly Proposal[];
  source: PlanSource;
}

/** How a node leaves. `output` becomes `nodes.KEY`; `forms` and `values` are merged into the run's data. */
export interface Leave {
  outlet: string;
  output?: JsonObject;
  forms?: { [formKey: string]: JsonObject };
  values?: JsonObject;
  proposals?: { outcome: string; reasonCodes: string[] }[];
  decision?: { outcome: string; reasonCodes: string[]; outputs: JsonObject };
}

export interface NodeExample<C> {
  name: string;
  config: z.input<z.ZodType<C>>;
  data?: Partial<RunData>;
  /** For effect nodes: answers by scope. For wait nodes: the signal's payload under "". */
  answers?: { [scope: string]: Json };
  outlet: string;
}

interface NodeBase<C> {
  type: string;
  version: number;
  title: string;
  summary: string;
  group: "Start" | "Collect" | "Check" | "Decide" | "People" | "Notify" | "End";
  /** A Tabler icon name in kebab-case; the browser owns the picture. */
  icon: string;
  config: z.ZodType<C>;
  ui?: JsonObject;
  outlets(config: C, source: PlanSource): Outlet[];
  /** One sentence for the node card and the policy page. */
  describe(config: C, source: PlanSource): string;
  examples: NodeExample<C>[];
}

/** Runs inside the interpreter. `prepare` compiles once per plan; what it returns must be pure. */
export interface PureNode<C = unknown> extends NodeBase<C> {
  kind: "pure";
  prepare(config: C, source: PlanSource): (scope: NodeScope) => Leave;
}

/** Asks the world. One request per scope (subject); all are performed concurrently. */
export interface EffectNode<C = unknown> extends NodeBase<C> {
  kind: "effect";
  /** Attempts in all, and the first delay; each further delay doubles. */
  retry(config: C): { attempts: number; firstDelayMs: number };
  /** Total time for all attempts, in milliseconds; undefined = none. */
  deadlineMs(config: C): number | undefined;
  /** Empty list: nothing to ask, `settle` is called at once with no answers. */
  requests(config: C, scope: NodeScope): { scope: string; input: JsonObject }[];
  /** Called when every request has an answer or has finally failed. */
  settle(config: C, scope: NodeScope, answers: EffectAnswer[]): Leave;
}

export interface EffectAnswer {
  scope: string;
  output?: Json;
  error?: { kind: string; message: string };
}

/** Waits for one signal: a submitted form, answered requirements, a verdict. */
export interface WaitNode<C = unknown> extends NodeBase<C> {
  kind: "wait";
  signal: string;
  deadlineMs(config: C): number | undefined;
  /** What the edge needs to open the wait. */
  request(config: C, scope: NodeScope): JsonObject;
  /** Turns the signal's payload into an exit. Throws when the payload is not one of this signal's. */
  accept(config: C, scope: NodeScope, payload: JsonObject): Leave;
}

export type NodeDefinition = PureNode | EffectNode | WaitNode;
/** Type (`check`) → definition. An argument of the engine, so tests bring their own. */
export type NodeCatalogue = { readonly [type: string]: NodeDefinition };

/* The casts let a catalogue hold nodes of different settings: `config` is always parsed by the node's own schema first. */
export function pureNode<C>(definition: Omit<PureNode<C>, "kind">): PureNode {
  return { ...definition, kind: "pure" } as unknown as PureNode;
}
export function effectNode<C>(definition: Omit<EffectNode<C>, "kind">): EffectNode {
  return { ...definition, kind: "effect" } as unknown as EffectNode;
}
export function waitNode<C>(definition: Omit<WaitNode<C>, "kind">): WaitNode {
  return { ...definition, kind: "wait" } as unknown as WaitNode;
}
