import { describe, expect, it } from "vitest";
import { graph, testCatalogue } from "@/server/testing/engine-nodes";
import { lintWorkflow } from "./lint";

const lint = (...args: Parameters<typeof graph>) =>
  lintWorkflow(graph(...args), testCatalogue)
    .filter(({ code }) => code !== "unhandled_failure")
    .map(({ code, node, severity }) => `${severity} ${code} ${node}`);

const nodes = {
  go: ["begin"],
  s: ["part"],
  a: ["think"],
  b: ["think"],
  j: ["meet", { split: "s" }],
  no: ["end"],
} satisfies Parameters<typeof graph>[0];
const edges = ["go.way0 s", "s.way0 a", "s.way1 b", "a.way0 j", "b.way0 j", "j.joined no"];
const without = (...gone: string[]) => edges.filter((edge) => !gone.includes(edge));

describe("splits and joins", () => {
  it("finds nothing where every branch comes to its join", () => expect(lint(nodes, edges)).toEqual([]));

  it("lets a branch end the run early, as long as it can also come to the join", () =>
    expect(lint({ ...nodes, b: ["think", { ways: 2 }], early: ["end"] }, [...edges, "b.way1 early"])).toEqual(
      [],
    ));

  it("finds a branch for which the join would wait in vain", () =>
    expect(lint(nodes, [...without("b.way0 j"), "b.way0 no"])).toEqual(["error starving_join s"]));

  it("finds a split without a join, a join without a split and two joins of one split", () => {
    const { j: _, ...rest } = nodes;
    expect(lint(rest, [...without("a.way0 j", "b.way0 j", "j.joined no"), "a.way0 no", "b.way0 no"])).toEqual(
      ["error split_without_join s"],
    );
    expect(lint({ ...nodes, j: ["meet", { split: "a" }] }, edges)).toEqual([
      "error not_a_split j",
      "error split_without_join s",
    ]);
    const two = { ...nodes, k: ["meet", { split: "s" }] } satisfies Parameters<typeof graph>[0];
    expect(lint(two, [...without("b.way0 j"), "b.way0 k", "k.joined no"])).toContain("error several_joins k");
  });

  it("finds a branch that comes back to its split, and a way past the split to its join", () => {
    const looping = { ...nodes, b: ["think", { ways: 2 }] } satisfies Parameters<typeof graph>[0];
    expect(lint(looping, [...edges, "b.way1 s"])).toContain("error split_again s");
    const passing = { ...nodes, p: ["think", { ways: 2 }] } satisfies Parameters<typeof graph>[0];
    expect(lint(passing, [...without("go.way0 s"), "go.way0 p", "p.way0 s", "p.way1 a"])).toEqual([
      "error stray_join j",
    ]);
  });

  it("finds a branch that comes to the join of another split", () => {
    const inner = {
      ...nodes,
      t: ["part"],
      c: ["think"],
      d: ["think"],
      k: ["meet", { split: "t" }],
    } satisfies Parameters<typeof graph>[0];
    const good = [
      ...without("b.way0 j"),
      "b.way0 t",
      "t.way0 c",
      "t.way1 d",
      "c.way0 k",
      "d.way0 k",
      "k.joined j",
    ];
    expect(lint(inner, good)).toEqual([]);
    const bad = good.map((edge) => (edge === "d.way0 k" ? "d.way0 j" : edge));
    expect(lint(inner, bad)).toEqual(
      expect.arrayContaining(["error foreign_join j", "error starving_join t"]),
    );
  });

  it("warns where two branches write the same", () =>
    expect(lint(nodes, [...without("b.way0 j"), "b.way0 a"])).toEqual(["warning shared_write a"]));
});

describe("for each", () => {
  const loop = {
    go: ["begin"],
    e: ["each"],
    x: ["think"],
    z: ["itemEnd"],
    no: ["end"],
  } satisfies Parameters<typeof graph>[0];
  const ways = ["go.way0 e", "e.each x", "x.way0 z", "e.done no"];

  it("finds nothing where the body has an end of its own", () => expect(lint(loop, ways)).toEqual([]));

  it("finds a body that ends the run, leads back, or leads on", () => {
    expect(lint(loop, ["go.way0 e", "e.each x", "x.way0 no", "e.done no"])).toEqual(
      expect.arrayContaining([
        "error body_without_end e",
        "error body_entered no",
        "error end_in_body no",
        "error stray_item_end z",
      ]),
    );
    expect(lint({ ...loop, x: ["think", { ways: 2 }] }, [...ways, "x.way1 e"])).toContain(
      "error body_again e",
    );
    expect(
      lint({ ...loop, go2: ["wait"] }, ["go.way0 go2", "go2.way0 e", "e.each x", "x.way0 z", "e.done x"]),
    ).toContain("error body_entered x");
  });

  it("allows a body that begins with a split", () => {
    const nodes = {
      go: ["begin"],
      e: ["each"],
      ...{ s: ["part"], a: ["think"], b: ["think"], j: ["meet", { split: "s" }], z: ["itemEnd"] },
      no: ["end"],
    } satisfies Parameters<typeof graph>[0];
    const ways = ["go.way0 e", "e.each s", "s.way0 a", "s.way1 b", "a.way0 j", "b.way0 j", "j.joined z"];
    expect(lint(nodes, [...ways, "e.done no"])).toEqual([]);
  });

  it("allows one body inside another, and refuses the ninth", () => {
    const deep = (levels: number) => {
      const inside = Array.from({ length: levels }, (_, i) => i);
      return lint(
        {
          go: ["begin"],
          ...Object.fromEntries(
            inside.flatMap((i) => [
              [`e${i}`, ["each"]],
              [`z${i}`, ["itemEnd"]],
            ]),
          ),
          no: ["end"],
        },
        [
          "go.way0 e0",
          "e0.done no",
          ...inside.slice(1).flatMap((i) => [`e${i - 1}.each e${i}`, `e${i}.done z${i - 1}`]),
          `e${levels - 1}.each z${levels - 1}`,
        ],
      );
    };
    expect(deep(8)).toEqual([]);
    expect(deep(9)).toEqual(["error too_deep e8"]);
  });
});
