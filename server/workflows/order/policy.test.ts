import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lintWorkflow } from "@/server/engine/lint";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { sellerDocument } from "@/server/testing/workflow-document";
import { listTemplates } from "../list-templates";
import { outlineOf } from "../outline/policy";
import { type DraftParts, type WorkflowDocument, workflowDocument } from "../schema";
import { mayMove, moveStep } from "./policy";

const seller = workflowDocument.parse(sellerDocument());
const partsOf = (document: WorkflowDocument): DraftParts => ({
  document,
  editor: { positions: {}, notes: [] },
});

const line = (edges: string[]): DraftParts =>
  partsOf({
    ...seller,
    nodes: Object.fromEntries(
      [
        ...[
          ["start", "decision_start"],
          ["a", "notify"],
          ["b", "notify"],
          ["c", "compute"],
        ],
        ...[
          ["way", "branch"],
          ["done", "end"],
          ["each", "for_each"],
        ],
      ].map(([key = "", type = ""]) => [key, { type, version: 1, title: key, config: {} }]),
    ),
    edges: edges.map((edge) => {
      const [from = "", outlet = "", to = ""] = edge.split(" ");
      return { from, outlet, to };
    }),
  });
const ways = ({ document }: DraftParts) =>
  document.edges.map(({ from, outlet, to }) => `${from} ${outlet} ${to}`).sort();

describe("on one way", () => {
  const given = line(["start next a", "a sent b", "a failed done", "b sent c", "c next done"]);

  test("two change places; their other ways stay theirs", () => {
    expect(ways(moveStep(given, "b", -1))).toEqual(
      ["start next b", "b sent a", "a failed done", "a sent c", "c next done"].sort(),
    );
    expect(ways(moveStep(given, "a", 1))).toEqual(ways(moveStep(given, "b", -1)));
  });

  test("up and down again is nothing", () => {
    expect(moveStep(moveStep(given, "b", -1), "b", 1)).toEqual(given);
  });

  test("not above the start, not below an end, not past what chooses", () => {
    expect(mayMove(given.document, "a", -1)).toBe(false);
    expect(mayMove(given.document, "c", 1)).toBe(false);
    expect(mayMove(given.document, "done", -1)).toBe(false);
    const chosen = line(["start next way", "way otherwise a", "a sent done"]);
    expect(mayMove(chosen.document, "a", -1)).toBe(false);
    expect(moveStep(chosen, "a", -1)).toBe(chosen);
  });

  test("not where another way comes in between", () => {
    const met = line(["start next a", "a sent b", "a failed b", "b sent done"]);
    expect(mayMove(met.document, "b", -1)).toBe(false);
  });

  test("a loose end stays loose, and who stands placed changes places on the canvas", () => {
    const loose = line(["a sent b"]);
    loose.editor = { ...loose.editor, positions: { a: { x: 1, y: 2 }, b: { x: 3, y: 4 } } };
    const moved = moveStep(loose, "b", -1);
    expect(ways(moved)).toEqual(["b sent a"]);
    expect(moved.editor.positions).toEqual({ a: { x: 3, y: 4 }, b: { x: 1, y: 2 } });
  });
});

test("any moves, each taken back, leave every template as it was, and none makes a graph worse", () => {
  const templates = listTemplates().map(({ document }) => document);
  const graphFaults = ({ document }: DraftParts) =>
    lintWorkflow(document, nodeCatalogue).filter(({ code }) => code !== "unhandled_failure").length;
  fc.assert(
    fc.property(
      fc.constantFrom(...templates),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(-1 as const, 1 as const)), { maxLength: 12 }),
      (document, moves) => {
        const before = partsOf(document);
        let parts = before;
        const done: [string, -1 | 1][] = [];
        const keys = Object.keys(document.nodes);
        for (const [at, by] of moves) {
          const key = keys[at % keys.length]!;
          if (!mayMove(parts.document, key, by)) continue;
          const rows = outlineOf(parts.document).map(({ node }) => node);
          parts = moveStep(parts, key, by);
          const now = outlineOf(parts.document).map(({ node }) => node);
          expect(Math.sign(now.indexOf(key) - rows.indexOf(key))).toBe(by);
          done.push([key, by === 1 ? -1 : 1]);
        }
        expect(graphFaults(parts)).toBe(graphFaults(before));
        for (const [key, by] of done.reverse()) parts = moveStep(parts, key, by);
        expect(ways(parts)).toEqual(ways(before));
      },
    ),
    { numRuns: 200 },
  );
});
