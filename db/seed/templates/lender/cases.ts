import type { Json, JsonObject } from "@/server/engine/state";
import type { SavedTest } from "@/server/workflows/trial/schema";
import { lender } from "../lender";
import { type Answer, type CaseSpec, savedTests, submitted, vendor, verdict } from "../play";

const usd = (dollars: number): JsonObject => ({ amount: Math.round(dollars * 100), currency: "USD" });

/** Somebody who gets what they ask for: 35 years old, California, 5,000 a month, 1,000 of rent. */
const borrower: JsonObject = {
  amount: usd(5000),
  purpose: "car",
  firstName: "Robin",
  lastName: "Example",
  dateOfBirth: "1991-03-02",
  nationality: "US",
  email: "robin@example.com",
  phone: "+15125550187",
  state: "CA",
  homeAddress: { street: "410 Maple Street", city: "Fresno", postcode: "93701" },
  housingCost: usd(1000),
  employment: "employed",
  monthsEmployed: 40,
  monthlyIncome: usd(5000),
  documentNumber: "D1234500",
  identityDocument: "doc_identity",
  report: true,
  isTrue: true,
  electronic: true,
};

/** 500 of debts a month: with the rent 30 % of the income. */
const report = { status: 200, score: 700, accounts: 8, monthlyDebts: usd(500) };
const genuine = { documentStatus: "genuine", nameMatches: true, birthDateMatches: true };

interface Given {
  form?: JsonObject;
  /** Fields the borrower left out. */
  without?: string[];
  identity?: Answer;
  screening?: Answer;
  bureau?: JsonObject | Answer;
  review?: Answer;
}

function without(form: JsonObject, names: readonly string[] = []): JsonObject {
  return Object.fromEntries(Object.entries(form).filter(([name]) => !names.includes(name)));
}

function answersOf({ form, without: left, identity, screening, bureau, review }: Given): CaseSpec["answers"] {
  const asked: Answer =
    bureau === undefined
      ? { said: report as Json }
      : "failed" in bureau || "said" in bureau
        ? (bureau as Answer)
        : { said: bureau };
  return {
    application: submitted(without({ ...borrower, ...form }, left)),
    identity: identity ?? vendor.clear(genuine),
    screening: screening ?? vendor.clear({ hits: [] }),
    bureau: asked,
    ...(review && { credit_review: review, edd_review: review }),
  };
}

const approved = (apr: number, limit: number, amount = 5000): CaseSpec["expected"] => ({
  outcome: "approve",
  reasonCodes: ["IN_ORDER"],
  score: 0,
  outputs: { amount: usd(amount), apr, limit: usd(limit) },
});
const declined = (...reasonCodes: string[]): CaseSpec["expected"] => ({
  outcome: "decline",
  reasonCodes,
  score: 100 * reasonCodes.length,
  outputs: { noticeDays: 30 },
});
const countered = (amount: number, apr: number): CaseSpec["expected"] => ({
  outcome: "counter_offer",
  reasonCodes: ["LIMIT"],
  score: 0,
  outputs: { amount: usd(amount), apr, noticeDays: 30 },
});
/** It waits for a person: no decision yet. */
const waits: CaseSpec["expected"] = { outcome: null };

const of = (title: string, given: Given, expected: CaseSpec["expected"]): CaseSpec => ({
  title,
  answers: answersOf(given),
  expected,
});

const specs: CaseSpec[] = [
  of("Everything in order", {}, approved(14.9, 15_000)),
  // Stage 0: the state's age, licence, income and amount, each at its limit and one beside it.
  of("A state without a licence", { form: { state: "VT" } }, declined("STATE_NOT_LICENSED")),
  of("18 today in California", { form: { dateOfBirth: "2008-11-24" } }, approved(14.9, 15_000)),
  of("18 tomorrow in California", { form: { dateOfBirth: "2008-11-25" } }, declined("UNDER_AGE")),
  of(
    "18 in Alabama, where 19 is asked",
    { form: { state: "AL", dateOfBirth: "2008-01-01" } },
    declined("UNDER_AGE"),
  ),
  of("19 today in Alabama", { form: { state: "AL", dateOfBirth: "2007-11-24" } }, approved(14.9, 15_000)),
  of(
    "20 in Mississippi, where 21 is asked",
    { form: { state: "MS", dateOfBirth: "2006-01-01" } },
    declined("UNDER_AGE"),
  ),
  of(
    "Income one cent under 1,800",
    { form: { monthlyIncome: usd(1799.99), housingCost: usd(0) } },
    declined("INCOME"),
  ),
  of(
    "Income of exactly 1,800",
    { form: { monthlyIncome: usd(1800), housingCost: usd(0) } },
    approved(14.9, 15_000),
  ),
  of("One cent under 500", { form: { amount: usd(499.99) } }, declined("AMOUNT")),
  of("Exactly 500", { form: { amount: usd(500) } }, approved(14.9, 15_000, 500)),
  of(
    "Exactly 25,000 with the best score",
    { form: { amount: usd(25_000) }, bureau: { ...report, score: 760 } },
    approved(9.9, 25_000, 25_000),
  ),
  of(
    "One cent over 25,000",
    { form: { amount: usd(25_000.01) }, bureau: { ...report, score: 760 } },
    declined("AMOUNT"),
  ),
  of(
    "Four knock-outs at once, most important first",
    { form: { state: "VT", monthlyIncome: usd(900), amount: usd(100) } },
    declined("STATE_NOT_LICENSED", "INCOME", "AMOUNT"),
  ),
  // Stage 1.
  of(
    "A forged document",
    { identity: vendor.says("hit", { documentStatus: "forged" }) },
    declined("DOCUMENT_NOT_ACCEPTED"),
  ),
  of("A confirmed sanctions hit", { screening: vendor.listed("sanctions", true) }, declined("SANCTIONS")),
  of("A politically exposed person waits for two people", { screening: vendor.listed("pep", true) }, waits),
  of(
    "A politically exposed person, approved by two",
    { screening: vendor.listed("pep", true), review: verdict("approve") },
    {
      outcome: "approve",
      reasonCodes: [],
      score: 40,
      outputs: { amount: usd(5000), apr: 14.9, limit: usd(15_000) },
    },
  ),
  of("A possible hit goes to people", { screening: vendor.listed("sanctions", false) }, waits),
  of(
    "An unreadable document goes to people",
    { identity: vendor.says("hit", { documentStatus: "unreadable" }) },
    waits,
  ),
  of("The identity vendor is silent", { identity: vendor.silent }, waits),
  of(
    "The screening is silent, and a person declines",
    { screening: vendor.silent, review: verdict("decline", ["RISK_NOT_ACCEPTED"]) },
    { outcome: "decline", reasonCodes: ["RISK_NOT_ACCEPTED"], score: 20, outputs: { noticeDays: 30 } },
  ),
  // Stage 2: the thin file, and a bureau that does not answer.
  of(
    "The bureau knows nobody: the thin-file offer",
    { form: { amount: usd(1500) }, bureau: { status: 404 } },
    approved(29.9, 1500, 1500),
  ),
  of(
    "Two accounts are a thin file",
    { form: { amount: usd(1500) }, bureau: { ...report, accounts: 2 } },
    approved(29.9, 1500, 1500),
  ),
  of(
    "Three accounts are not",
    { form: { amount: usd(1500) }, bureau: { ...report, accounts: 3 } },
    approved(14.9, 15_000, 1500),
  ),
  of("A thin file that asks for more is offered less", { bureau: { status: 404 } }, countered(1500, 29.9)),
  of("A thin file with 11 months at work", { form: { monthsEmployed: 11 }, bureau: { status: 404 } }, waits),
  of(
    "A thin file with exactly 12 months",
    { form: { monthsEmployed: 12, amount: usd(1500) }, bureau: { status: 404 } },
    approved(29.9, 1500, 1500),
  ),
  of("A thin file with no months told", { without: ["monthsEmployed"], bureau: { status: 404 } }, waits),
  of(
    "A thin file, one cent under 2,500",
    { form: { monthlyIncome: usd(2499.99), housingCost: usd(0) }, bureau: { status: 404 } },
    waits,
  ),
  of(
    "A thin file, housing of exactly 30 %",
    { form: { amount: usd(1000), housingCost: usd(1500) }, bureau: { status: 404 } },
    approved(29.9, 1500, 1000),
  ),
  of("A thin file, housing over 30 %", { form: { housingCost: usd(1501) }, bureau: { status: 404 } }, waits),
  of("The bureau is silent", { bureau: vendor.silent }, waits),
  // Stage 3.
  of(
    "Bankruptcy 35 months ago",
    { bureau: { ...report, monthsSinceBankruptcy: 35 } },
    declined("BANKRUPTCY"),
  ),
  of(
    "Bankruptcy 36 months ago",
    { bureau: { ...report, monthsSinceBankruptcy: 36 } },
    approved(14.9, 15_000),
  ),
  of("A score of 579", { bureau: { ...report, score: 579 } }, declined("CREDIT_SCORE")),
  of(
    "A score of 580",
    { form: { amount: usd(3000) }, bureau: { ...report, score: 580 } },
    approved(29.9, 3000, 3000),
  ),
  of(
    "Debt to income of exactly 48 %",
    { bureau: { ...report, monthlyDebts: usd(1400) } },
    approved(18.9, 8000),
  ),
  of(
    "Debt to income just over 48 %",
    { bureau: { ...report, monthlyDebts: usd(1400.5) } },
    declined("DEBT_TO_INCOME"),
  ),
  of(
    "All three of the report at once",
    { bureau: { ...report, score: 540, monthsSinceBankruptcy: 10, monthlyDebts: usd(3000) } },
    declined("BANKRUPTCY", "CREDIT_SCORE", "DEBT_TO_INCOME"),
  ),
  of("Debts that the report leaves out", { bureau: { status: 200, score: 700, accounts: 8 } }, waits),
  // Stage 4: the grid's edges, the cap, the counter-offer.
  of("A score of 719", { bureau: { ...report, score: 719 } }, approved(14.9, 15_000)),
  of("A score of 720", { bureau: { ...report, score: 720 } }, approved(9.9, 25_000)),
  of("A score of 659", { bureau: { ...report, score: 659 } }, approved(21.9, 8000)),
  of("A score of 619 is offered less", { bureau: { ...report, score: 619 } }, countered(3000, 29.9)),
  of(
    "Debt to income just over 30 %",
    { bureau: { ...report, monthlyDebts: usd(500.5) } },
    approved(18.9, 8000),
  ),
  of(
    "The state's cap is the price",
    { form: { state: "NY" }, bureau: { ...report, monthlyDebts: usd(600) } },
    approved(16, 8000),
  ),
  of("One dollar over the limit", { form: { amount: usd(15_001) } }, countered(15_000, 14.9)),
  of("Exactly the limit", { form: { amount: usd(15_000) } }, approved(14.9, 15_000, 15_000)),
];

/** The policy of consumer loans as test cases: every limit at it and beside it, every vendor silent, fields missing. */
export const loanCases = (): SavedTest[] => savedTests(lender, specs);
