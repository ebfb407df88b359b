import { is, numbered, over } from "../conditions";
import { graph } from "../graph";

const merchant = (field: string) => `forms.merchant.${field}`;
const refusedWhen = (node: string, path = `nodes.${node}.outcome`) => ({
  by: "conditions",
  branches: [{ key: "refused", title: "Refused", when: numbered(`${node}.refused`, is(path, "decline")) }],
});
const MAIL = "Kartenwerk";
const outputs = {
  reservePercent: { field: "values.reserve_percent" },
  band: { field: "values.band" },
  exposure: { field: "values.exposure" },
};

export const { nodes, edges } = graph({
  start: { type: "application_start", title: "Application", to: { next: "application" } },
  application: {
    type: "collect",
    title: "Merchant's application",
    config: { form: "merchant", deadlineDays: 30 },
    to: { submitted: "registry", expired: "withdrawn" },
  },
  registry: {
    type: "check",
    title: "Company registry",
    config: {
      connection: "registry",
      capability: "company_lookup",
      ask: {
        country: merchant("country"),
        registrationNumber: merchant("registrationNumber"),
        name: merchant("legalName"),
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
    config: refusedWhen("company"),
    to: { refused: "tell_declined", otherwise: "company_screening" },
  },
  company_screening: {
    type: "check",
    title: "Company screening",
    config: {
      connection: "screening",
      capability: "watchlist_screening",
      ask: { kind: { value: "business" }, name: merchant("legalName"), country: merchant("country") },
    },
    to: { answered: "signatory_screening", no_answer: "signatory_screening" },
  },
  signatory_screening: {
    type: "check",
    title: "Signatory screening",
    config: {
      connection: "screening",
      capability: "watchlist_screening",
      ask: {
        kind: { value: "person" },
        firstName: merchant("firstName"),
        lastName: merchant("lastName"),
        dateOfBirth: merchant("dateOfBirth"),
        country: merchant("nationality"),
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
    config: refusedWhen("screening"),
    to: { refused: "tell_declined", otherwise: "match" },
  },
  match: {
    type: "http_request",
    title: "Terminated merchants (MATCH)",
    config: {
      connection: "match",
      method: "POST",
      path: "/inquiries",
      body: {
        name: "{{forms.merchant.legalName}}",
        country: "{{forms.merchant.country}}",
        registrationNumber: "{{forms.merchant.registrationNumber}}",
      },
      answer: { listed: "body.listed", code: "body.reasonCode" },
      isRepeatable: true,
    },
    to: { done: "match_rules", failed: "match_rules" },
  },
  match_rules: {
    type: "rules",
    title: "Terminated merchants",
    config: { ruleSet: "match" },
    to: { next: "is_terminated" },
  },
  is_terminated: {
    type: "branch",
    title: "Terminated for fraud?",
    config: refusedWhen("match_rules"),
    to: { refused: "tell_declined", otherwise: "tier" },
  },
  tier: {
    type: "decision_table",
    title: "Tier of the category",
    config: { table: "tiers" },
    to: { matched: "score", no_match: "score", unknown: "score" },
  },
  score: {
    type: "scorecard",
    title: "Merchant risk",
    config: { scorecard: "risk" },
    to: { next: "is_too_high" },
  },
  is_too_high: {
    type: "branch",
    title: "Score over 60?",
    config: refusedWhen("score"),
    to: { refused: "tell_declined", otherwise: "exposure" },
  },
  exposure: {
    type: "compute",
    title: "Exposure",
    config: { formulas: ["exposure"] },
    to: { next: "reserve" },
  },
  reserve: {
    type: "decision_table",
    title: "Reserve",
    config: { table: "reserve" },
    to: { matched: "decision", no_match: "decision", unknown: "decision" },
  },
  decision: { type: "rules", title: "Decision", config: { ruleSet: "decision" }, to: { next: "route" } },
  route: {
    type: "branch",
    title: "By outcome",
    config: { by: "outcome" },
    to: {
      approve: "tell_approved",
      approve_with_conditions: "tell_conditions",
      review: "which_queue",
      decline: "tell_declined",
      withdrawn: "withdrawn",
      none: "underwriting_review",
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
          when: numbered("edd", is("nodes.screening.queue", "edd")),
        },
        {
          key: "committee",
          title: "Credit committee",
          when: numbered("committee", over("values.exposure", { amount: 400_000_00, currency: "EUR" })),
        },
      ],
    },
    to: { edd: "edd_review", committee: "committee_review", otherwise: "underwriting_review" },
  },
  edd_review: {
    type: "review",
    title: "Enhanced due diligence",
    config: { queue: "edd", fourEyes: "approve" },
    to: { approved: "needs_registration", declined: "tell_declined", sent_back: "edd_ask" },
  },
  edd_ask: {
    type: "request_information",
    title: "Ask for what was sent back",
    config: { from: { node: "edd_review" }, deadlineDays: 14 },
    to: { answered: "edd_review", nothing: "edd_review", expired: "edd_review" },
  },
  committee_review: {
    type: "review",
    title: "Credit committee",
    config: { queue: "committee", fourEyes: "both" },
    to: { approved: "needs_registration", declined: "tell_declined", sent_back: "committee_ask" },
  },
  committee_ask: {
    type: "request_information",
    title: "Ask for what was sent back",
    config: { from: { node: "committee_review" }, deadlineDays: 14 },
    to: { answered: "committee_review", nothing: "committee_review", expired: "committee_review" },
  },
  underwriting_review: {
    type: "review",
    title: "Underwriting",
    config: { queue: "underwriting", fourEyes: "none" },
    to: { approved: "needs_registration", declined: "tell_declined", sent_back: "underwriting_ask" },
  },
  underwriting_ask: {
    type: "request_information",
    title: "Ask for what was sent back",
    config: { from: { node: "underwriting_review" }, deadlineDays: 14 },
    to: { answered: "underwriting_review", nothing: "underwriting_review", expired: "underwriting_review" },
  },
  needs_registration: {
    type: "branch",
    title: "Registration needed?",
    config: {
      by: "conditions",
      branches: [{ key: "tier_3", title: "Tier 3", when: numbered("tier_3", is("values.tier", 3)) }],
    },
    to: { tier_3: "tell_conditions", otherwise: "tell_approved" },
  },
  tell_approved: {
    type: "notify",
    title: "Tell the merchant: approved",
    config: {
      to: "applicant",
      subject: "You can take card payments",
      text: `Hello,\n\n{{forms.merchant.legalName}} can take card payments. The page of your application shows what comes next.\n\n${MAIL}`,
    },
    to: { sent: "approved", failed: "approved" },
  },
  tell_conditions: {
    type: "notify",
    title: "Tell the merchant: approved with a condition",
    config: {
      to: "applicant",
      subject: "One more step before you take card payments",
      text: `Hello,\n\n{{forms.merchant.legalName}} is approved. Before the first payment it has to be registered with the card schemes; we will help you with it.\n\n${MAIL}`,
    },
    to: { sent: "approved_with_conditions", failed: "approved_with_conditions" },
  },
  tell_declined: {
    type: "notify",
    title: "Tell the merchant: declined",
    config: {
      to: "applicant",
      subject: "Your application for card payments",
      text: `Hello,\n\nwe cannot offer card payments to {{forms.merchant.legalName}}. The page of your application says why. If you think this is a mistake, answer this mail and a person will look at it.\n\n${MAIL}`,
    },
    to: { sent: "declined", failed: "declined" },
  },
  approved: { type: "end", title: "Approved", config: { outcome: "approve", outputs } },
  approved_with_conditions: {
    type: "end",
    title: "Approved with a condition",
    config: {
      outcome: "approve_with_conditions",
      reasonCodes: ["SCHEME_REGISTRATION"],
      outputs: { ...outputs, condition: { field: "values.condition" } },
    },
  },
  declined: { type: "end", title: "Declined", config: { outcome: "decline" } },
  withdrawn: {
    type: "end",
    title: "Not completed",
    config: { outcome: "withdrawn", reasonCodes: ["NOT_COMPLETED"] },
  },
});
