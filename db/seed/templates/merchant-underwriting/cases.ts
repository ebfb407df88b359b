import type { Json, JsonObject } from "@/server/engine/state";
import type { SavedTest } from "@/server/workflows/trial/schema";
import { merchantUnderwriting } from "../merchant-underwriting";
import { type Answer, type CaseSpec, savedTests, submitted, vendor, verdict } from "../play";

const eur = (euro: number): JsonObject => ({ amount: Math.round(euro * 100), currency: "EUR" });

/** Nothing costs a point: a book shop of five years, delivered within a week, with good accounts. */
const bookShop: JsonObject = {
  country: "GB",
  legalName: "Fenwick Books Ltd",
  registrationNumber: "01234500",
  registeredAddress: { street: "12 Market Street", city: "Leeds", postcode: "LS1 6DT" },
  website: "https://fenwick.example",
  email: "owner@example.com",
  mcc: "5942",
  monthsTrading: 60,
  monthlyVolume: eur(30_000),
  averageTicket: eur(40),
  prepaidShare: 100,
  deliveryDays: 5,
  chargebackBps: 10,
  hasAccounts: true,
  currentRatio: 1.4,
  siteTerms: true,
  siteRefunds: true,
  siteContact: true,
  sitePrivacy: true,
  sitePrices: true,
  firstName: "Robin",
  lastName: "Example",
  dateOfBirth: "1980-05-01",
  nationality: "GB",
  match: true,
  isTrue: true,
};
const active = { registryStatus: "active", name: "Fenwick Books Ltd", incorporatedOn: "2019-03-14" };

interface Given {
  form?: JsonObject;
  without?: string[];
  registry?: Answer;
  company?: Answer;
  signatory?: Answer;
  match?: JsonObject | Answer;
  review?: Answer;
}

function answersOf({
  form,
  without = [],
  registry,
  company,
  signatory,
  match,
  review,
}: Given): CaseSpec["answers"] {
  const given = Object.fromEntries(
    Object.entries({ ...bookShop, ...form }).filter(([name]) => !without.includes(name)),
  ) as JsonObject;
  const clear = vendor.clear({ hits: [] });
  const asked = match && ("failed" in match || "said" in match) ? (match as Answer) : undefined;
  return {
    application: submitted(given),
    registry: registry ?? vendor.clear(active),
    company_screening: company ?? clear,
    signatory_screening: signatory ?? clear,
    match: asked ?? { said: { status: 200, listed: false, ...(match as JsonObject) } as Json },
    ...(review && { edd_review: review, committee_review: review, underwriting_review: review }),
  };
}

/** 30,000 a month, all prepaid, five days: 5,000 undelivered, and four months of 10 basis points: 120. */
const EXPOSURE = 5120;
const approved = (
  score: number,
  band: string,
  reserve: number,
  exposure = EXPOSURE,
): CaseSpec["expected"] => ({
  outcome: "approve",
  reasonCodes: ["IN_ORDER"],
  score,
  outputs: { reservePercent: reserve, band, exposure: eur(exposure) },
});
const low = (score: number, exposure = EXPOSURE) =>
  approved(score, "low", exposure > 100_000 ? 5 : 0, exposure);
const medium = (score: number, exposure = EXPOSURE) =>
  approved(score, "medium", exposure > 100_000 ? 10 : 5, exposure);
const declined = (score: number | null, ...reasonCodes: string[]): CaseSpec["expected"] => ({
  outcome: "decline",
  reasonCodes,
  score,
});
const conditional = (
  score: number,
  band: string,
  reserve: number,
  exposure = EXPOSURE,
): CaseSpec["expected"] => ({
  outcome: "approve_with_conditions",
  reasonCodes: ["SCHEME_REGISTRATION"],
  score,
  outputs: {
    reservePercent: reserve,
    band,
    exposure: eur(exposure),
    condition: "Registration with the card schemes",
  },
});
const waits: CaseSpec["expected"] = { outcome: null };

const of = (title: string, given: Given, expected: CaseSpec["expected"]): CaseSpec => ({
  title,
  answers: answersOf(given),
  expected,
});

/** Volume for an exposure of exactly so much: nothing prepaid, so that four months of chargebacks at 100 % are all. */
const exposed = (euro: number): JsonObject => ({
  prepaidShare: 100,
  deliveryDays: 3,
  chargebackBps: 0,
  monthlyVolume: eur(euro * 10),
});

const specs: CaseSpec[] = [
  of("A book shop without a point", {}, low(0)),
  // Refusals before anything later is asked.
  of(
    "A dissolved company",
    { registry: vendor.says("hit", { registryStatus: "dissolved" }) },
    declined(0, "COMPANY_NOT_ACTIVE"),
  ),
  of(
    "A confirmed sanctions hit on the company",
    { company: vendor.listed("sanctions", true) },
    declined(0, "SANCTIONS"),
  ),
  of(
    "A confirmed sanctions hit on the signatory",
    { signatory: vendor.listed("sanctions", true) },
    declined(0, "SANCTIONS"),
  ),
  of("On MATCH for fraud", { match: { listed: true, code: "05" } }, declined(0, "MATCH_FRAUD")),
  of("On MATCH for laundering", { match: { listed: true, code: "03" } }, declined(0, "MATCH_FRAUD")),
  of("On MATCH for chargebacks only: people look", { match: { listed: true, code: "04" } }, waits),
  of("On MATCH without a code: people look", { match: { listed: true } }, waits),
  // Every factor at its limits and beside them.
  of("Tier 2", { form: { mcc: "4722" } }, low(12)),
  of("Tier 3 needs its registration", { form: { mcc: "7995" } }, conditional(25, "medium", 5)),
  of("A category without a tier", { form: { mcc: "9399" } }, waits),
  of("11 months of trading", { form: { monthsTrading: 11 } }, low(15)),
  of("12 months of trading", { form: { monthsTrading: 12 } }, low(6)),
  of("35 months of trading", { form: { monthsTrading: 35 } }, low(6)),
  of("36 months of trading", { form: { monthsTrading: 36 } }, low(0)),
  of("39 basis points", { form: { chargebackBps: 39 } }, low(0, 5000 + 468)),
  of("40 basis points", { form: { chargebackBps: 40 } }, low(10, 5000 + 480)),
  of("89 basis points", { form: { chargebackBps: 89 } }, low(10, 5000 + 1068)),
  of("90 basis points", { form: { chargebackBps: 90 } }, medium(25, 5000 + 1080)),
  of(
    "No history of chargebacks counts as 90 in the exposure",
    { without: ["chargebackBps"] },
    low(10, 5000 + 1080),
  ),
  of("7 days to delivery", { form: { deliveryDays: 7 } }, low(0, 7120)),
  of("8 days to delivery", { form: { deliveryDays: 8 } }, low(6, 8120)),
  of("30 days to delivery", { form: { deliveryDays: 30 } }, low(6, 30_120)),
  of("31 days to delivery", { form: { deliveryDays: 31 } }, low(15, 31_120)),
  of("60 days to delivery", { form: { deliveryDays: 60 } }, low(15, 60_120)),
  of("61 days to delivery", { form: { deliveryDays: 61 } }, medium(24, 61_120)),
  of("A ticket of exactly 300", { form: { averageTicket: eur(300) } }, low(0)),
  of("A ticket of one cent over 300", { form: { averageTicket: eur(300.01) } }, low(4)),
  of("A ticket of exactly 1,000", { form: { averageTicket: eur(1000) } }, low(4)),
  of("A ticket of one cent over 1,000", { form: { averageTicket: eur(1000.01) } }, low(9)),
  of("No accounts", { form: { hasAccounts: false }, without: ["currentRatio"] }, low(5)),
  of("A current ratio of 0.99", { form: { currentRatio: 0.99 } }, low(7)),
  of("A current ratio of exactly 1", { form: { currentRatio: 1 } }, low(0)),
  of("Two items missing on the website", { form: { siteTerms: false }, without: ["sitePrices"] }, low(4)),
  // Bands of the total: 20, 21, 40, 41, 60, 61.
  of("A total of 20 is low", { form: { monthsTrading: 11 }, without: ["currentRatio"] }, low(20)),
  of("A total of 21 is medium", { form: { monthsTrading: 11, deliveryDays: 8 } }, medium(21, 8120)),
  of("A total of 40 is medium", { form: { chargebackBps: 90, monthsTrading: 11 } }, medium(40, 6080)),
  of(
    "A total of 41 goes to underwriting",
    { form: { chargebackBps: 90, mcc: "4722", averageTicket: eur(400) } },
    waits,
  ),
  of(
    "A total of 41, approved by an underwriter",
    { form: { chargebackBps: 90, mcc: "4722", averageTicket: eur(400) }, review: verdict("approve") },
    {
      outcome: "approve",
      reasonCodes: [],
      score: 41,
      outputs: { reservePercent: 10, band: "high", exposure: eur(6080) },
    },
  ),
  of(
    "A total of 60 is not declined",
    { form: { mcc: "7995", monthsTrading: 11, chargebackBps: 40, averageTicket: eur(400), deliveryDays: 8 } },
    waits,
  ),
  of(
    "A total of 60, tier 3, approved by an underwriter with the condition",
    {
      form: { mcc: "7995", monthsTrading: 11, chargebackBps: 40, averageTicket: eur(400), deliveryDays: 8 },
      review: verdict("approve"),
    },
    conditional(60, "high", 10, 8480),
  ),
  of(
    "A total of 61 is declined, with the four dearest factors",
    { form: { mcc: "7995", monthsTrading: 12, chargebackBps: 90 }, without: ["currentRatio"] },
    declined(61, "SCORE_OVER_60", "CATEGORY", "TRADING_TIME", "CHARGEBACKS", "ACCOUNTS"),
  ),
  // The reserve by exposure, the committee.
  of("An exposure of exactly 100,000", { form: exposed(100_000) }, low(0, 100_000)),
  of(
    "An exposure just over 100,000",
    { form: { ...exposed(100_000), monthlyVolume: eur(1_000_000.1) } },
    low(0, 100_000.01),
  ),
  of(
    "Medium, an exposure over 100,000",
    { form: { ...exposed(150_000), mcc: "4722", averageTicket: eur(1001) } },
    medium(21, 150_000),
  ),
  of("An exposure of exactly 400,000", { form: exposed(400_000) }, low(0, 400_000)),
  of(
    "An exposure just over 400,000 goes to the committee",
    { form: { ...exposed(400_000), monthlyVolume: eur(4_000_000.1) } },
    waits,
  ),
  of(
    "The committee declines",
    { form: exposed(500_000), review: verdict("decline", ["RISK_NOT_ACCEPTED"]) },
    declined(0, "RISK_NOT_ACCEPTED"),
  ),
  // What is missing or silent never approves.
  of("The register is silent", { registry: vendor.silent }, waits),
  of("The screening of the company is silent", { company: vendor.silent }, waits),
  of("MATCH is silent", { match: vendor.silent }, waits),
  of("Days to delivery are missing", { without: ["deliveryDays"] }, waits),
  of("A politically exposed signatory", { signatory: vendor.listed("pep", true) }, waits),
  of("A possible hit on the company", { company: vendor.listed("sanctions", false) }, waits),
];

/** The policy of merchant underwriting as test cases: every factor and band at its limits and beside them. */
export const merchantCases = (): SavedTest[] => savedTests(merchantUnderwriting, specs);
