import { describe, expect, it } from "vitest";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { orderPolicy } from "@/server/testing/order-policy";
import { companyAndOwners } from "@/server/testing/parallel-documents";
import { outcomeSentence, policySentences, readingOrder } from "./policy";
import { type WorkflowDocumentInput, workflowDocument } from "./schema";

const { start, size, yes } = orderPolicy({ limit: 1000 }).nodes;
const big = { id: "b", op: ">", left: { field: "input.amount" }, right: { value: 5000 } } as const;
const input: WorkflowDocumentInput = orderPolicy(
  {},
  {
    outcomes: [
      { key: "approve", title: "Approve", kind: "positive" },
      { key: "review", title: "Hold", kind: "review" },
    ],
    nodes: {
      // Written out of order: reading order is the graph's, not the file's.
      held: { type: "end", version: 1, title: "Held", config: { outcome: "review" } },
      ...{ start, size },
      rules: { type: "rules", version: 1, title: "Rules", config: { ruleSet: "main" } },
      yes,
      alone: { type: "review", version: 1, title: "Nobody comes here", config: {} },
    },
    edges: [
      { from: "start", outlet: "next", to: "size" },
      { from: "size", outlet: "large", to: "rules" },
      { from: "size", outlet: "otherwise", to: "yes" },
      { from: "rules", outlet: "next", to: "size" },
    ],
    rules: {
      main: { title: "Main", rules: [{ code: "BIG", title: "Big", when: big, outcome: "review" }] },
    },
  },
);
const document = workflowDocument.parse(input);

describe("a workflow in sentences", () => {
  const steps = policySentences(document, nodeCatalogue);

  it("is read from its start along the outlets; what nothing leads to comes last", () => {
    expect(readingOrder(document)).toEqual(["start", "size", "rules", "yes", "held", "alone"]);
    expect(steps.map((step) => step.number)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("tells what is done with each element right behind its “for each”, and how deep it stands", () => {
    const told = policySentences(workflowDocument.parse(companyAndOwners), nodeCatalogue);
    const from = told.findIndex(({ node }) => node === "owners");
    expect(told.slice(from).map(({ node, depth }) => [node, depth])).toEqual([
      ["owners", 0],
      ["is_owner", 1],
      ["ways", 1],
      ["small", 1],
      ["person", 1],
      ["interview", 1],
      ["known", 1],
      ["cleared", 1],
      ["approved", 0],
    ]);
  });

  it("says what each step goes by, and where it leads", () => {
    const size = steps.find((step) => step.node === "size");
    expect(size?.details).toEqual([{ number: "2.1", sentence: "“Large” when Amount is more than 1,000." }]);
    expect(size?.exits.map((exit) => exit.sentence)).toEqual([
      "Large: on to step 3, Rules.",
      "Otherwise: on to step 4, Approved.",
    ]);
    const rules = steps.find((step) => step.node === "rules");
    expect(rules?.details.map(({ number, code, sentence }) => [number, code, sentence])).toEqual([
      [
        "3.1",
        undefined,
        "Every rule is looked at; the most severe outcome among those that hold is proposed.",
      ],
      ["3.2", "BIG", "When Amount is more than 5,000, propose “Hold”."],
    ]);
    expect(rules?.exits.map((exit) => exit.sentence)).toEqual(["Next: back to step 2, How large?"]);
  });

  it("does not hide what is unfinished", () => {
    expect(steps.find((step) => step.node === "alone")?.sentence).toBe(
      "The settings of this step are not complete.",
    );
    const unwired = workflowDocument.parse({ ...input, edges: [] });
    const start = policySentences(unwired, nodeCatalogue).find((step) => step.node === "start");
    expect(start?.exits[0]).toMatchObject({ to: null, sentence: "Next: nowhere yet." });
    const strange = workflowDocument.parse({
      ...input,
      nodes: { start: { type: "crystal_ball", version: 1, title: "Ball", config: {} } },
    });
    expect(policySentences(strange, nodeCatalogue)[0]?.sentence).toContain("crystal_ball");
  });

  it("says that a step is left out, and nothing of what it would have done", () => {
    const rules = input.nodes["rules"];
    const off = workflowDocument.parse({
      ...input,
      nodes: { ...input.nodes, rules: { ...rules, disabled: "next" } },
    });
    const step = policySentences(off, nodeCatalogue).find(({ node }) => node === "rules");
    expect(step?.sentence).toBe("Left out: a run does nothing here and goes on at “Next”.");
    expect(step?.details).toEqual([]);
    expect(step?.exits).toHaveLength(1);
  });

  it("names the outcomes in their order", () => {
    expect(outcomeSentence(document)).toBe("Outcomes, from least to most severe: Approve, Hold.");
  });
});
