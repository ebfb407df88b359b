import type { ReactNode } from "react";
import type { CanvasOutletOf } from "@/components/canvas/editing";
import type { CanvasEdge, CanvasGraph, CanvasMark, CanvasNode, CanvasTone } from "@/components/canvas/graph";
import { createKeeper, createListKeeper } from "@/components/canvas/keep";
import { BODY, type NodeCatalogue, type NodeDefinition, type PlanSource } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { elementNoun } from "@/server/runs/lines/policy";
import type { RunChild } from "@/server/runs/schema";
import { drawingsOf } from "@/server/workflows/drawings/policy";
import { definitionOf, outletsOf } from "@/server/workflows/edits/policy";
import type { EditorPart, WorkflowDocument, WorkflowNode } from "@/server/workflows/schema";
import { NodeIcon } from "./node-icon";
import { type Lights, lightsOf, type RunPicture } from "./run-lights";
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

interface Known {
  definition: NodeDefinition;
  config: unknown;
}

/** Nodes are never changed in place: what one was found to be it stays. */
const found = new WeakMap<WorkflowNode, { known: Known | undefined }>();

/** The definition and parsed settings of a node; nothing for a type this build does not know. */
export function knownNode(node: WorkflowNode): Known | undefined {
  const before = found.get(node);
  if (before) return before.known;
  const catalogue: NodeCatalogue = nodeCatalogue;
  const definition = Object.hasOwn(catalogue, node.type) ? catalogue[node.type] : undefined;
  const config = definition?.config.safeParse(node.config);
  const known = definition && config?.success ? { definition, config: config.data } : undefined;
  found.set(node, { known });
  return known;
}

export const kindOf = (known: Known | undefined): CanvasNode["kind"] =>
  known?.definition.kind === "effect"
    ? "asks"
    : known?.definition.kind === "wait" || known?.definition.kind === "child"
      ? "waits"
      : "decides";

function outletTone(key: string, title: string, document: WorkflowDocument): CanvasTone | undefined {
  const outcome = document.outcomes.find((one) => one.key === key || one.title === title);
  if (outcome) return toneOfKind(outcome.kind);
  return { approved: "approve" as const, declined: "decline" as const, sent_back: "waiting" as const }[key];
}

const entryId = (each: string) => `${each}/${BODY}`;

/** What an outlet on the canvas is in the document: the beginning of a body is an outlet of its “for each”. */
export function outletMeant(document: WorkflowDocument, { from, outlet }: CanvasOutletOf): CanvasOutletOf {
  const each = from.slice(0, -1 - BODY.length);
  const isEntry = from === entryId(each) && Object.hasOwn(document.nodes, each);
  return isEntry ? { from: each, outlet: BODY } : { from, outlet };
}

/**
 * A version as the canvas draws it, with a run's path lit up when one is given. Of a draft `inside` says where steps
 * stand that nothing leads to.
 */
export const canvasGraph = (
  document: WorkflowDocument,
  run: RunPicture | null,
  inside?: EditorPart["inside"],
): CanvasGraph => createCanvasGraph()(document, run, inside);

/** What was drawn for a node, out of what: its own, and the parts of the document that it asked for. */
interface DrawnNode {
  from: readonly unknown[];
  reads: ReadonlyMap<string | symbol, unknown>;
  drawn: CanvasNode;
}

/**
 * Draws one version after the other. A node that would be drawn as before is the same object as before, and is not even
 * looked at while nothing has changed that it asked for: a letter typed in a draft of a thousand nodes draws one.
 */
export function createCanvasGraph(): typeof canvasGraph {
  let before = new Map<string, DrawnNode>();
  const keepEdges = createKeeper<CanvasEdge>();
  const keepList = createListKeeper<CanvasEdge>();
  return (document, run, inside) => {
    const around = drawingsOf(document, inside);
    const lights = lightsOf(run, around);
    const sizes = countOf(around.values());
    const ways = new Map<string, string[]>();
    for (const { from, outlet } of document.edges) ways.set(from, [...(ways.get(from) ?? []), outlet]);
    const now = new Map<string, DrawnNode>();
    const nodes = Object.entries(document.nodes).map(([key, node]) => {
      const wired = ways.get(key) ?? [];
      const from = [node, wired.join(" "), around.get(key), sizes.get(key), run];
      const last = before.get(key);
      const isSame =
        last?.from.every((one, i) => one === from[i]) &&
        [...last.reads].every(([part, value]) => Reflect.get(document, part) === value);
      if (!last || !isSame) {
        const reads = new Map<string | symbol, unknown>();
        const asked = new Proxy(document, {
          get(target, part) {
            const value: unknown = Reflect.get(target, part);
            reads.set(part, value);
            return value;
          },
        });
        const drawn = canvasNode(asked, key, node, lights, around, new Set(wired), sizes.get(key) ?? 0);
        now.set(key, { from, reads, drawn: last && isDrawnAs(last.drawn, drawn) ? last.drawn : drawn });
      } else now.set(key, last);
      return now.get(key)!.drawn;
    });
    before = now;
    const edges = keepEdges((keep) => {
      const edgeOf = (from: string, outlet: string, to: string, mark: CanvasMark | undefined) => {
        const id = `${from}:${outlet}`;
        return keep(id, [to, mark], () => ({ id, from, outlet, to, mark }));
      };
      const all = document.edges.map(({ from, outlet, to }) =>
        edgeOf(from, outlet, to, lights.edge(from, outlet)),
      );
      // Where a body begins, its drawing begins: also that of a body nobody has put anything into.
      for (const [key, { type }] of Object.entries(document.nodes)) {
        if (definitionOf(type)?.kind !== "each") continue;
        const first = document.edges.find(({ from, outlet }) => from === key && outlet === BODY)?.to;
        const to = first !== undefined && around.get(first) === key ? first : undefined;
        const [entry, mark] = [entryId(key), lights.edge(key, BODY)];
        nodes.push(entryOf(document, key, entry, mark, to !== undefined));
        if (to !== undefined) all.push(edgeOf(entry, "next", to, mark));
      }
      return all;
    });
    return { nodes, edges: keepList(edges) };
  };
}

function countOf(values: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Whether two say the same. Icons are made once for each name and size. */
function isDrawnAs(one: CanvasNode, other: CanvasNode): boolean {
  const { icon, ...rest } = one;
  const { icon: otherIcon, ...otherRest } = other;
  return icon === otherIcon && JSON.stringify(rest) === JSON.stringify(otherRest);
}

const icons = new Map<string, ReactNode>();

function iconOf(name: string, size: number): ReactNode {
  const id = `${name} ${size}`;
  const icon = icons.get(id) ?? <NodeIcon name={name} size={size} />;
  icons.set(id, icon);
  return icon;
}

const nounOf = (document: WorkflowDocument, each: string): string =>
  elementNoun(String(document.nodes[each]?.config["list"] ?? ""));

function entryOf(
  document: WorkflowDocument,
  each: string,
  id: string,
  mark: CanvasMark | undefined,
  isWired: boolean,
): CanvasNode {
  return {
    ...{ id, mark, shape: "start", kind: "decides", inside: each, isEntry: true },
    title: `Each ${nounOf(document, each)}`,
    sentence: "From here on once for each.",
    icon: iconOf("repeat", 17),
    outlets: [{ key: "next", title: "Next", isWired, isOptional: false }],
  };
}

function canvasNode(
  document: WorkflowDocument,
  key: string,
  node: WorkflowNode,
  lights: Lights,
  around: ReadonlyMap<string, string>,
  wired: ReadonlySet<string>,
  size: number,
): CanvasNode {
  const source: PlanSource = document;
  const known = knownNode(node);
  // One that is not set up yet is drawn by what its type shows.
  const definition = definitionOf(node.type);
  const outlets = known?.definition.outlets(known.config, source) ?? outletsOf(document, key);
  const visits = lights.visits(key);
  const step = lights.last(key);
  const titleOfOutlet = (outlet: string) => outlets.find((one) => one.key === outlet)?.title ?? outlet;
  const isWired = (outlet: string) => wired.has(outlet);
  const shape = shapeOf(definition);
  const isPill = shape === "start" || shape === "end";
  return {
    id: key,
    shape,
    inside: around.get(key),
    kind: kindOf(known),
    title: node.title,
    isOff: node.disabled !== undefined,
    sentence:
      (node.disabled === undefined
        ? undefined
        : `Left out: runs go on at “${titleOfOutlet(node.disabled)}”.`) ??
      ruleSentence(document, known, lights) ??
      (step && stepSentence(step, document, titleOfOutlet)) ??
      known?.definition.describe(known.config, source) ??
      (definition ? "Not set up yet." : `This build does not know the type “${node.type}”.`),
    icon: iconOf(definition?.icon ?? "", isPill ? 17 : 15),
    tone: known?.definition.group === "End" ? endTone(known.config, document) : undefined,
    ways: waysAt(document, known),
    opens: opensAt(document, key, node, lights, size),
    outlets: outlets
      // Its body opens behind the card; only one that has none is told at the outlets.
      .filter((outlet) => definition?.kind !== "each" || outlet.key !== BODY || !isWired(BODY))
      .map((outlet) => ({
        key: outlet.key,
        title: outlet.title,
        tone: outletTone(outlet.key, outlet.title, document),
        isWired: isWired(outlet.key),
        // An unwired failure or deadline stops the run in an incident, on purpose.
        isOptional: outlet.kind !== "normal",
      })),
    // Before its join a branch waits where no step stands.
    mark: shape === "meet" && step === undefined && arrivedAt(known, lights) > 0 ? "here" : lights.mark(key),
    visits: visits > 1 ? visits : undefined,
  };
}

function shapeOf(definition: NodeDefinition | undefined): CanvasNode["shape"] {
  if (definition?.kind === "split") return "fork";
  if (definition?.kind === "join") return "meet";
  if (definition?.group === "Start") return "start";
  return definition?.group === "End" || definition?.kind === "item_end" ? "end" : "card";
}

interface JoinConfig {
  split: string;
  mode: "all" | "first" | "n";
  n?: number;
}

const branchesOf = (document: WorkflowDocument, split: string): number => {
  const known = document.nodes[split] && knownNode(document.nodes[split]);
  return known?.definition.kind === "split" ? known.definition.outlets(known.config, document).length : 2;
};

function waysAt(document: WorkflowDocument, known: Known | undefined): number | undefined {
  if (known?.definition.kind === "split") return known.definition.outlets(known.config, document).length;
  if (known?.definition.kind === "join") return branchesOf(document, (known.config as JoinConfig).split);
  return undefined;
}

const arrivedAt = (known: Known | undefined, lights: Lights): number =>
  known?.definition.kind === "join"
    ? lights.opened((known.config as JoinConfig).split).filter(({ state }) => state === "arrived").length
    : 0;

/** The rule of a bar or a pile, short enough for its place. */
function ruleSentence(
  document: WorkflowDocument,
  known: Known | undefined,
  lights: Lights,
): string | undefined {
  if (!known) return undefined;
  const { kind } = known.definition;
  if (kind === "split") return `Goes ${waysAt(document, known)} ways at once`;
  if (kind === "each") {
    const { list, concurrency } = known.config as { list: string; concurrency: number };
    const pace = concurrency === 1 ? "one after the other" : `up to ${concurrency} at once`;
    return `For each ${elementNoun(list)}, ${pace}`;
  }
  if (kind !== "join") return undefined;
  const { split, mode, n } = known.config as JoinConfig;
  const all = branchesOf(document, split);
  const rules = {
    all: `Waits for all ${all}`,
    first: "First wins; the others end",
    n: `Waits for ${n} of ${all}; the others end`,
  };
  const arrived = arrivedAt(known, lights);
  return arrived > 0 ? `${rules[mode]} · ${arrived} here` : rules[mode];
}

/** What is behind a card: the steps of a body, the run of a sub-workflow. */
function opensAt(
  document: WorkflowDocument,
  key: string,
  node: WorkflowNode,
  lights: Lights,
  size: number,
): CanvasNode["opens"] {
  const child = lights.child(key);
  if (child)
    return {
      title: `Open the run of ${child.title}`,
      words: child.outcome?.title ?? childWords[child.status],
      isStack: false,
    };
  if (definitionOf(node.type)?.kind !== "each") return undefined;
  if (size === 0)
    return {
      title: `Open what is done for each ${nounOf(document, key)}`,
      words: "No steps inside yet",
      isStack: true,
    };
  const steps = `${size} ${size === 1 ? "step" : "steps"}`;
  const items = lights.last(key)?.items;
  const failed = items && items.failed > 0 ? `, ${items.failed} failed` : "";
  return {
    title: `Open the ${steps} for each ${nounOf(document, key)}`,
    words: items ? `${items.done} of ${items.total} done${failed}` : `${steps} inside`,
    isStack: true,
  };
}

const childWords: Record<RunChild["status"], string> = {
  running: "Running",
  waiting: "Waiting",
  attention: "Needs attention",
  completed: "Completed",
  cancelled: "Cancelled",
};

function endTone(config: unknown, document: WorkflowDocument): CanvasTone {
  const wanted = (config as { outcome?: string } | undefined)?.outcome;
  return toneOfKind(document.outcomes.find((outcome) => outcome.key === wanted)?.kind);
}
