import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import { sellerForm } from "./marketplace-seller/form";
import { edges, nodes } from "./marketplace-seller/graph";
import { sellerReasons } from "./marketplace-seller/reasons";
import { sellerRules } from "./marketplace-seller/rules";

/** Marketplace seller (KYB): UK Ltd, German GmbH, US LLC, with their owners. */
export const marketplaceSeller: WorkflowDocument = workflowDocument.parse({
  format: "workflow/v1",
  key: "marketplace_seller",
  title: "Marketplace seller",
  description:
    "A company applies to sell. Its registration, owners, documents and bank account are checked; clear cases are approved without anybody touching them, the others reach the people who decide.",
  outcomes: [
    { key: "withdrawn", title: "Not completed", kind: "neutral" },
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "request_info", title: "Ask for information", kind: "request" },
    { key: "review", title: "Review", kind: "review" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes,
  edges,
  rules: sellerRules,
  forms: { seller: sellerForm },
  reasonCodes: sellerReasons,
  settings: {
    partyKind: "business",
    party: {
      name: "forms.seller.legalName",
      country: "forms.seller.country",
      reference: "forms.seller.registrationNumber",
    },
    queues: {
      edd: {
        title: "Enhanced due diligence",
        slaHours: 48,
        checklist: [
          "Read every watchlist hit and say why it is, or is not, this person",
          "Source of funds and of wealth are plausible",
          "Look for adverse media under the names of all owners",
          "The role that makes somebody politically exposed, and since when",
          "A second person agrees",
        ],
      },
      manual_review: {
        title: "Manual review",
        slaHours: 24,
        checklist: [
          "The company's name and number are those of the register",
          "Documents are complete, in date and show the same people",
          "The bank account belongs to the company",
          "What is sold is allowed, and the website fits it",
        ],
      },
    },
    documentTypes: {
      identity_document: {
        title: "Passport or identity card",
        help: "A colour photo, uncropped and in date. Both sides of a card.",
      },
      incorporation: {
        title: "Certificate of incorporation or Companies House extract",
        help: "A PDF or scan, issued in the last twelve months.",
      },
      register_extract: {
        title: "Current print of the Handelsregister",
        help: "Not older than three months.",
      },
      shareholder_list: { title: "Gesellschafterliste", help: "The list filed with the register court." },
      formation: { title: "Articles of organization", help: "As filed with the state." },
      irs_letter: {
        title: "Letter of the IRS (CP 575 or 147C)",
        help: "Showing the EIN and the legal name.",
      },
      licence: { title: "Licence", help: "The permit for what you sell, in date." },
      bank_statement: {
        title: "Bank statement",
        help: "A page of the last twelve months that shows holder, account number and bank.",
      },
      proof_of_address: {
        title: "Proof of address",
        help: "A bill or official letter of the last three months.",
      },
      source_of_funds: {
        title: "Proof of the source of funds",
        help: "Annual accounts, a tax assessment, a sale contract or pay slips.",
      },
    },
    noticeReasons: 4,
  },
});
