import { backEdges, type CanvasEdge, type CanvasGraph, type CanvasNode } from "./graph";
import { type LayeredEdge, layered } from "./layered";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface GraphLayout {
  boxes: ReadonlyMap<string, Box>;
  /** The corners of every edge, from outlet to node. */
  routes: ReadonlyMap<string, Point[]>;
  back: ReadonlySet<string>;
  /** Of a bar where ways part: where each outlet leaves it, as a share of its width, above what it leads to. */
  shares: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const CARD_WIDTH = 244;
const NODE_GAP = 36;
/** What a card grows by when something opens behind it. */
const OPENS_HEIGHT = 28;
/** Room for figures under the names of outlets, and beside the title where paths begin and end. */
const FIGURE_HEIGHT = 15;
const FIGURE_WIDTH = 100;
/** Two ways on a bar keep apart: where they part, their names stand between them. */
const PART_GAP = 84;
const MEET_GAP = 14;
const OUTLET_WIDTH = 78;
const RANK_GAP = 56;
const LANE = 18;
const TURN = 7;

/** How large a node is drawn. Fixed by its content, so that layout needs no measuring. */
export function sizeOf(node: CanvasNode): { width: number; height: number } {
  const figure = node.tally ? FIGURE_WIDTH : 0;
  // In steps of eight letters: a title that is being written does not move the whole drawing with every key.
  const words = Math.ceil(node.title.length / 8) * 64 + figure;
  if (node.shape === "start") return { width: Math.max(180, words + 64), height: 40 };
  if (node.shape === "end") return { width: Math.max(160, words + 56), height: 44 };
  // As wide as what lies side by side under it, so that the ways fall straight.
  if (node.shape === "fork" || node.shape === "meet")
    return { width: CARD_WIDTH + 40 + ((node.ways ?? 1) - 1) * (CARD_WIDTH + NODE_GAP - 60), height: 60 };
  return {
    width: Math.max(CARD_WIDTH, node.outlets.length * OUTLET_WIDTH),
    height: 88 + (node.opens ? OPENS_HEIGHT : 0) + (node.tally ? FIGURE_HEIGHT : 0),
  };
}

/** Where an outlet's handle sits on the node's lower edge, as a share of its width. */
export function outletShare(node: CanvasNode, outlet: string): number {
  const index = node.outlets.findIndex((one) => one.key === outlet);
  return index < 0 || node.shape !== "card" ? 0.5 : (index + 0.5) / node.outlets.length;
}

/** Whether two graphs are laid out alike: what they are called and what they do moves nothing. */
function isDrawnAlike(one: CanvasGraph, other: CanvasGraph): boolean {
  if (one.nodes.length !== other.nodes.length || one.edges.length !== other.edges.length) return false;
  const hasSameNodes = one.nodes.every((a, i) => {
    const b = other.nodes[i]!;
    if (a === b) return true;
    const [wasSize, size] = [sizeOf(a), sizeOf(b)];
    return (
      a.id === b.id &&
      a.shape === b.shape &&
      wasSize.width === size.width &&
      wasSize.height === size.height &&
      a.outlets.length === b.outlets.length &&
      a.outlets.every(({ key }, k) => key === b.outlets[k]!.key)
    );
  });
  return (
    hasSameNodes &&
    one.edges.every((a, i) => {
      const b = other.edges[i]!;
      return a === b || (a.id === b.id && a.from === b.from && a.outlet === b.outlet && a.to === b.to);
    })
  );
}

/** Lays out one graph after the other, and none anew that is laid out like the one before it. */
export function createLayout(): (graph: CanvasGraph) => GraphLayout {
  let last: { graph: CanvasGraph; layout: GraphLayout } | undefined;
  return (graph) => {
    const layout = last && isDrawnAlike(last.graph, graph) ? last.layout : layOut(graph);
    last = { graph, layout };
    return layout;
  };
}

/** Lays a graph out from top to bottom: the main path falls straight, back edges run up at the side. */
export function layOut(graph: CanvasGraph): GraphLayout {
  const back = backEdges(graph);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  // In reading order, so that ways stand side by side as they are declared.
  const order = readingOrder(graph);
  const place = new Map(order.map(({ id }, i) => [id, i]));
  const outletPlace = ({ from, outlet }: CanvasEdge) =>
    nodes.get(from)?.outlets.findIndex(({ key }) => key === outlet) ?? 0;
  const inOrder = [...graph.edges].sort(
    (a, b) => (place.get(a.from) ?? 0) - (place.get(b.from) ?? 0) || outletPlace(a) - outletPlace(b),
  );
  // Outlets with one goal share one way.
  const shared = new Map<string, LayeredEdge>();
  const between = ({ from, to }: CanvasEdge) => `${from}\n${to}`;
  for (const edge of inOrder) {
    if (back.has(edge.id) || !nodes.has(edge.from) || !nodes.has(edge.to)) continue;
    // The first outlet is what normally happens: its path is kept straightest.
    const isFirst = nodes.get(edge.from)?.outlets[0]?.key === edge.outlet;
    const known = shared.get(between(edge));
    const weight = (known?.weight ?? 0) + (isFirst ? 4 : 1);
    shared.set(between(edge), { from: edge.from, to: edge.to, weight });
  }
  const { at, bends } = layered(
    order.map((node) => ({ id: node.id, ...sizeOf(node) })),
    [...shared.values()],
    { nodes: NODE_GAP, edges: LANE, layers: RANK_GAP },
  );
  const sign = isMirrored(graph, outletPlace, (id) => at.get(id)!.x) ? -1 : 1;

  const boxes = new Map<string, Box>();
  for (const node of graph.nodes) {
    const { x, y } = at.get(node.id)!;
    const { width, height } = sizeOf(node);
    boxes.set(node.id, { x: sign * x - width / 2, y: y - height / 2, width, height });
  }
  const left = Math.min(...[...boxes.values()].map((box) => box.x));
  const bendsOf = (edge: CanvasEdge) =>
    (bends.get(shared.get(between(edge))!) ?? []).map(({ x, y }) => ({ x: sign * x, y }));
  const forward = graph.edges.filter(
    (edge) => !back.has(edge.id) && boxes.has(edge.from) && boxes.has(edge.to),
  );
  const shares = new Map<string, Map<string, number>>();
  for (const node of graph.nodes) if (node.shape === "fork") shares.set(node.id, partings(node));
  const landings = new Map<string, number>();
  for (const node of graph.nodes) if (node.shape === "meet") land(node.id);

  function partings(node: CanvasNode): Map<string, number> {
    const box = boxes.get(node.id)!;
    const wanted = node.outlets.map(({ key }, place) => {
      const edge = forward.find(({ from, outlet }) => from === node.id && outlet === key);
      const to = edge && boxes.get(edge.to)!;
      const own = box.x + (box.width * (place + 0.5)) / node.outlets.length;
      return edge && to ? (bendsOf(edge)[0]?.x ?? to.x + to.width / 2) : own;
    });
    const places = apart(wanted, box.x + 12, box.x + box.width - 12, PART_GAP);
    return new Map(node.outlets.map(({ key }, i) => [key, (places[i]! - box.x) / box.width]));
  }
  function land(id: string): void {
    const box = boxes.get(id)!;
    const coming = forward.filter(({ to }) => to === id);
    const wanted = coming.map((edge) => farBendsOf(edge).at(-1)?.x ?? startOf(edge).x);
    const places = apart(wanted, box.x + 12, box.x + box.width - 12, MEET_GAP);
    for (const [i, edge] of coming.entries()) landings.set(edge.id, places[i]!);
  }
  /** From the layer above a way falls straight on the bar: only what comes from further up turns on its way. */
  function farBendsOf(edge: CanvasEdge): Point[] {
    const bends = bendsOf(edge);
    return nodes.get(edge.to)?.shape === "meet" && bends.length < 2 ? [] : bends;
  }
  function startOf({ from, outlet }: CanvasEdge): Point {
    const box = boxes.get(from)!;
    const share = shares.get(from)?.get(outlet) ?? outletShare(nodes.get(from)!, outlet);
    return { x: box.x + box.width * share, y: box.y + box.height };
  }

  const routes = new Map<string, Point[]>();
  let lane = 0;
  for (const edge of graph.edges) {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    const node = nodes.get(edge.from);
    if (!from || !to || !node) continue;
    const start = startOf(edge);
    const end = { x: landings.get(edge.id) ?? to.x + to.width / 2, y: to.y };
    if (back.has(edge.id)) {
      const x = left - 32 - LANE * lane++;
      const rise = end.y - RANK_GAP / 2 + 4;
      const dip = start.y + 16;
      routes.set(edge.id, [
        start,
        { x: start.x, y: dip },
        { x, y: dip },
        { x, y: rise },
        { x: end.x, y: rise },
        end,
      ]);
      continue;
    }
    const outlet = Math.max(
      0,
      node.outlets.findIndex((one) => one.key === edge.outlet),
    );
    // Below a bar the names of its ways come first.
    const first = node.shape === "fork" ? 24 : 14;
    routes.set(edge.id, squared(start, start.y + first + TURN * outlet, farBendsOf(edge), end));
  }
  return { boxes, routes, back, shares };
}

/** From the starts along the outlets, what nothing leads to last. */
function readingOrder({ nodes, edges }: CanvasGraph): CanvasNode[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const leading = new Map<string, Map<string, string>>();
  for (const { from, outlet, to } of edges)
    leading.set(from, (leading.get(from) ?? new Map()).set(outlet, to));
  const seen = new Set<CanvasNode>();
  const queue = [...nodes.filter(({ shape }) => shape === "start"), ...nodes];
  for (const node of queue) {
    if (seen.has(node)) continue;
    const ahead = [node];
    for (const one of ahead) {
      if (seen.has(one)) continue;
      seen.add(one);
      for (const { key } of one.outlets) {
        const next = known.get(leading.get(one.id)?.get(key) ?? "");
        if (next) ahead.push(next);
      }
    }
  }
  return [...seen];
}

/** Whether more ways would stand in the order they are declared in if the drawing were looked at from behind. */
function isMirrored(
  { nodes, edges }: CanvasGraph,
  outletPlace: (edge: CanvasEdge) => number,
  xOf: (node: string) => number,
): boolean {
  const known = new Set(nodes.map(({ id }) => id));
  const leaving = new Map<string, CanvasEdge[]>();
  for (const edge of edges)
    if (known.has(edge.from) && known.has(edge.to))
      leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
  let kept = 0;
  for (const ways of leaving.values()) {
    ways.sort((a, b) => outletPlace(a) - outletPlace(b));
    for (const [i, way] of ways.entries()) if (i > 0) kept += Math.sign(xOf(way.to) - xOf(ways[i - 1]!.to));
  }
  return kept < 0;
}

/** As near to where each wants to be as the gap between them allows; closer together where there is no room for it. */
function apart(wanted: readonly number[], least: number, most: number, gap: number): number[] {
  const step = Math.min(gap, (most - least) / Math.max(1, wanted.length - 1));
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const places: number[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const [rank, i] of order.entries()) {
    const room = most - step * (order.length - 1 - rank);
    before = Math.min(Math.max(wanted[i]!, least, before + step), room);
    places[i] = before;
  }
  return places;
}

/**
 * Only upright and level pieces: falls along each bend's own column and crosses over between the layers. `firstLevel`
 * is where it first turns, another for each outlet of a node, so that two ways are never drawn as one.
 */
function squared(start: Point, firstLevel: number, bends: readonly Point[], end: Point): Point[] {
  const points = [start];
  let here = start;
  for (const next of [...bends, end]) {
    if (Math.abs(next.x - here.x) > 1) {
      const y =
        here === start ? firstLevel : next === end ? end.y - RANK_GAP / 2 + 8 : here.y + RANK_GAP / 2 - 8;
      const level = y > here.y + 4 && y < next.y - 4 ? y : (here.y + next.y) / 2;
      points.push({ x: here.x, y: level }, { x: next.x, y: level });
    }
    here = next;
  }
  points.push(end);
  return points;
}

/** Half way along a route: what is put there lies on it, and on no node it joins. */
export function middleOf(points: readonly Point[]): Point | undefined {
  const lengths = points
    .slice(1)
    .map((point, i) => Math.hypot(point.x - points[i]!.x, point.y - points[i]!.y));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [i, length] of lengths.entries()) {
    const [from, to] = [points[i]!, points[i + 1]!];
    if (left <= length && length > 0) {
      const share = left / length;
      return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    }
    left -= length;
  }
  return points[0];
}

const RADIUS = 8;

/** The corners as an SVG path with rounded turns. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x},${first.y}`;
  let before = first;
  rest.forEach((corner, i) => {
    const after = rest[i + 1];
    if (!after) {
      path += ` L${corner.x},${corner.y}`;
      return;
    }
    const reach = (to: Point) => Math.min(RADIUS, Math.hypot(to.x - corner.x, to.y - corner.y) / 2);
    const toward = (to: Point) => {
      const length = Math.hypot(to.x - corner.x, to.y - corner.y) || 1;
      const r = reach(to);
      return {
        x: corner.x + ((to.x - corner.x) / length) * r,
        y: corner.y + ((to.y - corner.y) / length) * r,
      };
    };
    const [enter, leave] = [toward(before), toward(after)];
    path += ` L${enter.x},${enter.y} Q${corner.x},${corner.y} ${leave.x},${leave.y}`;
    before = corner;
  });
  return path;
}
