import type { NodeExample } from "@/server/engine/node";
import type { HttpRequestConfig } from "./config";

const ask = {
  connection: "core_banking",
  path: "/customers/{{forms.company.number}}",
  query: { country: "forms.company.country" },
  expect: [404],
  answer: { standing: "body.customer.standing", since: "body.customer.since" },
};
const data = { forms: { company: { number: "HRB 1/2", country: "DE" } } };

export const httpRequestExamples: NodeExample<HttpRequestConfig>[] = [
  {
    name: "A customer who is known",
    config: ask,
    data,
    answers: { "": { status: 200, standing: "good", since: "2019-04-01" } },
    outlet: "done",
    output: { status: 200, standing: "good" },
  },
  {
    name: "A customer nobody knows is an answer too",
    config: ask,
    data,
    answers: { "": { status: 404 } },
    outlet: "done",
    output: { status: 404 },
  },
  {
    name: "Tells a system what was decided",
    config: {
      connection: "core_banking",
      method: "POST",
      path: "/onboardings",
      body: { company: "{{forms.company.number}}", note: "Checked for {{forms.company.country}}" },
      isRepeatable: true,
    },
    data,
    answers: { "": { status: 201 } },
    outlet: "done",
    output: { status: 201 },
  },
  {
    name: "Nobody could be reached",
    config: { ...ask, attempts: 1 },
    data,
    answers: {},
    outlet: "failed",
    output: { failure: "unavailable" },
  },
  {
    name: "It takes too long",
    config: { ...ask, deadlineMinutes: 5 },
    data,
    expires: true,
    outlet: "overdue",
  },
];
