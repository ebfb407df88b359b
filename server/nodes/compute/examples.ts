import type { NodeExample, PlanSource } from "@/server/engine/node";

const formulas = {
  exposure: {
    title: "Delivery exposure",
    formula: "forms.shop.monthlyVolume / 30 * forms.shop.deliveryDays",
  },
  ratio: {
    title: "Exposure over equity",
    formula: "exposure / forms.shop.equity",
    rounding: { decimals: 2 },
  },
};
const source: Partial<PlanSource> = { formulas };
const config = { formulas: ["exposure", "ratio"] };
const eur = (amount: number) => ({ amount, currency: "EUR" });

export const computeExamples: NodeExample<{ formulas: string[] }>[] = [
  {
    name: "What is paid and not yet delivered, over the equity",
    config,
    source,
    data: { forms: { shop: { monthlyVolume: eur(9_000_000), deliveryDays: 14, equity: eur(2_500_000) } } },
    outlet: "next",
    output: { values: { exposure: eur(4_200_000), ratio: 1.68 }, unknown: {} },
  },
  {
    name: "Without equity the ratio cannot be told",
    config,
    source,
    data: { forms: { shop: { monthlyVolume: eur(9_000_000), deliveryDays: 14, equity: eur(0) } } },
    outlet: "next",
    output: { values: { exposure: eur(4_200_000), ratio: null }, unknown: { ratio: "divided_by_zero" } },
  },
  {
    name: "A default for what is missing",
    config: { formulas: ["days"] },
    source: {
      formulas: { days: { title: "Delivery days", formula: "forms.shop.deliveryDays", whenMissing: 14 } },
    } as Partial<PlanSource>,
    outlet: "next",
    output: { values: { days: 14 }, unknown: {} },
  },
];
