import type { Operand, Rule } from "@/server/rules/core/ast";
import { all, any, atLeast, is, isNo, isYes, oneOf, some, under } from "../conditions";
import { prohibitedCountries, rule, ruleSet } from "../rules";

const HITS = "nodes.screening.results[].details.hits";
const DOCUMENT = "nodes.identity.results[].details";

const eligibility = ruleSet("Who can open an account", [
  rule(
    "PROHIBITED_COUNTRY",
    "Lives or pays tax in a country we do not serve",
    any(
      oneOf("forms.person.country", prohibitedCountries),
      oneOf("forms.person.taxCountry", prohibitedCountries),
    ),
    { outcome: "decline", points: 100, reasonCode: "COUNTRY_NOT_SERVED" },
  ),
  rule("UNDER_AGE", "Under 18", under({ ageInYears: { field: "forms.person.dateOfBirth" } }, 18), {
    outcome: "decline",
    points: 100,
    reasonCode: "UNDER_AGE",
  }),
]);

const screening = ruleSet("Watchlists", [
  rule(
    "SANCTIONED",
    "A confirmed sanctions hit",
    some(HITS, all(is("item.list", "sanctions"), isYes("item.confirmed"))),
    { outcome: "decline", points: 100, reasonCode: "SANCTIONS" },
  ),
  rule(
    "PEP",
    "Politically exposed, by the lists or by own statement",
    any(isYes("forms.person.publicOffice"), some(HITS, all(is("item.list", "pep"), isYes("item.confirmed")))),
    { outcome: "review", points: 40, reasonCode: "PEP", queue: "edd", flags: ["pep"] },
  ),
  rule("POSSIBLE_HIT", "A possible hit that nobody has settled", some(HITS, isNo("item.confirmed")), {
    outcome: "review",
    points: 30,
    reasonCode: "POSSIBLE_HIT",
    queue: "edd",
  }),
  rule(
    "ADVERSE_MEDIA",
    "Adverse media, or a list we do not know",
    some(HITS, all(oneOf("item.list", ["adverse_media", "unknown"]), isYes("item.confirmed"))),
    { outcome: "review", points: 30, reasonCode: "ADVERSE_MEDIA", queue: "edd" },
  ),
]);

const tries: Operand = { field: "values.identityTries", default: 0 };
const isUnusable = any(
  oneOf(`${DOCUMENT}.documentStatus`, ["expired", "unreadable"]),
  oneOf("nodes.identity.status", ["not_found", "unknown", "input_missing"]),
);
const anotherDocument: Rule["require"] = [
  { kind: "field", key: "forms.person.documentNumber", subject: "party", reasonCode: "DOCUMENT_UNUSABLE" },
  { kind: "document", key: "identity_document", subject: "party", reasonCode: "DOCUMENT_UNUSABLE" },
];

const decision = ruleSet(
  "Decision",
  [
    rule("DOCUMENT_FORGED", "A forged document", is(`${DOCUMENT}.documentStatus`, "forged"), {
      outcome: "decline",
      points: 100,
      reasonCode: "DOCUMENT_NOT_ACCEPTED",
    }),
    rule(
      "DOCUMENT_UNUSABLE",
      "A document that is expired, unreadable or not found, first and second try",
      all(under(tries, 2), isUnusable),
      {
        outcome: "request_info",
        points: 5,
        reasonCode: "DOCUMENT_UNUSABLE",
        require: anotherDocument,
        // Counted where it is asked again: the third document that fails ends at a person.
        values: {
          identityTries: {
            formula: {
              op: "add",
              left: { op: "field", field: "values.identityTries", default: 0 },
              right: { op: "value", value: 1 },
            },
          },
        },
      },
    ),
    rule("IDENTITY_TRIES_USED", "Three documents were not enough", all(atLeast(tries, 2), isUnusable), {
      outcome: "review",
      points: 30,
      reasonCode: "IDENTITY_NOT_CONFIRMED",
      queue: "manual_review",
    }),
    rule(
      "DOCUMENT_NAMES_ANOTHER",
      "The document names another person or birth date",
      all(
        is(`${DOCUMENT}.documentStatus`, "genuine"),
        any(isNo(`${DOCUMENT}.nameMatches`), isNo(`${DOCUMENT}.birthDateMatches`)),
      ),
      { outcome: "review", points: 40, reasonCode: "DOCUMENT_NAMES_ANOTHER", queue: "manual_review" },
    ),
    rule(
      "CHECK_WITHOUT_ANSWER",
      "A check has no usable answer",
      any(
        is("nodes.identity.status", "no_answer"),
        oneOf("nodes.screening.status", ["no_answer", "unknown", "not_found", "input_missing"]),
      ),
      { outcome: "review", points: 20, reasonCode: "CHECK_INCOMPLETE", queue: "manual_review" },
    ),
    rule(
      "ALL_CLEAR",
      "Every check is clear",
      all(is("nodes.screening.status", "clear"), is("nodes.identity.status", "clear")),
      { outcome: "approve", reasonCode: "ALL_CLEAR" },
    ),
  ],
  // Only a rule approves: whatever no rule speaks about goes to a person.
  { otherwise: "review" },
);

export const personRules = { eligibility, screening, decision };
