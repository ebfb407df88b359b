import { type WorkflowDocument, workflowDocument } from "@/server/workflows/schema";
import { all, atLeast, noneOf, oneOf, over } from "./conditions";
import { graph } from "./graph";
import { prohibitedCountries, rule, ruleSet } from "./rules";

const { nodes, edges } = graph({
  start: {
    type: "decision_start",
    title: "Order",
    config: {
      fields: [
        { path: "input.amount", title: "Amount in euro", type: "number", required: true },
        { path: "input.country", title: "Country it is sent to", type: "country", required: true },
      ],
    },
    to: { next: "rules" },
  },
  rules: { type: "rules", title: "Order rules", config: { ruleSet: "order" }, to: { next: "route" } },
  route: {
    type: "branch",
    title: "By outcome",
    config: { by: "outcome" },
    to: { approve: "approved", review: "held", decline: "declined", none: "held" },
  },
  approved: { type: "end", title: "Approved", config: { outcome: "approve" } },
  held: { type: "end", title: "Held", config: { outcome: "review" } },
  declined: { type: "end", title: "Declined", config: { outcome: "decline" } },
});

/** Order check: the smallest policy, answered in the same request. It has no forms and waits for nobody. */
export const orderCheck: WorkflowDocument = workflowDocument.parse({
  format: "workflow/v1",
  key: "order_check",
  title: "Order check",
  description: "Says at once whether an order can be sent: by amount and destination.",
  outcomes: [
    { key: "approve", title: "Approve", kind: "positive" },
    { key: "review", title: "Hold for review", kind: "review" },
    { key: "decline", title: "Decline", kind: "negative" },
  ],
  nodes,
  edges,
  rules: {
    order: ruleSet(
      "Orders",
      [
        rule("EMBARGO", "A country we do not send to", oneOf("input.country", prohibitedCountries), {
          outcome: "decline",
          points: 100,
          reasonCode: "COUNTRY_NOT_SERVED",
        }),
        rule("VERY_LARGE", "More than 5,000", over("input.amount", 5000), {
          outcome: "review",
          points: 40,
          reasonCode: "LARGE_ORDER",
        }),
        rule(
          "LARGE_ABROAD",
          "1,000 or more, outside the home markets",
          all(atLeast("input.amount", 1000), noneOf("input.country", ["AT", "DE", "FR", "GB", "NL", "US"])),
          { outcome: "review", points: 20, reasonCode: "LARGE_ORDER_ABROAD" },
        ),
        rule(
          "IN_ORDER",
          "An amount and a country we serve",
          all(atLeast("input.amount", 0), noneOf("input.country", prohibitedCountries)),
          { outcome: "approve" },
        ),
      ],
      // An amount that is no number proves nothing: a person looks.
      { otherwise: "review" },
    ),
  },
  reasonCodes: {
    COUNTRY_NOT_SERVED: {
      priority: 1,
      applicant: "We cannot send to this country.",
      staff: "The destination is under embargo.",
    },
    LARGE_ORDER: {
      priority: 10,
      applicant: "We are looking at your order before we send it.",
      staff: "The order is over EUR 5,000.",
    },
    LARGE_ORDER_ABROAD: {
      priority: 11,
      applicant: "We are looking at your order before we send it.",
      staff: "The order is EUR 1,000 or more and goes outside the home markets.",
    },
  },
  settings: {
    partyKind: "person",
    party: { name: "input.name", country: "input.country" },
  },
});
