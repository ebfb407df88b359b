import { Graph, layout as runLayout } from "@dagrejs/dagre";
import fc from "fast-check";
import { expect, it } from "vitest";
import { assignOrder } from "./order";
import { assignRanks } from "./ranks";

interface Wish {
  size: number;
  edges: { from: number; to: number; weight: number }[];
}

/** Any graph without loops, islands included; some much larger than people draw. */
const wishes: fc.Arbitrary<Wish> = fc.integer({ min: 1, max: 60 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    edges: fc.array(
      fc.record({
        from: fc.nat(size - 1),
        to: fc.nat(size - 1),
        weight: fc.constantFrom(1, 1, 4, 5),
      }),
      { maxLength: size * 3 },
    ),
  }),
);

function laidOut({ size, edges }: Wish, own: boolean) {
  const graph = new Graph();
  graph.setGraph({
    rankdir: "TB",
    nodesep: 36,
    ranksep: 56,
    edgesep: 18,
    ...(own && { ranker: assignRanks }),
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (let i = 0; i < size; i++) graph.setNode(`n${i}`, { width: 240, height: 88 });
  for (const { from, to, weight } of edges)
    if (from < to) graph.setEdge(`n${from}`, `n${to}`, { weight, width: 8, height: 8 });
  runLayout(graph, own ? { customOrder: assignOrder } : {});
  return {
    nodes: graph.nodes().map((id) => graph.node(id)),
    edges: graph.edges().map((edge) => graph.edge(edge)),
  };
}

it("lays every graph out as dagre by itself would, point for point", () => {
  fc.assert(
    fc.property(wishes, (wish) => {
      expect(laidOut(wish, true)).toEqual(laidOut(wish, false));
    }),
    { numRuns: 150 },
  );
});
