import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { all, any, is, isMissing, isNo, isPresent, isYes, oneOf, over, some } from "../conditions";
import { rule, ruleSet } from "../rules";

type Document = Required<WorkflowDocumentInput>;

const merchant = (field: string) => `forms.merchant.${field}`;
const listed = (where: Parameters<typeof some>[1]) =>
  any(
    some("nodes.company_screening.results[].details.hits", where),
    some("nodes.signatory_screening.results[].details.hits", where),
  );

const company = ruleSet("Does the company exist", [
  rule(
    "COMPANY_DISSOLVED",
    "The company is dissolved",
    is("nodes.registry.results[].details.registryStatus", "dissolved"),
    { outcome: "decline", reasonCode: "COMPANY_NOT_ACTIVE" },
  ),
]);

const screening = ruleSet("Watchlists", [
  rule(
    "SANCTIONED",
    "A confirmed sanctions hit",
    listed(all(is("item.list", "sanctions"), isYes("item.confirmed"))),
    {
      outcome: "decline",
      reasonCode: "SANCTIONS",
    },
  ),
  rule("PEP", "A politically exposed person", listed(all(is("item.list", "pep"), isYes("item.confirmed"))), {
    outcome: "review",
    reasonCode: "PEP",
    queue: "edd",
  }),
  rule("POSSIBLE_HIT", "A possible hit that nobody has settled", listed(isNo("item.confirmed")), {
    outcome: "review",
    reasonCode: "POSSIBLE_HIT",
    queue: "edd",
  }),
]);

/** Reason codes of MATCH that speak of fraud: laundering, fraud, collusion, illegal transactions, stolen identity. */
const fraudCodes = ["03", "05", "07", "08", "11", "13", "14"];

const match = ruleSet("Terminated merchants", [
  rule("MATCH_FRAUD", "Terminated for fraud", oneOf("nodes.match.code", fraudCodes), {
    outcome: "decline",
    reasonCode: "MATCH_FRAUD",
  }),
  rule(
    "MATCH_OTHER",
    "Terminated for another reason",
    all(isYes("nodes.match.listed"), {
      ...oneOf({ field: "nodes.match.code", default: "none" }, fraudCodes),
      op: "not_in",
    } as Parameters<typeof all>[0]),
    { outcome: "review", reasonCode: "MATCH_OTHER", queue: "underwriting" },
  ),
]);

const decision = ruleSet(
  "Decision",
  [
    rule(
      "EXPOSURE_LARGE",
      "An exposure over 400,000",
      over("values.exposure", { amount: 400_000_00, currency: "EUR" }),
      { outcome: "review", reasonCode: "EXPOSURE_LARGE", queue: "committee" },
    ),
    rule("BAND_HIGH", "A score of 41 to 60", is("values.band", "high"), {
      outcome: "review",
      reasonCode: "BAND_HIGH",
      queue: "underwriting",
    }),
    rule("CATEGORY_UNKNOWN", "A category without a tier", isMissing("values.tier"), {
      outcome: "review",
      reasonCode: "CATEGORY_UNKNOWN",
      queue: "underwriting",
    }),
    rule(
      "CHECK_WITHOUT_ANSWER",
      "A check has no usable answer, or a figure is missing",
      any(
        oneOf("nodes.registry.status", ["no_answer", "unknown", "not_found", "input_missing"]),
        oneOf("nodes.company_screening.status", ["no_answer", "unknown", "not_found", "input_missing"]),
        oneOf("nodes.signatory_screening.status", ["no_answer", "unknown", "not_found", "input_missing"]),
        isPresent("nodes.match.failure"),
        isMissing("values.exposure"),
      ),
      { outcome: "review", reasonCode: "CHECK_INCOMPLETE", queue: "underwriting" },
    ),
    rule("NEEDS_REGISTRATION", "Tier 3", is("values.tier", 3), {
      outcome: "approve_with_conditions",
      reasonCode: "SCHEME_REGISTRATION",
      values: { condition: { value: "Registration with the card schemes" } },
    }),
    rule(
      "IN_ORDER",
      "A low or medium score, every check clear",
      all(
        oneOf("values.band", ["low", "medium"]),
        is("nodes.registry.status", "clear"),
        is("nodes.company_screening.status", "clear"),
        is("nodes.signatory_screening.status", "clear"),
        isNo("nodes.match.listed"),
      ),
      { outcome: "approve", reasonCode: "IN_ORDER" },
    ),
  ],
  { otherwise: "review" },
);

export const merchantRules = { company, screening, match, decision };

const tiers: [mcc: string, tier: 1 | 2 | 3][] = [
  ['"5942", "5651", "5812"', 1],
  ['"5734", "4722", "7997"', 2],
  ['"5122", "5967", "7995"', 3],
];
const reserveRows: [band: string, exposure: string, percent: number][] = [
  ['"low"', "<= 100000", 0],
  ['"low"', "> 100000", 5],
  ['"medium"', "<= 100000", 5],
  ['"medium"', "> 100000", 10],
  ['"high"', "-", 10],
];

export const merchantTables: Document["tables"] = {
  tiers: {
    title: "Tiers of merchant categories",
    hitPolicy: "unique",
    inputs: [{ key: "mcc", title: "Merchant category", path: merchant("mcc"), type: "text" }],
    outputs: [{ key: "tier", title: "Tier", kind: "value", type: "number" }],
    rows: tiers.map(([mcc, tier]) => ({ when: { mcc }, set: { tier } })),
  },
  reserve: {
    title: "Reserve by band and exposure",
    hitPolicy: "unique",
    inputs: [
      { key: "band", title: "Band", path: "values.band", type: "text" },
      { key: "exposure", title: "Exposure", path: "values.exposure", type: "money", currency: "EUR" },
    ],
    outputs: [{ key: "reserve_percent", title: "Reserve, in per cent", kind: "value", type: "number" }],
    rows: reserveRows.map(([band, exposure, reserve_percent]) => ({
      when: { band, exposure },
      set: { reserve_percent },
    })),
  },
};

const none = { points: 0 };
const siteItem = (key: string, title: string) => ({
  key,
  title,
  path: merchant(
    {
      terms: "siteTerms",
      refunds: "siteRefunds",
      contact: "siteContact",
      privacy: "sitePrivacy",
      prices: "sitePrices",
    }[key] ?? "",
  ),
  type: "boolean" as const,
  bands: [{ when: "true", points: 0 }],
  missing: { points: 2, reasonCode: "WEBSITE" },
  otherwise: { points: 2, reasonCode: "WEBSITE" },
});

export const merchantScorecards: Document["scorecards"] = {
  risk: {
    title: "Merchant risk",
    worse: "higher",
    total: "risk_score",
    reasons: 4,
    factors: [
      {
        key: "tier",
        title: "Tier of the category",
        path: "values.tier",
        type: "number",
        bands: [
          { when: "1", points: 0 },
          { when: "2", points: 12, reasonCode: "CATEGORY" },
          { when: "3", points: 25, reasonCode: "CATEGORY" },
        ],
        missing: { points: 25, reasonCode: "CATEGORY" },
        otherwise: { points: 25, reasonCode: "CATEGORY" },
      },
      {
        key: "months",
        title: "Months of trading",
        path: merchant("monthsTrading"),
        type: "number",
        bands: [
          { when: "< 12", points: 15, reasonCode: "TRADING_TIME" },
          { when: "< 36", points: 6, reasonCode: "TRADING_TIME" },
        ],
        missing: { points: 15, reasonCode: "TRADING_TIME" },
        otherwise: none,
      },
      {
        key: "chargebacks",
        title: "Chargebacks in basis points",
        path: merchant("chargebackBps"),
        type: "number",
        bands: [
          { when: "< 40", points: 0 },
          { when: "< 90", points: 10, reasonCode: "CHARGEBACKS" },
        ],
        // No history is neither good nor bad.
        missing: { points: 10, reasonCode: "CHARGEBACKS" },
        otherwise: { points: 25, reasonCode: "CHARGEBACKS" },
      },
      {
        key: "delivery",
        title: "Days to delivery",
        path: merchant("deliveryDays"),
        type: "number",
        bands: [
          { when: "> 60", points: 24, reasonCode: "DELIVERY_TIME" },
          { when: "> 30", points: 15, reasonCode: "DELIVERY_TIME" },
          { when: "> 7", points: 6, reasonCode: "DELIVERY_TIME" },
        ],
        missing: { points: 24, reasonCode: "DELIVERY_TIME" },
        otherwise: none,
      },
      {
        key: "ticket",
        title: "Average sale",
        path: merchant("averageTicket"),
        type: "money",
        currency: "EUR",
        bands: [
          { when: "> 1000", points: 9, reasonCode: "TICKET" },
          { when: "> 300", points: 4, reasonCode: "TICKET" },
        ],
        missing: { points: 9, reasonCode: "TICKET" },
        otherwise: none,
      },
      {
        key: "ratio",
        title: "Current ratio",
        path: merchant("currentRatio"),
        type: "number",
        bands: [{ when: "< 1", points: 7, reasonCode: "ACCOUNTS" }],
        missing: { points: 5, reasonCode: "ACCOUNTS" },
        otherwise: none,
      },
      siteItem("terms", "Terms on the website"),
      siteItem("refunds", "Refunds on the website"),
      siteItem("contact", "Contact on the website"),
      siteItem("privacy", "Privacy on the website"),
      siteItem("prices", "Prices on the website"),
    ],
    bands: [
      { key: "low", title: "Low", values: { band: "low" } },
      { key: "medium", title: "Medium", from: 21, values: { band: "medium" } },
      { key: "high", title: "High", from: 41, values: { band: "high" } },
      {
        key: "decline",
        title: "Decline",
        from: 61,
        outcome: "decline",
        reasonCodes: ["SCORE_OVER_60"],
        values: { band: "decline" },
      },
    ],
  },
};

export const merchantFormulas: Document["formulas"] = {
  exposure: {
    title: "Exposure",
    // What is paid and not delivered, and four months of chargebacks. Without a history 90 basis points are assumed.
    formula:
      "forms.merchant.monthlyVolume * forms.merchant.prepaidShare / 100 / 30 * forms.merchant.deliveryDays + forms.merchant.monthlyVolume * 4 * coalesce(forms.merchant.chargebackBps, 90) / 10000",
    rounding: { mode: "half_up" },
  },
};
