import type { z } from "zod";
import type {
  ChildEnded,
  EffectError,
  Instant,
  ItemDone,
  Json,
  JsonObject,
  ListQuestion,
  Proposal,
  RunData,
} from "./state";

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
  tables?: { readonly [key: string]: { title: string } };
  scorecards?: { readonly [key: string]: { title: string } };
  formulas?: { readonly [key: string]: { title: string } };
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
  /** Inside a “for each”: where the element stands, `forms.owners.owners[1]`. */
  itemPath?: string;
  /** The branch or item it runs in; for whoever looks on, no node decides by it. */
  frame?: string;
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
  kind: "form" | "ruleSet" | "table" | "scorecard" | "formula" | "queue" | "reasonCode" | "node" | "outcome";
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
  /**
   * For effect nodes: answers by scope. For wait nodes: the signal's payload under ""; without, nothing to wait for.
   * For a “for each”: what each item ended with, by its place. For a sub-workflow: how it ended, under "".
   */
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

interface Said {
  outlet: string | null;
  config: { readonly [name: string]: unknown };
  source: PlanSource;
}

interface NodeBase<C> {
  type: string;
  version: number;
  title: string;
  summary: string;
  group: "Start" | "Collect" | "Check" | "Decide" | "People" | "Flow" | "Notify" | "Data" | "End";
  /** A Tabler icon name in kebab-case; the browser owns the picture. */
  icon: string;
  config: z.ZodType<C>;
  outlets(config: C, source: PlanSource): Outlet[];
  /** One sentence for the node card and the policy page. */
  describe(config: C, source: PlanSource): string;
  /**
   * What a step that is over came to, in a sentence for its card, from the output that was stored; null where that says
   * nothing. `config` is as it was saved: what was left by hand need not fit it.
   */
  said?(output: JsonObject, about: Said): string | null;
  references?(config: C, source: PlanSource): Reference[];
  /** The workspace's connection it uses, and what for; publishing says when there is none. */
  asks?(config: C): { connection: string; use: string } | undefined;
  /** Paths its texts and values read, and where in the settings: a path that nothing fills gets a warning. */
  reads?(config: C): { path: string; at: string }[];
  /** Paths it writes besides its own output; two branches of a split that write the same get a warning. */
  writes?(config: C, source: PlanSource): string[];
  /** Of a start: its runs have no applicant. */
  hasNoApplicant?: true;
  /** It needs an applicant who answers. */
  asksApplicant?: true;
  /** Why it cannot stand inside a “for each”, in a sentence; absent when it can. */
  notPerItem?: string;
  examples: NodeExample<C>[];
}

/** Runs inside the interpreter. `prepare` compiles once per plan; what it returns must be pure. */
export interface PureNode<C = unknown> extends NodeBase<C> {
  kind: "pure";
  prepare(config: C, source: PlanSource): (scope: NodeScope) => Leave;
  /**
   * What it needs to know of named lists before it runs; undefined when it names none. One that names some is planned
   * as an effect: the lists are asked first, and their answers stand in the journal.
   */
  lists?(config: C, source: PlanSource): ((scope: NodeScope) => ListQuestion[]) | undefined;
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
  /** Does something outside and learns nothing from it: what a run that must touch nothing takes for its answer. */
  pretended?: Json;
  /** Reads what the workspace itself knows: no vendor is asked, and nothing is paid. */
  asksNobody?: true;
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
  /** For a node whose settings name the signal. */
  signalOf?(config: C): string;
  deadlineMs(config: C): number | undefined;
  /** For a node whose end is a date out of the run's data; asked once, when the wait opens. */
  dueAt?(config: C, scope: NodeScope): Instant | undefined;
  /** The outlet when time is up; the deadline's unless given. */
  timeOutlet?(config: C): string;
  /** What the edge needs to open the wait. */
  request(config: C, scope: NodeScope): JsonObject;
  /** The exit when there is nothing to wait for; then no wait is opened. */
  skip?(config: C, scope: NodeScope): Leave | undefined;
  /** Turns the signal's payload into an exit. Throws when the payload is not one of this signal's: it is refused. */
  accept(config: C, scope: NodeScope, payload: JsonObject): Leave;
  /** What `nodes.KEY` holds when the deadline passes; nothing unless given. */
  expire?(config: C, scope: NodeScope): JsonObject;
}

/** Puts one token on each wired outlet. */
export interface SplitNode<C = unknown> extends NodeBase<C> {
  kind: "split";
}

/** Where the branches of one split meet again. */
export interface JoinNode<C = unknown> extends NodeBase<C> {
  kind: "join";
  /** The split it is paired with. */
  splitOf(config: C): string;
  /** How many of the branches that began must arrive; the others are ended. */
  needs(config: C, branches: number): number;
}

/** Runs what its outlet `each` leads to once per element of a list. */
export interface EachNode<C = unknown> extends NodeBase<C> {
  kind: "each";
  /** Path of the list, without `[]`. */
  listOf(config: C): string;
  items(config: C, scope: NodeScope): readonly Json[];
  concurrency(config: C): number;
  /** What a failure or deadline that leads nowhere inside the body means. */
  onItemFailure(config: C): "ask" | "stop" | "continue";
  /** What is kept of an item besides what its end says, for `settle`. `found` is what the item's own nodes answered. */
  keeps?(found: RunData["nodes"], source: PlanSource): JsonObject | undefined;
  /** Called when every item has ended, or when one stopped the rest; `done` is in the order of the list. */
  settle(config: C, scope: NodeScope, done: readonly ItemDone[], total: number): Leave;
}

/** Ends one item of the “for each” around it. */
export interface ItemEndNode<C = unknown> extends NodeBase<C> {
  kind: "item_end";
  prepare(config: C, source: PlanSource): (scope: NodeScope) => { result: string; output: JsonObject };
}

/** Runs another workflow and goes on with what it decided. */
export interface ChildNode<C = unknown> extends NodeBase<C> {
  kind: "child";
  deadlineMs(config: C): number | undefined;
  request(config: C, scope: NodeScope): { workflow: string; version: number | "live"; input: JsonObject };
  settle(config: C, scope: NodeScope, ended: ChildEnded): Leave;
}

/** The outlet of a “for each” that leads into its body; no token leaves by it. */
export const BODY = "each";

export type NodeDefinition =
  | PureNode
  | EffectNode
  | WaitNode
  | SplitNode
  | JoinNode
  | EachNode
  | ItemEndNode
  | ChildNode;
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
export function splitNode<C>(definition: Omit<SplitNode<C>, "kind">): SplitNode {
  return { ...definition, kind: "split" } as unknown as SplitNode;
}
export function joinNode<C>(definition: Omit<JoinNode<C>, "kind">): JoinNode {
  return { ...definition, kind: "join" } as unknown as JoinNode;
}
export function eachNode<C>(definition: Omit<EachNode<C>, "kind">): EachNode {
  return { ...definition, kind: "each" } as unknown as EachNode;
}
export function itemEndNode<C>(definition: Omit<ItemEndNode<C>, "kind">): ItemEndNode {
  return { ...definition, kind: "item_end" } as unknown as ItemEndNode;
}
export function childNode<C>(definition: Omit<ChildNode<C>, "kind">): ChildNode {
  return { ...definition, kind: "child" } as unknown as ChildNode;
}

/** Whether a node of this type can be left out: it only passes on, and nothing else depends on its place. */
export const mayBeLeftOut = ({ kind, group }: Pick<NodeDefinition, "kind" | "group">): boolean =>
  group !== "Start" && group !== "End" && ["pure", "effect", "wait", "child"].includes(kind);
