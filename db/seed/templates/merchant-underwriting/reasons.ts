import type { WorkflowDocumentInput } from "@/server/workflows/schema";

type Reasons = NonNullable<WorkflowDocumentInput["reasonCodes"]>;

const POLICY =
  "We cannot take on this business. The decision follows our acceptance policy and what the card schemes ask of us.";
const LONGER = "Your application needs a closer look by our team.";

/** Two voices: the merchant hears what can be mended, staff hear the factor. */
export const merchantReasons: Reasons = {
  SANCTIONS: { priority: 1, applicant: POLICY, staff: "A confirmed hit on a sanctions list." },
  MATCH_FRAUD: { priority: 2, applicant: POLICY, staff: "On MATCH under a reason code of fraud." },
  COMPANY_NOT_ACTIVE: {
    priority: 3,
    applicant: "The company is not listed as active in its register.",
    staff: "The registry lists the company as dissolved.",
  },
  SCORE_OVER_60: { priority: 4, applicant: POLICY, staff: "The score is over 60." },
  RISK_NOT_ACCEPTED: {
    priority: 5,
    applicant: POLICY,
    staff: "The underwriters did not accept the merchant.",
  },
  CATEGORY: {
    priority: 10,
    applicant: "What the business sells is more costly to insure than most.",
    staff: "The merchant category is in a dear tier.",
  },
  TRADING_TIME: {
    priority: 11,
    applicant: "The business has not been trading for long.",
    staff: "Trading for less than three years.",
  },
  CHARGEBACKS: {
    priority: 12,
    applicant: "Too many payments were charged back, or there is no history of them.",
    staff: "Chargebacks of 40 basis points or more, or no history.",
  },
  DELIVERY_TIME: {
    priority: 13,
    applicant: "There is a long time between payment and delivery.",
    staff: "Delivery later than 7 days.",
  },
  TICKET: {
    priority: 14,
    applicant: "The average sale is high.",
    staff: "The average ticket is over EUR 300.",
  },
  ACCOUNTS: {
    priority: 15,
    applicant: "There are no annual accounts, or they show too little liquidity.",
    staff: "No accounts, or a current ratio under 1.",
  },
  WEBSITE: {
    priority: 16,
    applicant: "Something that has to stand on the website is missing.",
    staff: "Items are missing on the website.",
  },
  MATCH_OTHER: { priority: 20, applicant: LONGER, staff: "On MATCH under a code that is no fraud." },
  PEP: { priority: 21, applicant: LONGER, staff: "The signatory is politically exposed." },
  POSSIBLE_HIT: { priority: 22, applicant: LONGER, staff: "A possible hit on a watchlist is not settled." },
  EXPOSURE_LARGE: { priority: 23, applicant: LONGER, staff: "The exposure is over EUR 400,000." },
  BAND_HIGH: { priority: 24, applicant: LONGER, staff: "The score lies between 41 and 60." },
  CATEGORY_UNKNOWN: { priority: 25, applicant: LONGER, staff: "The merchant category has no tier." },
  CHECK_INCOMPLETE: { priority: 26, applicant: LONGER, staff: "A check or a figure is missing." },
  SCHEME_REGISTRATION: {
    priority: 30,
    applicant: "Before you take cards, the business has to be registered with the card schemes.",
    staff: "Tier 3: registration with the schemes is a condition.",
  },
  DETAILS_UNCLEAR: {
    priority: 35,
    applicant: "Please check this and send it again.",
    staff: "An underwriter sent it back: unclear or contradicting.",
  },
  DOCUMENT_MISSING: {
    priority: 36,
    applicant: "Please hand in this document.",
    staff: "An underwriter asked for a document.",
  },
  NOT_COMPLETED: {
    priority: 40,
    applicant: "The application was not completed in time. You are welcome to begin again.",
    staff: "The merchant did not answer in time.",
  },
  IN_ORDER: {
    priority: 90,
    applicant: "All checks are done.",
    staff: "Every check is clear and the score is 40 at most.",
  },
};
