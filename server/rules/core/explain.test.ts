import { describe, expect, it } from "vitest";
import type { RunData } from "@/server/engine/state";
import { type RuleSet, ruleSet } from "./ast";
import { compileRuleSet } from "./compile";
import { explainRuleSet } from "./explain";
import type { Words } from "./words";

const words: Words = {
  titles: {
    "forms.owners.owners": "Owners",
    "forms.owners.owners[].share": "Share",
    "forms.owner.dateOfBirth": "Date of birth",
    "nodes.device.signUps": "Other sign-ups on this device in 30 days",
    "nodes.registry.results[].details.registryStatus": "Company registry: status",
  },
  single: ["nodes.registry.results"],
  choices: {
    "nodes.registry.results[].details.registryStatus": { dissolved: "Dissolved", active: "Active" },
  },
};

const rules: RuleSet = ruleSet.parse({
  title: "Rules",
  rules: [
    {
      code: "R21",
      title: "Device",
      when: { id: "a", op: ">", left: { field: "nodes.device.signUps" }, right: { value: 3 } },
      outcome: "review",
      points: 20,
      reasonCode: "DEVICE",
    },
    {
      code: "R2",
      title: "Dissolved",
      when: {
        id: "b",
        op: "=",
        left: { field: "nodes.registry.results[].details.registryStatus" },
        right: { value: "dissolved" },
      },
    },
    {
      code: "R3",
      title: "Under age",
      when: {
        id: "c",
        op: "<",
        left: { ageInYears: { field: "forms.owner.dateOfBirth" } },
        right: { value: 18 },
      },
    },
    {
      code: "R4",
      title: "Major owners",
      when: {
        id: "d",
        op: "any",
        of: [
          {
            id: "e",
            op: "at_least",
            n: 2,
            list: "forms.owners.owners",
            where: { id: "f", op: "≥", left: { field: "item.share" }, right: { value: 25 } },
          },
          { id: "g", op: "is_missing", left: { field: "input.nothing" } },
        ],
      },
    },
    {
      code: "R5",
      title: "Off",
      enabled: false,
      when: { id: "h", op: "is_true", left: { field: "input.x" } },
    },
  ],
});

const explain = (data: Partial<RunData>, set = rules) => {
  const evaluate = compileRuleSet(set, { timeZone: "UTC", leapDayBirthday: "03-01", outcomes: ["review"] });
  const full: RunData = { input: {}, party: {}, forms: {}, nodes: {}, values: {}, ...data };
  return explainRuleSet(set, evaluate(full, "2026-11-24T10:00:00Z").trace, words);
};

describe("an explanation", () => {
  const seen = explain({
    nodes: {
      device: { signUps: 4 },
      registry: { results: [{ details: { registryStatus: "active" } }] },
    },
    forms: { owners: { owners: [{ share: 60 }, { share: 10 }, { share: 30 }] } },
  });

  it("says what fired, with the value and the limit", () => {
    expect(seen.fired.map((rule) => rule.sentence)).toEqual([
      "Fired: R21, 4 other sign-ups on this device in 30 days; the limit is 3.",
      "Fired: R4, there are at least 2 entries in Owners where Share is at least 25: 2 of 3 in Owners (#1 and #3) and nothing is missing.",
    ]);
    expect(seen.fired[0]).toMatchObject({
      points: 20,
      outcome: "review",
      reasonCode: "DEVICE",
      decisive: [{ value: "4", test: "is more than", limit: "3", result: true }],
    });
  });

  it.each([
    ["Days to delivery", "45 days to delivery"],
    ["Number of accounts", "45 accounts"],
    ["Status", "Status is 45"],
    ["Address", "Address is 45"],
    ["Analysis", "Analysis is 45"],
    ["Share", "Share is 45"],
  ])("calls %s as people do", (title, said) => {
    const named = explainRuleSet(
      { ...rules, rules: [rules.rules[0]!] },
      { results: "t", values: [45] },
      { titles: { "nodes.device.signUps": title } },
    );
    expect(named.fired[0]?.sentence).toBe(`Fired: R21, ${said}; the limit is 3.`);
  });

  it("says what did not fire and why", () => {
    expect(seen.notFired.map((rule) => rule.sentence)).toEqual([
      "Did not fire: R2, Company registry: status is Active.",
    ]);
  });

  it("names what was not known instead of calling it fine", () => {
    expect(seen.unknown.map((rule) => rule.sentence)).toEqual([
      "Could not be told: R3, age by Date of birth is not known.",
    ]);
    expect(seen.notEvaluated.map((rule) => rule.status)).toEqual(["switched_off"]);
  });

  it("says which rules an earlier one left unread", () => {
    const first = explain({ nodes: { device: { signUps: 9 } } }, { ...rules, mode: "first" });
    expect(first.fired.map((rule) => rule.code)).toEqual(["R21"]);
    expect(first.notEvaluated.map((rule) => [rule.code, rule.status])).toEqual([
      ["R2", "not_evaluated"],
      ["R3", "not_evaluated"],
      ["R4", "not_evaluated"],
      ["R5", "switched_off"],
    ]);
  });
});
