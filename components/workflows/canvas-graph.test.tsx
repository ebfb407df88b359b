import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { levelOf, wayInto } from "@/components/canvas/graph";
import type { NodeDefinition } from "@/server/engine/node";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import type { RunChild, RunLine, RunStep } from "@/server/runs/schema";
import { smallDocument } from "@/server/testing/run-documents";
import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import { canvasGraph, createCanvasGraph, outletMeant } from "./canvas-graph";
import { nodeIcons } from "./node-icon";
import type { RunPicture } from "./run-lights";

const document = workflowDocument.parse({
  format: "workflow/v1",
  key: "small",
  title: "Small",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes: {
    start: { type: "application_start", version: 1, title: "Application", config: {} },
    ask: { type: "request_information", version: 1, title: "Ask", config: { from: "proposals" } },
    by_outcome: { type: "branch", version: 1, title: "By outcome", config: { by: "outcome" } },
    yes: { type: "end", version: 1, title: "Approved", config: { outcome: "approve" } },
    no: { type: "end", version: 1, title: "Declined", config: { outcome: "decline" } },
  },
  edges: [
    { from: "start", outlet: "next", to: "by_outcome" },
    { from: "by_outcome", outlet: "approve", to: "yes" },
    { from: "by_outcome", outlet: "decline", to: "no" },
    { from: "by_outcome", outlet: "none", to: "ask" },
    { from: "ask", outlet: "answered", to: "by_outcome" },
  ],
  settings: { partyKind: "person", party: { name: "forms.a.name", country: "forms.a.country" } },
});

const step = (
  node: string,
  visit: number,
  outlet: string | null,
  state: RunStep["state"] = "left",
): RunStep => ({
  node,
  visit,
  outlet,
  enteredAt: "2026-11-24T10:00:00.000Z",
  leftAt: outlet === null ? null : "2026-11-24T10:00:01.000Z",
  state,
  sentence: null,
  output: {},
});

const went = (path: readonly RunStep[], more: Partial<RunPicture> = {}): RunPicture => ({
  path,
  lines: [],
  element: null,
  children: [],
  ...more,
});

describe("canvasGraph", () => {
  it("has a picture for every node type", () => {
    for (const node of Object.values<NodeDefinition>(nodeCatalogue))
      expect(nodeIcons).toHaveProperty(node.icon);
  });

  it("names outlets by outcome, and says which lead nowhere", () => {
    const { nodes } = canvasGraph(document, null);
    const branch = nodes.find((node) => node.id === "by_outcome")!;
    expect(branch.outlets.map(({ key, tone, isWired }) => [key, tone, isWired])).toEqual([
      ["approve", "approve", true],
      ["decline", "decline", true],
      ["none", undefined, true],
    ]);
    const ask = nodes.find((node) => node.id === "ask")!;
    expect(
      ask.outlets.filter((outlet) => !outlet.isWired && !outlet.isOptional).map(({ key }) => key),
    ).toContain("nothing");
    expect(nodes.find((node) => node.id === "no")!.tone).toBe("decline");
    expect(nodes.every((node) => node.mark === undefined)).toBe(true);
  });

  it("lights the path of a run: what was left, where it stands, what it never saw", () => {
    const path = [
      step("start", 1, "next"),
      step("by_outcome", 1, "none"),
      step("ask", 1, "answered"),
      step("by_outcome", 2, "none"),
      step("ask", 2, null, "waiting"),
    ];
    const { nodes, edges } = canvasGraph(document, went(path));
    const marks = Object.fromEntries(nodes.map((node) => [node.id, node.mark]));
    expect(marks).toEqual({
      start: "taken",
      by_outcome: "taken",
      ask: "here",
      yes: "untouched",
      no: "untouched",
    });
    expect(nodes.find((node) => node.id === "by_outcome")!.visits).toBe(2);
    expect(edges.filter((edge) => edge.mark === "taken").map((edge) => edge.id)).toEqual([
      "start:next",
      "by_outcome:none",
      "ask:answered",
    ]);
    const stuck = canvasGraph(
      document,
      went([step("start", 1, "next"), step("by_outcome", 1, null, "incident")]),
    );
    expect(stuck.nodes.find((node) => node.id === "by_outcome")!.mark).toBe("trouble");
  });

  it("shows a node of an unknown type instead of failing", () => {
    const odd = {
      ...document,
      nodes: { ...document.nodes, odd: { type: "later", version: 1, title: "Later", config: {} } },
    };
    expect(canvasGraph(odd, null).nodes.find((node) => node.id === "odd")!.sentence).toContain(
      "does not know",
    );
  });
});

const parallel = (join: object = {}) =>
  workflowDocument.parse(
    smallDocument(
      "parallel",
      {
        start: { type: "decision_start" },
        ways: {
          type: "split",
          config: {
            branches: [
              { key: "registry", title: "Registry" },
              { key: "bank", title: "Bank" },
              { key: "site", title: "Website" },
            ],
          },
        },
        a: { type: "wait", config: { for: "signal", name: "a" } },
        b: { type: "wait", config: { for: "signal", name: "b" } },
        c: { type: "wait", config: { for: "signal", name: "c" } },
        met: { type: "join", config: { split: "ways", ...join } },
        owners: { type: "for_each", config: { list: "input.owners[]", concurrency: 2 } },
        homes: { type: "for_each", config: { list: "item.homes[]" } },
        look: { type: "sub_workflow", config: { workflow: "look", version: "live" } },
        home_over: { type: "item_end" },
        over: { type: "item_end" },
        approved: { type: "end", config: { outcome: "approve" } },
      },
      {
        "start.next": "ways",
        "ways.registry": "a",
        "ways.bank": "b",
        "ways.site": "c",
        "a.received": "met",
        "b.received": "met",
        "c.received": "met",
        "met.joined": "owners",
        "owners.each": "homes",
        "homes.each": "look",
        "look.completed": "home_over",
        "homes.done": "over",
        "owners.done": "approved",
      },
    ),
  );
const nodeOf = (graph: ReturnType<typeof canvasGraph>, id: string) =>
  graph.nodes.find((node) => node.id === id)!;
const line = (id: string, more: Partial<RunLine>): RunLine => ({
  ...{ id, parent: null, node: "owners", visit: 1, place: "0", kind: "element", title: id },
  ...{ state: "done", result: null },
  ...more,
});

describe("what goes on side by side", () => {
  it.each([
    [{}, "Waits for all 3"],
    [{ mode: "first" }, "First wins; the others end"],
    [{ mode: "n", n: 2 }, "Waits for 2 of 3; the others end"],
  ])("says the rule of a join in words: %j", (config, rule) => {
    const graph = canvasGraph(parallel(config), null);
    expect(nodeOf(graph, "ways")).toMatchObject({ shape: "fork", ways: 3, sentence: "Goes 3 ways at once" });
    expect(nodeOf(graph, "met")).toMatchObject({ shape: "meet", ways: 3, sentence: rule });
  });

  it("puts the body of a “for each” in a drawing of its own, one in another, each with a beginning", () => {
    const graph = canvasGraph(parallel(), null);
    expect(levelOf(graph, null).nodes.map(({ id }) => id)).not.toContain("homes");
    expect(nodeOf(graph, "owners").opens).toEqual({
      title: "Open the 2 steps for each owner",
      words: "2 steps inside",
      isStack: true,
    });
    expect(nodeOf(graph, "owners").outlets.map(({ key }) => key)).toEqual(["done"]);
    const outer = levelOf(graph, "owners");
    expect(outer.nodes.map(({ id }) => id)).toEqual(["homes", "over", "owners/each"]);
    expect(outer.edges.map(({ id }) => id)).toEqual(["homes:done", "owners/each:next"]);
    expect(nodeOf(graph, "owners/each")).toMatchObject({
      title: "Each owner",
      shape: "start",
      isEntry: true,
    });
    expect(levelOf(graph, "homes").nodes.map(({ id }) => id)).toEqual(["look", "home_over", "homes/each"]);
    expect(wayInto(graph, "homes").map(({ id }) => id)).toEqual(["owners", "homes"]);
    // A body that does not exist is no way anywhere.
    expect(wayInto(graph, "nothing")).toEqual([]);
  });

  it("opens also a body nobody has put anything into, and keeps there what nothing leads to yet", () => {
    const document = parallel();
    const cut = { ...document, edges: document.edges.filter(({ from }) => from !== "homes") };
    const empty = canvasGraph(cut, null);
    expect(nodeOf(empty, "homes").opens).toMatchObject({ words: "No steps inside yet" });
    expect(nodeOf(empty, "homes").outlets.map(({ key }) => key)).toEqual(["each", "done"]);
    expect(levelOf(empty, "homes").nodes.map(({ id, isEntry }) => [id, isEntry])).toEqual([
      ["homes/each", true],
    ]);
    const kept = canvasGraph(cut, null, { look: "homes", home_over: "homes", over: "owners" });
    expect(levelOf(kept, "homes").nodes.map(({ id }) => id)).toEqual(["look", "home_over", "homes/each"]);
    expect(levelOf(kept, "owners").nodes.map(({ id }) => id)).toContain("over");
  });

  it("takes what leaves the beginning of a body for the outlet of its “for each”", () => {
    const document = parallel();
    expect(outletMeant(document, { from: "owners/each", outlet: "next" })).toEqual({
      from: "owners",
      outlet: "each",
    });
    const own = { from: "owners", outlet: "done" };
    expect(outletMeant(document, own)).toEqual(own);
  });

  it("lights every branch, says who has come to the join, and shows one element at a time", () => {
    const branch = (id: string, state: RunLine["state"]) =>
      line(`ways.1.1.${id}`, { node: "ways", place: id, kind: "branch", state });
    const waiting = canvasGraph(
      parallel(),
      went([step("start", 1, "next"), step("ways", 1, null)], {
        lines: [branch("registry", "arrived"), branch("bank", "under_way"), branch("site", "arrived")],
      }),
    );
    expect(waiting.edges.filter(({ mark }) => mark === "taken").map(({ id }) => id)).toEqual([
      "start:next",
      "ways:registry",
      "ways:bank",
      "ways:site",
    ]);
    expect(nodeOf(waiting, "met")).toMatchObject({ mark: "here", sentence: "Waits for all 3 · 2 here" });

    const homes = (frame: string, outlet: string | null) => ({ ...step("homes", 1, outlet), frame });
    const path = [
      { ...step("owners", 1, null, "performing"), items: { total: 3, done: 1, failed: 0 } },
      homes("owners.1.1.0", "done"),
      homes("owners.1.1.1", null),
    ];
    const lines = [line("owners.1.1.0", {}), line("owners.1.1.1", { place: "1", state: "under_way" })];
    const first = canvasGraph(parallel(), went(path, { lines, element: "owners.1.1.0" }));
    expect(nodeOf(first, "owners").opens!.words).toBe("1 of 3 done");
    expect(first.edges.find(({ id }) => id === "homes:done")!.mark).toBe("taken");
    const second = canvasGraph(parallel(), went(path, { lines, element: "owners.1.1.1" }));
    expect(second.edges.find(({ id }) => id === "homes:done")!.mark).toBe("untouched");
    expect(second.edges.find(({ id }) => id === "owners/each:next")!.mark).toBe("taken");
  });

  it("opens the run that a sub-workflow step of the shown element began", () => {
    const at = (frame: string) => ({ ...step("look", 1, "completed"), frame });
    const child = (id: string, frame: string): RunChild => ({
      ...{ id, frame, title: "Look", version: 1, status: "completed", node: "look", visit: 1 },
      outcome: { key: "approve", title: id, kind: "positive" },
    });
    const [one, two] = ["owners.1.1.0/homes.1.1.0", "owners.1.1.0/homes.1.1.1"];
    const graph = canvasGraph(
      parallel(),
      went([at(one!), at(two!)], { element: one!, children: [child("First", one!), child("Second", two!)] }),
    );
    expect(nodeOf(graph, "look").opens).toEqual({
      title: "Open the run of Look",
      words: "First",
      isStack: false,
    });
  });
});

describe("one version drawn after the other", () => {
  const versions = fc.array(
    fc.constantFrom<(now: WorkflowDocument) => WorkflowDocument>(
      (now) => structuredClone(now),
      (now) => ({ ...now, title: `${now.title}!` }),
      ...Object.keys(document.nodes).map((key) => (now: WorkflowDocument) => ({
        ...now,
        nodes: { ...now.nodes, [key]: { ...now.nodes[key]!, title: `${now.nodes[key]!.title}+` } },
      })),
      (now) => ({ ...now, outcomes: now.outcomes.map((one) => ({ ...one, title: `${one.title}.` })) }),
      (now) => ({ ...now, edges: now.edges.slice(1) }),
      (now) => ({ ...now, edges: [...now.edges, { from: "ask", outlet: "expired", to: "no" }] }),
    ),
    { maxLength: 8 },
  );

  it("is drawn as if it were the first", () => {
    fc.assert(
      fc.property(versions, (edits) => {
        const draw = createCanvasGraph();
        let now = document;
        for (const edit of edits) {
          now = edit(now);
          expect(draw(now, null)).toEqual(canvasGraph(now, null));
        }
      }),
    );
  });

  it("keeps what is drawn as before: of a title one node is another one, of a way the two it lies between", () => {
    const draw = createCanvasGraph();
    const before = draw(document, null);
    const changed = (next: WorkflowDocument) => {
      const after = draw(next, null);
      return {
        nodes: after.nodes.filter((node) => !before.nodes.includes(node)).map(({ id }) => id),
        edges: after.edges.filter((edge) => !before.edges.includes(edge)).map(({ id }) => id),
      };
    };
    expect(changed(structuredClone(document))).toEqual({ nodes: [], edges: [] });
    const ask = { ...document.nodes["ask"]!, title: "Ask again" };
    expect(changed({ ...document, nodes: { ...document.nodes, ask } })).toEqual({
      nodes: ["ask"],
      edges: [],
    });
    const renamed = document.outcomes.map((one) => ({ ...one, title: `${one.title}!` }));
    // Only what says the name of an outcome.
    expect(changed({ ...document, outcomes: renamed }).nodes).toEqual(
      expect.not.arrayContaining(["start", "ask"]),
    );
  });
});
