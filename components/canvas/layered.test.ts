import { Graph, layout as runLayout } from "@dagrejs/dagre";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type LayeredEdge, type LayeredNode, layered } from "./layered";

interface Wish {
  nodes: LayeredNode[];
  edges: LayeredEdge[];
}

const gaps = { nodes: 36, edges: 18, layers: 56 };

/** Any graph without loops, islands included; some much larger than people draw. */
const wishes: fc.Arbitrary<Wish> = fc.integer({ min: 1, max: 60 }).chain((size) =>
  fc.record({
    nodes: fc
      .array(fc.record({ width: fc.constantFrom(160, 244, 390), height: fc.constantFrom(40, 88) }), {
        minLength: size,
        maxLength: size,
      })
      .map((sizes) => sizes.map((one, i) => ({ id: `n${i}`, ...one }))),
    edges: fc
      .uniqueArray(
        fc.record({
          from: fc.nat(size - 1),
          to: fc.nat(size - 1),
          weight: fc.constantFrom(1, 1, 4, 5),
        }),
        { maxLength: size * 3, selector: ({ from, to }) => `${from} ${to}` },
      )
      .map((all) =>
        all
          .filter(({ from, to }) => from < to)
          .map(({ from, to, weight }) => ({ from: `n${from}`, to: `n${to}`, weight })),
      ),
  }),
);

/** The same by dagre. */
function byDagre({ nodes, edges }: Wish) {
  const graph = new Graph();
  graph.setGraph({ rankdir: "TB", nodesep: gaps.nodes, edgesep: gaps.edges, ranksep: gaps.layers });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { from, to, weight } of edges) graph.setEdge(from, to, { weight, width: 8, height: 8 });
  runLayout(graph);
  const pointOf = ({ x, y }: { x: number; y: number }) => ({ x, y });
  return {
    at: nodes.map(({ id }) => pointOf(graph.node(id) as { x: number; y: number })),
    // The ends on the borders of the nodes are ours to find.
    bends: edges.map(({ from, to }) =>
      (graph.edge(from, to) as { points: { x: number; y: number }[] }).points.slice(1, -1).map(pointOf),
    ),
  };
}

it("draws every graph as dagre does, point for point", () => {
  fc.assert(
    fc.property(wishes, (wish) => {
      const { at, bends } = layered(wish.nodes, wish.edges, gaps);
      expect({
        at: wish.nodes.map(({ id }) => at.get(id)),
        bends: wish.edges.map((edge) => bends.get(edge)),
      }).toEqual(byDagre(wish));
    }),
    { numRuns: 150 },
  );
});

it("draws nothing of nothing", () => {
  expect(layered([], [], gaps)).toEqual({ at: new Map(), bends: new Map() });
});
