import type { WorkflowDocumentInput } from "@/server/workflows/schema";

type Nodes = WorkflowDocumentInput["nodes"];
type Edges = WorkflowDocumentInput["edges"];

const outcomes: WorkflowDocumentInput["outcomes"] = [
  { key: "approve", title: "Approve", kind: "positive" },
  { key: "review", title: "Review", kind: "review" },
  { key: "decline", title: "Decline", kind: "negative" },
];

/** A workflow that a test spells out. `edges` in short: `"from.outlet": "to"`. */
export function smallDocument(
  key: string,
  nodes: { [key: string]: { type: string; config?: Record<string, unknown> } },
  edges: Record<string, string>,
): WorkflowDocumentInput {
  return {
    format: "workflow/v1",
    key,
    title: key,
    outcomes,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([name, { type, config = {} }]) => [
        name,
        { type, version: 1, title: name, config },
      ]),
    ) satisfies Nodes,
    edges: Object.entries(edges).map(([place, to]) => {
      const [from = "", outlet = ""] = place.split(".");
      return { from, outlet, to };
    }) satisfies Edges,
    reasonCodes: {
      NO_ANSWER: {
        applicant: "We need a little longer.",
        staff: "The registry gave no answer.",
        priority: 10,
      },
    },
    settings: {
      partyKind: "business",
      party: { name: "input.name", country: "input.country" },
      queues: { edd: { title: "Enhanced due diligence", slaHours: 24, checklist: [] } },
    },
  };
}

const check = (more: Record<string, unknown> = {}) => ({
  type: "check",
  config: {
    connection: "registry",
    capability: "company_lookup",
    ask: { country: { value: "GB" }, registrationNumber: "input.number", name: "party.name" },
    ...more,
  },
});

const found = {
  type: "branch",
  config: {
    by: "conditions",
    branches: [
      {
        key: "clear",
        title: "Clear",
        when: { id: "c", op: "=", left: { field: "nodes.registry.status" }, right: { value: "clear" } },
      },
    ],
  },
};

const ends = {
  approved: { type: "end", config: { outcome: "approve" } },
  declined: { type: "end", config: { outcome: "decline" } },
};

/** Asks the registry: clear is approved, no answer goes to people, anything else is declined. */
export const registryDocument = (more: Record<string, unknown> = {}): WorkflowDocumentInput =>
  smallDocument(
    "registry_check",
    {
      start: { type: "decision_start" },
      registry: check(more),
      found,
      human: { type: "review", config: { queue: "edd" } },
      ...ends,
    },
    {
      "start.next": "registry",
      "registry.answered": "found",
      "registry.no_answer": "human",
      "found.clear": "approved",
      "found.otherwise": "declined",
      "human.approved": "approved",
      "human.declined": "declined",
      "human.sent_back": "human",
    },
  );

/** The same without a way for a failure: it stops the run in an incident. */
export const unwiredDocument = (more: Record<string, unknown> = {}): WorkflowDocumentInput => {
  const document = registryDocument(more);
  return {
    ...document,
    key: "unwired_check",
    nodes: Object.fromEntries(Object.entries(document.nodes).filter(([key]) => key !== "human")),
    edges: document.edges.filter((edge) => edge.outlet !== "no_answer" && edge.from !== "human"),
  };
};
