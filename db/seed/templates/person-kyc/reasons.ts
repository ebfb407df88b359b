import type { WorkflowDocumentInput } from "@/server/workflows/schema";

type Reasons = NonNullable<WorkflowDocumentInput["reasonCodes"]>;

const POLICY =
  "We cannot open an account for you. The decision follows our acceptance policy and checks required by law.";
const LONGER = "Your application needs a closer look by our team.";

/** The applicant's voice is neutral: it names no rule, no list and no suspicion. */
export const personReasons: Reasons = {
  SANCTIONS: { priority: 1, applicant: POLICY, staff: "A confirmed hit on a sanctions list." },
  DOCUMENT_NOT_ACCEPTED: {
    priority: 2,
    applicant: "We could not accept a document that was handed in.",
    staff: "The identity document was judged forged.",
  },
  COUNTRY_NOT_SERVED: {
    priority: 3,
    applicant: "We do not offer accounts in the country you named.",
    staff: "Lives or pays tax in a prohibited country.",
  },
  UNDER_AGE: {
    priority: 4,
    applicant: "You have to be 18 or older to open an account.",
    staff: "The person is under 18.",
  },
  RISK_NOT_ACCEPTED: { priority: 6, applicant: POLICY, staff: "The reviewers did not accept the risk." },
  PEP: { priority: 10, applicant: LONGER, staff: "Politically exposed, by a list or by own statement." },
  POSSIBLE_HIT: { priority: 11, applicant: LONGER, staff: "A possible hit on a watchlist is not settled." },
  ADVERSE_MEDIA: { priority: 12, applicant: LONGER, staff: "Adverse media about the person." },
  DOCUMENT_NAMES_ANOTHER: {
    priority: 13,
    applicant: LONGER,
    staff: "A genuine document names another person or birth date.",
  },
  IDENTITY_NOT_CONFIRMED: {
    priority: 14,
    applicant: LONGER,
    staff: "Three documents were not enough to confirm the identity.",
  },
  CHECK_INCOMPLETE: { priority: 19, applicant: LONGER, staff: "A check has no usable answer." },
  DOCUMENT_UNUSABLE: {
    priority: 30,
    applicant:
      "The document has expired or cannot be read. Please hand in a new photo of one that is in date.",
    staff: "The identity document is expired, unreadable or not found.",
  },
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
  ALL_CLEAR: {
    priority: 90,
    applicant: "All checks are done.",
    staff: "Every check is clear and no rule objects.",
  },
};
