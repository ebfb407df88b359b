import type { Operand } from "@/server/rules/core/ast";
import type { FieldInfo } from "@/server/rules/core/fields";
import { type Operator, type Subject, startValue } from "./tests";

/** The ways in which a value can be had, as people choose them. */

export type Kind =
  | "value"
  | "field"
  | "count"
  | "sum"
  | "min"
  | "max"
  | "average"
  | "distinct"
  | "age"
  | "days"
  | "until"
  | "formula";

export const kindTitles: Record<Kind, string> = {
  value: "a value",
  field: "a field",
  count: "number of entries in",
  sum: "total of",
  min: "smallest of",
  max: "largest of",
  average: "average of",
  distinct: "number of different",
  age: "age in years by",
  days: "days since",
  until: "days until",
  formula: "a formula",
};

/** “Days until” is the other way round than days since; what is stored is the calculation. */
function untilOf(operand: Operand): Operand | undefined {
  if (!("formula" in operand) || operand.formula.op !== "negate") return undefined;
  const { of } = operand.formula;
  return of.op === "operand" && "daysSince" in of.of ? of.of.daysSince : undefined;
}

export function kindOf(operand: Operand): Kind {
  if ("value" in operand) return "value";
  if ("field" in operand) return "field";
  if ("count" in operand) return "count";
  if ("aggregate" in operand) return operand.aggregate;
  if ("ageInYears" in operand) return "age";
  if ("daysSince" in operand) return "days";
  return untilOf(operand) ? "until" : "formula";
}

/** The date that days or years are counted from. */
export function dateOf(operand: Operand): string | undefined {
  const of =
    "ageInYears" in operand
      ? operand.ageInYears
      : "daysSince" in operand
        ? operand.daysSince
        : untilOf(operand);
  return of && "field" in of ? of.field : undefined;
}

export function ofDate(kind: Kind, field: string): Operand {
  if (kind === "age") return { ageInYears: { field } };
  if (kind === "days") return { daysSince: { field } };
  return { formula: { op: "negate", of: { op: "operand", of: { daysSince: { field } } } } };
}

/** The value of a list's entries that is most likely to be added up. */
export const firstOf = (list: string, all: readonly FieldInfo[]): string => {
  const inside = all.filter(({ path, type }) => path.startsWith(`${list}[].`) && type !== "object");
  const best = inside.find(({ type }) => type === "number" || type === "money") ?? inside[0];
  return best?.path.slice(list.length + 3) ?? "item";
};

export function startOperand(kind: Kind, all: readonly FieldInfo[], subject: Subject, op: Operator): Operand {
  const list = all.find(({ type }) => type === "list")?.path ?? "input.list";
  const alike = all.find(({ type }) => subject === undefined || type === subject.type) ?? all[0];
  const date = all.find(({ type }) => type === "date" || type === "date_time")?.path ?? "input.date";
  switch (kind) {
    case "value":
      return { value: startValue(op, subject) };
    case "field":
      return { field: alike?.path ?? "input.field" };
    case "count":
      return { count: list };
    case "age":
    case "days":
    case "until":
      return ofDate(kind, date);
    case "formula":
      return { formula: { op: "value", value: 0 } };
    default:
      return { aggregate: kind, list, of: firstOf(list, all) };
  }
}
