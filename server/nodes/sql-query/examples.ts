import type { NodeExample } from "@/server/engine/node";
import type { SqlQueryConfig } from "./config";

const ask = {
  connection: "warehouse",
  text: "select count(*)::int as refunds, max(at)::text as last from refunds where company = $1 and amount > $2",
  parameters: ["forms.company.number", { value: 100 }],
  maxRows: 1,
};
const data = { forms: { company: { number: "HRB 1" } } };

export const sqlQueryExamples: NodeExample<SqlQueryConfig>[] = [
  {
    name: "One row of figures",
    config: ask,
    data,
    answers: { "": { rows: [{ refunds: 3, last: "2026-01-04" }], count: 1, isCut: false } },
    outlet: "done",
    output: { rows: [{ refunds: 3, last: "2026-01-04" }], count: 1 },
  },
  {
    name: "No row",
    config: { connection: "warehouse", text: "select 1 as one where false" },
    answers: { "": { rows: [], count: 0, isCut: false } },
    outlet: "done",
    output: { count: 0 },
  },
  {
    name: "The database is down",
    config: ask,
    data,
    answers: {},
    outlet: "failed",
    output: { failure: "unavailable" },
  },
  {
    name: "A value is missing, so nobody is asked",
    config: ask,
    failures: {
      "": { kind: "input_missing", message: "forms.company.number is missing, so nothing was sent." },
    },
    outlet: "failed",
    output: { failure: "input_missing" },
  },
  {
    name: "It takes too long",
    config: { ...ask, deadlineMinutes: 5 },
    data,
    expires: true,
    outlet: "overdue",
  },
];
