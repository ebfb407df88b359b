import type { Expression, Literal, Operand } from "@/server/rules/core/ast";
import type { FieldType } from "@/server/rules/core/fields";
import { listPath } from "@/server/rules/core/read";
import { absolutePath } from "@/server/rules/core/sentences";
import { isDuration, isMoney } from "@/server/rules/core/value";
import type { LogicSettings } from "./export-json-logic";
import { and, type Logic, NoLogic, or, present } from "./logic";

/** What stands beside a test, and what must hold for it to be there at all. */
export interface Side {
  kind: FieldType;
  logic: Logic;
  guard: Logic;
  /** Of money: its amount is `logic`, and this its currency. */
  currency?: Logic;
  literal?: Literal;
  /** It can be missing and nothing else: no division, no two currencies. */
  isPlain: boolean;
}

/** Where a translation stands: in which list, and what it has to say. */
export interface Place {
  settings: LogicSettings;
  list: string | undefined;
  notes: Set<string>;
  condition: (
    of: NonNullable<Extract<Operand, { count: string }>["where"]>,
    place: Place,
  ) => { isTrue: Logic; isFalse: Logic };
}

export const FLOATS = "Numbers are calculated in floating point there, and exactly here.";

/** The path as JSONLogic reads it: inside a list, from the element on and nothing else. */
export function varOf(path: string, place: Place): Logic {
  if (path.includes("[]")) throw new NoLogic(`“${path}” is read as a list of values`);
  if (place.list === undefined) return { var: path };
  if (path === "item") return { var: "" };
  if (path.startsWith("item.")) return { var: path.slice(5) };
  throw new NoLogic(`a test inside a list reads “${path}”, which stands outside of it`);
}

export function kindOf(path: string, place: Place): { type: FieldType; currency?: string | undefined } {
  return place.settings.typeOf(absolutePath(path, place.list)) ?? { type: "any" };
}

export function literalSide(value: Literal): Side {
  const base = { guard: true, isPlain: true, literal: value } as const;
  if (typeof value === "number") return { ...base, kind: "number", logic: value };
  if (typeof value === "boolean") return { ...base, kind: "boolean", logic: value };
  if (typeof value === "string") return { ...base, kind: "text", logic: value, guard: value !== "" };
  if (Array.isArray(value)) return { ...base, kind: "list", logic: value };
  if (isMoney(value)) return { ...base, kind: "money", logic: value.amount, currency: value.currency };
  return { ...base, kind: "duration", logic: null };
}

/** Money is an object: its two parts are read one by one. */
function fieldSide(path: string, fallback: Literal | undefined, place: Place, like?: FieldType): Side {
  const known = kindOf(path, place);
  const kind = known.type === "any" ? (like ?? "any") : known.type;
  const at = varOf(path, place);
  const inner = (at as { var: string }).var;
  const below = (key: string): Logic => ({ var: inner === "" ? key : `${inner}.${key}` });
  if (kind === "money") {
    const amount = below("amount");
    const side: Side = {
      kind,
      logic: amount,
      currency: below("currency"),
      guard: present(amount),
      isPlain: true,
    };
    if (fallback === undefined) return side;
    if (fallback === 0) throw new NoLogic("an amount that is missing counts as a plain zero");
    const other = literalSide(fallback);
    if (other.kind !== "money") throw new NoLogic("the default is of another type than the field");
    return {
      ...side,
      logic: { if: [side.guard, amount, other.logic] },
      currency: { if: [side.guard, side.currency!, other.currency!] },
      guard: true,
    };
  }
  const guard = present(at);
  if (fallback === undefined) return { kind, logic: at, guard, isPlain: true };
  const other = literalSide(fallback);
  if (other.kind === "money" || other.kind === "list" || isDuration(fallback))
    throw new NoLogic("the default is of another type than the field");
  return { kind, logic: { if: [guard, at, other.logic] }, guard: true, isPlain: true };
}

/** `like`: what the other side is, for a field of which nothing is known. */
export function sideOf(operand: Operand, place: Place, like?: FieldType): Side {
  if ("value" in operand) return literalSide(operand.value);
  if ("field" in operand) return fieldSide(operand.field, operand.default, place, like);
  if ("formula" in operand) return calculated(operand.formula, place);
  if ("ageInYears" in operand || "daysSince" in operand)
    throw new NoLogic("an age is compared with something else than a number written down");
  const isCount = "count" in operand;
  const path = listPath(isCount ? operand.count : operand.list);
  const list = varOf(path, place);
  const inside: Place = { ...place, list: absolutePath(path, place.list) };
  const where = operand.where ? place.condition(operand.where, inside).isTrue : true;
  const kept: Logic = where === true ? list : { filter: [list, where] };
  const guard: Logic = present(list);
  const next = { var: "accumulator" };
  if (isCount)
    return { kind: "number", logic: { reduce: [kept, { "+": [next, 1] }, 0] }, guard, isPlain: true };
  const of = operand.of.replace(/^item\.?/, "");
  if (operand.aggregate !== "sum" || kindOf(of === "" ? "item" : `item.${of}`, inside).type !== "number")
    throw new NoLogic(`the ${operand.aggregate} of a list`);
  place.notes.add(FLOATS);
  const current = { var: of === "" ? "current" : `current.${of}` };
  return {
    kind: "number",
    logic: { reduce: [kept, { "+": [next, { if: [present(current), current, 0] }] }, 0] },
    guard,
    isPlain: true,
  };
}

const ARITHMETIC = { add: "+", subtract: "-", multiply: "*", divide: "/" } as const;

function sameCurrency(a: Side, b: Side): Logic {
  if (a.kind !== b.kind) throw new NoLogic("money and a plain number are calculated with each other");
  if (a.kind !== "money") return true;
  if (typeof a.currency === "string" && a.currency === b.currency) return true;
  return { "===": [a.currency!, b.currency!] };
}

function calculated(expression: Expression, place: Place): Side {
  const part = (of: Expression) => calculated(of, place);
  place.notes.add(FLOATS);
  switch (expression.op) {
    case "value":
      return literalSide(expression.value);
    case "field": {
      const side = fieldSide(expression.field, expression.default, place, "number");
      if (side.kind !== "number" && side.kind !== "money") throw new NoLogic("a calculation with no number");
      return side;
    }
    case "operand": {
      const side = sideOf(expression.of, place);
      if (side.kind !== "number") throw new NoLogic("a calculation with no number");
      return side;
    }
    case "negate": {
      const of = part(expression.of);
      return { ...of, logic: { "-": [of.logic] } };
    }
    case "abs": {
      const of = part(expression.of);
      return { ...of, logic: { if: [{ "<": [of.logic, 0] }, { "-": [of.logic] }, of.logic] } };
    }
    case "min":
    case "max": {
      const [first, ...rest] = expression.of.map(part);
      const guard = and(first!.guard, ...rest.flatMap((one) => [one.guard, sameCurrency(first!, one)]));
      return {
        ...first!,
        logic: { [expression.op]: [first!.logic, ...rest.map(({ logic }) => logic)] },
        guard,
        isPlain: false,
      };
    }
    case "coalesce": {
      const parts = expression.of.map(part);
      if (!parts.every(({ isPlain, kind }) => isPlain && kind === "number"))
        throw new NoLogic("“the first that is there” of calculations or of money");
      const logic = { if: parts.flatMap(({ guard, logic }) => [guard, logic]) };
      return { kind: "number", logic, guard: or(...parts.map(({ guard }) => guard)), isPlain: true };
    }
    case "if": {
      const when = place.condition(expression.when, place);
      const yes = part(expression.yes);
      const no = part(expression.no);
      if (yes.kind !== "number" || no.kind !== "number") throw new NoLogic("“if” between amounts of money");
      return {
        kind: "number",
        logic: { if: [when.isTrue, yes.logic, no.logic] },
        guard: or(and(when.isTrue, yes.guard), and(when.isFalse, no.guard)),
        isPlain: false,
      };
    }
    case "days_between":
    case "round":
      throw new NoLogic(expression.op === "round" ? "rounding" : "days between two dates");
    default:
      return combined(ARITHMETIC[expression.op], part(expression.left), part(expression.right));
  }
}

function combined(sign: "+" | "-" | "*" | "/", a: Side, b: Side): Side {
  // Engines work constants out before they ask the guard, and refuse the whole rule for a division by zero.
  const by: Logic = sign === "/" ? { if: [{ "===": [b.logic, 0] }, 1, b.logic] } : b.logic;
  const logic: Logic = { [sign]: [a.logic, by] };
  const both = and(a.guard, b.guard);
  const isPlain = a.isPlain && b.isPlain && sign !== "/" && a.kind === "number" && b.kind === "number";
  if (sign === "+" || sign === "-")
    return { ...withoutLiteral(a), logic, guard: and(both, sameCurrency(a, b)), isPlain };
  const hasMoney = a.kind === "money" || b.kind === "money";
  // Money is rounded to whole minor units here; only a whole factor needs none.
  if (hasMoney && !(sign === "*" && [a, b].some(({ literal }) => Number.isSafeInteger(literal))))
    throw new NoLogic("an amount of money is multiplied or divided by something else than a whole number");
  const money = a.kind === "money" ? a : b;
  const guard = sign === "/" ? and(both, { "!==": [b.logic, 0] }) : both;
  return { ...withoutLiteral(hasMoney ? money : a), logic, guard, isPlain };
}

function withoutLiteral({ literal: _, ...side }: Side): Side {
  return side;
}
