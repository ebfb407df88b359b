import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { templates } from "@/db/seed/templates/templates";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { canonicalJson } from "@/server/platform/canonical";
import { randomDocument } from "@/server/testing/random-document";
import { type WorkflowDocument, workflowDocument } from "../schema";
import { differenceSentence, differencesOf, withDifferences } from "./policy";
import { documentShape } from "./shape";
import { stepsBetween, withSteps } from "./steps";

const documents = randomDocument.map((document) => workflowDocument.parse(document));
/** Two ways by one outlet are counted, so they cannot be made one by one. */
const plain = documents.map(({ edges, ...rest }) => ({
  ...rest,
  edges: edges.filter(
    (one, i) => edges.findIndex((e) => e.from === one.from && e.outlet === one.outlet) === i,
  ),
}));
const between = (a: WorkflowDocument, b: WorkflowDocument) => differencesOf(a, b, nodeCatalogue);
/** Edges and nodes mean the same in any order; questions of a form, rules and outcomes do not. */
const meaning = ({ edges, ...rest }: WorkflowDocument) =>
  canonicalJson({
    ...rest,
    edges: edges.map((edge) => canonicalJson(edge)).sort(),
    asked: Object.keys(rest.forms)
      .sort()
      .map((form) =>
        rest.forms[form]!.pages.map(({ schema }) => Object.keys((schema["properties"] as object) ?? {})),
      ),
  });

describe("the difference of two versions", () => {
  test("made in the first gives the second", () => {
    fc.assert(
      fc.property(documents, documents, (a, b) => {
        const given = structuredClone(a);
        const differences = between(a, b);
        expect(meaning(withDifferences(a, differences))).toBe(meaning(b));
        expect(a).toEqual(given);
        expect(differences.length === 0).toBe(meaning(a) === meaning(b));
      }),
      { numRuns: 300 },
    );
  });

  test("of any two templates made in the first gives the second", () => {
    for (const one of templates)
      for (const other of templates) {
        const [a, b] = [workflowDocument.parse(one), workflowDocument.parse(other)];
        expect(meaning(withDifferences(a, between(a, b)))).toBe(meaning(b));
      }
  });

  test("is empty between equal versions", () => {
    fc.assert(
      fc.property(documents, (a) => {
        expect(between(a, structuredClone(a))).toEqual([]);
        expect(
          between(a, JSON.parse(canonicalJson(a)) as WorkflowDocument).filter(({ part }) => part !== "Forms"),
        ).toEqual([]);
      }),
    );
  });

  test("taken whole gives the other one to the byte, the order of keys included", () => {
    fc.assert(
      fc.property(documents, documents, (a, b) => {
        const made = withSteps(documentShape, a, stepsBetween(documentShape, a, b));
        expect(JSON.stringify(made)).toBe(JSON.stringify(b));
      }),
      { numRuns: 300 },
    );
  });

  test("made in part leaves the rest", () => {
    fc.assert(
      fc.property(plain, plain, fc.infiniteStream(fc.boolean()), (a, b, chosen) => {
        // Rows are numbered on the version before: what is left of them goes by other numbers.
        const differences = between(a, b).filter(({ id }) => !id.includes("/rows/"));
        const some = differences.filter(() => chosen.next().value);
        const left = between(withDifferences(a, some), b);
        const done = new Set(some.map(({ id }) => id));
        const again = left.filter(({ id, steps }) => done.has(id) && steps.some(({ op }) => op !== "order"));
        expect(again.map(({ id }) => id)).toEqual([]);
        for (const one of differences)
          if (!done.has(one.id)) expect(left.map(({ id }) => id)).toContain(one.id);
      }),
      { numRuns: 200 },
    );
  });

  test("has a name of its own for each, and words for every change", () => {
    fc.assert(
      fc.property(documents, documents, (a, b) => {
        const differences = between(a, b);
        expect(new Set(differences.map(({ id }) => id)).size).toBe(differences.length);
        for (const one of differences) {
          expect(differenceSentence(one)).not.toMatch(/undefined|\[object/);
          if (one.kind === "changed") expect(one.lines.length, one.id).toBeGreaterThan(0);
        }
      }),
    );
  });
});
