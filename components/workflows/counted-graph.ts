import type { CanvasFigure, CanvasGraph, CanvasNode } from "@/components/canvas/graph";
import {
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatSpan,
} from "@/components/ui/format/words";
import { BODY } from "@/server/engine/node";
import type { NodeCounts } from "@/server/runs/schema";
import type { WorkflowDocument } from "@/server/workflows/schema";
import { toneOfKind } from "./canvas-graph";

/** Which of a node's runs a number leads to. */
export interface CountedPlace {
  node: string;
  outlet?: string | undefined;
  stands?: "waiting" | "attention" | undefined;
}

type Counted = NodeCounts["nodes"][number];
const none: Omit<Counted, "node"> = { runs: 0, times: 0, waiting: 0, attention: 0, ways: [], medianMs: null };

/**
 * A version's drawing with what its runs did on it: how many came to each node, left it by which way, stand there now.
 * Without counts it keeps the room for them, so that nothing moves when they come.
 */
export function countedGraph(
  graph: CanvasGraph,
  document: WorkflowDocument,
  counts: NodeCounts | undefined,
  hrefOf: (place: CountedPlace) => string,
): CanvasGraph {
  const known = new Map(counts?.nodes.map((one) => [one.node, one]));
  const tallyOf = (node: string): Counted => known.get(node) ?? { ...none, node };
  /** Runs that left by a way; a split leaves by all of them at once, and a body is entered where its list begins. */
  const leftBy = ({ id, shape }: Pick<CanvasNode, "id" | "shape">, outlet: string): number => {
    const { runs, attention, ways } = tallyOf(id);
    if (shape === "fork") return runs - attention;
    return ways.find((way) => way.outlet === outlet)?.runs ?? 0;
  };
  const bodyOf = (entry: CanvasNode) => leftBy({ id: entry.inside ?? "", shape: "card" }, BODY);
  const decided = graph.nodes
    .filter(({ shape }) => shape === "end")
    .reduce(
      (sum, { id }) => sum + decisionsOf(tallyOf(id), document).reduce((all, one) => all + one.runs, 0),
      0,
    );

  const nodes = graph.nodes.map((node): CanvasNode => {
    if (!counts) return { ...node, tally: { came: undefined, stands: [] } };
    if (node.isEntry)
      return {
        ...node,
        ...entered(node, bodyOf(node), hrefOf),
        ...(counts.runs === 0 && { mark: undefined }),
      };
    const tally = tallyOf(node.id);
    const isReached = tally.runs > 0;
    return {
      ...node,
      mark: isReached || counts.runs === 0 ? undefined : "untouched",
      tally: {
        came: node.shape === "end" ? endedAt(node, tally, decided, hrefOf) : cameTo(node, tally, hrefOf),
        stands: [
          ...standsAt(node, tally, hrefOf),
          ...(node.shape === "end" ? outcomesAt(node, tally, document, hrefOf) : []),
        ],
      },
      outlets: node.outlets.map((outlet) => ({
        ...outlet,
        figure:
          node.shape === "card" || node.shape === "fork"
            ? wayFigure(node, outlet, leftBy(node, outlet.key), tally.runs, hrefOf)
            : undefined,
      })),
    };
  });
  const shapes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = graph.edges.map((edge) => {
    if (!counts || counts.runs === 0) return edge;
    const from = shapes.get(edge.from);
    const runs = from?.isEntry ? bodyOf(from) : from ? leftBy(from, edge.outlet) : 0;
    return { ...edge, weight: runs / counts.runs, mark: runs > 0 ? undefined : ("untouched" as const) };
  });
  return { nodes, edges };
}

function entered(
  node: CanvasNode,
  runs: number,
  hrefOf: (place: CountedPlace) => string,
): Pick<CanvasNode, "tally" | "mark"> {
  const label = `${formatCount(runs, "run")} came to these steps`;
  const href = runs > 0 ? hrefOf({ node: node.inside ?? "", outlet: BODY }) : undefined;
  return {
    mark: runs > 0 ? undefined : "untouched",
    tally: { came: { words: formatNumber(runs), label, href }, stands: [] },
  };
}

function cameTo(
  { id, title }: CanvasNode,
  { runs, times }: Counted,
  hrefOf: (place: CountedPlace) => string,
): CanvasFigure {
  const again = times > runs ? `, ${formatCount(times, "time")} in all` : "";
  return {
    words: formatNumber(runs),
    label: `${formatCount(runs, "run")} came to ${title}${again}`,
    href: runs > 0 ? hrefOf({ node: id }) : undefined,
  };
}

function endedAt(
  { id, title }: CanvasNode,
  { runs }: Counted,
  decided: number,
  hrefOf: (place: CountedPlace) => string,
): CanvasFigure {
  const share = decided > 0 ? ` · ${shareOf(runs, decided)}` : "";
  return {
    words: `${formatNumber(runs)}${runs > 0 ? share : ""}`,
    label:
      runs > 0
        ? `${formatCount(runs, "run")} ended at ${title}, ${shareOf(runs, decided)} of all that were decided`
        : `No run ended at ${title}`,
    href: runs > 0 ? hrefOf({ node: id }) : undefined,
  };
}

/** Small shares are told from none, and almost all from all. */
function shareOf(part: number, whole: number): string {
  const share = whole > 0 ? part / whole : 0;
  if (share > 0 && share < 0.005) return "<1\u00a0%";
  if (share < 1 && share >= 0.995) return ">99\u00a0%";
  return formatPercent(share, 0);
}

function wayFigure(
  node: CanvasNode,
  { key, title, isWired }: CanvasNode["outlets"][number],
  runs: number,
  came: number,
  hrefOf: (place: CountedPlace) => string,
): CanvasFigure | undefined {
  if (!isWired && runs === 0) return undefined;
  const isSplit = node.shape === "fork";
  return {
    words: runs > 0 && !isSplit ? `${formatNumber(runs)} · ${shareOf(runs, came)}` : formatNumber(runs),
    label: `${formatCount(runs, "run")} left ${node.title} by ${title}${runs > 0 && !isSplit ? `, ${shareOf(runs, came)} of those that came` : ""}`,
    href: runs > 0 ? hrefOf({ node: node.id, ...(!isSplit && { outlet: key }) }) : undefined,
  };
}

function standsAt(
  { id, title }: CanvasNode,
  { waiting, attention, medianMs }: Counted,
  hrefOf: (place: CountedPlace) => string,
): CanvasFigure[] {
  const figures: CanvasFigure[] = [];
  if (attention > 0)
    figures.push({
      words: `${formatNumber(attention)} stuck`,
      label: `${formatCount(attention, "run needs", "runs need")} attention at ${title}`,
      href: hrefOf({ node: id, stands: "attention" }),
      tone: "incident",
    });
  if (waiting > 0)
    figures.push({
      words: `${formatNumber(waiting)} here`,
      label: `${formatCount(waiting, "run stands", "runs stand")} at ${title} now`,
      href: hrefOf({ node: id, stands: "waiting" }),
      tone: "waiting",
    });
  if (medianMs !== null)
    figures.push({
      // The card has room for one unit; the label says it in full.
      words: `median ${medianMs < 60_000 ? formatDuration(medianMs) : formatSpan(medianMs)}`,
      label: `Half of the runs went on from ${title} within ${formatDuration(medianMs)}`,
    });
  return figures;
}

const decisionsOf = ({ ways }: Counted, { outcomes }: WorkflowDocument) =>
  ways.filter(({ outlet }) => outcomes.some(({ key }) => key === outlet));

/** Only of an end that decided one thing and another: else its own number says it. */
function outcomesAt(
  { id }: CanvasNode,
  tally: Counted,
  document: WorkflowDocument,
  hrefOf: (place: CountedPlace) => string,
): CanvasFigure[] {
  const made = decisionsOf(tally, document);
  if (made.length < 2) return [];
  return document.outcomes.flatMap(({ key, title, kind }) => {
    const runs = made.find(({ outlet }) => outlet === key)?.runs ?? 0;
    return runs === 0
      ? []
      : {
          words: `${title} ${formatNumber(runs)}`,
          label: `${formatCount(runs, "run")} decided ${title} here, ${shareOf(runs, tally.runs)}`,
          href: hrefOf({ node: id, outlet: key }),
          tone: toneOfKind(kind),
        };
  });
}
