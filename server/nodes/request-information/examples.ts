import type { NodeExample } from "@/server/engine/node";
import type { RequestInformationConfig } from "./config";

const statement = {
  kind: "document",
  key: "bank_statement",
  subject: "party",
  reasonCode: "BANK_NOT_CONFIRMED",
} as const;
const vat = {
  kind: "field",
  key: "forms.company.vatNumber",
  subject: "party",
  reasonCode: "VAT_MISSING",
} as const;

const source = {
  nodes: {
    policy: { type: "rules", title: "Policy", config: {} },
    edd: { type: "review", title: "EDD", config: {} },
    ask: { type: "request_information", title: "Ask", config: {} },
  },
};
const wished = {
  outcome: "request_info",
  points: 0,
  fired: [],
  reasonCodes: [],
  flags: [],
  queue: null,
  requirements: [statement, vat],
  values: {},
  trace: { results: "", values: [] },
};

export const requestInformationExamples: NodeExample<RequestInformationConfig>[] = [
  {
    name: "The rules' requirements are answered",
    config: { from: "proposals" },
    source,
    data: { nodes: { policy: wished }, forms: { company: { legalName: "Acme Ltd" } } },
    answers: {
      "": {
        answers: { forms: { company: { vatNumber: "GB123456789" } } },
        requirements: [{ id: "req_1", kind: "field", key: vat.key, subject: "party" }],
      },
    },
    outlet: "answered",
    output: { asked: [statement, vat] },
  },
  { name: "Nothing is required", config: { from: "proposals" }, source, outlet: "nothing" },
  {
    name: "What was asked is not asked again",
    config: { from: "proposals" },
    source,
    data: { nodes: { policy: wished, ask: { answered: [], asked: [statement, vat] } } },
    outlet: "nothing",
  },
  {
    name: "A review sends one document back",
    config: { from: { node: "edd" } },
    source,
    data: { nodes: { edd: { verdict: "send_back", items: [statement] } } },
    answers: {
      "": {
        answers: { forms: {} },
        requirements: [
          { id: "req_2", kind: "document", key: "bank_statement", subject: "party", documentId: "doc_1" },
        ],
      },
    },
    outlet: "answered",
    output: { asked: [statement] },
  },
  {
    name: "Nobody answers",
    config: { from: "proposals", deadlineDays: 7 },
    source,
    data: { nodes: { policy: wished } },
    expires: true,
    outlet: "expired",
    output: { answered: [] },
  },
];
