import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { companyAndOwners } from "@/server/testing/parallel-documents";
import { randomDocument } from "@/server/testing/random-document";
import { sellerDocument } from "@/server/testing/workflow-document";
import { differencesOf } from "../differences/policy";
import { drawingOf } from "../drawings/policy";
import { removeNodes } from "../edits/policy";
import { type WorkflowDocumentInput, workflowDocument } from "../schema";
import { restoreAll, restoreChosen, thingsToRestore } from "./policy";

const parts = (
  document: WorkflowDocumentInput,
  positions: { [node: string]: { x: number; y: number } } = {},
) => ({ document: workflowDocument.parse(document), editor: { positions, notes: [] } });
const rule = { id: "b", op: ">" as const, left: { field: "input.amount" }, right: { value: 100 } };
const full = () => {
  const seller = sellerDocument();
  return sellerDocument({
    nodes: {
      ...seller.nodes,
      judge: { type: "rules", version: 1, title: "Judge", config: { ruleSet: "main" } },
    },
    edges: [
      ...seller.edges.filter(({ from }) => from !== "collect"),
      { from: "collect", outlet: "submitted", to: "judge" },
      { from: "judge", outlet: "next", to: "review" },
    ],
    rules: {
      main: {
        title: "Main",
        rules: [{ code: "BIG", title: "Big", when: rule, outcome: "review", reasonCode: "PEP_OWNER" }],
      },
    },
  });
};
/** The draft that lost the judge, its rules and a reason. */
const poorer = () => {
  const { PEP_OWNER: _, ...reasonCodes } = sellerDocument().reasonCodes!;
  return sellerDocument({ reasonCodes });
};

describe("restoring", () => {
  test("all: the draft says what the version said, and keeps its own key", () => {
    fc.assert(
      fc.property(randomDocument, randomDocument, (a, b) => {
        const [draft, from] = [parts(a), parts({ ...b, key: "other" })];
        const { document } = restoreAll(draft, from);
        expect(document).toEqual({ ...from.document, key: "random" });
      }),
      { numRuns: 50 },
    );
  });

  test("chosen, with every thing chosen, leaves no difference", () => {
    fc.assert(
      fc.property(randomDocument, randomDocument, (a, b) => {
        // A way needs both its ends, and an outlet leads one way; restoring leaves out those that hang or come second.
        const whole = (document: WorkflowDocumentInput) => ({
          ...document,
          edges: document.edges.filter(
            ({ from, outlet, to }, i, all) =>
              Object.hasOwn(document.nodes, from) &&
              Object.hasOwn(document.nodes, to) &&
              all.findIndex((one) => one.from === from && one.outlet === outlet) === i,
          ),
        });
        const [draft, from] = [parts(whole(a)), parts(whole(b))];
        const all = thingsToRestore(draft.document, from.document, nodeCatalogue).map(({ id }) => id);
        const { parts: made } = restoreChosen(draft, from, all, nodeCatalogue);
        expect(differencesOf(made.document, from.document, nodeCatalogue)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("a node brings its ways and its place, and says what it does not find", () => {
    const draft = parts(poorer(), { review: { x: 1, y: 1 } });
    const from = parts(full(), { judge: { x: 5, y: 6 }, review: { x: 9, y: 9 } });
    const { parts: made, missing } = restoreChosen(draft, from, ["nodes/judge"], nodeCatalogue);
    expect(made.document.nodes["judge"]).toEqual(from.document.nodes["judge"]);
    expect(made.document.edges).toContainEqual({ from: "judge", outlet: "next", to: "review" });
    expect(made.editor.positions).toEqual({ review: { x: 1, y: 1 }, judge: { x: 5, y: 6 } });
    expect(missing).toEqual([
      {
        thing: "rules/main",
        message: "Step “Judge” names the rule set “main”, which is not in the draft.",
      },
    ]);
    const both = restoreChosen(draft, from, ["nodes/judge", "rules/main"], nodeCatalogue);
    expect(both.missing).toEqual([
      {
        thing: "reasonCodes/PEP_OWNER",
        message: "Rule BIG names the reason code “PEP_OWNER”, which is not in the draft.",
      },
    ]);
    const things = ["nodes/judge", "rules/main", "reasonCodes/PEP_OWNER"];
    expect(restoreChosen(draft, from, things, nodeCatalogue).missing).toEqual([]);
  });

  test("a step of a body comes back into it, also when nothing leads to it any more", () => {
    const from = parts(companyAndOwners);
    const draft = removeNodes(from, ["person"]);
    const { parts: made } = restoreChosen(draft, from, ["nodes/person"], nodeCatalogue);
    expect(made.document.nodes["person"]).toBeDefined();
    expect(drawingOf(made, "person")).toBe("owners");
  });

  test("a way to a step that is not there is left out, and said", () => {
    const draft = parts(poorer());
    const from = parts(full());
    const { parts: made, missing } = restoreChosen(draft, from, ["nodes/collect"], nodeCatalogue);
    expect(made.document.edges.some(({ from }) => from === "collect")).toBe(false);
    expect(missing).toEqual([
      {
        thing: "nodes/judge",
        message: "“Company” leads nowhere by “submitted”: step “Judge” is not in the draft.",
      },
    ]);
  });

  test("a step the version does not have goes away, with the ways to it", () => {
    const [draft, from] = [parts(full()), parts(poorer())];
    const things = thingsToRestore(draft.document, from.document, nodeCatalogue);
    expect(things.map(({ id, kind, title }) => `${kind} ${id}: ${title}`)).toEqual([
      "removed nodes/judge: Step “Judge”",
      "changed nodes/collect: Step “Company”",
      "removed rules/main: Rule set “Main”",
      "removed reasonCodes/PEP_OWNER: Reason code PEP_OWNER",
    ]);
    const { parts: made, missing } = restoreChosen(draft, from, ["nodes/judge"], nodeCatalogue);
    expect(Object.keys(made.document.nodes)).not.toContain("judge");
    expect(missing).toMatchObject([{ thing: null, message: expect.stringContaining("leads nowhere") }]);
  });
});
