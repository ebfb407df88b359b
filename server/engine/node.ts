import type { z } from "zod";
import type { EffectError, Json, JsonObject, Proposal, RunData } from "./state";

/** Where a token can leave. `kind` tells the canvas and the lint what an unwired outlet means. */
export interface Outlet {
  key: string;
  title: string;
  /** `failure` unwired → incident; `deadline` unwired → incident; `normal` must be wired. */
  kind: "normal" | "failure" | "deadline";
}

/** The parts of the workflow document a node may read while it is compiled. */
export interface PlanSource {
  /** From least to most severe. */
  outcomes: readonly { key: string; title: string; kind: string }[];
  nodes: { readonly [key: string]: { type: string; title: string; config: unknown } };
  rules: { readonly [key: string]: { title: string } };
  forms: { readonly [key: string]: { title: string } };
  reasonCodes: { readonly [code: string]: { priority: number } };
  settings: {
    timeZone: string;
    leapDayBirthday: "03-01" | "02-28";
    visitLimit: number;
    queues: { readonly [key: string]: { title: string } };
    documentTypes: { readonly [key: string]: { title: string } };
  };
}

/** What a node sees when it runs. `at` is the run's time: that of the latest event it heard. */
export interface NodeScope {
  node: string;
  visit: number;
  at: string;
  data: RunData;
  proposals: readonly Proposal[];
  source: PlanSource;
}

/** How a node leaves. `output` becomes `nodes.KEY`; each of `forms` replaces its form; `values` are merged. */
export interface Leave {
  /** Empty for a node that ends the run. */
  outlet: string;
  output?: JsonObject;
  forms?: { [formKey: string]: JsonObject };
  values?: JsonObject;
  proposals?: { outcome: string; reasonCodes: string[] }[];
  /** A person's verdict: what the run proposed before is answered by it and counts no longer. */
  supersedes?: true;
  decision?: { outcome: string; reasonCodes: string[]; outputs: JsonObject; score: number | null };
}

/**
 * Thrown by a node that cannot go on; the run stops in an incident that shows the message. The message names
 * settings and paths, never a person's values: it is stored in the clear.
 */
export class NodeFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NodeFault";
  }
}

/** Something of the workflow document that settings name by key; the lint says when it is not there. */
export interface Reference {
  kind: "form" | "ruleSet" | "queue" | "reasonCode" | "node" | "outcome";
  key: string;
  /** Where it is named, inside the settings. */
  path: string;
}

export interface NodeExample<C> {
  name: string;
  config: z.input<z.ZodType<C>>;
  source?: Partial<PlanSource>;
  data?: Partial<RunData>;
  proposals?: Proposal[];
  /** For effect nodes: answers by scope. For wait nodes: the signal's payload under ""; without, nothing to wait for. */
  answers?: { [scope: string]: Json };
  /** For effect nodes: how a scope fails that has no answer; without, it cannot be reached. */
  failures?: { [scope: string]: EffectError };
  /** Nobody answers, and the deadline passes. */
  expires?: true;
  /** The outlet it leaves by; of a node that splits, all of them with a space between. Empty for a node that ends the run. */
  outlet: string;
  /** A part of what `nodes.KEY` holds afterwards. */
  output?: JsonObject;
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
  outlets(config: C, source: PlanSource): Outlet[];
  /** One sentence for the node card and the policy page. */
  describe(config: C, source: PlanSource): string;
  references?(config: C, source: PlanSource): Reference[];
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
  /** Called when every request has an answer or has finally failed. A passed deadline leaves by its own outlet. */
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
  /** The exit when there is nothing to wait for; then no wait is opened. */
  skip?(config: C, scope: NodeScope): Leave | undefined;
  /** Turns the signal's payload into an exit. Throws when the payload is not one of this signal's: it is refused. */
  accept(config: C, scope: NodeScope, payload: JsonObject): Leave;
  /** What `nodes.KEY` holds when the deadline passes; nothing unless given. */
  expire?(config: C, scope: NodeScope): JsonObject;
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
