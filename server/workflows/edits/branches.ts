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
}

interface Regions {
  /** The ways inside the drawings; none leads from one into another. */
  ways: readonly Edge[];
  pairs: readonly Pair[];
  reached: ReadonlySet<string>;
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

const known = new WeakMap<WorkflowDocument, Regions>();

function regionsOf(document: WorkflowDocument): Regions {
  const before = known.get(document);
  if (before) return before;
  const isBody = ({ from, outlet }: Edge) => outlet === BODY && definitionIn(document, from)?.kind === "each";
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
    return [{ split, join, branches }];
  });
  const fresh = { ways, pairs, reached: reachableFrom(begins, ways) };
  known.set(document, fresh);
  return fresh;
}

/**
 * Why a way from here to there would tangle branches; undefined when it would not. What is tangled already may stay.
 * `from` is null where a body begins.
 */
export function whyTangled(document: WorkflowDocument, from: string | null, to: string): string | undefined {
  const { ways, pairs, reached } = regionsOf(document);
  const titleOf = (key: string) => `“${document.nodes[key]?.title ?? key}”`;
  for (const { split, join, branches } of pairs) {
    if (from !== null && (from === split || branches.has(from))) {
      const ahead = reachableFrom([to], notBeyond(ways, join));
      if (ahead.has(split) && !branches.has(split))
        return `From ${titleOf(to)} a run comes to ${titleOf(split)} again and would begin its branches anew. Lead the way back from behind ${titleOf(join)}.`;
      const foreign = pairs.find(
        (other) =>
          other.join !== join &&
          ahead.has(other.join) &&
          !branches.has(other.join) &&
          !branches.has(other.split),
      );
      if (foreign)
        return `${titleOf(from)} stands in a branch of ${titleOf(split)}, and the branches of ${titleOf(foreign.split)} meet at ${titleOf(foreign.join)}. Lead it to ${titleOf(join)} first.`;
    } else if (from === null || reached.has(from)) {
      const ahead = reachableFrom([to], without(ways, split));
      if (to !== split && ahead.has(join))
        return to === join
          ? `Only the branches of ${titleOf(split)} lead to ${titleOf(join)}.`
          : `${titleOf(to)} belongs to a branch of ${titleOf(split)}: only that branch leads to it.`;
    }
  }
  return undefined;
}
