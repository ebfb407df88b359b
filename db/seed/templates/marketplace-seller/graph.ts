import { is, numbered } from "../conditions";
import { graph } from "../graph";
import { mustIdentify } from "./form";

const seller = (field: string) => `forms.seller.${field}`;
const outcomeIs = (node: string, outcome: string, id: string) =>
  numbered(id, is(`nodes.${node}.outcome`, outcome));

/** One way when a stage already refuses, so that no later vendor is called for nothing. */
const refusedBy = (node: string) => ({
  by: "conditions",
  branches: [{ key: "refused", title: "Refused", when: outcomeIs(node, "decline", `${node}.refused`) }],
});

export const { nodes, edges } = graph({
  start: { type: "application_start", title: "Application", to: { next: "application" } },
  application: {
    type: "collect",
    title: "Seller's application",
    config: { form: "seller", deadlineDays: 30 },
    to: { submitted: "eligibility", expired: "withdrawn" },
  },
  eligibility: {
    type: "rules",
    title: "Who can sell here",
    config: { ruleSet: "eligibility" },
    to: { next: "is_eligible" },
  },
  is_eligible: {
    type: "branch",
    title: "Can sell here?",
    config: refusedBy("eligibility"),
    to: { refused: "tell_declined", otherwise: "ownership" },
  },
  ownership: {
    type: "ownership",
    title: "Beneficial owners",
    config: { owners: "forms.seller.owners[]", shareField: "share", threshold: 25, comparator: "at_least" },
    to: { computed: "registry", implausible: "manual_review" },
  },
  registry: {
    type: "check",
    title: "Company registry",
    config: {
      connection: "registry",
      capability: "company_lookup",
      ask: {
        country: seller("country"),
        registrationNumber: seller("registrationNumber"),
        name: seller("legalName"),
      },
    },
    to: { answered: "company", no_answer: "company" },
  },
  company: {
    type: "rules",
    title: "Does the company exist",
    config: { ruleSet: "company" },
    to: { next: "is_active" },
  },
  is_active: {
    type: "branch",
    title: "Company active?",
    config: refusedBy("company"),
    to: { refused: "tell_declined", otherwise: "company_screening" },
  },
  company_screening: {
    type: "check",
    title: "Company screening",
    config: {
      connection: "screening",
      capability: "watchlist_screening",
      ask: { kind: { value: "business" }, name: seller("legalName"), country: seller("country") },
    },
    to: { answered: "people_screening", no_answer: "people_screening" },
  },
  people_screening: {
    type: "check",
    title: "People screening",
    config: {
      connection: "screening",
      capability: "watchlist_screening",
      subjects: "forms.seller.owners[]",
      ask: {
        kind: { value: "person" },
        firstName: "item.firstName",
        lastName: "item.lastName",
        dateOfBirth: "item.dateOfBirth",
        country: "item.nationality",
      },
    },
    to: { answered: "screening", no_answer: "screening" },
  },
  screening: {
    type: "rules",
    title: "Watchlists",
    config: { ruleSet: "screening" },
    to: { next: "is_sanctioned" },
  },
  is_sanctioned: {
    type: "branch",
    title: "Sanctioned?",
    config: refusedBy("screening"),
    to: { refused: "tell_declined", otherwise: "identity" },
  },
  identity: {
    type: "check",
    title: "Identity documents",
    config: {
      connection: "identity",
      capability: "identity_document",
      subjects: "forms.seller.owners[]",
      only: numbered("identity.only", mustIdentify),
      onInputMissing: "skip",
      ask: {
        firstName: "item.firstName",
        lastName: "item.lastName",
        dateOfBirth: "item.dateOfBirth",
        documentNumber: "item.documentNumber",
        documentIds: "item.identityDocument",
      },
    },
    to: { answered: "identity_rules", no_answer: "identity_rules" },
  },
  identity_rules: {
    type: "rules",
    title: "Are the people who they say",
    config: { ruleSet: "identity" },
    to: { next: "identity_result" },
  },
  identity_result: {
    type: "branch",
    title: "Documents in order?",
    config: {
      by: "conditions",
      branches: [
        {
          key: "refused",
          title: "Refused",
          when: outcomeIs("identity_rules", "decline", "identity.refused"),
        },
        {
          key: "ask",
          title: "Ask again",
          when: outcomeIs("identity_rules", "request_info", "identity.ask"),
        },
      ],
    },
    to: { refused: "tell_declined", ask: "ask_identity", otherwise: "bank" },
  },
  ask_identity: {
    type: "request_information",
    title: "Ask for another document",
    config: { from: { node: "identity_rules" }, deadlineDays: 14 },
    to: { answered: "identity", nothing: "manual_review", expired: "withdrawn" },
  },
  bank: {
    type: "check",
    title: "Bank account",
    config: {
      connection: "bank",
      capability: "bank_account_name",
      ask: {
        holder: seller("accountHolder"),
        iban: seller("iban"),
        sortCode: seller("sortCode"),
        routingNumber: seller("routingNumber"),
        accountNumber: seller("accountNumber"),
        country: seller("country"),
      },
    },
    to: { answered: "decision", no_answer: "decision" },
  },
  decision: { type: "rules", title: "Decision", config: { ruleSet: "decision" }, to: { next: "route" } },
  route: {
    type: "branch",
    title: "By outcome",
    config: { by: "outcome" },
    to: {
      approve: "tell_approved",
      request_info: "ask",
      review: "which_queue",
      decline: "tell_declined",
      withdrawn: "withdrawn",
      none: "manual_review",
    },
  },
  ask: {
    type: "request_information",
    title: "Ask for what is missing",
    config: { from: "proposals", deadlineDays: 14 },
    // Whatever was answered is checked again from the registry on: an answer can change any of it.
    to: { answered: "ownership", nothing: "manual_review", expired: "withdrawn" },
  },
  which_queue: {
    type: "branch",
    title: "Who reviews?",
    config: {
      by: "conditions",
      branches: [
        {
          key: "edd",
          title: "Enhanced due diligence",
          when: numbered("edd", is("nodes.screening.queue", "edd")),
        },
      ],
    },
    to: { edd: "edd_review", otherwise: "manual_review" },
  },
  edd_review: {
    type: "review",
    title: "Enhanced due diligence",
    config: { queue: "edd", fourEyes: "approve" },
    to: { approved: "tell_approved", declined: "tell_declined", sent_back: "edd_ask" },
  },
  edd_ask: {
    type: "request_information",
    title: "Ask for what was sent back",
    config: { from: { node: "edd_review" }, deadlineDays: 14 },
    to: { answered: "edd_review", nothing: "edd_review", expired: "edd_review" },
  },
  manual_review: {
    type: "review",
    title: "Manual review",
    config: { queue: "manual_review", fourEyes: "none" },
    to: { approved: "tell_approved", declined: "tell_declined", sent_back: "manual_ask" },
  },
  manual_ask: {
    type: "request_information",
    title: "Ask for what was sent back",
    config: { from: { node: "manual_review" }, deadlineDays: 14 },
    to: { answered: "manual_review", nothing: "manual_review", expired: "manual_review" },
  },
  tell_approved: {
    type: "notify",
    title: "Tell the seller: approved",
    config: {
      to: "applicant",
      subject: "You can sell on Bazaarly",
      text: "Hello,\n\n{{forms.seller.legalName}} has been approved. You can list your goods now.\n\nBazaarly",
    },
    to: { sent: "approved", failed: "approved" },
  },
  tell_declined: {
    type: "notify",
    title: "Tell the seller: declined",
    config: {
      to: "applicant",
      subject: "Your application to sell on Bazaarly",
      text: "Hello,\n\nwe cannot open a seller account for {{forms.seller.legalName}}. The page of your application says why. If you think this is a mistake, answer this mail and a person will look at it.\n\nBazaarly",
    },
    to: { sent: "declined", failed: "declined" },
  },
  approved: {
    type: "end",
    title: "Approved",
    config: {
      outcome: "approve",
      outputs: { payoutDelayDays: { field: "values.payoutDelayDays", default: 10 } },
    },
  },
  declined: { type: "end", title: "Declined", config: { outcome: "decline" } },
  withdrawn: {
    type: "end",
    title: "Not completed",
    config: { outcome: "withdrawn", reasonCodes: ["NOT_COMPLETED"] },
  },
});
