import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import { loanForm } from "./lender/form";
import { edges, nodes } from "./lender/graph";
import { loanReasons } from "./lender/reasons";
import { loanFormulas, loanRules, loanTables } from "./lender/rules";

/** Consumer loan: knock-outs first, then identity, the bureau with a path for thin files, a grid of price and limit. */
export const lender: WorkflowDocument = workflowDocument.parse({
  format: "workflow/v1",
  key: "consumer_loan",
  title: "Consumer loan",
  description:
    "A person applies for a loan. What needs no report is looked at first; then identity, the credit bureau with a path for thin files, and a grid that sets price and limit within the state's cap. Who asks for more than the limit is offered less.",
  outcomes: [
    { key: "withdrawn", title: "Not completed", kind: "neutral" },
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "counter_offer", title: "Counter-offer", kind: "request" },
    { key: "review", title: "Review", kind: "review" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes,
  edges,
  rules: loanRules,
  tables: loanTables,
  formulas: loanFormulas,
  forms: { loan: loanForm },
  reasonCodes: loanReasons,
  settings: {
    partyKind: "person",
    party: { name: "forms.loan.firstName forms.loan.lastName", country: "forms.loan.nationality" },
    queues: {
      edd: {
        title: "Enhanced due diligence",
        slaHours: 48,
        checklist: [
          "Read every watchlist hit and say why it is, or is not, this person",
          "The source of the income is plausible",
          "A second person agrees",
        ],
      },
      credit: {
        title: "Credit review",
        slaHours: 24,
        checklist: [
          "The document is in date and shows the person named",
          "Income is proved for the last three months",
          "Rent or mortgage agrees with the bank statement",
        ],
      },
    },
    documentTypes: {
      identity_document: {
        title: "Driving licence, state identity card or passport",
        help: "A colour photo, uncropped and in date. Both sides of a card.",
      },
      proof_of_income: { title: "Proof of income", help: "Pay slips or a tax return of the last year." },
      bank_statement: { title: "Bank statement", help: "The last three months, with your name on it." },
    },
    noticeReasons: 4,
  },
});
