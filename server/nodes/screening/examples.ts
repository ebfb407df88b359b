import type { NodeExample } from "@/server/engine/node";
import type { ScreeningConfig } from "./config";

const party = { kind: "person", name: "Jane Roe", country: "GB" };
const owners = {
  connection: "screening",
  subjects: "forms.owners.owners[]",
  ask: { kind: { value: "person" }, name: "item.name" },
};
const data = { party, forms: { owners: { owners: [{ name: "Jane Roe" }, { name: "John Doe" }] } } };

const hit = (list: string, score: number, confirmed = false) => ({
  ...{ name: "Jane Roe", list, score, confirmed },
  reason: "A similar name",
});
const answer = (...hits: ReturnType<typeof hit>[]) => ({
  status: hits.length === 0 ? "clear" : "hit",
  label: hits.length === 0 ? "No hits" : `${hits.length} possible hits`,
  sentence: hits.length === 0 ? "No entry." : "The lists hold similar names.",
  details: { hits },
  source: "Sandbox screening",
});

export const screeningExamples: NodeExample<ScreeningConfig>[] = [
  {
    name: "Nobody is on a list",
    config: owners,
    data,
    answers: { "forms.owners.owners[0]": answer(), "forms.owners.owners[1]": answer() },
    outlet: "clear",
    output: { status: "clear" },
  },
  {
    name: "A possible hit",
    config: { connection: "screening" },
    data: { party },
    answers: { party: answer(hit("sanctions", 90)) },
    outlet: "hit",
    output: { status: "hit" },
  },
  {
    name: "A weak hit, and one on a list that does not count",
    config: { connection: "screening", lists: ["sanctions", "pep"], minimumScore: 80 },
    data: { party },
    answers: { party: answer(hit("sanctions", 60), hit("adverse_media", 95, true)) },
    outlet: "clear",
    output: { status: "clear" },
  },
  {
    name: "A list we do not know always counts",
    config: { connection: "screening", lists: ["pep"] },
    data: { party },
    answers: { party: answer(hit("unknown", 90)) },
    outlet: "hit",
  },
  {
    name: "A word we do not know goes to a person",
    config: { connection: "screening" },
    data: { party },
    answers: {
      party: { ...answer(), status: "unknown", label: "Unclear", sentence: "We do not know that word." },
    },
    outlet: "no_answer",
    output: { status: "unknown" },
  },
  {
    name: "No answer goes to a person",
    config: { connection: "screening" },
    data: { party },
    answers: {},
    outlet: "no_answer",
    output: { status: "no_answer" },
  },
  {
    name: "An empty list is clear",
    config: owners,
    data: { party, forms: { owners: { owners: [] } } },
    answers: {},
    outlet: "clear",
  },
  {
    name: "It takes too long",
    config: { connection: "screening", deadlineMinutes: 10 },
    data: { party },
    expires: true,
    outlet: "overdue",
  },
];
