import { explainDecision } from "@/server/decisions/explain";
import { getDecision } from "@/server/decisions/get";
import { listDecisions } from "@/server/decisions/list";
import {
  createDecisionInput,
  decisionMade,
  decisionPending,
  decisionRecord,
  listDecisionsInput,
} from "@/server/decisions/schema";
import { decisionWhy } from "@/server/decisions/why/schema";
import { answerDecision } from "../decide";
import { byId, none, operation, pageOf, paging } from "../operation";
import { explained } from "./explained";
import { created, sample } from "./sample";

const approved = {
  id: "dec_01kaxk3m9tfq4rjz2s6v8w0y2f",
  run: "run_01kaxk3m9tfq4rjz2s6v8w0y2f",
  status: "decided",
  outcome: "approve",
  reasons: [],
  score: 0,
  outputs: {},
  version: 1,
};

const held = {
  code: "LARGE_ORDER",
  applicant: "We are looking at your order before we send it.",
  staff: "The order is over EUR 5,000.",
};

const onRecord = {
  id: sample.decision,
  run: sample.decidedRun,
  workflow: { key: "order_check", title: "Order check", version: 1 },
  party: { id: sample.buyer, kind: "person", name: "Unnamed person" },
  reference: "order-1001",
  outcome: "approve",
  outcomeTitle: "Approve",
  kind: "positive",
  reasons: [],
  score: 0,
  outputs: {},
  decidedBy: ["system"],
  decidedAt: created,
};

export const decisionOperations = [
  operation({
    id: "createDecision",
    method: "post",
    path: "/api/v1/decisions",
    scope: "decisions.create",
    summary: "Decide now",
    description: [
      "Runs a workflow without forms and answers in the same request, with any outcome that the workflow declares.",
      "Vendors are waited for 2 seconds, or as many as `Prefer: wait=N` asks for (0 to 30). When that time is over, or the run has to wait for a person, the answer is `pending` (202): the run goes on, `Location` says where to look, and there is never a default outcome.",
      "With an `Idempotency-Key` a repeated request finds the run of the first, whatever became of it; without one, every request decides anew. `reference` is yours: it is found again, and need not be unique.",
      'A field that the workflow declares as money is sent as `{ "amount": "1250.00", "currency": "EUR" }`, and money is answered so.',
    ].join("\n\n"),
    params: none,
    query: none,
    body: createDecisionInput,
    once: "optional",
    answers: {
      200: { description: "The run decided.", schema: decisionMade },
      202: { description: "The run goes on; it has not decided yet.", schema: decisionPending },
    },
    examples: [
      {
        name: "Is this order fine?",
        headers: { "idempotency-key": "order-1002" },
        body: { workflow: "order_check", input: { amount: 120, country: "DE" }, reference: "order-1002" },
        status: 200,
        answer: approved,
      },
      {
        name: "Why is it held?",
        body: { workflow: "order_check", input: { amount: 7200, country: "DE" }, explain: true },
        status: 200,
        answer: {
          ...approved,
          outcome: "review",
          reasons: [held],
          score: 40,
          trace: {
            path: [
              { node: "start", visit: 1, outlet: "next" },
              { node: "rules", visit: 1, outlet: "next" },
              { node: "route", visit: 1, outlet: "review" },
              { node: "held", visit: 1, outlet: null },
            ],
            nodes: {
              start: {},
              rules: {
                outcome: "review",
                points: 40,
                fired: [
                  { code: "VERY_LARGE", outcome: "review", points: 40, reasonCode: "LARGE_ORDER" },
                  { code: "IN_ORDER", outcome: "approve" },
                ],
                reasonCodes: ["LARGE_ORDER"],
                flags: [],
                queue: null,
                requirements: [],
                values: {},
                trace: { results: "fttftt", values: ["DE", 7200] },
              },
              route: { chosen: "review" },
            },
          },
        },
      },
      {
        name: "A registry that does not answer in time",
        headers: { prefer: "wait=0" },
        body: { workflow: "registry_lookup", input: { number: "12345620" } },
        status: 202,
        answer: { run: "run_01kaxk3m9tfq4rjz2s6v8w0y2g", status: "pending" },
      },
      {
        name: "A field that is missing",
        body: { workflow: "order_check", input: { country: "DE" } },
        status: 400,
        answer: {
          type: "urn:gatehouse:problem:invalid",
          title: "The request needs mending",
          status: 400,
          detail: "The workflow needs more to decide.",
          code: "invalid",
          reference: "rq_01kaxk3m9tfq4rjz2s6v8w0y2h",
          errors: [{ path: "input.amount", code: "required", message: "Send Amount in euro." }],
        },
      },
    ],
    work: answerDecision,
  }),
  operation({
    id: "listDecisions",
    method: "get",
    path: "/api/v1/decisions",
    scope: "decisions.view",
    summary: "List decisions",
    description: "The newest first, those of people and of applications too.",
    params: none,
    query: listDecisionsInput.omit({ limit: true, cursor: true }).extend(paging),
    body: undefined,
    once: "none",
    answers: { 200: { description: "A page of decisions.", schema: pageOf(decisionRecord) } },
    examples: [
      {
        name: "What did this run decide?",
        query: { run: sample.decidedRun },
        status: 200,
        answer: { data: [onRecord], nextCursor: null },
      },
    ],
    work: async (ctx, { query }) => ({ status: 200, body: await listDecisions(ctx, query) }),
  }),
  operation({
    id: "getDecision",
    method: "get",
    path: "/api/v1/decisions/{id}",
    scope: "decisions.view",
    summary: "Read a decision",
    description: "As it stands on record. It never changes.",
    params: byId,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The decision.", schema: decisionRecord } },
    examples: [
      { name: "The decision on an order", params: { id: sample.decision }, status: 200, answer: onRecord },
    ],
    work: async (ctx, { params }) => ({ status: 200, body: await getDecision(ctx, params) }),
  }),
  operation({
    id: "explainDecision",
    method: "get",
    path: "/api/v1/decisions/{id}/why",
    scope: "decisions.view",
    summary: "Why is it so?",
    description: [
      "Everything that was tested on the way to a decision, in words and in parts: rules that fired with value, limit, source and time, rules that did not, what could not be told and what it would have needed, rows of tables and bands of scorecards that counted, values that were set, what vendors and people said. It is read from the record and from the version the run was pinned to.",
      "`notice.reasons` is what the applicant may read, apart from all else: the first reasons by priority, as many as the workflow says.",
      "A key without `parties.view` gets every value sealed (`isSealed`).",
    ].join("\n\n"),
    params: byId,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "Why the decision is what it is.", schema: decisionWhy } },
    examples: [
      {
        name: "Why was this order approved?",
        params: { id: sample.decision },
        status: 200,
        answer: explained,
      },
    ],
    work: async (ctx, { params }) => ({ status: 200, body: await explainDecision(ctx, params) }),
  }),
];
