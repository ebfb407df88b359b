import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backEdges, type CanvasEdge, type CanvasGraph, type CanvasNode, mergesOf } from "./graph";
import { createLayout, layOut, middleOf, pathOf } from "./layout";

const node = (id: string, outlets: string[], shape: CanvasNode["shape"] = "card"): CanvasNode => ({
  id,
  shape,
  kind: "decides",
  title: id,
  sentence: "",
  icon: null,
  outlets: outlets.map((key) => ({ key, title: key, isWired: true, isOptional: false })),
});
const edge = (from: string, outlet: string, to: string): CanvasEdge => ({
  id: `${from}:${outlet}`,
  from,
  outlet,
  to,
});

/** Any graph of up to twelve nodes: every outlet leads somewhere, loops and islands included. */
const graphs: fc.Arbitrary<CanvasGraph> = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }),
  )
  .map((targets) => ({
    nodes: targets.map((to, i) =>
      node(
        `n${i}`,
        to.map((_, k) => `o${k}`),
        i === 0 ? "start" : "card",
      ),
    ),
    edges: targets.flatMap((to, i) => to.map((target, k) => edge(`n${i}`, `o${k}`, `n${target}`))),
  }));

describe("backEdges", () => {
  it("names exactly the edge that closes a loop", () => {
    const graph = {
      nodes: [
        node("start", ["next"], "start"),
        node("check", ["next"]),
        node("ask", ["again", "stop"]),
        node("end", [], "end"),
      ],
      edges: [
        edge("start", "next", "check"),
        edge("check", "next", "ask"),
        edge("ask", "again", "check"),
        edge("ask", "stop", "end"),
      ],
    };
    expect([...backEdges(graph)]).toEqual(["ask:again"]);
  });

  it("leaves a graph without loops when they are taken out", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const back = backEdges(graph);
        const left = graph.edges.filter((one) => !back.has(one.id));
        const waiting = new Map(
          graph.nodes.map((one) => [one.id, left.filter((e) => e.to === one.id).length]),
        );
        const free = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
        let removed = 0;
        for (let id = free.pop(); id !== undefined; id = free.pop()) {
          removed++;
          for (const one of left.filter((e) => e.from === id)) {
            waiting.set(one.to, waiting.get(one.to)! - 1);
            if (waiting.get(one.to) === 0) free.push(one.to);
          }
        }
        expect(removed).toBe(graph.nodes.length);
      }),
    );
  });

  it("takes a path of thousands of nodes", () => {
    const size = 20_000;
    const nodes = Array.from({ length: size }, (_, i) => node(`n${i}`, ["next"]));
    const edges = Array.from({ length: size - 1 }, (_, i) => edge(`n${i}`, "next", `n${i + 1}`));
    expect(backEdges({ nodes, edges }).size).toBe(0);
  });
});

describe("layOut", () => {
  it("puts no two nodes on top of each other, and begins and ends every route at its nodes", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const { boxes, routes } = layOut(graph);
        const all = [...boxes.values()];
        for (const [i, a] of all.entries())
          for (const b of all.slice(i + 1))
            expect(
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
            ).toBe(true);
        for (const one of graph.edges) {
          const route = routes.get(one.id)!;
          const [from, to] = [boxes.get(one.from)!, boxes.get(one.to)!];
          expect(route[0]!.y).toBe(from.y + from.height);
          expect(route[0]!.x).toBeGreaterThanOrEqual(from.x);
          expect(route[0]!.x).toBeLessThanOrEqual(from.x + from.width);
          expect(route.at(-1)).toEqual({ x: to.x + to.width / 2, y: to.y });
        }
      }),
      { numRuns: 60 },
    );
  });

  it("draws every edge with upright and level pieces only", () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        for (const route of layOut(graph).routes.values())
          for (const [i, point] of route.entries()) {
            const next = route[i + 1];
            if (next)
              expect(Math.abs(point.x - next.x) < 1.01 || Math.abs(point.y - next.y) < 0.01).toBe(true);
          }
      }),
      { numRuns: 60 },
    );
  });
});

describe("bars", () => {
  it("is entered and left above what lies between, by ways that keep apart", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), (ways) => {
        const keys = Array.from({ length: ways }, (_, i) => `w${i}`);
        const graph: CanvasGraph = {
          nodes: [
            node("start", ["next"], "start"),
            { ...node("fork", keys, "fork"), ways },
            ...keys.map((key) => node(`at_${key}`, ["done", "failed"])),
            { ...node("meet", ["joined"], "meet"), ways },
            node("end", [], "end"),
          ],
          edges: [
            edge("start", "next", "fork"),
            ...keys.map((key) => edge("fork", key, `at_${key}`)),
            ...keys.flatMap((key) => [
              edge(`at_${key}`, "done", "meet"),
              edge(`at_${key}`, "failed", "meet"),
            ]),
            edge("meet", "joined", "end"),
          ],
        };
        const { boxes, routes, shares } = layOut(graph);
        const fork = boxes.get("fork")!;
        // From left to right as they are declared.
        const across = keys.map((key) => boxes.get(`at_${key}`)!.x);
        expect(across).toEqual([...across].sort((a, b) => a - b));
        const left = keys
          .map((key) => fork.x + fork.width * shares.get("fork")!.get(key)!)
          .sort((a, b) => a - b);
        for (const [i, x] of left.entries()) {
          expect(x).toBeGreaterThan(fork.x);
          expect(x).toBeLessThan(fork.x + fork.width);
          if (i > 0) expect(x - left[i - 1]!).toBeGreaterThan(40);
        }
        for (const key of keys)
          expect(routes.get(`fork:${key}`)![0]!.x).toBeCloseTo(
            fork.x + fork.width * shares.get("fork")!.get(key)!,
          );
        const meet = boxes.get("meet")!;
        const ends = graph.edges.filter(({ to }) => to === "meet").map(({ id }) => routes.get(id)!.at(-1)!);
        expect(new Set(ends.map(({ x }) => Math.round(x))).size).toBe(2 * ways);
        for (const { x, y } of ends) {
          expect(y).toBe(meet.y);
          expect(x).toBeGreaterThan(meet.x);
          expect(x).toBeLessThan(meet.x + meet.width);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("names as merges what any one of several ways leads to, and neither bars nor ends", () => {
    const graph = {
      nodes: [
        node("a", ["x"]),
        node("b", ["x"]),
        node("c", ["x"]),
        node("m", ["x"], "meet"),
        node("e", [], "end"),
      ],
      edges: [
        edge("a", "x", "c"),
        edge("b", "x", "c"),
        edge("a", "y", "m"),
        edge("b", "y", "m"),
        edge("m", "x", "e"),
        edge("c", "x", "e"),
      ],
    };
    expect([...mergesOf(graph)]).toEqual(["c"]);
  });
});

describe("pathOf", () => {
  it("rounds the turns of a route", () => {
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 0, y: 40 },
        { x: 40, y: 40 },
      ]),
    ).toBe("M0,0 L0,32 Q0,40 8,40 L40,40");
  });
});

describe("middleOf", () => {
  it("lies half way, on the route and not on the nodes at its ends", () => {
    const [start, corner, end] = [
      { x: 0, y: 0 },
      { x: 0, y: 40 },
      { x: 20, y: 40 },
    ];
    expect(middleOf([start!, corner!])).toEqual({ x: 0, y: 20 });
    expect(middleOf([start!, corner!, end!])).toEqual({ x: 0, y: 30 });
    expect(middleOf([start!])).toEqual(start);
  });
});

describe("one graph laid out after the other", () => {
  it("is laid out as if it were the first", () => {
    fc.assert(
      fc.property(fc.array(graphs, { maxLength: 5 }), (all) => {
        const next = createLayout();
        for (const graph of all) expect(next(graph)).toEqual(layOut(graph));
      }),
    );
  });

  it("is not laid out anew for its words, and is for a way that leads elsewhere", () => {
    const next = createLayout();
    const nodes = [node("start", ["next"], "start"), node("a", ["x", "y"]), node("b", []), node("c", [])];
    const ways = [edge("start", "next", "a"), edge("a", "x", "b"), edge("a", "y", "c")];
    const first = next({ nodes, edges: ways });
    const renamed = nodes.map((one) =>
      one.id === "a" ? { ...one, title: "Another", sentence: "Says more." } : one,
    );
    expect(next({ nodes: renamed, edges: [...ways] })).toBe(first);
    const led = next({ nodes: renamed, edges: [ways[0]!, ways[1]!, edge("a", "y", "b")] });
    expect(led).not.toBe(first);
    expect(next({ nodes: renamed, edges: ways })).toEqual(first);
  });
});
