import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import { personForm } from "./person-kyc/form";
import { edges, nodes } from "./person-kyc/graph";
import { personReasons } from "./person-kyc/reasons";
import { personRules } from "./person-kyc/rules";

/** Person (KYC): identity, watchlists, age and country of a natural person. */
export const personKyc: WorkflowDocument = workflowDocument.parse({
  format: "workflow/v1",
  key: "person_kyc",
  title: "Person",
  description:
    "A person opens an account. Age, country, watchlists and the identity document are checked; clear cases are approved without anybody touching them.",
  outcomes: [
    { key: "withdrawn", title: "Not completed", kind: "neutral" },
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "request_info", title: "Ask for information", kind: "request" },
    { key: "review", title: "Review", kind: "review" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes,
  edges,
  rules: personRules,
  forms: { person: personForm },
  reasonCodes: personReasons,
  settings: {
    partyKind: "person",
    party: { name: "forms.person.firstName forms.person.lastName", country: "forms.person.country" },
    queues: {
      edd: {
        title: "Enhanced due diligence",
        slaHours: 48,
        checklist: [
          "Read every watchlist hit and say why it is, or is not, this person",
          "Source of funds and of wealth are plausible",
          "The role that makes somebody politically exposed, and since when",
          "A second person agrees",
        ],
      },
      manual_review: {
        title: "Manual review",
        slaHours: 24,
        checklist: [
          "The document is in date and shows the person named",
          "Name, birth date and address agree everywhere",
        ],
      },
    },
    documentTypes: {
      identity_document: {
        title: "Passport, identity card or residence permit",
        help: "A colour photo, uncropped and in date. Both sides of a card.",
      },
      proof_of_address: {
        title: "Proof of address",
        help: "A bill or official letter of the last three months.",
      },
      source_of_funds: {
        title: "Proof of the source of funds",
        help: "Pay slips, a tax assessment, a sale contract or a will.",
      },
    },
    noticeReasons: 4,
  },
});
