import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sellerDocument } from "@/server/testing/workflow-document";
import { addNode, connect, removeNodes, renameNode } from "../edits/policy";
import { type DraftParts, editorPart, workflowDocument } from "../schema";
import { type MadeStep, replayed } from "./policy";

const seller: DraftParts = {
  document: workflowDocument.parse(sellerDocument()),
  editor: editorPart.parse({}),
};
const rename = (node: string, title: string) => (parts: DraftParts) => renameNode(parts, node, title);
/** What somebody does, step by step. */
function doing(parts: DraftParts, ...acts: ((parts: DraftParts) => DraftParts)[]): MadeStep[] {
  let before = parts;
  return acts.map((act, i) => {
    const step = { words: `Step ${i + 1}`, before, after: act(before) };
    before = step.after;
    return step;
  });
}
const titles = ({ document }: DraftParts) =>
  Object.fromEntries(Object.entries(document.nodes).map(([key, { title }]) => [key, title]));
const wordsOf = (steps: readonly { words: string }[]) => steps.map(({ words }) => words);

describe("steps made again on what others saved", () => {
  it("come to what they came to where nothing was done meanwhile", () => {
    const steps = doing(
      seller,
      rename("review", "Analyst"),
      (parts) => addNode(parts, { type: "end", config: { outcome: "approve" } }).parts,
      (parts) => connect(parts, { from: "review", outlet: "approved" }, "declined"),
      (parts) => removeNodes(parts, ["ask"]),
    );
    const { made, left } = replayed(steps, seller);
    expect(left).toEqual([]);
    expect(made.at(-1)?.parts).toEqual(steps.at(-1)?.after);
    expect(wordsOf(made)).toEqual(["Step 1", "Step 2", "Step 3", "Step 4"]);
  });

  it("stand beside what the others did elsewhere", () => {
    const theirs = removeNodes(rename("collect", "The company")(seller), ["ask"]);
    const steps = doing(seller, rename("review", "Analyst"), (parts) =>
      connect(parts, { from: "review", outlet: "declined" }, "approved"),
    );
    const { made, left } = replayed(steps, theirs);
    expect(left).toEqual([]);
    const after = made.at(-1)!.parts;
    expect(titles(after)).toEqual({ ...titles(theirs), review: "Analyst" });
    // Two ways stood before it and are gone: it is still the same way that leads elsewhere.
    expect(after.document.edges).toEqual(
      theirs.document.edges.map((edge) => (edge.outlet === "declined" ? { ...edge, to: "approved" } : edge)),
    );
  });

  it("never write over what the others said, and a step that needed such a step is left as well", () => {
    const steps = doing(
      seller,
      rename("review", "Analyst"),
      rename("review", "Senior analyst"),
      rename("collect", "The company"),
    );
    const theirs = rename("review", "Second look")(seller);
    const { made, left } = replayed(steps, theirs);
    expect(wordsOf(left)).toEqual(["Step 1", "Step 2"]);
    expect(titles(made.at(-1)!.parts)).toMatchObject({ review: "Second look", collect: "The company" });
    const gone = replayed(steps.slice(0, 1), removeNodes(seller, ["review"]));
    expect([wordsOf(gone.made), wordsOf(gone.left)]).toEqual([[], ["Step 1"]]);
  });

  it("that were saved although no answer came are not made twice", () => {
    const steps = doing(seller, rename("review", "Analyst"), rename("collect", "The company"));
    expect(replayed(steps, steps[1]!.after)).toEqual({ made: [], left: [] });
  });

  it("whatever both did, nothing of the others' titles is lost, and no step is", () => {
    const node = fc.constantFrom(...Object.keys(seller.document.nodes));
    const acts = (...words: string[]) => {
      const act = fc.oneof(
        fc.tuple(node, fc.constantFrom(...words)).map(([key, title]) => rename(key, title)),
        node.map((key) => (parts: DraftParts) => removeNodes(parts, [key])),
        node.map((key) => (parts: DraftParts) => connect(parts, { from: "review", outlet: "approved" }, key)),
      );
      return fc.array(act, { maxLength: 4 });
    };
    fc.assert(
      fc.property(acts("One", "Two"), acts("Three", "Four"), (mine, others) => {
        const theirs = others.reduce((parts, act) => act(parts), seller);
        const steps = doing(seller, ...mine);
        const { made, left } = replayed(steps, theirs);
        const after = made.at(-1)?.parts ?? theirs;
        expect(workflowDocument.safeParse(after.document).success).toBe(true);
        expect(made.length + left.length).toBeLessThanOrEqual(steps.length);
        for (const [key, title] of Object.entries(titles(theirs)))
          if (title !== titles(seller)[key]) expect(titles(after)[key]).toBe(title);
      }),
      { numRuns: 150 },
    );
  });
});
