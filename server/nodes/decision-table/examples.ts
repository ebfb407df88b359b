import type { NodeExample, PlanSource } from "@/server/engine/node";

const limits = {
  title: "Payout limits",
  hitPolicy: "first",
  inputs: [
    { key: "country", title: "Country", path: "input.country", type: "text" },
    { key: "amount", title: "Amount", path: "input.amount", type: "number" },
  ],
  outputs: [
    { key: "limit", title: "limit", kind: "value", type: "number" },
    { key: "outcome", title: "outcome", kind: "outcome" },
    { key: "reason", title: "reason", kind: "reason_code" },
  ],
  rows: [
    {
      when: { country: 'not("DE", "FR", "AT")' },
      set: { limit: 0, outcome: "decline", reason: "COUNTRY_NOT_SERVED" },
    },
    { when: { country: '"DE", "FR"', amount: ">= 1000" }, set: { limit: 500, outcome: "review" } },
    { when: { country: '"DE", "FR"', amount: "[0..1000)" }, set: { limit: 5000, outcome: "approve" } },
  ],
};
const source = { tables: { limits } } as Partial<PlanSource>;
const withDefault = {
  tables: { limits: { ...limits, otherwise: { limit: 100, outcome: "review" } } },
} as Partial<PlanSource>;
const config = { table: "limits" };

export const decisionTableExamples: NodeExample<{ table: string }>[] = [
  {
    name: "The first row that holds",
    config,
    source,
    data: { input: { country: "DE", amount: 1200 } },
    outlet: "matched",
    output: { matched: [2], outcome: "review", values: { limit: 500 } },
  },
  {
    name: "A country that is not served",
    config,
    source,
    data: { input: { country: "BR", amount: 10 } },
    outlet: "matched",
    output: { matched: [1], outcome: "decline", reasonCodes: ["COUNTRY_NOT_SERVED"] },
  },
  {
    name: "No row holds",
    config,
    source,
    data: { input: { country: "AT", amount: 10 } },
    outlet: "no_match",
    output: { matched: [], outcome: null, values: { limit: null } },
  },
  {
    name: "No row holds, and there is one of last resort",
    config,
    source: withDefault,
    data: { input: { country: "AT", amount: 10 } },
    outlet: "matched",
    output: { matched: [], isDefault: true, values: { limit: 100 } },
  },
  {
    name: "Without the amount nobody can tell",
    config,
    source: withDefault,
    data: { input: { country: "DE" } },
    outlet: "unknown",
    output: { matched: [], unknown: [2, 3], isDefault: false },
  },
];
