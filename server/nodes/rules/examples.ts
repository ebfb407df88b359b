import type { NodeExample, PlanSource } from "@/server/engine/node";

const age = {
  title: "Age",
  mode: "all",
  otherwise: "approve",
  rules: [
    {
      code: "R1",
      title: "Under 18",
      when: {
        id: "a",
        op: "<",
        left: { ageInYears: { field: "forms.person.dateOfBirth" } },
        right: { value: 18 },
      },
      outcome: "decline",
      points: 100,
      reasonCode: "UNDER_AGE",
      flags: ["minor"],
      enabled: true,
    },
  ],
};
const source: Partial<PlanSource> = { rules: { age } };

export const rulesExamples: NodeExample<{ ruleSet: string }>[] = [
  {
    name: "A minor",
    config: { ruleSet: "age" },
    source,
    data: { forms: { person: { dateOfBirth: "2015-03-01" } } },
    outlet: "next",
    output: { outcome: "decline", points: 100, reasonCodes: ["UNDER_AGE"], flags: ["minor"] },
  },
  {
    name: "An adult",
    config: { ruleSet: "age" },
    source,
    data: { forms: { person: { dateOfBirth: "1990-03-01" } } },
    outlet: "next",
    output: { outcome: "approve", points: 0, fired: [] },
  },
];
