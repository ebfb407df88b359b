/** For each node the last one that every path from a root to it passes; `null` for roots and where paths meet that share none. */
export function dominatorsOf(
  roots: readonly string[],
  next: (node: string) => readonly string[],
): Map<string, string | null> {
  const { order, before } = postOrder(roots, next);
  const place = new Map(order.map((node, i) => [node, i]));
  const isRoot = new Set(roots);
  // Places in the order of leaving; what dominates stands behind. The end stands for all roots together.
  const all = order.length;
  const above = new Array<number | undefined>(all);
  const meet = (one: number, other: number): number => {
    let [a, b] = [one, other];
    while (a !== b) {
      if (a < b) a = a === all ? all : (above[a] ?? all);
      else b = b === all ? all : (above[b] ?? all);
    }
    return a;
  };
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (let at = all - 1; at >= 0; at--) {
      const node = order[at]!;
      let found: number | undefined = isRoot.has(node) ? all : undefined;
      for (const from of before.get(node) ?? []) {
        const known = place.get(from)!;
        if (above[known] === undefined && !isRoot.has(from)) continue;
        found = found === undefined ? known : meet(found, known);
      }
      if (found !== undefined && above[at] !== found) {
        above[at] = found;
        isNew = true;
      }
    }
  }
  return new Map(order.map((node, i) => [node, above[i] === undefined ? null : (order[above[i]!] ?? null)]));
}

/** Without recursion: 1,000 nodes in a row are allowed. */
function postOrder(roots: readonly string[], next: (node: string) => readonly string[]) {
  const order: string[] = [];
  const before = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const root of roots) {
    if (seen.has(root)) continue;
    seen.add(root);
    const trail = [{ node: root, ways: next(root), tried: 0 }];
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const to = top.ways[top.tried++];
      if (to === undefined) {
        order.push(top.node);
        trail.pop();
        continue;
      }
      before.set(to, [...(before.get(to) ?? []), top.node]);
      if (seen.has(to)) continue;
      seen.add(to);
      trail.push({ node: to, ways: next(to), tried: 0 });
    }
  }
  return { order, before };
}
