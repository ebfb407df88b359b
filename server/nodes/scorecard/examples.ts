import type { NodeExample, PlanSource } from "@/server/engine/node";

const seller = {
  title: "Seller risk",
  factors: [
    {
      key: "age",
      title: "Age of the company",
      path: "input.companyYears",
      type: "number",
      bands: [
        { when: "< 1", points: 40, reasonCode: "YOUNG_COMPANY" },
        { when: "[1..5)", points: 15 },
      ],
      otherwise: { points: 0 },
      missing: { points: 30, reasonCode: "AGE_NOT_KNOWN" },
    },
    {
      key: "country",
      title: "Country",
      path: "input.country",
      type: "text",
      bands: [{ when: '"DE", "FR", "AT"', points: 0 }],
      otherwise: { points: 60, reasonCode: "COUNTRY_RISK" },
      missing: { points: 60, reasonCode: "COUNTRY_NOT_KNOWN" },
      cap: 50,
    },
  ],
  floor: 0,
  cap: 100,
  total: "risk_score",
  bands: [
    { key: "low", title: "Low", outcome: "approve", values: { risk_class: "low" } },
    { key: "medium", title: "Medium", from: 30, outcome: "review", values: { risk_class: "medium" } },
    { key: "high", title: "High", from: 80, outcome: "decline", values: { risk_class: "high" } },
  ],
  reasons: 2,
};
const source = { scorecards: { seller } } as Partial<PlanSource>;
const config = { scorecard: "seller" };

export const scorecardExamples: NodeExample<{ scorecard: string }>[] = [
  {
    name: "Nothing speaks against it",
    config,
    source,
    data: { input: { companyYears: 12, country: "DE" } },
    outlet: "next",
    output: { total: 0, band: "low", outcome: "approve", reasonCodes: [], values: { risk_score: 0 } },
  },
  {
    name: "The factor that costs most gives the first reason, capped",
    config,
    source,
    data: { input: { companyYears: 0.5, country: "BR" } },
    outlet: "next",
    output: {
      total: 90,
      band: "high",
      outcome: "decline",
      reasonCodes: ["COUNTRY_RISK", "YOUNG_COMPANY"],
      values: { risk_score: 90, risk_class: "high" },
    },
  },
  {
    name: "What is missing has a band of its own",
    config,
    source,
    data: { input: { country: "AT" } },
    outlet: "next",
    output: { total: 30, band: "medium", outcome: "review", reasonCodes: ["AGE_NOT_KNOWN"] },
  },
];
