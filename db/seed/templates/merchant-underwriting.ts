import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import { merchantForm } from "./merchant-underwriting/form";
import { edges, nodes } from "./merchant-underwriting/graph";
import { merchantReasons } from "./merchant-underwriting/reasons";
import {
  merchantFormulas,
  merchantRules,
  merchantScorecards,
  merchantTables,
} from "./merchant-underwriting/rules";

/** High-risk merchant underwriting: a score of eleven factors, a reserve by band and exposure, a committee. */
export const merchantUnderwriting: WorkflowDocument = workflowDocument.parse({
  format: "workflow/v1",
  key: "merchant_underwriting",
  title: "Merchant underwriting",
  description:
    "A merchant wants to take cards. Register, watchlists and terminated merchants are asked first; then a score of the business sets the band, and band and exposure set the reserve. Large exposures go to a committee, dear categories need their registration.",
  outcomes: [
    { key: "withdrawn", title: "Not completed", kind: "neutral" },
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "approve_with_conditions", title: "Approve with a condition", kind: "positive" },
    { key: "review", title: "Review", kind: "review" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes,
  edges,
  rules: merchantRules,
  tables: merchantTables,
  scorecards: merchantScorecards,
  formulas: merchantFormulas,
  forms: { merchant: merchantForm },
  reasonCodes: merchantReasons,
  settings: {
    partyKind: "business",
    party: {
      name: "forms.merchant.legalName",
      country: "forms.merchant.country",
      reference: "forms.merchant.registrationNumber",
    },
    queues: {
      edd: {
        title: "Enhanced due diligence",
        slaHours: 48,
        checklist: [
          "Read every watchlist hit and say why it is, or is not, this person or company",
          "A second person agrees",
        ],
      },
      committee: {
        title: "Credit committee",
        slaHours: 72,
        checklist: [
          "Exposure recomputed from the last three months of statements",
          "Accounts read by a second person",
          "Reserve, delay of payouts and limit are agreed",
        ],
      },
      underwriting: {
        title: "Underwriting",
        slaHours: 24,
        checklist: [
          "What is sold fits the category and the website",
          "Chargebacks agree with the processor's statements",
          "Delivery times are plausible",
        ],
      },
    },
    documentTypes: {
      annual_accounts: { title: "Annual accounts", help: "Of the last full year, signed." },
      processing_statement: {
        title: "Processing statements",
        help: "Of the last six months, with chargebacks.",
      },
      scheme_registration: {
        title: "Registration with the card schemes",
        help: "The confirmation of each scheme.",
      },
    },
    noticeReasons: 4,
  },
});
