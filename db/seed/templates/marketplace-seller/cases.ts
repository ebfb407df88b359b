import type { JsonObject } from "@/server/engine/state";
import type { SavedTest } from "@/server/workflows/trial/schema";
import { germanSeller, type Person, ukSeller, usSeller } from "../../scenarios/sellers";
import { marketplaceSeller } from "../marketplace-seller";
import { type Answer, type CaseSpec, savedTests, submitted, vendor, verdict } from "../play";

const eur = (euro: number): JsonObject => ({ amount: Math.round(euro * 100), currency: "EUR" });
const ada: Person = {
  ...{ firstName: "Ada", lastName: "Moss", dateOfBirth: "1984-05-02", nationality: "GB" },
  ...{ role: "owner_director", share: 60, isSignatory: true },
};
const finn: Person = {
  ...{ firstName: "Finn", lastName: "Hart", dateOfBirth: "1979-11-20", nationality: "IE" },
  ...{ role: "owner", share: 40 },
};

const active = { registryStatus: "active", name: "Northwind Trading Ltd", incorporatedOn: "2019-03-14" };
const genuine = { documentStatus: "genuine", nameMatches: true, birthDateMatches: true };
const full = { match: "full", bankCountry: "GB" };
const nobody = vendor.clear({ hits: [] });
const born = (incorporatedOn: string) => vendor.clear({ ...active, incorporatedOn });

interface Given {
  seller?: JsonObject;
  owners?: Person[];
  party?: JsonObject;
  registry?: Answer;
  company?: Answer;
  people?: Answer;
  identity?: Answer | readonly Answer[];
  bank?: Answer;
  review?: Answer;
}

function answersOf(application: JsonObject, given: Given): CaseSpec["answers"] {
  const { registry, company, people, identity, bank, review } = given;
  return {
    application: submitted(application),
    registry: registry ?? vendor.clear(active),
    company_screening: company ?? nobody,
    people_screening: people ?? nobody,
    identity: identity ?? vendor.clear(genuine),
    bank: bank ?? vendor.clear(full),
    ...(review && { edd_review: review, manual_review: review }),
  };
}

const of = (title: string, given: Given, expected: CaseSpec["expected"]): CaseSpec => ({
  title,
  ...(given.party && { party: given.party }),
  answers: answersOf(
    ukSeller({
      legalName: "Northwind Trading Ltd",
      owners: given.owners ?? [ada, finn],
      ...(given.seller && { more: given.seller }),
    }),
    given,
  ),
  expected,
});

const approved = (payoutDelayDays: number, score = 0): CaseSpec["expected"] => ({
  outcome: "approve",
  reasonCodes: ["ALL_CLEAR"],
  score,
  outputs: { payoutDelayDays },
});
const declined = (code: string): CaseSpec["expected"] => ({
  outcome: "decline",
  reasonCodes: [code],
  score: 100,
});
/** It waits for people, ours or the applicant's: no decision yet. */
const waits: CaseSpec["expected"] = { outcome: null };
const unreadable = vendor.says("hit", { documentStatus: "unreadable" });
const another = (number: string): Answer => ({
  signal: {
    answers: { forms: { seller: { owners: [{ documentNumber: number }, {}] } } },
    requirements: [],
  },
});

const specs: CaseSpec[] = [
  of("A clean UK company", {}, approved(5)),
  {
    title: "A clean US company",
    answers: answersOf(
      usSeller({ legalName: "Prairie Goods LLC", owners: [{ ...ada, nationality: "US" }, finn] }),
      { bank: vendor.clear({ match: "full", bankCountry: "US" }) },
    ),
    expected: approved(5),
  },
  {
    title: "A clean German company with an account in Spain",
    answers: answersOf(germanSeller({ legalName: "Lichtwerk GmbH", owners: [ada, finn] }), {
      bank: vendor.clear({ match: "full", bankCountry: "ES" }),
    }),
    expected: approved(5),
  },
  // Declined before any vendor is asked.
  of("Goods sent from a prohibited country", { seller: { shipsFrom: "IR" } }, declined("COUNTRY_NOT_SERVED")),
  of(
    "An owner who lives in a prohibited country",
    { owners: [ada, { ...finn, residence: "KP" }] },
    declined("COUNTRY_NOT_SERVED"),
  ),
  of("An owner who is 18 today", { owners: [ada, { ...finn, dateOfBirth: "2008-11-24" }] }, approved(5)),
  of(
    "An owner who is 18 tomorrow",
    { owners: [ada, { ...finn, dateOfBirth: "2008-11-25" }] },
    declined("UNDER_AGE"),
  ),
  of(
    "A seller who was removed before",
    { seller: { registrationNumber: "09990001" } },
    declined("SELLER_REMOVED"),
  ),
  // Declined by what a vendor says, before the next is asked.
  of(
    "A dissolved company",
    { registry: vendor.says("hit", { registryStatus: "dissolved" }) },
    declined("COMPANY_NOT_ACTIVE"),
  ),
  of(
    "A confirmed sanctions hit on the company",
    { company: vendor.listed("sanctions", true) },
    declined("SANCTIONS"),
  ),
  of(
    "A forged document",
    { identity: vendor.says("hit", { documentStatus: "forged" }) },
    declined("DOCUMENT_NOT_ACCEPTED"),
  ),
  // Asked for.
  of("Sells to the Union without the trader's statement", { seller: { sellsToEu: true } }, waits),
  of("Sells to the Union and says no", { seller: { sellsToEu: true, traderStatement: false } }, waits),
  of(
    "Sells to the Union with the trader's statement",
    { seller: { sellsToEu: true, traderStatement: true } },
    approved(5),
  ),
  of(
    "The bank account is in another name",
    { bank: vendor.says("hit", { match: "none", bankCountry: "GB" }) },
    waits,
  ),
  of("The bank does not know the account", { bank: vendor.says("not_found", {}) }, waits),
  of("A document nobody can read", { identity: unreadable }, waits),
  {
    ...of("Three documents nobody can read go to a person", { identity: unreadable }, waits),
    answers: {
      ...answersOf(ukSeller({ legalName: "Northwind Trading Ltd", owners: [ada, finn] }), {
        identity: unreadable,
      }),
      ask_identity: [another("P2"), another("P3")],
    },
  },
  of(
    "An owner with a quarter who could not be verified",
    {
      owners: [
        { ...ada, share: 75 },
        { ...finn, share: 25 },
      ],
      identity: vendor.says("not_found", {}),
    },
    waits,
  ),
  of(
    "An owner just under a quarter is not asked for a document",
    {
      owners: [
        { ...ada, share: 75.01 },
        { ...finn, share: 24.99 },
      ],
    },
    approved(5),
  ),
  of("A regulated category without a licence", { seller: { category: "alcohol" } }, waits),
  of(
    "A regulated category with its licence",
    { seller: { category: "alcohol", licence: "doc_licence", licenceNumber: "AL-1" } },
    approved(5),
  ),
  ...(["none", "unknown account"] as const).flatMap((what): CaseSpec[] => {
    const bank =
      what === "none"
        ? vendor.says("hit", { match: "none", bankCountry: "DE" })
        : vendor.says("not_found", {});
    const [german, american] = [
      { ...ada, nationality: "DE" },
      { ...ada, nationality: "US" },
    ];
    return [
      {
        title: `A German company: ${what === "none" ? "the account is in another name" : "the bank does not know the account"}`,
        answers: answersOf(germanSeller({ legalName: "Lichtwerk GmbH", owners: [german, finn] }), { bank }),
        expected: waits,
      },
      {
        title: `A US company: ${what === "none" ? "the account is in another name" : "the bank does not know the account"}`,
        answers: answersOf(usSeller({ legalName: "Prairie Goods LLC", owners: [american, finn] }), { bank }),
        expected: waits,
      },
    ];
  }),
  // Reviewed.
  of("A politically exposed owner waits for two people", { people: vendor.listed("pep", true) }, waits),
  of(
    "A politically exposed owner, approved by two",
    { people: vendor.listed("pep", true), review: verdict("approve") },
    { outcome: "approve", reasonCodes: [], score: 40, outputs: { payoutDelayDays: 5 } },
  ),
  of("A possible hit", { people: vendor.listed("sanctions", false) }, waits),
  of("Adverse media about the company", { company: vendor.listed("adverse_media", true) }, waits),
  of("3 accounts on one device in 14 days", { party: { facts: { accountsOnDevice: 3 } } }, approved(5)),
  of("4 accounts on one device in 14 days", { party: { facts: { accountsOnDevice: 4 } } }, waits),
  of(
    "5 accounts on one device, declined by a person",
    { party: { facts: { accountsOnDevice: 5 } }, review: verdict("decline", ["RISK_NOT_ACCEPTED"]) },
    { outcome: "decline", reasonCodes: ["RISK_NOT_ACCEPTED"], score: 25 },
  ),
  of(
    "59 days old, one cent over 75,000 a year",
    { registry: born("2026-09-26"), seller: { plannedSales: eur(75_000.01) } },
    waits,
  ),
  of(
    "59 days old, exactly 75,000 a year",
    { registry: born("2026-09-26"), seller: { plannedSales: eur(75_000) } },
    approved(10, 5),
  ),
  of(
    "60 days old, over 75,000 a year",
    { registry: born("2026-09-25"), seller: { plannedSales: eur(75_000.01) } },
    approved(10, 5),
  ),
  of("A bank outside the region", { bank: vendor.clear({ match: "full", bankCountry: "AE" }) }, waits),
  of(
    "The account is in a similar name",
    { bank: vendor.says("hit", { match: "close", bankCountry: "GB" }) },
    waits,
  ),
  of(
    "The company is being struck off",
    { registry: vendor.says("hit", { ...active, registryStatus: "strike_off" }) },
    waits,
  ),
  of("The register has another name", { registry: vendor.says("hit", active) }, waits),
  of(
    "A document that names somebody else",
    { identity: vendor.says("hit", { ...genuine, nameMatches: false }) },
    waits,
  ),
  // The delay of payouts.
  of("119 days old", { registry: born("2026-07-28") }, approved(10, 5)),
  of("120 days old", { registry: born("2026-07-27") }, approved(5)),
  of(
    "The register does not say how old",
    { registry: vendor.clear({ registryStatus: "active" }) },
    approved(10, 5),
  ),
  // What is silent never approves.
  of("The register is silent", { registry: vendor.silent }, waits),
  of("The screening of people is silent", { people: vendor.silent }, waits),
  of("The identity vendor is silent", { identity: vendor.silent }, waits),
  of("The bank is silent", { bank: vendor.silent }, waits),
];

/** The policy of marketplace sellers as test cases: every limit at it and beside it, every vendor silent. */
export const sellerCases = (): SavedTest[] => savedTests(marketplaceSeller, specs);
