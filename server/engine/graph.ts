interface Arrow {
  from: string;
  to: string;
}

function arrowsByNode(arrows: readonly Arrow[]): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of arrows) {
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  }
  return next;
}

/** Everything the arrows lead to from these nodes, themselves included. */
export function reachableFrom(starts: readonly string[], arrows: readonly Arrow[]): Set<string> {
  const next = arrowsByNode(arrows);
  const reached = new Set(starts);
  for (const node of reached) for (const to of next.get(node) ?? []) reached.add(to);
  return reached;
}

/** Cycles in walking order, of which no two share a node. Without recursion: 1,000 nodes in a row are allowed. */
export function cyclesOf(nodes: readonly string[], arrows: readonly Arrow[]): string[][] {
  const next = arrowsByNode(arrows);
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const first of nodes) {
    if (done.has(first)) continue;
    const trail: string[] = [first];
    const place = new Map([[first, 0]]);
    const tried = [0];
    while (trail.length > 0) {
      const node = trail.at(-1)!;
      const i = tried.at(-1)!;
      const to = next.get(node)?.[i];
      if (to === undefined) {
        done.add(node);
        place.delete(node);
        trail.pop();
        tried.pop();
        continue;
      }
      tried[tried.length - 1] = i + 1;
      const at = place.get(to);
      if (at !== undefined) cycles.push(trail.slice(at));
      else if (!done.has(to)) {
        place.set(to, trail.length);
        trail.push(to);
        tried.push(0);
      }
    }
  }
  return distinct(cycles);
}

/** Circles that share a node are one complaint. */
function distinct(cycles: readonly string[][]): string[][] {
  const seen = new Set<string>();
  return cycles.filter((cycle) => {
    const isNew = cycle.every((node) => !seen.has(node));
    for (const node of cycle) seen.add(node);
    return isNew;
  });
}
