import { created, sample } from "./sample";

const fromRequest = { title: "The request", kind: "request", by: null, at: created };

/** Why the sample order was approved: every rule with what it saw. */
export const explained = {
  id: sample.decision,
  run: sample.decidedRun,
  party: {
    id: sample.buyer,
    kind: "person",
    name: "Unnamed person",
  },
  workflow: {
    id: "wf_01kaxk3m9tfq4rjz2s6v8w0y1w",
    key: "order_check",
    title: "Order check",
    version: 1,
  },
  case: null,
  reference: "order-1001",
  outcome: {
    key: "approve",
    title: "Approve",
    kind: "positive",
  },
  summary: "Approve, by the workflow on its own.",
  decidedAt: created,
  decidedBy: ["The workflow"],
  score: 0,
  outputs: {},
  reasons: [],
  notice: {
    most: 4,
    reasons: [],
  },
  rules: [
    {
      node: "rules",
      title: "Order rules",
      visit: 1,
      line: null,
      at: created,
      counts: true,
      part: "Orders",
      kind: "rules",
      outcome: "Approve",
      rules: [
        {
          code: "IN_ORDER",
          title: "An amount and a country we serve",
          status: "fired",
          sentence:
            "Fired: IN_ORDER, Amount in euro is 120; the limit is 0 and Country it is sent to is Germany, which is none of Cuba, Iran, North Korea or Syria.",
          outcome: "Approve",
          points: null,
          reasonCode: null,
          tests: [
            {
              field: "Amount in euro",
              value: "120",
              test: "is at least",
              limit: "0",
              result: "true",
              sentence: "Amount in euro is 120; the limit is 0",
              sources: [fromRequest],
              needed: [],
            },
            {
              field: "Country it is sent to",
              value: "Germany",
              test: "is none of",
              limit: "Cuba, Iran, North Korea or Syria",
              result: "true",
              sentence: "Country it is sent to is Germany, which is none of Cuba, Iran, North Korea or Syria",
              sources: [fromRequest],
              needed: [],
            },
          ],
        },
        {
          code: "EMBARGO",
          title: "A country we do not send to",
          status: "not_fired",
          sentence:
            "Did not fire: EMBARGO, Country it is sent to is Germany, which is not one of Cuba, Iran, North Korea or Syria.",
          outcome: "Decline",
          points: 100,
          reasonCode: "COUNTRY_NOT_SERVED",
          tests: [
            {
              field: "Country it is sent to",
              value: "Germany",
              test: "is one of",
              limit: "Cuba, Iran, North Korea or Syria",
              result: "false",
              sentence:
                "Country it is sent to is Germany, which is not one of Cuba, Iran, North Korea or Syria",
              sources: [fromRequest],
              needed: [],
            },
          ],
        },
        {
          code: "VERY_LARGE",
          title: "More than 5,000",
          status: "not_fired",
          sentence: "Did not fire: VERY_LARGE, Amount in euro is 120; the limit is 5,000.",
          outcome: "Hold for review",
          points: 40,
          reasonCode: "LARGE_ORDER",
          tests: [
            {
              field: "Amount in euro",
              value: "120",
              test: "is more than",
              limit: "5,000",
              result: "false",
              sentence: "Amount in euro is 120; the limit is 5,000",
              sources: [fromRequest],
              needed: [],
            },
          ],
        },
        {
          code: "LARGE_ABROAD",
          title: "1,000 or more, outside the home markets",
          status: "not_fired",
          sentence:
            "Did not fire: LARGE_ABROAD, Amount in euro is 120; the limit is 1,000 and Country it is sent to is Germany, which is one of Austria, Germany, France, United Kingdom, Netherlands or United States.",
          outcome: "Hold for review",
          points: 20,
          reasonCode: "LARGE_ORDER_ABROAD",
          tests: [
            {
              field: "Amount in euro",
              value: "120",
              test: "is at least",
              limit: "1,000",
              result: "false",
              sentence: "Amount in euro is 120; the limit is 1,000",
              sources: [fromRequest],
              needed: [],
            },
            {
              field: "Country it is sent to",
              value: "Germany",
              test: "is none of",
              limit: "Austria, Germany, France, United Kingdom, Netherlands or United States",
              result: "false",
              sentence:
                "Country it is sent to is Germany, which is one of Austria, Germany, France, United Kingdom, Netherlands or United States",
              sources: [fromRequest],
              needed: [],
            },
          ],
        },
      ],
    },
  ],
  tables: [],
  scorecards: [],
  values: [],
  answers: [],
  isCut: false,
  people: [],
  isSealed: false,
  isErased: false,
};
