import { z } from "zod";
import { planPure } from "./list-reads";
import {
  type ChildNode,
  type EachNode,
  type EffectNode,
  type Leave,
  type NodeCatalogue,
  type NodeDefinition,
  NodeFault,
  type NodeScope,
  type Outlet,
  type PlanSource,
  type WaitNode,
} from "./node";
import type { JsonObject } from "./state";

/** What of a workflow document the engine runs on. */
export interface WorkflowGraph extends PlanSource {
  nodes: {
    readonly [key: string]: {
      type: string;
      version: number;
      title: string;
      config: unknown;
      /** Left out: runs pass it by and go on at this outlet. */
      disabled?: string | undefined;
    };
  };
  edges: readonly { from: string; outlet: string; to: string }[];
}

/** What a node does, with its settings bound. A broken one stops every run that reaches it, and says why. */
export type PlannedWork =
  | { kind: "pure"; run(scope: NodeScope): Leave }
  | {
      kind: "effect";
      definition: EffectNode;
      config: unknown;
      retry: { attempts: number; firstDelayMs: number };
      deadlineMs: number | undefined;
    }
  | { kind: "wait"; definition: WaitNode; config: unknown; signal: string; deadlineMs: number | undefined }
  | { kind: "split" }
  | { kind: "join"; split: string; needs(branches: number): number }
  | {
      kind: "each";
      definition: EachNode;
      config: unknown;
      list: string;
      concurrency: number;
      onItemFailure: "ask" | "stop" | "continue";
    }
  | { kind: "item_end"; run(scope: NodeScope): { result: string; output: JsonObject } }
  | { kind: "child"; definition: ChildNode; config: unknown; deadlineMs: number | undefined }
  | { kind: "broken"; reason: string };

export interface PlannedNode {
  key: string;
  title: string;
  work: PlannedWork;
  outlets: readonly Outlet[];
  /** Outlet → the node it leads to. */
  next: ReadonlyMap<string, string>;
}

/** A compiled version. Holds functions, never data of a run: one plan serves any number of runs. */
export interface Plan {
  start: string;
  nodes: ReadonlyMap<string, PlannedNode>;
  source: PlanSource;
  visitLimit: number;
}

/** A document that cannot be run at all: not exactly one start. Everything smaller is an incident of the runs it meets. */
export class PlanError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PlanError";
  }
}

/** What people may read of something thrown: only faults and settings are known to hold nobody's data. */
export function sentenceOf(error: unknown): string {
  if (error instanceof NodeFault) return error.message;
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return issue ? `${issue.path.join(".") || "value"}: ${issue.message}` : "it could not be read";
  }
  return error instanceof Error ? error.name : "an unknown error";
}

function boundTo(definition: NodeDefinition, config: unknown, source: PlanSource): PlannedWork {
  switch (definition.kind) {
    case "pure":
      return planPure(definition, config, source);
    case "effect": {
      const retry = definition.retry(config);
      return { kind: "effect", definition, config, retry, deadlineMs: definition.deadlineMs(config) };
    }
    case "wait": {
      const signal = definition.signalOf?.(config) ?? definition.signal;
      return { kind: "wait", definition, config, signal, deadlineMs: definition.deadlineMs(config) };
    }
    case "split":
      return { kind: "split" };
    case "join": {
      const needs = (branches: number) => definition.needs(config, branches);
      return { kind: "join", split: definition.splitOf(config), needs };
    }
    case "each":
      return {
        kind: "each",
        definition,
        config,
        list: definition.listOf(config),
        concurrency: definition.concurrency(config),
        onItemFailure: definition.onItemFailure(config),
      };
    case "item_end":
      return { kind: "item_end", run: definition.prepare(config, source) };
    case "child":
      return { kind: "child", definition, config, deadlineMs: definition.deadlineMs(config) };
  }
}

function workOf(
  node: WorkflowGraph["nodes"][string],
  catalogue: NodeCatalogue,
  source: PlanSource,
): { work: PlannedWork; outlets: readonly Outlet[] } {
  const broken = (reason: string) => ({ work: { kind: "broken" as const, reason }, outlets: [] });
  const definition = Object.hasOwn(catalogue, node.type) ? catalogue[node.type] : undefined;
  if (!definition || definition.version !== node.version)
    return broken(`there is no node type “${node.type}” in version ${node.version}`);
  try {
    const config = definition.config.parse(node.config);
    const outlets = definition.outlets(config, source);
    return { work: boundTo(definition, config, source), outlets };
  } catch (error) {
    return broken(`its settings cannot be used: ${sentenceOf(error)}`);
  }
}

/** Where each outlet leads. A node that is left out is passed by; what would pass by in a circle leads nowhere. */
function nextOf(document: WorkflowGraph): Map<string, Map<string, string>> {
  const drawn = new Map<string, Map<string, string>>();
  for (const { from, outlet, to } of document.edges) {
    const outlets = drawn.get(from) ?? new Map<string, string>();
    if (!outlets.has(outlet) && Object.hasOwn(document.nodes, to)) outlets.set(outlet, to);
    drawn.set(from, outlets);
  }
  const goal = (to: string): string | undefined => {
    const passed = new Set<string>();
    for (let at: string | undefined = to; at !== undefined && !passed.has(at); ) {
      const disabled: string | undefined = document.nodes[at]?.disabled;
      if (disabled === undefined) return at;
      passed.add(at);
      at = drawn.get(at)?.get(disabled);
    }
    return undefined;
  };
  const reached = ([outlet, to]: [string, string]): [string, string][] => {
    const at = goal(to);
    return at === undefined ? [] : [[outlet, at]];
  };
  return new Map(
    [...drawn].map(([from, outlets]) => [from, new Map([...outlets].flatMap(reached))] as const),
  );
}

/** Compiles a version once; rule closures come with the catalogue's definitions. */
export function compilePlan(document: WorkflowGraph, catalogue: NodeCatalogue): Plan {
  const next = nextOf(document);
  const nodes = new Map<string, PlannedNode>();
  const starts: string[] = [];
  for (const [key, node] of Object.entries(document.nodes)) {
    const { work, outlets } = workOf(node, catalogue, document);
    nodes.set(key, { key, title: node.title, work, outlets, next: next.get(key) ?? new Map() });
    if (Object.hasOwn(catalogue, node.type) && catalogue[node.type]?.group === "Start") starts.push(key);
  }
  const [start, ...others] = starts;
  if (start === undefined) throw new PlanError("The workflow has no start node.");
  if (others.length > 0) throw new PlanError(`The workflow has ${starts.length} start nodes.`);
  return { start, nodes, source: document, visitLimit: document.settings.visitLimit };
}
