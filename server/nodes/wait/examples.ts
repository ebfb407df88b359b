import type { NodeExample } from "@/server/engine/node";
import type { WaitConfig } from "./config";

export const waitExamples: NodeExample<WaitConfig>[] = [
  {
    name: "A bank confirms the account",
    config: { for: "signal", name: "account_confirmed", deadline: { amount: 5, unit: "days" } },
    answers: { "": { reference: "B-17" } },
    outlet: "received",
    output: { ended: "received", payload: { reference: "B-17" } },
  },
  {
    name: "Nobody confirms in time",
    config: { for: "signal", name: "account_confirmed", deadline: { amount: 5, unit: "days" } },
    expires: true,
    outlet: "expired",
    output: { ended: "expired" },
  },
  {
    name: "Half an hour passes",
    config: { for: "duration", amount: 30, unit: "minutes" },
    expires: true,
    outlet: "elapsed",
    output: { ended: "elapsed", at: "2026-01-31T12:30:00.000Z" },
  },
  {
    name: "A date that has passed is not waited for",
    config: { for: "date", date: "forms.company.opensOn" },
    data: { forms: { company: { opensOn: "2026-01-31" } } },
    outlet: "elapsed",
    output: { ended: "elapsed" },
  },
];
