import type { End } from "./order";

/** A node or, where an edge passes a layer, what keeps its place there. */
export interface Piece {
  width: number;
  isPassing: boolean;
  /** Of what keeps the place of a label: the label stands at its right. */
  hasLabel: boolean;
}

export interface Gaps {
  nodes: number;
  edges: number;
}

/**
 * How far to the right each piece stands (Brandes and Köpf): four drawings that keep to one side each, with as many edges
 * upright as they can, and the middle between the inner two.
 */
export function placesOf(
  pieces: readonly Piece[],
  layers: readonly number[][],
  above: readonly End[][],
  below: readonly End[][],
  gaps: Gaps,
): number[] {
  const isCrossed = crossedBy(pieces, layers, above);
  const drawings = (["up", "down"] as const).flatMap((direction) =>
    (["left", "right"] as const).map((side) => {
      const isRight = side === "right";
      const turned = direction === "up" ? layers : [...layers].reverse();
      const seen = isRight ? turned.map((layer) => [...layer].reverse()) : turned;
      const neighbours = direction === "up" ? above : below;
      const root = blocksOf(pieces.length, seen, neighbours, isCrossed);
      const xs = compacted(pieces, seen, root, gaps, isRight);
      return { side, xs: isRight ? xs.map((x) => -x) : xs };
    }),
  );
  let narrowest = drawings[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const drawing of drawings) {
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [v, x] of drawing.xs.entries()) {
      from = Math.min(from, x - pieces[v]!.width / 2);
      to = Math.max(to, x + pieces[v]!.width / 2);
    }
    if (to - from < least) [least, narrowest] = [to - from, drawing];
  }
  const [left, right] = [leastOf(narrowest.xs), mostOf(narrowest.xs)];
  const aligned = drawings.map((drawing) => {
    if (drawing === narrowest) return drawing.xs;
    const by = drawing.side === "left" ? left - leastOf(drawing.xs) : right - mostOf(drawing.xs);
    return by === 0 ? drawing.xs : drawing.xs.map((x) => x + by);
  });
  return pieces.map((_, v) => {
    const xs = aligned.map((one) => one[v]!).sort((a, b) => a - b);
    return (xs[1]! + xs[2]!) / 2;
  });
}

const leastOf = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b));
const mostOf = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b));

/** The edges that cross one passing two layers: that one stays upright, they do not. */
function crossedBy(
  pieces: readonly Piece[],
  layers: readonly number[][],
  above: readonly End[][],
): (v: number, w: number) => boolean {
  const order = new Int32Array(pieces.length);
  for (const layer of layers) for (const [i, v] of layer.entries()) order[v] = i;
  const crossed = new Set<number>();
  const id = (v: number, w: number) => Math.min(v, w) * pieces.length + Math.max(v, w);
  for (const [at, layer] of layers.entries()) {
    if (at === 0) continue;
    let [from, scanned] = [0, 0];
    for (const [i, v] of layer.entries()) {
      const passing = pieces[v]!.isPassing
        ? above[v]!.find(({ node }) => pieces[node]!.isPassing)?.node
        : undefined;
      if (passing === undefined && i < layer.length - 1) continue;
      const to = passing === undefined ? layers[at - 1]!.length : order[passing]!;
      for (const one of layer.slice(scanned, i + 1))
        for (const { node } of above[one]!)
          if (
            (order[node]! < from || to < order[node]!) &&
            !(pieces[node]!.isPassing && pieces[one]!.isPassing)
          )
            crossed.add(id(node, one));
      scanned = i + 1;
      from = to;
    }
  }
  return (v, w) => crossed.has(id(v, w));
}

/** What stands upright under one another, by the piece it hangs on. */
function blocksOf(
  size: number,
  layers: readonly (readonly number[])[],
  neighbours: readonly End[][],
  isCrossed: (v: number, w: number) => boolean,
): number[] {
  const root = Array.from({ length: size }, (_, v) => v);
  const isTaken = new Uint8Array(size);
  const place = new Int32Array(size);
  for (const layer of layers) for (const [i, v] of layer.entries()) place[v] = i;
  for (const layer of layers) {
    let last = -1;
    for (const v of layer) {
      const near = neighbours[v]!.map(({ node }) => node).sort((a, b) => place[a]! - place[b]!);
      const middle = (near.length - 1) / 2;
      for (const w of near.slice(Math.floor(middle), Math.ceil(middle) + 1)) {
        if (isTaken[v] || last >= place[w]! || isCrossed(v, w)) continue;
        isTaken[v] = 1;
        root[v] = root[w]!;
        last = place[w]!;
      }
    }
  }
  return root;
}

/** The blocks as far to the left as they can stand, then as near to what stands at their right as that leaves. */
function compacted(
  pieces: readonly Piece[],
  layers: readonly (readonly number[])[],
  root: readonly number[],
  gaps: Gaps,
  isRight: boolean,
): number[] {
  const before = new Map<number, Map<number, number>>();
  const after = new Map<number, Map<number, number>>();
  for (const layer of layers)
    for (const [i, v] of layer.entries()) {
      const block = root[v]!;
      if (!before.has(block)) {
        before.set(block, new Map());
        after.set(block, new Map());
      }
      if (i === 0) continue;
      const left = root[layer[i - 1]!]!;
      const apart = between(pieces[v]!, pieces[layer[i - 1]!]!, gaps, isRight);
      const known = before.get(block)!.get(left) ?? 0;
      before.get(block)!.set(left, Math.max(apart, known));
      after.get(left)!.set(block, Math.max(apart, known));
    }
  const xs: number[] = new Array(pieces.length).fill(0);
  sweep(before, (block) => {
    let x = 0;
    for (const [left, apart] of before.get(block)!) x = Math.max(x, xs[left]! + apart);
    xs[block] = x;
  });
  sweep(after, (block) => {
    let most = Number.POSITIVE_INFINITY;
    for (const [right, apart] of after.get(block)!) most = Math.min(most, xs[right]! - apart);
    if (most !== Number.POSITIVE_INFINITY) xs[block] = Math.max(xs[block]!, most);
  });
  return pieces.map((_, v) => xs[root[v]!]!);
}

/** Every block after those it depends on. */
function sweep(on: ReadonlyMap<number, ReadonlyMap<number, number>>, place: (block: number) => void): void {
  const stack = [...on.keys()];
  const seen = new Set<number>();
  for (let block = stack.pop(); block !== undefined; block = stack.pop()) {
    if (seen.has(block)) place(block);
    else {
      seen.add(block);
      stack.push(block, ...on.get(block)!.keys());
    }
  }
}

function between(right: Piece, left: Piece, gaps: Gaps, isRight: boolean): number {
  const gap = (piece: Piece) => (piece.isPassing ? gaps.edges : gaps.nodes) / 2;
  const label = (piece: Piece) => (piece.hasLabel ? piece.width / 2 : 0);
  const side = isRight ? 1 : -1;
  return right.width / 2 + side * label(right) + gap(right) + gap(left) + left.width / 2 - side * label(left);
}
