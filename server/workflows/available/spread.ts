import { reachableFrom } from "@/server/engine/graph";

/** What is known where in a graph when each way adds to what was known where it begins. Facts are numbers. */

export interface Way {
  from: string;
  to: string;
  /** Facts that whoever goes this way may bring. */
  may: readonly number[];
  /** Those it brings for certain. */
  sure: readonly number[];
}

/** Where several ways are gone at once and meet: the ways of each branch, and how many branches must have come. */
export interface Meeting {
  branches: readonly (readonly Way[])[];
  needs: number;
}

export interface Spread {
  /** Whether any way from a start leads here. */
  isReached(node: string): boolean;
  may(node: string, fact: number): boolean;
  sure(node: string, fact: number): boolean;
}

type Bits = Uint32Array;
const has = (bits: Bits | undefined, fact: number) => ((bits?.[fact >> 5] ?? 0) & (1 << (fact & 31))) !== 0;
const put = (bits: Bits, fact: number) => {
  bits[fact >> 5] = (bits[fact >> 5] ?? 0) | (1 << (fact & 31));
};

/** Both answers for all nodes at once: a document of 1,000 nodes is gone through with every key somebody presses. */
export function spread(
  ways: readonly Way[],
  starts: readonly string[],
  meetings: ReadonlyMap<string, Meeting>,
  facts: number,
): Spread {
  const words = Math.ceil(facts / 32);
  const reached = reachableFrom(starts, ways);
  const bits = new Map(
    ways.map((way) => {
      const [may, sure] = [new Uint32Array(words), new Uint32Array(words)];
      for (const fact of [...way.may, ...way.sure]) put(may, fact);
      for (const fact of way.sure) put(sure, fact);
      return [way, { may, sure }] as const;
    }),
  );
  const into = byEnd(ways, "to");
  const outOf = byEnd(ways, "from");

  const may = new Map<string, Bits>();
  settle([...new Set(ways.flatMap(({ from, to }) => [from, to]))], outOf, (node) => {
    const next = new Uint32Array(words);
    for (const way of into.get(node) ?? []) {
      const [before, brought] = [may.get(way.from), bits.get(way)!.may];
      for (let i = 0; i < words; i++) next[i] = next[i]! | (before?.[i] ?? 0) | brought[i]!;
    }
    return replace(may, node, next);
  });

  // From “everything everywhere” downwards: round a circle only what comes into it stays.
  const sure = new Map<string, Bits>();
  for (const node of reached)
    sure.set(node, new Uint32Array(words).fill(starts.includes(node) ? 0 : 0xffffffff));
  const common = (through: readonly Way[]) => {
    const next = new Uint32Array(words).fill(0xffffffff);
    for (const way of through) {
      const [before, brought] = [sure.get(way.from)!, bits.get(way)!.sure];
      for (let i = 0; i < words; i++) next[i] = next[i]! & (before[i]! | brought[i]!);
    }
    return next;
  };
  settle([...reached], outOf, (node) => {
    if (starts.includes(node) || !reached.has(node)) return false;
    const open = (of: readonly Way[]) => of.filter(({ from }) => reached.has(from));
    const meeting = meetings.get(node);
    const branches = (meeting?.branches ?? []).map(open).filter((branch) => branch.length > 0);
    const next =
      meeting && branches.length > 0
        ? enough(branches.map(common), meeting.needs, words)
        : common(open(into.get(node) ?? []));
    return replace(sure, node, next);
  });
  return {
    isReached: (node) => reached.has(node),
    may: (node, fact) => has(may.get(node), fact),
    sure: (node, fact) => reached.has(node) && has(sure.get(node), fact),
  };
}

/** What at least one of the branches that came brings, whichever they were. */
function enough(branches: readonly Bits[], needs: number, words: number): Bits {
  const next = new Uint32Array(words);
  for (let fact = 0; fact < words * 32; fact++) {
    const without = branches.filter((bits) => !has(bits, fact)).length;
    if (without < Math.min(needs, branches.length)) put(next, fact);
  }
  return next;
}

function byEnd(ways: readonly Way[], end: "from" | "to"): ReadonlyMap<string, Way[]> {
  const map = new Map<string, Way[]>();
  for (const way of ways) {
    const known = map.get(way[end]);
    if (known) known.push(way);
    else map.set(way[end], [way]);
  }
  return map;
}

function replace(known: Map<string, Bits>, node: string, next: Bits): boolean {
  const before = known.get(node);
  if (before?.every((word, i) => word === next[i])) return false;
  known.set(node, next);
  return true;
}

/** Asks each node anew whenever one before it has changed, until none does. */
function settle(
  nodes: readonly string[],
  outOf: ReadonlyMap<string, readonly Way[]>,
  changes: (node: string) => boolean,
): void {
  const queue = new Set(nodes);
  for (const node of queue) {
    queue.delete(node);
    if (changes(node)) for (const { to } of outOf.get(node) ?? []) queue.add(to);
  }
}
