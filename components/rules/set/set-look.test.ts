import { expect, it } from "vitest";
import type { RuleSet } from "@/server/rules/core/ast";
import { changesBetween, lookAtSet } from "./set-look";

const record = {
  ...{ title: "A record", at: "2026-01-31T12:00:00Z", words: { titles: {} } },
  settings: { timeZone: "UTC", leapDayBirthday: "03-01" as const, outcomes: ["approve", "decline"] },
  data: { input: { share: 30 }, party: {}, forms: {}, nodes: {}, values: {} },
};
const set = (limit: number, more: Partial<RuleSet["rules"][number]> = {}): RuleSet => ({
  ...{ title: "Set", mode: "all", otherwise: "approve" },
  rules: [
    {
      ...{ title: "Large", code: "R1", enabled: true, outcome: "decline", points: 40, ...more },
      when: { id: "a", op: "≥", left: { field: "input.share" }, right: { value: limit } },
    },
  ],
});
const changes = (before: RuleSet, after: RuleSet) =>
  changesBetween(lookAtSet(before, record).result, lookAtSet(after, record).result, (key) => key);

it("a change is told by what it does to the record", () => {
  expect(changes(set(50), set(25))).toEqual([
    "The outcome becomes “decline”; it was “approve”.",
    "It comes to 40 points; it was 0.",
    "Now R1 holds.",
  ]);
  expect(changes(set(25), set(50)).at(-1)).toBe("R1 no longer holds.");
  expect(changes(set(25), set(20))).toEqual([]);
  const limit = { values: { payout_limit: { value: 5 } } };
  expect(changes(set(25), set(25, limit))).toEqual(["The value payout limit differs."]);
});

it("says of each rule whether it holds for the record", () => {
  expect(lookAtSet(set(25), record).statusOf.get("R1")).toBe("fired");
  expect(lookAtSet(set(50), record).statusOf.get("R1")).toBe("not_fired");
  expect(lookAtSet(set(25, { enabled: false }), record).statusOf.get("R1")).toBe("switched_off");
  const nobody = { ...record, data: { ...record.data, input: {} } };
  expect(lookAtSet(set(25), nobody).statusOf.get("R1")).toBe("unknown");
});
