import type { Literal } from "@/server/rules/core/ast";
import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import {
  all,
  any,
  atLeast,
  atMost,
  is,
  isMissing,
  isNo,
  isPresent,
  isYes,
  noneOf,
  oneOf,
  over,
  some,
  under,
} from "../conditions";
import { rule, ruleSet } from "../rules";

type Tables = NonNullable<WorkflowDocumentInput["tables"]>;
type Formulas = NonNullable<WorkflowDocumentInput["formulas"]>;

const usd = (dollars: number): Literal => ({ amount: Math.round(dollars * 100), currency: "USD" });
const INCOME = "forms.loan.monthlyIncome";
const AMOUNT = "forms.loan.amount";
const BUREAU = "nodes.bureau";
const IDENTITY = "nodes.identity.results[].details";
const HITS = "nodes.screening.results[].details.hits";

/** Stage 0: nothing that costs money has been asked yet. */
const knockOuts = ruleSet("Knock-outs without a report", [
  rule("STATE_NOT_LICENSED", "A state without our licence", isMissing("values.minimum_age"), {
    outcome: "decline",
    points: 100,
    reasonCode: "STATE_NOT_LICENSED",
  }),
  rule(
    "UNDER_AGE",
    "Under the age of the state",
    {
      id: "unnumbered",
      op: "<",
      left: { ageInYears: { field: "forms.loan.dateOfBirth" } },
      right: { field: "values.minimum_age" },
    },
    { outcome: "decline", points: 100, reasonCode: "UNDER_AGE" },
  ),
  rule("INCOME_LOW", "Income under 1,800 a month", under(INCOME, usd(1800)), {
    outcome: "decline",
    points: 100,
    reasonCode: "INCOME",
  }),
  rule(
    "AMOUNT_OUTSIDE",
    "An amount outside 500 to 25,000",
    any(under(AMOUNT, usd(500)), over(AMOUNT, usd(25_000))),
    {
      outcome: "decline",
      points: 100,
      reasonCode: "AMOUNT",
    },
  ),
]);

/** Stage 1. */
const identity = ruleSet("Identity and fraud", [
  rule("DOCUMENT_FORGED", "A forged document", is(`${IDENTITY}.documentStatus`, "forged"), {
    outcome: "decline",
    points: 100,
    reasonCode: "DOCUMENT_NOT_ACCEPTED",
  }),
  rule(
    "SANCTIONED",
    "A confirmed sanctions hit",
    some(HITS, all(is("item.list", "sanctions"), isYes("item.confirmed"))),
    {
      outcome: "decline",
      points: 100,
      reasonCode: "SANCTIONS",
    },
  ),
  rule(
    "PEP",
    "A politically exposed person",
    some(HITS, all(is("item.list", "pep"), isYes("item.confirmed"))),
    {
      outcome: "review",
      points: 40,
      reasonCode: "PEP",
      queue: "edd",
    },
  ),
  rule("POSSIBLE_HIT", "A possible hit that nobody has settled", some(HITS, isNo("item.confirmed")), {
    outcome: "review",
    points: 30,
    reasonCode: "POSSIBLE_HIT",
    queue: "edd",
  }),
  rule(
    "IDENTITY_UNCLEAR",
    "The document does not confirm the person",
    any(
      noneOf(`${IDENTITY}.documentStatus`, ["genuine", "forged"]),
      isNo(`${IDENTITY}.nameMatches`),
      isNo(`${IDENTITY}.birthDateMatches`),
    ),
    { outcome: "review", points: 20, reasonCode: "IDENTITY_UNCLEAR", queue: "credit" },
  ),
  rule(
    "CHECK_WITHOUT_ANSWER",
    "A check has no usable answer",
    any(
      oneOf("nodes.identity.status", ["no_answer", "unknown", "not_found", "input_missing"]),
      oneOf("nodes.screening.status", ["no_answer", "unknown", "not_found", "input_missing"]),
    ),
    { outcome: "review", points: 20, reasonCode: "CHECK_INCOMPLETE", queue: "credit" },
  ),
]);

/** Stage 2, when the bureau knows too little: what the borrower earns decides, within a small limit. */
const thinFile = ruleSet("Thin file", [
  rule(
    "THIN_FILE_OFFER",
    "12 months at work, 2,500 a month, housing of 30 % at most",
    all(
      atLeast("forms.loan.monthsEmployed", 12),
      atLeast(INCOME, usd(2500)),
      atMost("values.housing_share", 30),
    ),
    { values: { grid_apr: { value: 29.9 }, limit: { value: usd(1500) } } },
  ),
  rule(
    "THIN_FILE_TO_PEOPLE",
    "The thin-file rules do not hold",
    any(
      isMissing("forms.loan.monthsEmployed"),
      under("forms.loan.monthsEmployed", 12),
      under(INCOME, usd(2500)),
      over("values.housing_share", 30),
      isMissing("values.housing_share"),
    ),
    { outcome: "review", points: 20, reasonCode: "THIN_FILE", queue: "credit" },
  ),
]);

/** Stage 3. */
const credit = ruleSet("Knock-outs of the report", [
  rule("BANKRUPTCY", "Bankruptcy within 36 months", under(`${BUREAU}.monthsSinceBankruptcy`, 36), {
    outcome: "decline",
    points: 100,
    reasonCode: "BANKRUPTCY",
  }),
  rule("SCORE_LOW", "A score under 580", under(`${BUREAU}.score`, 580), {
    outcome: "decline",
    points: 100,
    reasonCode: "CREDIT_SCORE",
  }),
  rule("DTI_HIGH", "Debt to income over 48 %", over("values.dti", 48), {
    outcome: "decline",
    points: 100,
    reasonCode: "DEBT_TO_INCOME",
  }),
]);

/** Stage 4, after the grid. */
const decision = ruleSet(
  "Offer",
  [
    rule(
      "COUNTER_OFFER",
      "More was asked for than the limit",
      { id: "unnumbered", op: ">", left: { field: AMOUNT }, right: { field: "values.limit" } },
      { outcome: "counter_offer", reasonCode: "LIMIT" },
    ),
    rule(
      "WITHIN_LIMIT",
      "The amount is within the limit and has its price",
      all(
        { id: "unnumbered", op: "≤", left: { field: AMOUNT }, right: { field: "values.limit" } },
        isPresent("values.apr"),
      ),
      { outcome: "approve", reasonCode: "IN_ORDER" },
    ),
    rule(
      "REPORT_MISSING",
      "The report, or what the grid reads of it, is not there",
      any(isPresent(`${BUREAU}.failure`), isMissing("values.limit"), isMissing("values.apr")),
      { outcome: "review", points: 20, reasonCode: "CHECK_INCOMPLETE", queue: "credit" },
    ),
  ],
  { otherwise: "review" },
);

export const loanRules = { knock_outs: knockOuts, identity, thin_file: thinFile, credit, decision };

/** State, age of consent, highest price. A state that is not here is one we may not lend in. Illustrative figures. */
const licensed: [state: string, age: number, cap: number][] = [
  ["AL", 19, 36],
  ["CA", 18, 36],
  ["CO", 18, 36],
  ["FL", 18, 30],
  ["GA", 18, 36],
  ["IL", 18, 36],
  ["MS", 21, 35],
  ["NE", 19, 24],
  ["NV", 18, 36],
  ["NY", 18, 16],
  ["TX", 18, 30],
  ["UT", 18, 36],
  ["WA", 18, 25],
];

const BANDS: [score: string, low: [apr: number, limit: number], high: [apr: number, limit: number]][] = [
  [">= 720", [9.9, 25_000], [12.9, 15_000]],
  ["[660..720)", [14.9, 15_000], [18.9, 8000]],
  ["[620..660)", [21.9, 8000], [25.9, 4000]],
  ["[580..620)", [29.9, 3000], [33.9, 1500]],
];

export const loanTables: Tables = {
  states: {
    title: "States with our licence",
    hitPolicy: "unique",
    inputs: [{ key: "state", title: "State", path: "forms.loan.state", type: "text" }],
    outputs: [
      { key: "minimum_age", title: "Legal age", kind: "value", type: "number" },
      { key: "apr_cap", title: "Highest yearly price", kind: "value", type: "number" },
    ],
    rows: licensed.map(([state, minimum_age, apr_cap]) => ({
      when: { state: `"${state}"` },
      set: { minimum_age, apr_cap },
    })),
  },
  grid: {
    title: "Price and limit",
    hitPolicy: "unique",
    inputs: [
      { key: "score", title: "Score", path: "nodes.bureau.score", type: "number" },
      { key: "dti", title: "Debt to income", path: "values.dti", type: "number" },
    ],
    outputs: [
      { key: "grid_apr", title: "Price", kind: "value", type: "number" },
      { key: "limit", title: "Limit", kind: "value", type: "money", currency: "USD" },
    ],
    rows: BANDS.flatMap(([score, low, high]) => [
      {
        when: { score, dti: "<= 30" },
        set: { grid_apr: low[0], limit: { amount: low[1] * 100, currency: "USD" } },
      },
      {
        when: { score, dti: "(30..48]" },
        set: { grid_apr: high[0], limit: { amount: high[1] * 100, currency: "USD" } },
      },
    ]),
  },
};

export const loanFormulas: Formulas = {
  dti: {
    title: "Debt to income",
    formula: "(nodes.bureau.monthlyDebts + forms.loan.housingCost) / forms.loan.monthlyIncome * 100",
    rounding: { decimals: 2, mode: "half_up" },
    unit: "%",
  },
  housing_share: {
    title: "Housing of income",
    formula: "forms.loan.housingCost / forms.loan.monthlyIncome * 100",
    rounding: { decimals: 2, mode: "half_up" },
    unit: "%",
  },
  apr: {
    title: "Yearly price",
    formula: "min(values.grid_apr, values.apr_cap)",
    rounding: {},
    unit: "%",
  },
  offer: { title: "Amount offered", formula: "min(forms.loan.amount, values.limit)", rounding: {} },
};
