import { BODY, type Outlet } from "@/server/engine/node";
import { isStart, outletsOf } from "../edits/policy";
import type { WorkflowDocument } from "../schema";
import { dominatorsOf } from "./dominators";

/** The graph as lines: in the order runs take, with what lies on one way only indented below where that way leaves. */

export interface OutlineRow {
  node: string;
  depth: number;
  /** The way by which a branch or a body begins here. */
  via: { from: string; outlet: string; title: string } | null;
  /** Nothing leads here from a start. */
  isLoose: boolean;
}

interface Way {
  outlet: Outlet;
  to: string;
}

/**
 * Every step once. A step that several ways come to stands behind all of them, as deep as where they parted. `inside`:
 * the “for each” in whose drawing a step stands to which no way leads yet.
 */
export function outlineOf(
  document: WorkflowDocument,
  inside: { readonly [step: string]: string } = {},
): OutlineRow[] {
  const keys = Object.keys(document.nodes);
  const ways = waysOf(document);
  const next = (node: string) => (ways.get(node) ?? []).map(({ to }) => to);
  const rows: OutlineRow[] = [];
  const seen = new Set<string>();
  const tell = (roots: readonly string[], isLoose: boolean) => {
    const above = dominatorsOf(roots, next);
    const below = new Map<string | null, string[]>();
    for (const key of [...above.keys()].reverse()) {
      const parent = above.get(key) ?? null;
      below.set(parent, [...(below.get(parent) ?? []), key]);
    }
    const arrivals = new Map<string, number>();
    for (const from of above.keys())
      for (const to of next(from))
        if (!isAbove(to, from, above)) arrivals.set(to, (arrivals.get(to) ?? 0) + 1);
    const stack: Omit<OutlineRow, "isLoose">[] = (below.get(null) ?? [])
      .map((node) => ({ node, depth: 0, via: null }))
      .reverse();
    for (let row = stack.pop(); row !== undefined; row = stack.pop()) {
      if (seen.has(row.node)) continue;
      seen.add(row.node);
      rows.push({ ...row, isLoose });
      stack.push(...childrenOf(row, ways.get(row.node) ?? [], below.get(row.node) ?? [], arrivals).reverse());
    }
  };
  const starts = keys.filter((key) => isStart(document, key));
  if (starts.length > 0) tell(starts, false);
  // What no start leads to is told from where it begins, rings from any of their steps.
  const rest = new Set(keys.filter((key) => !seen.has(key)));
  const led = new Set(document.edges.flatMap(({ from, to }) => (rest.has(from) && from !== to ? [to] : [])));
  const roots = [...rest];
  for (const root of [...roots.filter((key) => !led.has(key)), ...roots]) {
    if (seen.has(root)) continue;
    const from = rows.length;
    tell([root], true);
    const each = Object.hasOwn(inside, root) ? rows.findIndex(({ node }) => node === inside[root]) : -1;
    if (each < 0 || each >= from) continue;
    const { depth } = rows[each]!;
    const end = rows.findIndex((row, i) => i > each && row.depth <= depth);
    const moved = rows.splice(from).map((row) => ({ ...row, depth: row.depth + depth + 1 }));
    rows.splice(end < 0 || end > from ? from : end, 0, ...moved);
  }
  return rows;
}

/** Whether it is the step itself or one that all ways to it pass: a way there leads back. */
function isAbove(one: string, step: string, above: ReadonlyMap<string, string | null>): boolean {
  for (let at: string | null = step; at !== null; at = above.get(at) ?? null) if (at === one) return true;
  return false;
}

/** Branches first, in the order of their ways; the only normal one goes on flat; then what several ways come to. */
function childrenOf(
  { node, depth }: Omit<OutlineRow, "isLoose">,
  ways: readonly Way[],
  below: readonly string[],
  arrivals: ReadonlyMap<string, number>,
): Omit<OutlineRow, "isLoose">[] {
  const own = new Set(below);
  const alone = ways.filter(({ to }) => own.has(to) && arrivals.get(to) === 1);
  const normal = alone.filter(({ outlet }) => outlet.kind === "normal" && outlet.key !== BODY);
  const onward = normal.length === 1 ? normal[0] : undefined;
  const branches = alone.filter((way) => way !== onward);
  const taken = new Set(alone.map(({ to }) => to));
  const row = ({ outlet, to }: Way) => ({
    ...{ node: to, depth: depth + 1 },
    via: { from: node, outlet: outlet.key, title: outlet.title },
  });
  const flat = [...(onward ? [onward.to] : []), ...below.filter((key) => !taken.has(key))];
  return [...branches.map(row), ...flat.map((key) => ({ node: key, depth, via: null }))];
}

/** Ways out that lead somewhere, in the order they are declared in. */
function waysOf(document: WorkflowDocument): Map<string, Way[]> {
  const targets = new Map<string, Map<string, string>>();
  for (const { from, outlet, to } of document.edges) {
    if (!Object.hasOwn(document.nodes, to)) continue;
    const of = targets.get(from) ?? new Map<string, string>();
    targets.set(from, of.set(outlet, to));
  }
  return new Map(
    Object.keys(document.nodes).map((key): [string, Way[]] => {
      const of = targets.get(key);
      if (!of) return [key, []];
      const outlets = outletsOf(document, key);
      const known = outlets.flatMap((outlet): Way[] => {
        const to = of.get(outlet.key);
        return to === undefined ? [] : [{ outlet, to }];
      });
      // A way of an outlet that is no more still leads somewhere in the drawing.
      const lost = [...of].flatMap(([outlet, to]): Way[] =>
        outlets.some(({ key }) => key === outlet)
          ? []
          : [{ outlet: { key: outlet, title: outlet, kind: "normal" }, to }],
      );
      return [key, [...known, ...lost]];
    }),
  );
}
