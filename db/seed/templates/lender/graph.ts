import { all, any, is, isMissing, numbered, under } from "../conditions";
import { graph } from "../graph";

const loan = (field: string) => `forms.loan.${field}`;

/** One way when a stage already refuses, so that nothing later is paid for. */
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

const MAIL = "Loanwell";

export const { nodes, edges } = graph({
  start: { type: "application_start", title: "Application", to: { next: "application" } },
  application: {
    type: "collect",
    title: "Loan application",
    config: { form: "loan", deadlineDays: 30 },
    to: { submitted: "states", expired: "withdrawn" },
  },
  states: {
    type: "decision_table",
    title: "Licence, age and price cap of the state",
    config: { table: "states" },
    to: { matched: "knock_outs", no_match: "knock_outs", unknown: "knock_outs" },
  },
  knock_outs: {
    type: "rules",
    title: "Knock-outs without a report",
    config: { ruleSet: "knock_outs" },
    to: { next: "is_knocked_out" },
  },
  is_knocked_out: {
    type: "branch",
    title: "Knocked out?",
    config: refusedBy("knock_outs"),
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
        firstName: loan("firstName"),
        lastName: loan("lastName"),
        dateOfBirth: loan("dateOfBirth"),
        documentNumber: loan("documentNumber"),
        documentIds: loan("identityDocument"),
      },
    },
    to: { answered: "screening", no_answer: "screening" },
  },
  screening: {
    type: "check",
    title: "Screening",
    config: {
      connection: "screening",
      capability: "watchlist_screening",
      ask: {
        kind: { value: "person" },
        firstName: loan("firstName"),
        lastName: loan("lastName"),
        dateOfBirth: loan("dateOfBirth"),
        country: loan("nationality"),
      },
    },
    to: { answered: "identity_rules", no_answer: "identity_rules" },
  },
  identity_rules: {
    type: "rules",
    title: "Identity and fraud",
    config: { ruleSet: "identity" },
    to: { next: "is_refused" },
  },
  is_refused: {
    type: "branch",
    title: "Identity in order?",
    config: refusedBy("identity_rules"),
    to: { refused: "tell_declined", otherwise: "bureau" },
  },
  bureau: {
    type: "http_request",
    title: "Credit bureau",
    config: {
      connection: "bureau",
      method: "POST",
      path: "/reports",
      body: {
        firstName: "{{forms.loan.firstName}}",
        lastName: "{{forms.loan.lastName}}",
        dateOfBirth: "{{forms.loan.dateOfBirth}}",
        state: "{{forms.loan.state}}",
      },
      // Somebody the bureau has never heard of is an answer: the file is thin.
      expect: [404],
      answer: {
        score: "body.score",
        accounts: "body.accounts",
        monthlyDebts: "body.monthlyDebts",
        monthsSinceBankruptcy: "body.monthsSinceBankruptcy",
      },
      isRepeatable: true,
    },
    to: { done: "file", failed: "decision" },
  },
  file: {
    type: "branch",
    title: "How much is known?",
    config: {
      by: "conditions",
      branches: [
        {
          key: "thin",
          title: "Thin file",
          when: numbered(
            "thin",
            any(isMissing("nodes.bureau.score"), under({ field: "nodes.bureau.accounts", default: 0 }, 3)),
          ),
        },
      ],
    },
    to: { thin: "housing", otherwise: "burden" },
  },
  housing: {
    type: "compute",
    title: "Housing of income",
    config: { formulas: ["housing_share"] },
    to: { next: "thin_file" },
  },
  thin_file: {
    type: "rules",
    title: "Thin file",
    config: { ruleSet: "thin_file" },
    to: { next: "price" },
  },
  burden: {
    type: "compute",
    title: "Debt to income",
    config: { formulas: ["dti"] },
    to: { next: "credit" },
  },
  credit: {
    type: "rules",
    title: "Knock-outs of the report",
    config: { ruleSet: "credit" },
    to: { next: "is_creditworthy" },
  },
  is_creditworthy: {
    type: "branch",
    title: "Creditworthy?",
    config: refusedBy("credit"),
    to: { refused: "tell_declined", otherwise: "grid" },
  },
  grid: {
    type: "decision_table",
    title: "Price and limit",
    config: { table: "grid" },
    to: { matched: "price", no_match: "price", unknown: "price" },
  },
  price: {
    type: "compute",
    title: "Price within the state's cap, amount within the limit",
    config: { formulas: ["apr", "offer"] },
    to: { next: "decision" },
  },
  decision: { type: "rules", title: "Offer", config: { ruleSet: "decision" }, to: { next: "route" } },
  route: {
    type: "branch",
    title: "By outcome",
    config: { by: "outcome" },
    to: {
      approve: "tell_approved",
      counter_offer: "tell_counter_offer",
      review: "which_queue",
      decline: "tell_declined",
      withdrawn: "withdrawn",
      none: "credit_review",
    },
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
          when: numbered("edd", is("nodes.identity_rules.queue", "edd")),
        },
      ],
    },
    to: { edd: "edd_review", otherwise: "credit_review" },
  },
  edd_review: {
    type: "review",
    title: "Enhanced due diligence",
    config: { queue: "edd", fourEyes: "approve" },
    to: { approved: "what_was_approved", declined: "tell_declined", sent_back: "edd_ask" },
  },
  edd_ask: {
    type: "request_information",
    title: "Ask for what was sent back",
    config: { from: { node: "edd_review" }, deadlineDays: 14 },
    to: { answered: "edd_review", nothing: "edd_review", expired: "edd_review" },
  },
  credit_review: {
    type: "review",
    title: "Credit review",
    config: { queue: "credit", fourEyes: "none" },
    to: { approved: "what_was_approved", declined: "tell_declined", sent_back: "credit_ask" },
  },
  credit_ask: {
    type: "request_information",
    title: "Ask for what was sent back",
    config: { from: { node: "credit_review" }, deadlineDays: 14 },
    to: { answered: "credit_review", nothing: "credit_review", expired: "credit_review" },
  },
  what_was_approved: {
    type: "branch",
    title: "Within the limit?",
    config: {
      by: "conditions",
      branches: [
        {
          key: "less",
          title: "Less than was asked for",
          when: numbered(
            "less",
            all({
              id: "unnumbered",
              op: ">",
              left: { field: "forms.loan.amount" },
              right: { field: "values.limit" },
            }),
          ),
        },
      ],
    },
    to: { less: "tell_counter_offer", otherwise: "tell_approved" },
  },
  tell_approved: {
    type: "notify",
    title: "Tell the borrower: approved",
    config: {
      to: "applicant",
      subject: "Your loan is approved",
      text: `Hello {{forms.loan.firstName}},\n\nyour loan is approved. The page of your application shows what comes next.\n\n${MAIL}`,
    },
    to: { sent: "approved", failed: "approved" },
  },
  tell_counter_offer: {
    type: "notify",
    title: "Tell the borrower: another amount",
    config: {
      to: "applicant",
      subject: "We can offer you a loan",
      text: `Hello {{forms.loan.firstName}},\n\nwe can offer you a loan of a smaller amount than you asked for. The offer stands for 30 days; the page of your application shows it and the reasons.\n\n${MAIL}`,
    },
    to: { sent: "counter_offered", failed: "counter_offered" },
  },
  tell_declined: {
    type: "notify",
    title: "Tell the borrower: declined",
    config: {
      to: "applicant",
      subject: "Your application for a loan",
      text: `Hello {{forms.loan.firstName}},\n\nwe cannot offer you a loan. The page of your application states the principal reasons. You may ask for a copy of any report we used.\n\n${MAIL}`,
    },
    to: { sent: "declined", failed: "declined" },
  },
  approved: {
    type: "end",
    title: "Approved",
    config: {
      outcome: "approve",
      outputs: {
        amount: { field: "forms.loan.amount" },
        apr: { field: "values.apr" },
        limit: { field: "values.limit" },
      },
    },
  },
  counter_offered: {
    type: "end",
    title: "Counter-offer",
    config: {
      outcome: "counter_offer",
      reasonCodes: ["LIMIT"],
      outputs: {
        amount: { field: "values.offer" },
        apr: { field: "values.apr" },
        noticeDays: { value: 30 },
      },
    },
  },
  declined: {
    type: "end",
    title: "Declined",
    config: { outcome: "decline", outputs: { noticeDays: { value: 30 } } },
  },
  withdrawn: {
    type: "end",
    title: "Not completed",
    config: { outcome: "withdrawn", reasonCodes: ["NOT_COMPLETED"], outputs: { noticeDays: { value: 30 } } },
  },
});
