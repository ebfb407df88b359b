export interface End {
  node: number;
  weight: number;
}

/** Rounds without fewer crossings before it is left at that. */
const PATIENCE = 4;

/**
 * Puts the nodes of each layer beside one another so that few ways cross (the barycentres of Gansner et al.). Every edge
 * leads from one layer to the next.
 */
export function orderOf(
  rank: readonly number[],
  above: readonly End[][],
  below: readonly End[][],
): number[][] {
  const layers: number[][] = Array.from({ length: Math.max(...rank) + 1 }, () => []);
  for (const [v, at] of rank.entries()) layers[at]!.push(v);

  const order = new Int32Array(rank.length);
  let now = asReached(layers, rank, below);
  const settle = (layer: readonly number[]) => {
    for (const [i, v] of layer.entries()) order[v] = i;
  };
  for (const layer of now) settle(layer);
  let best = now;
  let fewest = Number.POSITIVE_INFINITY;
  for (let round = 0, idle = 0; idle < PATIENCE; round++, idle++) {
    const isDown = round % 2 === 1;
    // Among equals now the first, now the last comes first: so that they change sides from layer to layer.
    let isLastFirst = true;
    now = [...now];
    for (let i = 1; i < layers.length; i++) {
      const at = isDown ? i : layers.length - 1 - i;
      const { sorted, hasEquals } = sideBySide(layers[at]!, isDown ? above : below, order, isLastFirst);
      if (round % 4 >= 2 && hasEquals) isLastFirst = !isLastFirst;
      settle(sorted);
      now[at] = sorted;
    }
    const crossings = crossingsOf(now, below, order);
    if (crossings < fewest) idle = 0;
    if (crossings <= fewest) best = now;
    fewest = Math.min(fewest, crossings);
  }
  return best;
}

/** Each layer in the order in which its nodes are first reached from above. */
function asReached(
  layers: readonly number[][],
  rank: readonly number[],
  below: readonly End[][],
): number[][] {
  const reached: number[][] = layers.map(() => []);
  const seen = new Set<number>();
  const enter = (v: number) => {
    seen.add(v);
    reached[rank[v]!]!.push(v);
    return { v, next: 0 };
  };
  for (const start of layers.flat()) {
    if (seen.has(start)) continue;
    const stack = [enter(start)];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const end = below[top.v]![top.next++];
      if (!end) stack.pop();
      else if (!seen.has(end.node)) stack.push(enter(end.node));
    }
  }
  return reached;
}

/** A layer by where the neighbours of its nodes stand; those without any keep their place. */
function sideBySide(
  layer: readonly number[],
  neighbours: readonly End[][],
  order: Int32Array,
  isLastFirst: boolean,
): { sorted: number[]; hasEquals: boolean } {
  const drawn: { v: number; i: number; center: number }[] = [];
  const free: { v: number; i: number }[] = [];
  const centers = new Set<number>();
  let hasEquals = false;
  for (const [i, v] of layer.entries()) {
    let [sum, weight] = [0, 0];
    for (const end of neighbours[v]!) {
      sum += end.weight * order[end.node]!;
      weight += end.weight;
    }
    if (neighbours[v]!.length === 0) free.push({ v, i });
    else {
      const center = sum / weight;
      // Those at the far left never count as equals: dagre takes their nought for nothing.
      hasEquals ||= center !== 0 && centers.has(center);
      centers.add(center);
      drawn.push({ v, i, center });
    }
  }
  drawn.sort((a, b) => a.center - b.center || (isLastFirst ? b.i - a.i : a.i - b.i));
  const sorted: number[] = [];
  const fill = () => {
    while (free[0] && free[0].i <= sorted.length) sorted.push(free.shift()!.v);
  };
  fill();
  for (const { v } of drawn) {
    sorted.push(v);
    fill();
  }
  return { sorted, hasEquals };
}

/** How many ways cross between all layers, each as often as it weighs. */
function crossingsOf(layers: readonly number[][], below: readonly End[][], order: Int32Array): number {
  let crossings = 0;
  for (const [i, layer] of layers.slice(0, -1).entries()) {
    const width = layers[i + 1]!.length;
    // Weights that ended at each place so far, summed up in a tree.
    const tree = new Float64Array(width + 1);
    let total = 0;
    for (const v of layer) {
      const ends = [...below[v]!].sort((a, b) => order[a.node]! - order[b.node]!);
      for (const { node, weight } of ends) {
        let upTo = 0;
        for (let at = order[node]! + 1; at > 0; at -= at & -at) upTo += tree[at]!;
        crossings += weight * (total - upTo);
        for (let at = order[node]! + 1; at <= width; at += at & -at) tree[at]! += weight;
        total += weight;
      }
    }
  }
  return crossings;
}
