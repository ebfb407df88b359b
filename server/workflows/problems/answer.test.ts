import { expect, test } from "vitest";
import { sellerDocument } from "@/server/testing/workflow-document";
import { type DocumentProblem, workflowDocument } from "../schema";
import { problemsIn, withAnswer } from "./policy";

const document = workflowDocument.parse(sellerDocument());
const withQueue = (queue: string) => ({
  ...document,
  nodes: { ...document.nodes, review: { ...document.nodes["review"]!, config: { queue } } },
});
const unknown: DocumentProblem = {
  ...{ severity: "error", code: "unknown_queue", path: "nodes.review.config.queue", node: "review" },
  message: "There is no such queue.",
};
const codes = (problems: readonly DocumentProblem[]) => problems.map(({ code }) => code);

test("an answer about an earlier document shows only what the present one still has", () => {
  const asked = withQueue("vip");
  const answer = { document: asked, problems: [...problemsIn(asked), unknown] };
  const edited = { ...asked, title: "Another title" };
  expect(codes(withAnswer(edited, problemsIn(edited), answer))).toContain("unknown_queue");
  // Another queue was chosen, the queue was declared, the step was removed: none of it is complained about any longer.
  const chosen = withQueue("edd");
  expect(codes(withAnswer(chosen, problemsIn(chosen), answer))).not.toContain("unknown_queue");
  const queues = { ...document.settings.queues, vip: { title: "VIP", slaHours: 1, checklist: [] } };
  const declared = { ...asked, settings: { ...document.settings, queues } };
  expect(codes(withAnswer(declared, problemsIn(declared), answer))).not.toContain("unknown_queue");
  const { review: _, ...nodes } = asked.nodes;
  const removed = { ...asked, nodes };
  expect(codes(withAnswer(removed, problemsIn(removed), answer))).not.toContain("unknown_queue");
});

test("what the document tells by itself never waits for the server, nor is it told twice", () => {
  const broken = { ...document, edges: document.edges.slice(1) };
  const stale = { document, problems: problemsIn(document) };
  expect(withAnswer(broken, problemsIn(broken), stale)).toEqual(problemsIn(broken));
  expect(codes(problemsIn(broken))).toContain("unwired_outlet");
  const fresh = { document: broken, problems: problemsIn(broken) };
  expect(withAnswer(broken, problemsIn(broken), fresh)).toEqual(problemsIn(broken));
  expect(withAnswer(document, problemsIn(document), fresh)).toEqual(problemsIn(document));
});
