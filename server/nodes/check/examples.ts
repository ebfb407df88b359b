import type { NodeExample } from "@/server/engine/node";
import type { CheckConfig } from "./config";

const clear = (sentence: string) => ({
  status: "clear",
  label: "No hits",
  sentence,
  details: { hits: [] },
  source: "Sandbox screening",
});

const registry = {
  connection: "registry",
  capability: "company_lookup",
  ask: { country: "forms.company.country", registrationNumber: "forms.company.number", name: "party.name" },
};

const screening = {
  connection: "screening",
  capability: "watchlist_screening",
  subjects: "forms.owners.owners[]",
  ask: { kind: { value: "person" }, name: "item.name" },
};

const owners = {
  owners: {
    owners: [
      { name: "Jane Roe", kind: "person" },
      { name: "Acme", kind: "business" },
    ],
  },
};

export const checkExamples: NodeExample<CheckConfig>[] = [
  {
    name: "An active company",
    config: registry,
    data: { party: { name: "Acme Ltd" }, forms: { company: { country: "GB", number: "12345600" } } },
    answers: {
      party: {
        status: "clear",
        label: "Active",
        sentence: "Acme Ltd is active.",
        details: { registryStatus: "active" },
        source: "Sandbox registry",
      },
    },
    outlet: "answered",
    output: { status: "clear" },
  },
  {
    name: "No answer goes to a person",
    config: registry,
    answers: {},
    outlet: "no_answer",
    output: { status: "no_answer" },
  },
  {
    name: "No answer counts as a hit",
    config: { ...registry, onFailure: "hit" },
    answers: {},
    outlet: "answered",
    output: { status: "hit" },
  },
  {
    name: "Every owner is asked about",
    config: screening,
    data: { forms: owners },
    answers: {
      "forms.owners.owners[0]": { ...clear("Possible hit."), status: "hit", label: "1 possible hit" },
      "forms.owners.owners[1]": clear("No hits."),
    },
    outlet: "answered",
    output: { status: "hit" },
  },
  {
    name: "Only owners who are persons",
    config: {
      ...screening,
      only: { id: "p", op: "=", left: { field: "item.kind" }, right: { value: "person" } },
    },
    data: { forms: owners },
    answers: { "forms.owners.owners[0]": clear("No hits.") },
    outlet: "answered",
    output: { status: "clear" },
  },
  {
    name: "An empty list passes",
    config: screening,
    data: { forms: { owners: { owners: [] } } },
    answers: {},
    outlet: "answered",
    output: { status: "clear", results: [] },
  },
  {
    name: "The vendor takes too long",
    config: { ...registry, deadlineMinutes: 10 },
    data: { party: { name: "Acme Ltd" }, forms: { company: { country: "GB", number: "12345600" } } },
    expires: true,
    outlet: "overdue",
  },
  {
    name: "A missing list does not",
    config: screening,
    answers: {},
    outlet: "no_answer",
    output: { status: "input_missing" },
  },
];
