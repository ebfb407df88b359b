import type { WorkflowDocumentInput } from "@/server/workflows/schema";

type Reasons = NonNullable<WorkflowDocumentInput["reasonCodes"]>;

const LONGER = "Your application needs a closer look by our team.";

/** A notice of adverse action names the principal reasons, in words a person can act on. */
export const loanReasons: Reasons = {
  SANCTIONS: {
    priority: 1,
    applicant: "We cannot lend to you. The decision follows checks required by law.",
    staff: "A confirmed hit on a sanctions list.",
  },
  DOCUMENT_NOT_ACCEPTED: {
    priority: 2,
    applicant: "We could not accept a document that was handed in.",
    staff: "The identity document was judged forged.",
  },
  STATE_NOT_LICENSED: {
    priority: 3,
    applicant: "We do not offer loans in your state.",
    staff: "No licence in the borrower's state.",
  },
  UNDER_AGE: {
    priority: 4,
    applicant: "You have to be of legal age in your state to take out a loan.",
    staff: "Under the age the state asks for.",
  },
  BANKRUPTCY: {
    priority: 5,
    applicant: "A bankruptcy on your credit report is too recent.",
    staff: "Bankruptcy within the last 36 months.",
  },
  CREDIT_SCORE: {
    priority: 6,
    applicant: "Your credit history does not meet our requirements.",
    staff: "The bureau's score is below 580.",
  },
  DEBT_TO_INCOME: {
    priority: 7,
    applicant: "Your obligations are too high in relation to your income.",
    staff: "Debt to income over 48 %.",
  },
  INCOME: {
    priority: 8,
    applicant: "Your income is below what we ask for.",
    staff: "Income below 1,800 dollars a month.",
  },
  AMOUNT: {
    priority: 9,
    applicant: "We lend from 500 to 25,000 dollars.",
    staff: "The amount is outside 500 to 25,000 dollars.",
  },
  LIMIT: {
    priority: 10,
    applicant: "We can offer you a smaller amount than you asked for.",
    staff: "The amount asked for is above the limit of the grid.",
  },
  RISK_NOT_ACCEPTED: {
    priority: 11,
    applicant: "We are unable to offer you a loan on the information we have.",
    staff: "The reviewers did not accept the application.",
  },
  PEP: { priority: 20, applicant: LONGER, staff: "Politically exposed, by a list." },
  POSSIBLE_HIT: { priority: 21, applicant: LONGER, staff: "A possible hit on a watchlist is not settled." },
  IDENTITY_UNCLEAR: {
    priority: 22,
    applicant: "We could not confirm your identity from the document you handed in.",
    staff: "The identity document does not confirm the person.",
  },
  THIN_FILE: {
    priority: 23,
    applicant: "There is not enough credit history to decide at once.",
    staff: "No score, or fewer than 3 accounts, and the thin-file rules do not hold.",
  },
  CHECK_INCOMPLETE: { priority: 24, applicant: LONGER, staff: "A check has no usable answer." },
  DETAILS_UNCLEAR: {
    priority: 35,
    applicant: "Please check this and send it again.",
    staff: "A reviewer sent it back: unclear or contradicting.",
  },
  DOCUMENT_MISSING: {
    priority: 36,
    applicant: "Please hand in this document.",
    staff: "A reviewer asked for a document.",
  },
  NOT_COMPLETED: {
    priority: 40,
    applicant: "The application was not completed in time. You are welcome to begin again.",
    staff: "The applicant did not answer in time.",
  },
  IN_ORDER: {
    priority: 90,
    applicant: "All checks are done.",
    staff: "Every stage is passed and the amount is within the limit.",
  },
};
