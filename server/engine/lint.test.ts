import { describe, expect, it } from "vitest";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { graph, testCatalogue } from "@/server/testing/engine-nodes";
import { sellerDocument } from "@/server/testing/workflow-document";
import { type WorkflowDocumentInput, workflowDocument } from "@/server/workflows/schema";
import { lintWorkflow } from "./lint";
import type { WorkflowGraph } from "./plan";

const codes = (document: WorkflowGraph) =>
  lintWorkflow(document, testCatalogue).map(({ code, node }) =>
    node === undefined ? code : `${code} ${node}`,
  );

describe("a workflow", () => {
  it("that is whole has no problems", () => {
    expect(
      codes(graph({ go: ["begin"], it: ["wait"], fin: ["end"] }, ["go.way0 it", "it.way0 fin"])),
    ).toEqual([]);
  });

  it.each<[string, WorkflowGraph, string[]]>([
    [
      "an unknown type",
      graph({ go: ["begin"], a: ["odd"], fin: ["end"] }, ["go.way0 a"]),
      ["unknown_type a"],
    ],
    [
      "settings that are wrong",
      graph({ go: ["begin"], a: ["think", { ways: "two" }], fin: ["end"] }, ["go.way0 a"]),
      ["bad_config a"],
    ],
    [
      "a node that cannot be prepared",
      graph({ go: ["begin"], a: ["think", { fault: "unprepared" }], fin: ["end"] }, [
        "go.way0 a",
        "a.way0 fin",
      ]),
      ["bad_config a"],
    ],
    ["no start", graph({ it: ["wait"], fin: ["end"] }, ["it.way0 fin"]), ["no_start"]],
    [
      "two starts",
      graph({ a: ["begin"], b: ["begin"], fin: ["end"] }, ["a.way0 fin", "b.way0 fin"]),
      ["several_starts b"],
    ],
    ["no end", graph({ go: ["begin"], it: ["wait"] }, ["go.way0 it", "it.way0 it"]), ["no_end"]],
    [
      "an unwired way out",
      graph({ go: ["begin"], it: ["think", { ways: 2 }], fin: ["end"] }, ["go.way0 it", "it.way1 fin"]),
      ["unwired_outlet it"],
    ],
    [
      "failure and deadline left to chance",
      graph({ go: ["begin"], it: ["ask", { scopes: ["a"], deadlineMs: 5 }], fin: ["end"] }, [
        "go.way0 it",
        "it.way0 fin",
      ]),
      ["unhandled_failure it", "unhandled_deadline it"],
    ],
    [
      "an edge from and to nowhere",
      graph({ go: ["begin"], fin: ["end"] }, ["go.way0 fin", "ghost.way0 fin", "go.way0 ghost"]),
      ["unknown_node", "unknown_node", "outlet_wired_twice go"],
    ],
    [
      "an edge from a way out that is not there",
      graph({ go: ["begin"], fin: ["end"] }, ["go.way0 fin", "go.way9 fin"]),
      ["unknown_outlet go"],
    ],
    [
      "a node nothing leads to",
      graph({ go: ["begin"], it: ["wait"], fin: ["end"] }, ["go.way0 fin", "it.way0 fin"]),
      ["unreachable it"],
    ],
    [
      "a node that never ends",
      graph({ go: ["begin"], a: ["think", { ways: 2 }], it: ["wait"], fin: ["end"] }, [
        "go.way0 a",
        "a.way0 it",
        "a.way1 fin",
        "it.way0 it",
      ]),
      ["dead_end it"],
    ],
    [
      "a circle that waits for nobody",
      graph({ go: ["begin"], a: ["think", { ways: 2 }], b: ["ask", { scopes: [] }], fin: ["end"] }, [
        "go.way0 a",
        "a.way0 b",
        "a.way1 fin",
        "b.way0 a",
        "b.failed fin",
      ]),
      ["spinning_cycle a"],
    ],
  ])("with %s", (_, document, expected) => {
    expect(codes(document)).toEqual(expected);
  });

  it("says what is left out, and that it must go on somewhere", () => {
    const off = (document: ReturnType<typeof graph>, key: string, disabled: string) => ({
      ...document,
      nodes: { ...document.nodes, [key]: { ...document.nodes[key]!, disabled } },
    });
    const loop = graph({ go: ["begin"], a: ["think"], it: ["wait", { ways: 2 }], fin: ["end"] }, [
      "go.way0 a",
      "a.way0 it",
      "it.way0 fin",
      "it.way1 a",
    ]);
    // A wait that is left out holds nobody up any more.
    expect(codes(off(loop, "it", "way0"))).toEqual(["left_out it", expect.stringMatching(/^spinning_cycle/)]);
    const row = graph({ go: ["begin"], it: ["think", { ways: 2 }], fin: ["end"] }, [
      "go.way0 it",
      "it.way0 fin",
    ]);
    expect(codes(row)).toEqual(["unwired_outlet it"]);
    expect(codes(off(row, "it", "way0"))).toEqual(["left_out it"]);
    expect(codes(off(row, "it", "way1"))).toEqual(["left_out it", "unwired_outlet it"]);
    expect(codes(off(row, "it", "gone"))).toEqual(["unknown_outlet it"]);
    expect(codes(off(row, "go", "way0"))).toContain("cannot_be_left_out go");
  });

  it("may go round through a wait", () => {
    const document = graph({ go: ["begin"], a: ["think"], it: ["wait", { ways: 2 }], fin: ["end"] }, [
      "go.way0 a",
      "a.way0 it",
      "it.way0 fin",
      "it.way1 a",
    ]);
    expect(codes(document)).toEqual([]);
  });

  it("of a thousand nodes in a row is read without a deep stack, one of more is refused", () => {
    const row = (length: number) => {
      const nodes = Object.fromEntries(
        Array.from({ length }, (_, i): [string, [string]] => [`n${i}`, ["think"]]),
      );
      const edges = Array.from({ length }, (_, i) => `n${i}.way0 ${i + 1 < length ? `n${i + 1}` : "fin"}`);
      return graph({ go: ["begin"], ...nodes, fin: ["end"] }, ["go.way0 n0", ...edges]);
    };
    expect(codes(row(998))).toEqual([]);
    expect(codes(row(1000))).toEqual(["too_many_nodes"]);
  });
});

describe("with the real node types", () => {
  const lint = (more: Partial<WorkflowDocumentInput>) =>
    lintWorkflow(workflowDocument.parse(sellerDocument(more)), nodeCatalogue);
  const seller = sellerDocument();
  const node = (key: string, config: { [key: string]: unknown }) => ({
    nodes: { ...seller.nodes, [key]: { ...seller.nodes[key]!, config } },
  });

  it("finds no error in the small seller policy", () => {
    expect(lint({}).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it.each([
    ["a form", node("collect", { form: "persons" }), "persons", "error"],
    ["a queue of the workspace", node("review", { queue: "fraud" }), "fraud", "warning"],
    ["a reason code", node("review", { queue: "edd", codes: ["ODD"] }), "ODD", "error"],
    ["an outcome", node("approved", { outcome: "maybe" }), "maybe", "error"],
    ["a reason of an end", node("declined", { outcome: "decline", reasonCodes: ["ODD"] }), "ODD", "error"],
    ["a node", node("ask", { from: { node: "ghost" } }), "ghost", "error"],
  ])("names %s that is not there", (_, more, key, severity) => {
    const found = lint(more).filter(({ code }) => code === "unknown_reference");
    expect(found).toMatchObject([{ severity }]);
    expect(found[0]?.message).toContain(`“${key}”`);
    expect(found[0]?.fix).toBeTruthy();
  });

  it("names a rule set that is not there once, and settings by their place", () => {
    const problems = lint({
      nodes: {
        ...seller.nodes,
        policy: { type: "rules", version: 1, title: "Policy", config: { ruleSet: "main" } },
        registry: { type: "check", version: 1, title: "Registry", config: { connection: "R!" } },
      },
    });
    expect(problems.filter(({ node }) => node === "policy").map(({ code }) => code)).toEqual([
      "unwired_outlet",
      "unknown_reference",
    ]);
    expect(problems.filter(({ node }) => node === "registry").map(({ path }) => path)).toContain(
      "nodes.registry.config.connection",
    );
  });
});
