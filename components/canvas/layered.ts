import { type End, orderOf } from "./order";
import { type Gaps, type Piece, placesOf } from "./places";
import { type RankedEdge, ranksOf } from "./ranks";

export interface LayeredNode {
  id: string;
  width: number;
  height: number;
}

export interface LayeredEdge {
  from: string;
  to: string;
  /** The heavier, the straighter and shorter. */
  weight: number;
}

interface Point {
  x: number;
  y: number;
}

/** What is kept free beside an edge, half way: two edges are told apart there. */
const LABEL = { width: 8, height: 8, beside: 10 };

/**
 * Lays a graph without loops out in layers from top to bottom: where the middle of each node stands, and where each edge
 * passes the layers between. The drawing is dagre's, point for point (a property test holds them together); dagre looks
 * everything up by name at each step, which takes seconds for a thousand nodes, and numbers take a fraction of one.
 */
export function layered(
  nodes: readonly LayeredNode[],
  edges: readonly LayeredEdge[],
  gaps: Gaps & { layers: number },
): { at: Map<string, Point>; bends: Map<LayeredEdge, Point[]> } {
  if (nodes.length === 0) return { at: new Map(), bends: new Map() };
  const index = new Map(nodes.map(({ id }, i) => [id, i]));
  const ends = edges.map(({ from, to }) => ({ tail: index.get(from)!, head: index.get(to)! }));
  // Two layers for each step of an edge: every other one is for what stands beside edges. A root holds all parts together.
  const all: RankedEdge[] = [
    ...ends.map((end, i) => ({ ...end, weight: edges[i]!.weight, length: 2 })),
    ...nodes.map((_, head) => ({ tail: nodes.length, head, weight: 0, length: 1 })),
  ];
  const found = ranksOf(nodes.length + 1, all).slice(0, -1);
  const first = found.reduce((a, b) => Math.min(a, b));
  const rank = found.map((one) => one - first);

  const pieces: Piece[] = nodes.map(({ width }) => ({ width, isPassing: false, hasLabel: false }));
  const heights = nodes.map(({ height }) => height);
  const above: End[][] = nodes.map(() => []);
  const below: End[][] = nodes.map(() => []);
  const passing = edges.map(({ weight }, i) => {
    const { tail, head } = ends[i]!;
    const on: number[] = [];
    const link = (v: number, w: number) => {
      below[v]!.push({ node: w, weight });
      above[w]!.push({ node: v, weight });
    };
    let last = tail;
    for (let layer = rank[tail]! + 1; layer < rank[head]!; layer++) {
      const hasLabel = layer * 2 === rank[tail]! + rank[head]!;
      const piece = pieces.length;
      pieces.push({ width: hasLabel ? LABEL.width + LABEL.beside : 0, isPassing: true, hasLabel });
      heights.push(hasLabel ? LABEL.height : 0);
      rank.push(layer);
      above.push([]);
      below.push([]);
      link(last, piece);
      on.push(piece);
      last = piece;
    }
    link(last, head);
    return on;
  });

  const layers = orderOf(rank, above, below);
  const xs = placesOf(pieces, layers, above, below, gaps);
  const ys: number[] = [];
  let top = 0;
  for (const layer of layers) {
    const tallest = layer.reduce((most, v) => Math.max(most, heights[v]!), 0);
    for (const v of layer) ys[v] = top + tallest / 2;
    top += tallest + gaps.layers / 2;
  }
  let [left, upper] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const [v, { width, isPassing, hasLabel }] of pieces.entries()) {
    if (isPassing && !hasLabel) continue;
    left = Math.min(left, isPassing ? xs[v]! + LABEL.beside : xs[v]! - width / 2);
    upper = Math.min(upper, ys[v]! - heights[v]! / 2);
  }
  const point = (v: number): Point => ({ x: xs[v]! - left, y: ys[v]! - upper });
  return {
    at: new Map(nodes.map(({ id }, v) => [id, point(v)])),
    bends: new Map(edges.map((edge, i) => [edge, passing[i]!.map(point)])),
  };
}
