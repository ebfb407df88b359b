import type { NodeExample } from "@/server/engine/node";
import type { NotifyConfig } from "./config";

export const notifyExamples: NodeExample<NotifyConfig>[] = [
  {
    name: "Sent",
    config: { subject: "Welcome, {{party.name}}", text: "You can sell now." },
    data: { party: { name: "Acme Ltd" } },
    answers: { applicant: {} },
    outlet: "sent",
  },
  {
    name: "Could not be sent",
    config: { to: "applicant", subject: "Welcome", text: "You can sell now." },
    answers: {},
    outlet: "failed",
  },
  {
    name: "Colleagues by mail, from a server of one's own",
    config: {
      to: "addresses",
      addresses: ["risk@example.com", "ops@example.com"],
      connection: "our_mail",
      subject: "{{party.name}} needs a second look",
      text: "See the queue.",
    },
    data: { party: { name: "Acme Ltd" } },
    answers: { addresses: {} },
    outlet: "sent",
  },
  {
    name: "A Slack channel",
    config: { to: "slack", connection: "risk_channel", text: "{{party.name}} was approved." },
    data: { party: { name: "Acme Ltd" } },
    answers: { slack: {} },
    outlet: "sent",
  },
  {
    name: "A system, by webhook",
    config: {
      to: "webhook",
      connection: "crm",
      data: { company: "party.name", status: { value: "approved" } },
    },
    data: { party: { name: "Acme Ltd" } },
    answers: { webhook: {} },
    outlet: "sent",
  },
];
