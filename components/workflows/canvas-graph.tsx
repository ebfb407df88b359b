import type { CanvasEdge, CanvasGraph, CanvasMark, CanvasNode, CanvasTone } from "@/components/canvas/graph";
import type { NodeCatalogue, NodeDefinition, PlanSource } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { RunStep } from "@/server/runs/schema";
import type { WorkflowDocument, WorkflowNode } from "@/server/workflows/schema";
import { NodeIcon } from "./node-icon";
import { stepSentence } from "./step-sentence";

const tones: Record<string, CanvasTone> = {
  positive: "approve",
  negative: "decline",
  review: "review",
  request: "waiting",
  neutral: "neutral",
};

/** The colour of an outcome's kind. */
export const toneOfKind = (kind: string | undefined): CanvasTone => tones[kind ?? ""] ?? "neutral";

/** What a run did with each node and edge. */
interface Lights {
  mark(node: string): CanvasMark | undefined;
  visits(node: string): number;
  last(node: string): RunStep | undefined;
  edge(from: string, outlet: string): CanvasMark | undefined;
}

function lightsOf(path: readonly RunStep[] | null): Lights {
  if (!path) return { mark: () => undefined, visits: () => 0, last: () => undefined, edge: () => undefined };
  const byNode = new Map<string, RunStep[]>();
  for (const step of path) byNode.set(step.node, [...(byNode.get(step.node) ?? []), step]);
  const taken = new Set(path.flatMap((step) => (step.outlet ? [`${step.node} ${step.outlet}`] : [])));
  const last = (node: string) => byNode.get(node)?.at(-1);
  return {
    mark: (node) => {
      const step = last(node);
      if (!step) return "untouched";
      if (step.state === "incident") return "trouble";
      return step.state === "left" ? "taken" : "here";
    },
    visits: (node) => byNode.get(node)?.length ?? 0,
    last,
    edge: (from, outlet) => (taken.has(`${from} ${outlet}`) ? "taken" : "untouched"),
  };
}

interface Known {
  definition: NodeDefinition;
  config: unknown;
}

/** The definition and parsed settings of a node; nothing for a type this build does not know. */
export function knownNode(node: WorkflowNode): Known | undefined {
  const catalogue: NodeCatalogue = nodeCatalogue;
  const definition = Object.hasOwn(catalogue, node.type) ? catalogue[node.type] : undefined;
  const config = definition?.config.safeParse(node.config);
  return definition && config?.success ? { definition, config: config.data } : undefined;
}

export const kindOf = (known: Known | undefined): CanvasNode["kind"] =>
  known?.definition.kind === "effect" ? "asks" : known?.definition.kind === "wait" ? "waits" : "decides";

function outletTone(key: string, title: string, document: WorkflowDocument): CanvasTone | undefined {
  const outcome = document.outcomes.find((one) => one.key === key || one.title === title);
  if (outcome) return toneOfKind(outcome.kind);
  return { approved: "approve" as const, declined: "decline" as const, sent_back: "waiting" as const }[key];
}

/** A version as the canvas draws it, with a run's path lit up when one is given. */
export function canvasGraph(document: WorkflowDocument, path: readonly RunStep[] | null): CanvasGraph {
  const source: PlanSource = document;
  const lights = lightsOf(path);
  const wired = new Set(document.edges.map((edge) => `${edge.from} ${edge.outlet}`));
  const nodes = Object.entries(document.nodes).map(([key, node]): CanvasNode => {
    const known = knownNode(node);
    const outlets = known?.definition.outlets(known.config, source) ?? [];
    const group = known?.definition.group;
    const visits = lights.visits(key);
    const step = lights.last(key);
    const titleOfOutlet = (outlet: string) => outlets.find((one) => one.key === outlet)?.title ?? outlet;
    return {
      id: key,
      shape: group === "Start" ? "start" : group === "End" ? "end" : "card",
      kind: kindOf(known),
      title: node.title,
      sentence:
        (step && stepSentence(step, document, titleOfOutlet)) ??
        known?.definition.describe(known.config, source) ??
        `This build does not know the type “${node.type}”.`,
      icon: (
        <NodeIcon name={known?.definition.icon ?? ""} size={group === "Start" || group === "End" ? 17 : 15} />
      ),
      tone: group === "End" ? endTone(known?.config, document) : undefined,
      outlets: outlets.map((outlet) => ({
        key: outlet.key,
        title: outlet.title,
        tone: outletTone(outlet.key, outlet.title, document),
        isWired: wired.has(`${key} ${outlet.key}`),
        // An unwired failure or deadline stops the run in an incident, on purpose.
        isOptional: outlet.kind !== "normal",
      })),
      mark: lights.mark(key),
      visits: visits > 1 ? visits : undefined,
    };
  });
  const edges = document.edges.map(
    (edge): CanvasEdge => ({
      id: `${edge.from}:${edge.outlet}`,
      ...edge,
      mark: lights.edge(edge.from, edge.outlet),
    }),
  );
  return { nodes, edges };
}

function endTone(config: unknown, document: WorkflowDocument): CanvasTone {
  const wanted = (config as { outcome?: string } | undefined)?.outcome;
  return toneOfKind(document.outcomes.find((outcome) => outcome.key === wanted)?.kind);
}
