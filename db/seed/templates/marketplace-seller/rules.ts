import type { Condition, Operand, Rule } from "@/server/rules/core/ast";
import {
  all,
  any,
  atLeast,
  is,
  isMissing,
  isNo,
  isYes,
  noneOf,
  oneOf,
  over,
  some,
  under,
} from "../conditions";
import { prohibitedCountries, rule, ruleSet } from "../rules";
import { regulatedCategories } from "./form";

const OWNERS = "forms.seller.owners";
const REGISTRY = "nodes.registry.results[].details";
const IDENTITY = "nodes.identity.results";
const BANK = "nodes.bank.results[].details";
const COUNTRY = "forms.seller.country";
const checks = ["registry", "company_screening", "people_screening", "identity", "bank"];

/** Countries of the single euro payments area: an account anywhere in it is as good as one at home. */
const sepa =
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO CH MC SM AD VA".split(
    " ",
  );

/** Register numbers of sellers who were removed and may not come back. */
const removedSellers = ["09990001", "09990002", "HRB 999001", "7999001"];

const eligibility = ruleSet("Who can sell here", [
  rule(
    "REMOVED_SELLER",
    "A seller who was removed before",
    oneOf("forms.seller.registrationNumber", removedSellers),
    { outcome: "decline", points: 100, reasonCode: "SELLER_REMOVED" },
  ),
  rule(
    "PROHIBITED_COUNTRY",
    "A country we do not serve",
    any(
      oneOf(`${OWNERS}[].residence`, prohibitedCountries),
      oneOf("forms.seller.shipsFrom", prohibitedCountries),
    ),
    { outcome: "decline", points: 100, reasonCode: "COUNTRY_NOT_SERVED" },
  ),
  rule(
    "UNDER_AGE",
    "Somebody is under 18",
    some(OWNERS, under({ ageInYears: { field: "item.dateOfBirth" } }, 18)),
    { outcome: "decline", points: 100, reasonCode: "UNDER_AGE" },
  ),
]);

const company = ruleSet("Does the company exist", [
  rule("COMPANY_DISSOLVED", "The company is dissolved", is(`${REGISTRY}.registryStatus`, "dissolved"), {
    outcome: "decline",
    points: 100,
    reasonCode: "COMPANY_NOT_ACTIVE",
  }),
  rule(
    "COMPANY_CLOSING",
    "The company is closing down",
    oneOf(`${REGISTRY}.registryStatus`, ["liquidation", "strike_off"]),
    { outcome: "review", points: 40, reasonCode: "COMPANY_CLOSING", queue: "manual_review" },
  ),
  rule(
    "COMPANY_NAME_DIFFERS",
    "The register knows the number under another name, or several companies",
    all(is("nodes.registry.status", "hit"), oneOf(`${REGISTRY}.registryStatus`, ["active", "unknown"])),
    { outcome: "review", points: 20, reasonCode: "COMPANY_NAME_DIFFERS", queue: "manual_review" },
  ),
]);

/** One entry of a watchlist with these traits, whether it is about the company or about a person. */
const listed = (where: Condition): Condition =>
  any(
    some("nodes.company_screening.results[].details.hits", where),
    some("nodes.people_screening.results[].details.hits", where),
  );

const screening = ruleSet("Watchlists", [
  rule(
    "SANCTIONED",
    "A confirmed sanctions hit",
    listed(all(is("item.list", "sanctions"), isYes("item.confirmed"))),
    { outcome: "decline", points: 100, reasonCode: "SANCTIONS" },
  ),
  rule("PEP", "A politically exposed person", listed(all(is("item.list", "pep"), isYes("item.confirmed"))), {
    outcome: "review",
    points: 40,
    reasonCode: "PEP",
    queue: "edd",
    flags: ["pep"],
  }),
  rule("POSSIBLE_HIT", "A possible hit that nobody has settled", listed(isNo("item.confirmed")), {
    outcome: "review",
    points: 30,
    reasonCode: "POSSIBLE_HIT",
    queue: "edd",
  }),
  rule(
    "ADVERSE_MEDIA",
    "Adverse media, or a list we do not know",
    listed(all(oneOf("item.list", ["adverse_media", "unknown"]), isYes("item.confirmed"))),
    { outcome: "review", points: 30, reasonCode: "ADVERSE_MEDIA", queue: "edd" },
  ),
]);

const tries: Operand = { field: "values.identityTries", default: 0 };
const isUnusable = oneOf("item.details.documentStatus", ["expired", "unreadable"]);
const isUnverified = all(
  oneOf("item.status", ["not_found", "unknown", "input_missing"]),
  noneOf({ field: "item.details.documentStatus", default: "unknown" }, ["expired", "unreadable"]),
);

/** A new document and its number, from each person the rule is about. */
const anotherDocument = (reasonCode: string): Rule["require"] => [
  { kind: "field", key: `${OWNERS}[].documentNumber`, subject: `${IDENTITY}[].subject`, reasonCode },
  { kind: "document", key: "identity_document", subject: `${IDENTITY}[].subject`, reasonCode },
];
/** Counted where something is asked again: the third document that fails ends at a person. */
const oneMoreTry: Rule["values"] = {
  identityTries: {
    formula: {
      op: "add",
      left: { op: "field", field: "values.identityTries", default: 0 },
      right: { op: "value", value: 1 },
    },
  },
};

const identity = ruleSet("Identity documents", [
  rule("DOCUMENT_FORGED", "A forged document", is(`${IDENTITY}[].details.documentStatus`, "forged"), {
    outcome: "decline",
    points: 100,
    reasonCode: "DOCUMENT_NOT_ACCEPTED",
  }),
  rule(
    "DOCUMENT_UNUSABLE",
    "An unreadable or expired document, first and second try",
    all(under(tries, 2), some(IDENTITY, isUnusable)),
    {
      outcome: "request_info",
      points: 5,
      reasonCode: "DOCUMENT_UNUSABLE",
      require: anotherDocument("DOCUMENT_UNUSABLE"),
      values: oneMoreTry,
    },
  ),
  rule(
    "OWNER_NOT_VERIFIED",
    "An owner of 25 % or more, or a signatory, could not be verified, first and second try",
    all(under(tries, 2), some(IDENTITY, isUnverified)),
    {
      outcome: "request_info",
      points: 10,
      reasonCode: "OWNER_NOT_VERIFIED",
      require: anotherDocument("OWNER_NOT_VERIFIED"),
      values: oneMoreTry,
    },
  ),
  rule(
    "IDENTITY_TRIES_USED",
    "Three documents were not enough",
    all(atLeast(tries, 2), some(IDENTITY, any(isUnusable, isUnverified))),
    { outcome: "review", points: 30, reasonCode: "OWNER_NOT_VERIFIED", queue: "manual_review" },
  ),
  rule(
    "DOCUMENT_NAMES_ANOTHER",
    "A document names another person or birth date",
    some(
      IDENTITY,
      all(
        is("item.details.documentStatus", "genuine"),
        any(isNo("item.details.nameMatches"), isNo("item.details.birthDateMatches")),
      ),
    ),
    { outcome: "review", points: 40, reasonCode: "DOCUMENT_NAMES_ANOTHER", queue: "manual_review" },
  ),
]);

/** The account asked for again, in the words of the seller's country, with proof of whose it is. */
function bankAgain(countryCode: string, fields: string[]): Rule[] {
  const here = is(COUNTRY, countryCode);
  const again = (reasonCode: string): Rule["require"] => [
    ...fields.map((key) => ({
      kind: "field" as const,
      key: `forms.seller.${key}`,
      subject: "party",
      reasonCode,
    })),
    { kind: "document", key: "bank_statement", subject: "party", reasonCode },
  ];
  return [
    rule(
      `BANK_HOLDER_DIFFERS_${countryCode}`,
      "The bank account is in another name",
      all(here, is(`${BANK}.match`, "none")),
      {
        outcome: "request_info",
        points: 15,
        reasonCode: "BANK_HOLDER_DIFFERS",
        require: again("BANK_HOLDER_DIFFERS"),
      },
    ),
    rule(
      `BANK_ACCOUNT_UNUSABLE_${countryCode}`,
      "The bank does not know the account, or it is closed",
      all(
        here,
        any(
          is("nodes.bank.status", "not_found"),
          all(is("nodes.bank.status", "hit"), is(`${BANK}.match`, "full")),
        ),
      ),
      {
        outcome: "request_info",
        points: 10,
        reasonCode: "BANK_ACCOUNT_UNUSABLE",
        require: again("BANK_ACCOUNT_UNUSABLE"),
      },
    ),
  ];
}

/** By whole days: a company of exactly so many is not younger. */
const youngerThan = (days: number) =>
  some("nodes.registry.results", under({ daysSince: { field: "item.details.incorporatedOn" } }, days));

const fromBank = (countryCode: string, region: string[]) =>
  all(is(COUNTRY, countryCode), noneOf(`${BANK}.bankCountry`, region));

const decision = ruleSet(
  "Decision",
  [
    rule(
      "CHECK_WITHOUT_ANSWER",
      "A check has no usable answer",
      any(
        ...checks.map((node) =>
          oneOf(
            `nodes.${node}.status`,
            node === "bank"
              ? ["no_answer", "unknown", "input_missing"]
              : node === "identity"
                ? ["no_answer"]
                : ["no_answer", "unknown", "not_found", "input_missing"],
          ),
        ),
      ),
      { outcome: "review", points: 20, reasonCode: "CHECK_INCOMPLETE", queue: "manual_review" },
    ),
    ...bankAgain("GB", ["accountHolder", "sortCode", "accountNumber"]),
    ...bankAgain("DE", ["accountHolder", "iban"]),
    ...bankAgain("US", ["accountHolder", "routingNumber", "accountNumber"]),
    rule("BANK_NAME_SIMILAR", "The bank account is in a similar name", is(`${BANK}.match`, "close"), {
      outcome: "review",
      points: 10,
      reasonCode: "BANK_NAME_SIMILAR",
      queue: "manual_review",
    }),
    rule(
      "BANK_ABROAD",
      "The bank is outside the seller's region",
      any(fromBank("GB", ["GB"]), fromBank("DE", sepa), fromBank("US", ["US"])),
      { outcome: "review", points: 20, reasonCode: "BANK_ABROAD", queue: "manual_review" },
    ),
    rule(
      "LICENCE_MISSING",
      "A regulated category without a licence",
      all(
        oneOf("forms.seller.category", regulatedCategories),
        any(isMissing("forms.seller.licence"), isMissing("forms.seller.licenceNumber")),
      ),
      {
        outcome: "request_info",
        points: 10,
        reasonCode: "LICENCE_MISSING",
        require: [
          {
            kind: "field",
            key: "forms.seller.licenceNumber",
            subject: "party",
            reasonCode: "LICENCE_MISSING",
          },
          { kind: "document", key: "licence", subject: "party", reasonCode: "LICENCE_MISSING" },
        ],
      },
    ),
    rule(
      "TRADER_DATA_MISSING",
      "Sells to consumers in the Union without a trader's statement",
      all(
        isYes({ field: "forms.seller.sellsToEu", default: false }),
        any(isMissing("forms.seller.traderStatement"), isNo("forms.seller.traderStatement")),
      ),
      {
        outcome: "request_info",
        points: 5,
        reasonCode: "TRADER_DATA_MISSING",
        require: [
          {
            kind: "field",
            key: "forms.seller.traderStatement",
            subject: "party",
            reasonCode: "TRADER_DATA_MISSING",
          },
        ],
      },
    ),
    rule(
      "MANY_ACCOUNTS_ON_DEVICE",
      "4 or more accounts on one device in 14 days",
      atLeast("party.facts.accountsOnDevice", 4),
      { outcome: "review", points: 25, reasonCode: "MANY_ACCOUNTS", queue: "manual_review" },
    ),
    rule(
      "YOUNG_WITH_LARGE_PLANS",
      "Younger than 60 days with planned sales over 75,000 a year",
      all(youngerThan(60), over("forms.seller.plannedSales", { amount: 75_000_00, currency: "EUR" })),
      { outcome: "review", points: 25, reasonCode: "YOUNG_WITH_LARGE_PLANS", queue: "manual_review" },
    ),
    rule(
      "PAYOUTS_SLOWER",
      "Younger than 120 days, or of unknown age",
      any(youngerThan(120), isMissing(`${REGISTRY}.incorporatedOn`)),
      { points: 5, values: { payoutDelayDays: { value: 10 } } },
    ),
    rule(
      "ALL_CLEAR",
      "Every check is clear",
      all(...checks.map((node) => is(`nodes.${node}.status`, "clear"))),
      {
        outcome: "approve",
        reasonCode: "ALL_CLEAR",
      },
    ),
  ],
  // Only a rule approves: whatever no rule speaks about goes to a person.
  { otherwise: "review", values: { payoutDelayDays: { value: 5 } } },
);

export const sellerRules = { eligibility, company, screening, identity, decision };
