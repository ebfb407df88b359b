/** An edge of the spanning tree hangs its child on its parent; `cut` says whether another edge in its place is better. */
interface Tree {
  parent: Int32Array;
  edge: Int32Array;
  low: Int32Array;
  lim: Int32Array;
  cut: Float64Array;
  /** Parents before their children. */
  order: number[];
}

export interface RankedEdge {
  tail: number;
  head: number;
  weight: number;
  /** How many layers it spans at least. */
  length: number;
}

/**
 * Gives every node its layer so that edges are short (the network simplex of Gansner et al.). The graph is in one part and
 * has no loops; its nodes are the numbers below `size`.
 */
export function ranksOf(size: number, edges: readonly RankedEdge[]): number[] {
  const tail = edges.map((edge) => edge.tail);
  const head = edges.map((edge) => edge.head);
  const weight = edges.map((edge) => edge.weight);
  const length = edges.map((edge) => edge.length);
  const keys = Array.from({ length: size }, (_, i) => i);
  const incoming: number[][] = keys.map(() => []);
  const outgoing: number[][] = keys.map(() => []);
  for (const [i, edge] of edges.entries()) {
    incoming[edge.head]!.push(i);
    outgoing[edge.tail]!.push(i);
  }
  const touching = keys.map((_, v) => [...incoming[v]!, ...outgoing[v]!]);
  const rank = longestPath(keys.length, incoming, outgoing, tail, head, length);
  const slack = (edge: number) => rank[head[edge]!]! - rank[tail[edge]!]! - length[edge]!;
  const other = (edge: number, v: number) => (tail[edge] === v ? head[edge]! : tail[edge]!);

  const chosen = tightTree();
  let tree = hang();
  for (let leaving = worst(); leaving !== undefined; leaving = worst()) {
    const entering = replacement(leaving);
    chosen.delete(leaving);
    chosen.add(entering);
    tree = hang();
    for (const v of tree.order.slice(1)) {
      const edge = tree.edge[v]!;
      rank[v] = rank[tree.parent[v]!]! + (tail[edge] === v ? -length[edge]! : length[edge]!);
    }
  }
  return rank;

  /** A spanning tree of edges as short as they may be, moving whole parts closer until there is one. */
  function tightTree(): Set<number> {
    const edges = new Set<number>();
    const within = new Uint8Array(keys.length);
    const members: number[] = [];
    const join = (v: number) => {
      within[v] = 1;
      members.push(v);
    };
    const reach = (from: number) => {
      const stack = [{ v: from, next: 0 }];
      for (let top = stack.at(-1); top; top = stack.at(-1)) {
        const edge = touching[top.v]![top.next++];
        if (edge === undefined) stack.pop();
        else {
          const w = other(edge, top.v);
          if (within[w] || slack(edge) !== 0) continue;
          join(w);
          edges.add(edge);
          stack.push({ v: w, next: 0 });
        }
      }
    };
    join(0);
    for (;;) {
      for (const v of [...members]) reach(v);
      if (members.length === keys.length) return edges;
      let nearest = -1;
      for (let edge = 0; edge < tail.length; edge++)
        if (within[tail[edge]!] !== within[head[edge]!] && (nearest < 0 || slack(edge) < slack(nearest)))
          nearest = edge;
      if (nearest < 0) throw new Error("the graph is in several parts");
      const by = within[tail[nearest]!] ? slack(nearest) : -slack(nearest);
      for (const v of members) rank[v]! += by;
    }
  }

  /** Hangs the chosen edges on the first node and works out what each is worth. */
  function hang(): Tree {
    const size = keys.length;
    const of: Tree = {
      parent: new Int32Array(size).fill(-1),
      edge: new Int32Array(size).fill(-1),
      low: new Int32Array(size),
      lim: new Int32Array(size),
      cut: new Float64Array(size),
      order: [],
    };
    const stack = [{ v: 0, next: 0 }];
    let count = 1;
    of.low[0] = 1;
    of.order.push(0);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = touching[top.v]![top.next++];
      if (edge === undefined) {
        of.lim[top.v] = count++;
        stack.pop();
      } else if (chosen.has(edge) && edge !== of.edge[top.v]) {
        const w = other(edge, top.v);
        of.parent[w] = top.v;
        of.edge[w] = edge;
        of.low[w] = count;
        of.order.push(w);
        stack.push({ v: w, next: 0 });
      }
    }
    for (let i = of.order.length - 1; i > 0; i--) {
      const v = of.order[i]!;
      const isTail = tail[of.edge[v]!] === v;
      let cut = weight[of.edge[v]!]!;
      for (const edge of touching[v]!) {
        if (edge === of.edge[v]) continue;
        const w = other(edge, v);
        const gain = weight[edge]! - (of.edge[w] === edge ? of.cut[w]! : 0);
        cut += (tail[edge] === v) === isTail ? gain : -gain;
      }
      of.cut[v] = cut;
    }
    return of;
  }

  function worst(): number | undefined {
    for (const edge of chosen) {
      const child = tree.edge[tail[edge]!] === edge ? tail[edge]! : head[edge]!;
      if (tree.cut[child]! < 0) return edge;
    }
    return undefined;
  }

  /** The shortest edge that leads back over the gap the leaving one opens. */
  function replacement(leaving: number): number {
    const [v, w] = [tail[leaving]!, head[leaving]!];
    const isTurned = tree.lim[v]! > tree.lim[w]!;
    const under = isTurned ? w : v;
    const isUnder = (one: number) => tree.low[under]! <= tree.lim[one]! && tree.lim[one]! <= tree.lim[under]!;
    let best = -1;
    for (let edge = 0; edge < tail.length; edge++)
      if (isUnder(tail[edge]!) === isTurned && isUnder(head[edge]!) !== isTurned)
        if (best < 0 || slack(edge) < slack(best)) best = edge;
    return best;
  }
}

/** Every node as far down as what follows it allows. */
function longestPath(
  size: number,
  incoming: readonly number[][],
  outgoing: readonly number[][],
  tail: readonly number[],
  head: readonly number[],
  length: readonly number[],
): number[] {
  const rank = new Array<number>(size).fill(0);
  const left = outgoing.map((edges) => edges.length);
  const ready = left.flatMap((count, v) => (count === 0 ? [v] : []));
  for (const v of ready) {
    if (outgoing[v]!.length > 0)
      rank[v] = Math.min(...outgoing[v]!.map((edge) => rank[head[edge]!]! - length[edge]!));
    for (const edge of incoming[v]!) if (--left[tail[edge]!]! === 0) ready.push(tail[edge]!);
  }
  return rank;
}
