import { reachableFrom } from "@/server/engine/graph";
import { BODY, type JoinNode, type NodeCatalogue } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { Edge, WorkflowDocument } from "../schema";

/** Where branches go on side by side, and which ways between them the engine would refuse. */

interface Pair {
  split: string;
  join: string;
  /** What the branches lead to before they meet. */
  branches: ReadonlySet<string>;
  /** What comes to the join without passing the split. */
  toJoin: ReadonlySet<string>;
  /** What comes to the split without passing the join. */
  toSplit: ReadonlySet<string>;
}

interface Foreign {
  other: Pair;
  coming: ReadonlySet<string>;
}

interface Regions {
  pairs: readonly Pair[];
  reached: ReadonlySet<string>;
  /** The joins of others to which no branch of a pair may come, each with what comes to it before the pair's own. */
  foreignTo(pair: Pair): readonly Foreign[];
}

const catalogue: NodeCatalogue = nodeCatalogue;
const definitionIn = ({ nodes }: WorkflowDocument, key: string) => {
  const type = nodes[key]?.type ?? "";
  return Object.hasOwn(catalogue, type) ? catalogue[type] : undefined;
};

/** The split that a join names, also when its settings are not complete. */
export function splitOf(document: WorkflowDocument, join: string): string | undefined {
  const definition = definitionIn(document, join);
  if (definition?.kind !== "join") return undefined;
  const given = definition.config.safeParse(document.nodes[join]?.config);
  return given.success ? (definition as JoinNode).splitOf(given.data) : undefined;
}

const without = (ways: readonly Edge[], node: string) =>
  ways.filter(({ from, to }) => from !== node && to !== node);
const notBeyond = (ways: readonly Edge[], node: string) => ways.filter(({ from }) => from !== node);
const comingTo = (node: string, ways: readonly Edge[]): Set<string> =>
  reachableFrom(
    [node],
    ways.map(({ from, to }) => ({ from: to, to: from })),
  );

const known = new WeakMap<WorkflowDocument, Regions>();

function regionsOf(document: WorkflowDocument): Regions {
  const before = known.get(document);
  if (before) return before;
  const isBody = ({ from, outlet }: Edge) => outlet === BODY && definitionIn(document, from)?.kind === "each";
  // The ways inside the drawings: none leads from one into another.
  const ways = document.edges.filter((edge) => !isBody(edge));
  const keys = Object.keys(document.nodes);
  const begins = [
    ...keys.filter((key) => definitionIn(document, key)?.group === "Start"),
    ...document.edges.filter(isBody).map(({ to }) => to),
  ];
  const pairs = keys.flatMap((join): Pair[] => {
    const split = splitOf(document, join);
    if (split === undefined || definitionIn(document, split)?.kind !== "split") return [];
    const first = ways.filter(({ from }) => from === split).map(({ to }) => to);
    const branches = reachableFrom(first, notBeyond(ways, join));
    branches.delete(join);
    const toJoin = comingTo(join, without(ways, split));
    return [{ split, join, branches, toJoin, toSplit: comingTo(split, notBeyond(ways, join)) }];
  });
  // Only of the pairs around the step that is asked about: among all of them this is the most that can be asked.
  const foreign = new Map<Pair, readonly Foreign[]>();
  const foreignTo = (pair: Pair): readonly Foreign[] => {
    const said = foreign.get(pair);
    if (said) return said;
    const inner = notBeyond(ways, pair.join);
    const all = pairs
      .filter(
        ({ split, join }) => join !== pair.join && !pair.branches.has(join) && !pair.branches.has(split),
      )
      .map((other) => ({ other, coming: comingTo(other.join, inner) }));
    foreign.set(pair, all);
    return all;
  };
  const fresh = { pairs, reached: reachableFrom(begins, ways), foreignTo };
  known.set(document, fresh);
  return fresh;
}

/**
 * Why a way from here to there would tangle branches; undefined when it would not. What is tangled already may stay.
 * `from` is null where a body begins.
 */
export function whyTangled(document: WorkflowDocument, from: string | null, to: string): string | undefined {
  const { pairs, reached, foreignTo } = regionsOf(document);
  const titleOf = (key: string) => `“${document.nodes[key]?.title ?? key}”`;
  for (const pair of pairs) {
    const { split, join, branches } = pair;
    if (from !== null && (from === split || branches.has(from))) {
      if (pair.toSplit.has(to) && !branches.has(split))
        return `From ${titleOf(to)} a run comes to ${titleOf(split)} again and would begin its branches anew. Lead the way back from behind ${titleOf(join)}.`;
      const other = foreignTo(pair).find(({ coming }) => coming.has(to))?.other;
      if (other)
        return `${titleOf(from)} stands in a branch of ${titleOf(split)}, and the branches of ${titleOf(other.split)} meet at ${titleOf(other.join)}. Lead it to ${titleOf(join)} first.`;
    } else if ((from === null || reached.has(from)) && to !== split && pair.toJoin.has(to))
      return to === join
        ? `Only the branches of ${titleOf(split)} lead to ${titleOf(join)}.`
        : `${titleOf(to)} belongs to a branch of ${titleOf(split)}: only that branch leads to it.`;
  }
  return undefined;
}
