import { describe, expect, it } from "vitest";
import type { RunData } from "@/server/engine/state";
import type { Condition } from "./ast";
import { compileCondition } from "./compile";
import { isGroup, isListCondition } from "./layout";
import { lookAt } from "./readings";

const settings = { timeZone: "UTC", leapDayBirthday: "03-01" as const, outcomes: ["approve", "decline"] };
const words = {
  titles: { "forms.owners.owners": "Owners", "forms.owners.owners[].share": "Share" },
  countries: ["forms.company.country", "forms.owners.owners[].country"],
};
const owners = [
  { firstName: "Katrin", lastName: "Voss", share: 40, country: "TR" },
  { firstName: "Jan", lastName: "Krüger", share: 10, country: "DE" },
  { firstName: "Ida", lastName: "Holm", country: "SE" },
];
const data: RunData = {
  ...{ input: {}, party: {}, nodes: {}, values: {} },
  forms: { company: { country: "DE" }, owners: { owners } },
};
const look = { data, at: "2026-01-31T12:00:00Z" };

const condition: Condition = {
  ...{ id: "root", op: "all" },
  of: [
    { id: "country", op: "in", left: { field: "forms.company.country" }, right: { value: ["DE", "FR"] } },
    { id: "age", op: "is_present", left: { field: "forms.company.founded" } },
    {
      ...{ id: "some", op: "some", list: "forms.owners.owners" },
      where: {
        ...{ id: "each", op: "all" },
        of: [
          { id: "share", op: "≥", left: { field: "item.share" }, right: { value: 25 } },
          { id: "from", op: "=", left: { field: "item.country" }, right: { value: "TR" } },
        ],
      },
    },
    { id: "out", op: "is_present", left: { field: "input.x" }, off: true },
  ],
};

describe("what a record comes to, part by part", () => {
  const told = lookAt(condition, look, settings, words);

  it("is told of groups, tests, lists and of the tests inside lists", () => {
    expect(told.get("root")).toEqual({ result: false, told: "" });
    expect(told.get("country")).toEqual({ result: true, told: "Germany" });
    expect(told.get("age")).toEqual({ result: false, told: "no value" });
    expect(told.get("some")).toMatchObject({ result: true });
    expect(told.get("some")?.told).toMatch(/^1 of 3 in /);
    expect(told.get("each")).toEqual({ result: true, told: "1 of 3" });
    expect(told.get("share")?.told).toMatch(/^1 of 3 · Katrin Voss: 40; Ida Holm: .* is not known …$/);
    expect(told.get("from")?.told).toMatch(/^1 of 3 · Katrin Voss: Türkiye/);
  });

  it("is not told of what is left out", () => {
    expect(told.has("out")).toBe(false);
  });

  it("agrees with the engine wherever both answer", () => {
    const parts = (given: Condition): Condition[] =>
      isGroup(given) ? [given, ...given.of.flatMap(parts)] : [given];
    for (const part of parts(condition).filter((one) => !one.off && !isListCondition(one)))
      expect(told.get(part.id)?.result).toBe(compileCondition(part, settings)(data, look.at).result);
  });

  it("of a list without entries nothing holds", () => {
    const empty = { ...look, data: { ...data, forms: { owners: { owners: [] } } } };
    expect(lookAt(condition, empty, settings, words).get("share")).toEqual({
      ...{ result: false, told: "no entries" },
    });
  });
});
