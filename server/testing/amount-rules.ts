import type { WorkflowDocumentInput } from "@/server/workflows/schema";
import { smallDocument } from "./run-documents";

/** Rules over an amount and a country: above the limit is declined, from far away goes to people. */
export const amountDocument = (limit: number, more: { far?: boolean } = {}): WorkflowDocumentInput => ({
  ...smallDocument(
    "amounts",
    {
      start: {
        type: "decision_start",
        config: {
          fields: [
            { path: "input.amount", title: "Amount", type: "number", required: true },
            { path: "input.country", title: "Country", type: "text" },
          ],
        },
      },
      limits: { type: "rules", config: { ruleSet: "limits" } },
      route: { type: "branch", config: { by: "outcome" } },
      human: { type: "review", config: { queue: "edd" } },
      approved: { type: "end", config: { outcome: "approve" } },
      declined: { type: "end", config: { outcome: "decline" } },
    },
    {
      "start.next": "limits",
      "limits.next": "route",
      "route.decline": "declined",
      "route.review": "human",
      "route.approve": "approved",
      "route.none": "approved",
      "human.approved": "approved",
      "human.declined": "declined",
      "human.sent_back": "human",
    },
  ),
  reasonCodes: {
    TOO_MUCH: { applicant: "The amount is too high.", staff: "Above the limit.", priority: 10 },
    FAR_AWAY: { applicant: "We look at this by hand.", staff: "From far away.", priority: 20 },
  },
  rules: {
    limits: {
      title: "Limits",
      mode: "all",
      otherwise: "approve",
      rules: [
        {
          code: "R1",
          title: "Above the limit",
          when: { id: "a", op: ">", left: { field: "input.amount" }, right: { value: limit } },
          outcome: "decline",
          reasonCode: "TOO_MUCH",
          enabled: true,
        },
        {
          code: "R2",
          title: "From far away",
          when: { id: "b", op: "=", left: { field: "input.country" }, right: { value: "NZ" } },
          outcome: "review",
          reasonCode: "FAR_AWAY",
          enabled: more.far ?? false,
        },
      ],
    },
  },
});
