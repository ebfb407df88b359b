import type { NodeExample } from "@/server/engine/node";
import type { SubWorkflowConfig } from "./config";

export const subWorkflowExamples: NodeExample<SubWorkflowConfig>[] = [
  {
    name: "Its decision has a way out of its own",
    config: {
      workflow: "owner_check",
      version: 3,
      input: { owner: { field: "forms.owners.first" } },
      outcomes: ["decline"],
      values: { limit: "limit" },
      deadlineDays: 14,
    },
    data: { forms: { owners: { first: "Ada" } } },
    answers: {
      "": {
        status: "completed",
        runId: "run_2",
        outcome: "decline",
        reasonCodes: ["PEP"],
        outputs: { limit: 5 },
      },
    },
    outlet: "outcome_decline",
    output: { status: "completed", outcome: "decline", reasonCodes: ["PEP"], outputs: { limit: 5 } },
  },
  {
    name: "Any other decision",
    config: { workflow: "owner_check", version: "live", outcomes: ["decline"] },
    answers: { "": { status: "completed", outcome: "approve" } },
    outlet: "completed",
    output: { outcome: "approve" },
  },
  {
    name: "Somebody cancelled it",
    config: { workflow: "owner_check" },
    answers: { "": { status: "cancelled" } },
    outlet: "cancelled",
    output: { status: "cancelled", outcome: null },
  },
  {
    name: "It takes too long",
    config: { workflow: "owner_check", deadlineDays: 1 },
    expires: true,
    outlet: "expired",
    output: { status: "expired" },
  },
];
