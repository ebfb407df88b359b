import { siteOf } from "@/server/auth/site";
import { evaluateRules } from "@/server/rules/evaluate";
import { importRuleSet } from "@/server/rules/exchange/import-rule-set";
import { exportRules } from "@/server/rules/export";
import {
  evaluateInput,
  evaluation,
  exported,
  exportInput,
  imported,
  importInput,
  ruleSchema,
} from "@/server/rules/schema";
import { none, operation } from "../operation";
import { created } from "./sample";

const SCHEMA_PATH = "/api/v1/schemas/rule-v1";
const SCHEMA_MEDIA = "application/schema+json";

const amountOver = {
  title: "Orders",
  rules: [
    {
      code: "LARGE",
      title: "Large order",
      when: {
        id: "amount",
        op: ">",
        left: { field: "input.amount" },
        right: { value: { amount: 100_000, currency: "EUR" } },
      },
      outcome: "review",
      points: 40,
      reasonCode: "LARGE_ORDER",
    },
    {
      code: "YOUNG",
      title: "Young account",
      when: {
        id: "age",
        op: "within_last",
        left: { field: "input.openedOn" },
        right: { value: { amount: 3, unit: "months" } },
      },
      outcome: "decline",
    },
  ],
  otherwise: "approve",
};

export const ruleOperations = [
  operation({
    id: "evaluateRules",
    method: "post",
    path: "/api/v1/rules/evaluate",
    scope: "workflows.view",
    summary: "Evaluate rules",
    description:
      "A rule set, decision table, scorecard or formula against a record: of a published workflow by its key, or written into the request as `rule/v1`. Nothing is decided and nothing is kept. What is missing is unknown and never silently false; `unknown` says what.",
    params: none,
    query: none,
    body: evaluateInput,
    once: "none",
    answers: { 200: { description: "What the rules say, and why.", schema: evaluation } },
    examples: [
      {
        name: "Rules in the request",
        body: {
          ruleSet: amountOver,
          outcomes: [
            { key: "approve", title: "Approve", kind: "positive" },
            { key: "review", title: "Review", kind: "review" },
            { key: "decline", title: "Decline", kind: "negative" },
          ],
          reasonCodes: {
            LARGE_ORDER: {
              applicant: "We look at orders of this size in person.",
              staff: "The order is large.",
              priority: 10,
            },
          },
          data: { input: { amount: { amount: 125_000, currency: "EUR" } } },
          at: created,
        },
        status: 200,
        answer: {
          kind: "ruleSet",
          at: created,
          outcome: "review",
          points: 40,
          reasons: [
            {
              code: "LARGE_ORDER",
              applicant: "We look at orders of this size in person.",
              staff: "The order is large.",
            },
          ],
          values: {},
          fired: [
            {
              code: "LARGE",
              title: "Large order",
              sentence: "Fired: LARGE, amount is EUR 1,250.00; the limit is EUR 1,000.00.",
              outcome: "review",
              points: 40,
              reasonCode: "LARGE_ORDER",
            },
          ],
          unknown: [
            {
              code: "YOUNG",
              title: "Young account",
              sentence: "Could not be told: YOUNG, opened on is not known.",
            },
          ],
          flags: [],
          queue: null,
          requirements: [],
          trace: { results: "tu", values: [{ amount: 125_000, currency: "EUR" }, null] },
        },
      },
    ],
    work: async (ctx, { body }) => ({ status: 200, body: await evaluateRules(ctx, body) }),
  }),
  operation({
    id: "exportRules",
    method: "post",
    path: "/api/v1/rules/export",
    scope: "workflows.view",
    summary: "Write rules as JSONLogic",
    description:
      "Each rule of a rule set as JSONLogic that holds exactly where the rule fires, also when data is missing: every test carries its guard. `report` says of each rule whether it is exact, nearly so, or cannot be written. Changes nothing.",
    params: none,
    query: none,
    body: exportInput,
    once: "none",
    answers: { 200: { description: "The rules, and how faithful each is.", schema: exported } },
    examples: [
      {
        name: "A rule in the request",
        body: { ruleSet: { ...amountOver, rules: [amountOver.rules[0]] } },
        status: 200,
        answer: {
          format: "json-logic",
          rules: [
            {
              ...{ code: "LARGE", title: "Large order" },
              when: {
                and: [
                  { "!==": [{ var: "input.amount.amount" }, null] },
                  { "!==": [{ var: "input.amount.amount" }, ""] },
                  { "===": [{ var: "input.amount.currency" }, "EUR"] },
                  { ">": [{ var: "input.amount.amount" }, 100_000] },
                ],
              },
              ...{ outcome: "review", points: 40, reasonCode: "LARGE_ORDER" },
            },
          ],
          report: [{ code: "LARGE", as: "exact", notes: [] }],
        },
      },
    ],
    work: async (ctx, { body }) => ({ status: 200, body: await exportRules(ctx, body) }),
  }),
  operation({
    id: "importRules",
    method: "post",
    path: "/api/v1/rules/import",
    scope: "workflows.view",
    summary: "Read JSONLogic as rules",
    description:
      "JSONLogic rules as a rule set of `rule/v1`, to be put into a workflow. `report` says of each what was mapped, what holds only nearly as it did there, and what is left out and why. Changes nothing.",
    params: none,
    query: none,
    body: importInput,
    once: "none",
    answers: { 200: { description: "The rule set, and what became of each rule.", schema: imported } },
    examples: [
      {
        name: "Two rules, one of them beyond us",
        body: {
          title: "Taken over",
          rules: [
            { code: "YOUNG", when: { "<": [{ var: "age" }, 18] }, outcome: "decline" },
            { code: "ODD", when: { "%": [{ var: "age" }, 2] } },
          ],
        },
        status: 200,
        answer: {
          ruleSet: {
            title: "Taken over",
            mode: "all",
            rules: [
              {
                ...{ code: "YOUNG", title: "YOUNG", outcome: "decline", enabled: true },
                when: { id: "r1.1", op: "<", left: { field: "input.age", default: 0 }, right: { value: 18 } },
              },
            ],
          },
          report: [
            { code: "YOUNG", as: "approximated", notes: ["A missing number counts as 0, as it did there."] },
            {
              code: "ODD",
              as: "not",
              notes: ["This is no condition of ours: “%” has no counterpart among our tests."],
            },
          ],
        },
      },
    ],
    work: async (_ctx, { body }) => ({ status: 200, body: importRuleSet(body.title, body.rules) }),
  }),
  operation({
    id: "getRuleSchema",
    method: "get",
    path: SCHEMA_PATH,
    scope: "workflows.view",
    summary: "Read the schema of rules",
    description:
      "`rule/v1` as JSON Schema: what a rule set, decision table, scorecard and formula are made of. A workflow's document carries the same.",
    params: none,
    query: none,
    body: undefined,
    once: "none",
    answers: { 200: { description: "The schema.", mediaTypes: [SCHEMA_MEDIA] } },
    examples: [{ name: "The schema", status: 200 }],
    work: async (_ctx, { request }) =>
      new Response(JSON.stringify(ruleSchema(siteOf(request.headers).origin + SCHEMA_PATH)), {
        headers: { "content-type": SCHEMA_MEDIA },
      }),
  }),
];
