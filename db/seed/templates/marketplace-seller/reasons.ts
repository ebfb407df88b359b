import type { WorkflowDocumentInput } from "@/server/workflows/schema";

type Reasons = NonNullable<WorkflowDocumentInput["reasonCodes"]>;

const POLICY =
  "We cannot open a seller account for this company. The decision follows our acceptance policy and checks required by law.";
const LONGER = "Your application needs a closer look by our team.";

/** The applicant's voice is neutral: it names no rule, no list and no suspicion. */
export const sellerReasons: Reasons = {
  SANCTIONS: { priority: 1, applicant: POLICY, staff: "A confirmed hit on a sanctions list." },
  DOCUMENT_NOT_ACCEPTED: {
    priority: 2,
    applicant: "We could not accept a document that was handed in.",
    staff: "An identity document was judged forged.",
  },
  COUNTRY_NOT_SERVED: {
    priority: 3,
    applicant: "We do not offer seller accounts in one of the countries named.",
    staff: "A person lives in, or goods are sent from, a prohibited country.",
  },
  UNDER_AGE: {
    priority: 4,
    applicant: "Everybody named in the application has to be 18 or older.",
    staff: "An owner or director is under 18.",
  },
  COMPANY_NOT_ACTIVE: {
    priority: 5,
    applicant: "The public register does not list the company as active.",
    staff: "The registry lists the company as dissolved.",
  },
  SELLER_REMOVED: {
    priority: 7,
    applicant: POLICY,
    staff: "The company was removed from the marketplace before.",
  },
  MANY_ACCOUNTS: {
    priority: 21,
    applicant: LONGER,
    staff: "4 or more accounts were opened on one device within 14 days.",
  },
  TRADER_DATA_MISSING: {
    priority: 29,
    applicant: "Traders who sell to consumers in the European Union have to make a statement. Please add it.",
    staff: "Sells to consumers in the Union; the trader's statement is missing.",
  },
  RISK_NOT_ACCEPTED: { priority: 6, applicant: POLICY, staff: "The reviewers did not accept the risk." },
  PEP: { priority: 10, applicant: LONGER, staff: "An owner or director is politically exposed." },
  POSSIBLE_HIT: { priority: 11, applicant: LONGER, staff: "A possible hit on a watchlist is not settled." },
  ADVERSE_MEDIA: { priority: 12, applicant: LONGER, staff: "Adverse media about the company or a person." },
  COMPANY_CLOSING: {
    priority: 13,
    applicant: LONGER,
    staff: "The company is in liquidation or about to be struck off.",
  },
  COMPANY_NAME_DIFFERS: {
    priority: 14,
    applicant: LONGER,
    staff: "The registry lists the number under another name, or for several companies.",
  },
  DOCUMENT_NAMES_ANOTHER: {
    priority: 15,
    applicant: LONGER,
    staff: "A genuine document names another person or birth date.",
  },
  YOUNG_WITH_LARGE_PLANS: {
    priority: 16,
    applicant: LONGER,
    staff: "The company is younger than 60 days and plans sales over EUR 75,000 a year.",
  },
  BANK_ABROAD: { priority: 17, applicant: LONGER, staff: "The bank is outside the seller's region." },
  BANK_NAME_SIMILAR: { priority: 18, applicant: LONGER, staff: "The account is in a similar name." },
  CHECK_INCOMPLETE: { priority: 19, applicant: LONGER, staff: "A check has no usable answer." },
  OWNERSHIP_IMPLAUSIBLE: {
    priority: 20,
    applicant: "The shares of the owners do not add up. Please check them.",
    staff: "The shares declared add up to more than 100 %, or cannot be read.",
  },
  OWNER_NOT_VERIFIED: {
    priority: 30,
    applicant: "We could not confirm this person's identity. Please hand in another document.",
    staff: "A person who has to be identified could not be verified.",
  },
  DOCUMENT_UNUSABLE: {
    priority: 31,
    applicant:
      "The document has expired or cannot be read. Please hand in a new photo of one that is in date.",
    staff: "An identity document is expired or unreadable.",
  },
  BANK_HOLDER_DIFFERS: {
    priority: 32,
    applicant:
      "The bank account has to be in the company's name. Please check the details or name another account.",
    staff: "The account is in another name.",
  },
  BANK_ACCOUNT_UNUSABLE: {
    priority: 33,
    applicant:
      "Payouts to this bank account are not possible. Please check the details or name another account.",
    staff: "The bank does not know the account, or it is closed.",
  },
  LICENCE_MISSING: {
    priority: 34,
    applicant: "What you sell needs a licence. Please add its number and a copy.",
    staff: "The category is regulated and there is no licence.",
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
