import { is, numbered } from "../conditions";
import { graph } from "../graph";

const person = (field: string) => `forms.person.${field}`;
const refusedBy = (node: string) => ({
  by: "conditions",
  branches: [
    {
      key: "refused",
      title: "Refused",
      when: numbered(`${node}.refused`, is(`nodes.${node}.outcome`, "decline")),
    },
  ],
});

export const { nodes, edges } = graph({
  start: { type: "application_start", title: "Application", to: { next: "application" } },
  application: {
    type: "collect",
    title: "Person's application",
    config: { form: "person", deadlineDays: 30 },
    to: { submitted: "eligibility", expired: "withdrawn" },
  },
  eligibility: {
    type: "rules",
    title: "Who can open an account",
    config: { ruleSet: "eligibility" },
    to: { next: "is_eligible" },
  },
  is_eligible: {
    type: "branch",
    title: "Can open an account?",
    config: refusedBy("eligibility"),
    to: { refused: "tell_declined", otherwise: "screening" },
  },
  screening: {
    type: "check",
    title: "Screening",
    config: {
      connection: "screening",
      capability: "watchlist_screening",
      ask: {
        kind: { value: "person" },
        firstName: person("firstName"),
        lastName: person("lastName"),
        dateOfBirth: person("dateOfBirth"),
        country: person("nationality"),
      },
    },
    to: { answered: "watchlists", no_answer: "watchlists" },
  },
  watchlists: {
    type: "rules",
    title: "Watchlists",
    config: { ruleSet: "screening" },
    to: { next: "is_sanctioned" },
  },
  is_sanctioned: {
    type: "branch",
    title: "Sanctioned?",
    config: refusedBy("watchlists"),
    to: { refused: "tell_declined", otherwise: "identity" },
  },
  identity: {
    type: "check",
    title: "Identity document",
    config: {
      connection: "identity",
      capability: "identity_document",
      onInputMissing: "skip",
      ask: {
        firstName: person("firstName"),
        lastName: person("lastName"),
        dateOfBirth: person("dateOfBirth"),
        documentNumber: person("documentNumber"),
        documentIds: person("identityDocument"),
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
    title: "Ask for another document",
    config: { from: { node: "decision" }, deadlineDays: 14 },
    to: { answered: "identity", nothing: "manual_review", expired: "withdrawn" },
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
          when: numbered("edd", is("nodes.watchlists.queue", "edd")),
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
    title: "Tell the person: approved",
    config: {
      to: "applicant",
      subject: "Your account is open",
      text: "Hello {{forms.person.firstName}},\n\nyour account is open. You can use it now.\n\nBazaarly",
    },
    to: { sent: "approved", failed: "approved" },
  },
  tell_declined: {
    type: "notify",
    title: "Tell the person: declined",
    config: {
      to: "applicant",
      subject: "Your application for an account",
      text: "Hello {{forms.person.firstName}},\n\nwe cannot open an account for you. The page of your application says why. If you think this is a mistake, answer this mail and a person will look at it.\n\nBazaarly",
    },
    to: { sent: "declined", failed: "declined" },
  },
  approved: { type: "end", title: "Approved", config: { outcome: "approve" } },
  declined: { type: "end", title: "Declined", config: { outcome: "decline" } },
  withdrawn: {
    type: "end",
    title: "Not completed",
    config: { outcome: "withdrawn", reasonCodes: ["NOT_COMPLETED"] },
  },
});
