import { expect, it } from "vitest";
import { marketplaceSeller } from "@/db/seed/templates/marketplace-seller";
import { operand } from "@/server/rules/core/ast";
import { compileValue } from "@/server/rules/core/compile";
import { fieldsOf } from "@/server/rules/core/fields";
import { dateOf, type Kind, kindOf, kindTitles, ofDate, startOperand } from "./operands";

const all = [...fieldsOf(marketplaceSeller).values()];
const kinds = Object.keys(kindTitles) as Kind[];

it.each(kinds)("%s begins with something that can be stored and is shown as what it is", (kind) => {
  const begun = startOperand(kind, all, { type: "number" }, "=");
  expect(operand.parse(begun)).toEqual(begun);
  expect(kindOf(begun)).toBe(kind);
  if (["age", "days", "until"].includes(kind)) expect(dateOf(begun)).toBeDefined();
});

it("days until a date are days since it, the other way round", () => {
  const settings = { timeZone: "UTC", leapDayBirthday: "03-01" as const };
  const data = {
    ...{ input: { expires: "2026-02-20" }, party: {}, forms: {}, nodes: {}, values: {} },
  };
  const left = compileValue(ofDate("until", "input.expires"), settings)(data, "2026-01-31T12:00:00Z");
  expect(left).toBe(20);
  expect(compileValue(ofDate("days", "input.expires"), settings)(data, "2026-01-31T12:00:00Z")).toBe(-20);
});
