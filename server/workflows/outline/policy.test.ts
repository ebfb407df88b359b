import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reachableFrom } from "@/server/engine/graph";
import { sellerDocument } from "@/server/testing/workflow-document";
import { isStart } from "../edits/policy";
import { listTemplates } from "../list-templates";
import { type WorkflowDocument, workflowDocument } from "../schema";
import { dominatorsOf } from "./dominators";
import { outlineOf } from "./policy";

const seller = workflowDocument.parse(sellerDocument());

/** `key` or `key < outlet`, indented. */
const drawn = (document: WorkflowDocument) =>
  outlineOf(document).map(
    ({ node, depth, via, isLoose }) =>
      `${"  ".repeat(depth)}${node}${via ? ` < ${via.outlet}` : ""}${isLoose ? " (loose)" : ""}`,
  );

const graph = (
  nodes: { [key: string]: string | [string, Record<string, unknown>] },
  edges: string[],
): WorkflowDocument => ({
  ...seller,
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([key, given]) => {
      const [type, config] = typeof given === "string" ? [given, {}] : given;
      return [key, { type, version: 1, title: key, config }];
    }),
  ),
  edges: edges.map((edge) => {
    const [from = "", outlet = "", to = ""] = edge.split(" ");
    return { from, outlet, to };
  }),
});

const two = {
  by: "conditions",
  branches: [
    { key: "big", title: "Big", when: { id: "c", op: "is_present", left: { field: "party.name" } } },
  ],
};

describe("as people read it", () => {
  test("branches are indented, what they come to stands behind them", () => {
    expect(
      drawn(
        graph(
          { start: "decision_start", size: ["branch", two], ask: "notify", tell: "notify", done: "end" },
          [
            ...["start next size", "size big ask", "size otherwise tell"],
            ...["ask sent done", "tell sent done", "ask failed done"],
          ],
        ),
      ),
    ).toEqual(["start", "size", "  ask < big", "  tell < otherwise", "done"]);
  });

  test("the main way stays flat: what happens when time is up stands below its step, before what follows", () => {
    expect(
      drawn(
        graph(
          {
            ...{ start: "application_start", form: ["collect", { form: "company", deadlineDays: 3 }] },
            ...{ late: "notify", lost: "end", go: "notify", done: "end" },
          },
          [
            ...["start next form", "form submitted go", "form expired late", "late sent lost"],
            "go sent done",
          ],
        ),
      ),
    ).toEqual(["start", "form", "  late < expired", "  lost", "go", "done"]);
  });

  test("what many steps lead to stands behind the way that passes it by", () => {
    expect(
      drawn(
        graph(
          {
            ...{ start: "decision_start", a: ["http_request", { connection: "c", path: "/" }], b: "notify" },
            ...{ c: "notify", done: "end", human: "review" },
          },
          [
            ...["start next a", "a done b", "a failed human", "b sent c", "b failed human"],
            ...["c sent done", "human approved c"],
          ],
        ),
      ),
    ).toEqual(["start", "a", "b", "human", "c", "done"]);
  });

  test("a body is indented below its “for each”; a loop back adds no line", () => {
    expect(
      drawn(
        graph(
          {
            ...{ start: "decision_start", each: ["for_each", { list: "forms.owners.owners[]" }] },
            ...{ look: "review", over: "item_end", done: "end" },
          },
          [
            "start next each",
            "each each look",
            "look approved over",
            "look sent_back look",
            "each done done",
          ],
        ),
      ),
    ).toEqual(["start", "each", "  look < each", "  over", "done"]);
  });

  test("a step that stands in a body stands there in the list, also while no way leads to it", () => {
    const document = graph(
      {
        ...{ start: "decision_start", each: ["for_each", { list: "forms.owners.owners[]" }] },
        ...{ over: "item_end", done: "end", new: "notify", next: "notify" },
      },
      ["start next each", "each each over", "each done done", "new sent next"],
    );
    const rows = outlineOf(document, { new: "each", gone: "each" });
    expect(rows.map(({ node, depth }) => `${depth} ${node}`)).toEqual([
      ...["0 start", "0 each", "1 over", "1 new", "1 next", "0 done"],
    ]);
  });

  test("what nothing leads to comes last, rings included", () => {
    expect(
      drawn(
        graph({ start: "decision_start", done: "end", a: "notify", b: "notify", c: "notify" }, [
          ...["start next done", "a sent b", "b sent a", "c sent done"],
        ]),
      ),
    ).toEqual(["start", "done", "c (loose)", "a (loose)", "b (loose)"]);
  });
});

describe.each(listTemplates().map(({ document }) => [document.title, document] as const))(
  "%s",
  (_, document) => {
    test("every step once, nothing deeper than one below what stands above it", () => {
      const rows = outlineOf(document);
      expect(rows.map(({ node }) => node).sort()).toEqual(Object.keys(document.nodes).sort());
      rows.forEach(({ depth }, i) => {
        expect(depth).toBeLessThanOrEqual((rows[i - 1]?.depth ?? -1) + 1);
      });
      expect(rows.some(({ isLoose }) => isLoose)).toBe(false);
      const starts = Object.keys(document.nodes).filter((key) => isStart(document, key));
      expect(rows[0]?.node).toBe(starts[0]);
    });
  },
);

const name = fc.integer({ min: 0, max: 11 }).map((n) => `n${n}`);

test("a dominator is on every path, and nothing nearer is", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name), { maxLength: 40 }), (pairs) => {
      const arrows = pairs.map(([from, to]) => ({ from, to }));
      const next = (node: string) => arrows.filter(({ from }) => from === node).map(({ to }) => to);
      const found = dominatorsOf(["n0"], next);
      expect([...found.keys()].sort()).toEqual([...reachableFrom(["n0"], arrows)].sort());
      const without = (cut: string) =>
        cut === "n0"
          ? new Set<string>()
          : reachableFrom(
              ["n0"],
              arrows.filter(({ from, to }) => from !== cut && to !== cut),
            );
      const isOnEvery = (cut: string, to: string) => cut !== to && !without(cut).has(to);
      for (const [node, above] of found) {
        const all = [...found.keys()].filter((one) => isOnEvery(one, node));
        if (above === null) expect(all).toEqual([]);
        else {
          expect(all).toContain(above);
          // Whatever else is on every path to it is on every path to the nearest as well.
          for (const one of all) expect(one === above || isOnEvery(one, above)).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("a thousand steps in a row are a thousand flat lines", () => {
  const keys = Array.from({ length: 1000 }, (_, i) => `s${i}`);
  const row = graph({ start: "decision_start", ...Object.fromEntries(keys.map((key) => [key, "notify"])) }, [
    "start next s0",
    ...keys.slice(1).map((key, i) => `${keys[i]} sent ${key}`),
  ]);
  const told = outlineOf(row);
  expect(told.map(({ node }) => node)).toEqual(["start", ...keys]);
  expect(Math.max(...told.map(({ depth }) => depth))).toBe(0);
});
