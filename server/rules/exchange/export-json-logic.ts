import type { Condition, Operand } from "@/server/rules/core/ast";
import { type CalendarSettings, type Moment, parseMoment, yearsBetween } from "@/server/rules/core/calendar";
import type { FieldType } from "@/server/rules/core/fields";
import {
  inUse,
  isGroup,
  isListCondition,
  isOut,
  type LeafCondition,
  type ListCondition,
  listOf,
  MAX_DEPTH,
} from "@/server/rules/core/layout";
import { listPath } from "@/server/rules/core/read";
import { absolutePath } from "@/server/rules/core/sentences";
import { isDuration } from "@/server/rules/core/value";
import { isOlder, lastDay, textOfDay } from "./as-of";
import { and, type Logic, missing, NoLogic, or, present, requireReadable } from "./logic";
import { kindOf, type Place, type Side, sideOf, varOf } from "./logic-sides";

/**
 * Conditions as JSONLogic, for engines that know two truths: there, a test on missing data would be true or false. So
 * every test goes out guarded, once as where it is true and once as where it is false; where neither holds it is
 * unknown. Guards are against what is missing, not against a field of another type than the catalogue says.
 */

export interface LogicSettings extends CalendarSettings {
  /** What is known of a field; absolute paths, `[]` for an element. */
  typeOf(path: string): { type: FieldType; currency?: string | undefined } | undefined;
  /** Ages and spans of time are counted from here: JSONLogic knows no calendar. */
  at: string;
}

interface Halves {
  isTrue: Logic;
  isFalse: Logic;
}

export type Guarded = (Halves & { notes: string[] }) | { beyond: string };

export function guardedLogic(condition: Condition, settings: LogicSettings): Guarded {
  const place: Place = {
    settings,
    list: undefined,
    notes: new Set(),
    condition: (of, at) => halves(of, at, 0),
  };
  try {
    const { isTrue, isFalse } = halves(condition, place, 0);
    requireReadable([isTrue, isFalse]);
    return { isTrue, isFalse, notes: [...place.notes] };
  } catch (error) {
    if (error instanceof NoLogic) return { beyond: error.message };
    throw error;
  }
}

function halves(condition: Condition, place: Place, depth: number): Halves {
  if (depth > MAX_DEPTH) throw new NoLogic(`it is nested more than ${MAX_DEPTH} levels deep`);
  // A condition of which nothing is asked holds; a group without its last part is out itself.
  if (isOut(condition)) throw new NoLogic("all of it is left out");
  if (isGroup(condition)) {
    const parts = inUse(condition).map((part) => halves(part, place, depth + 1));
    const every = (half: keyof Halves) => and(...parts.map((part) => part[half]));
    const some = (half: keyof Halves) => or(...parts.map((part) => part[half]));
    if (condition.op === "all") return { isTrue: every("isTrue"), isFalse: some("isFalse") };
    const any = { isTrue: some("isTrue"), isFalse: every("isFalse") };
    return condition.op === "any" ? any : flipped(any);
  }
  if (isListCondition(condition)) return quantified(condition, place, depth);
  const list = listOf(condition);
  if (list === undefined) return leaf(condition, place);
  // Any element passes, and one that cannot be told does not: both halves are about where it is true.
  const rest = (condition.left as { field: string }).field.slice(list.length + 3);
  const inside: Condition = {
    ...condition,
    left: { ...condition.left, field: rest === "" ? "item" : `item.${rest}` },
  };
  return quantified({ id: condition.id, op: "some", list, where: inside }, place, depth);
}

const flipped = ({ isTrue, isFalse }: Halves): Halves => ({ isTrue: isFalse, isFalse: isTrue });
const guarded = (guard: Logic, yes: Logic, no: Logic): Halves => ({
  isTrue: and(guard, yes),
  isFalse: and(guard, no),
});

function quantified(test: ListCondition, place: Place, depth: number): Halves {
  const [first, ...more] = listPath(test.list).split("[].");
  // `a[].b` are all b's of all a's: only asking for any of them goes through both.
  if (more.length > 0) {
    if (test.op !== "some") throw new NoLogic(`“${test.list}” is counted over several lists at once`);
    const inner: Condition = { ...test, list: `item.${more.join("[].")}` };
    return quantified({ id: test.id, op: "some", list: first!, where: inner }, place, depth + 1);
  }
  const list = varOf(listPath(test.list), place);
  const inside: Place = { ...place, list: absolutePath(listPath(test.list), place.list) };
  const { isTrue: holds } = halves(test.where, inside, depth + 1);
  const guard = present(list);
  switch (test.op) {
    case "some":
      return guarded(guard, { some: [list, holds] }, { none: [list, holds] });
    case "no":
      return guarded(guard, { none: [list, holds] }, { some: [list, holds] });
    case "every":
      return guarded(guard, { none: [list, { "!": [holds] }] }, { some: [list, { "!": [holds] }] });
    default: {
      const count: Logic = { reduce: [{ filter: [list, holds] }, { "+": [{ var: "accumulator" }, 1] }, 0] };
      const n = test.n ?? 1;
      return test.op === "at_least"
        ? guarded(guard, { ">=": [count, n] }, { "<": [count, n] })
        : guarded(guard, { "===": [count, n] }, { "!==": [count, n] });
    }
  }
}

const OPPOSITE: { readonly [sign: string]: string } = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "===": "!==",
  "!==": "===",
};
const SIGNS: { readonly [op: string]: string } = {
  ...{ "=": "===", "≠": "!==", "<": "<", "≤": "<=", ">": ">", "≥": ">=" },
  ...{ before: "<", after: ">" },
};

type Simple = Exclude<LeafCondition, { list: string }>;

function leaf(test: Simple, place: Place): Halves {
  if ("ignoreCase" in test && test.ignoreCase) throw new NoLogic("large and small letters count alike");
  switch (test.op) {
    case "is_missing":
    case "is_present": {
      if (!("field" in test.left) || test.left.default !== undefined)
        throw new NoLogic("whether a calculated value is missing");
      const at = varOf(test.left.field, place);
      const there = { isTrue: present(at), isFalse: missing(at) };
      return test.op === "is_present" ? there : flipped(there);
    }
    case "is_true":
    case "is_false": {
      const { logic } = sideOf(test.left, place, "boolean");
      const yes = { isTrue: { "===": [logic, true] }, isFalse: { "===": [logic, false] } };
      return test.op === "is_true" ? yes : flipped(yes);
    }
    case "between": {
      const low = ordered(test.openLow ? ">" : "≥", test.left, test.low, place);
      const high = ordered(test.openHigh ? "<" : "≤", test.left, test.high, place);
      return { isTrue: and(low.isTrue, high.isTrue), isFalse: or(low.isFalse, high.isFalse) };
    }
    case "in":
    case "not_in": {
      const found = member(test.left, test.right, place);
      return test.op === "in" ? found : flipped(found);
    }
    case "overlaps":
    case "not_overlaps": {
      const found = overlap(test.left, test.right, place);
      return test.op === "overlaps" ? found : flipped(found);
    }
    case "contains":
    case "starts_with":
    case "ends_with":
      return textual(test.op, test.left, test.right, place);
    case "within_last":
    case "older_than":
      return spanned(test.op, test.left, test.right, place);
    case "matches":
      throw new NoLogic("a regular expression");
    case "in_network":
    case "not_in_network":
      throw new NoLogic("membership of a network");
    case "in_list":
    case "not_in_list":
      throw new NoLogic("a list of the workspace");
    case "similar_to":
      throw new NoLogic("how alike two names are");
    default:
      return ordered(test.op, test.left, test.right, place);
  }
}

function ordered(op: string, a: Operand, b: Operand, place: Place): Halves {
  if ("ageInYears" in a || "daysSince" in a) return aged(op, a, b, place);
  const other = "value" in b ? sideOf(b, place).kind : undefined;
  let left = sideOf(a, place, other);
  const right = sideOf(b, place, left.kind);
  if (left.kind === "any") left = sideOf(a, place, right.kind);
  const sign = SIGNS[op]!;
  const compare = (guard: Logic): Halves =>
    guarded(
      and(left.guard, right.guard, guard),
      { [sign]: [left.logic, right.logic] },
      { [OPPOSITE[sign]!]: [left.logic, right.logic] },
    );
  const kinds = new Set([left.kind, right.kind]);
  // A plain zero goes with every currency.
  if (kinds.has("money") && (left.literal === 0 || right.literal === 0)) return compare(true);
  if (kinds.has("money")) {
    if (kinds.size > 1) throw new NoLogic("money is compared with something else");
    return compare(sameText(left.currency!, right.currency!));
  }
  if (kinds.has("date_time") || isTime(left) || isTime(right))
    throw new NoLogic("points in time are compared, which have several spellings");
  const isEquality = sign === "===" || sign === "!==";
  const isDates = (side: Side) => side.kind === "date" || isDay(side.literal);
  if (isDates(left) && isDates(right)) return compare(true);
  if (kinds.has("list") || kinds.has("object") || kinds.has("duration"))
    throw new NoLogic("values that are neither numbers, texts nor dates");
  if (kinds.size > 1 && !kinds.has("any")) throw new NoLogic("two values of different types are compared");
  if (!isEquality && (kinds.has("text") || kinds.has("boolean")))
    throw new NoLogic("which of two texts comes first");
  if (kinds.has("any"))
    place.notes.add(
      "Fields of an unknown type are taken to be of the same type as what they are compared with.",
    );
  return compare(true);
}

const sameText = (a: Logic, b: Logic): Logic =>
  typeof a === "string" && typeof b === "string" ? a === b : { "===": [a, b] };
const isDay = (value: unknown) => typeof value === "string" && parseMoment(value, "UTC")?.kind === "date";
const isTime = ({ literal }: Side) =>
  typeof literal === "string" && parseMoment(literal, "UTC")?.kind === "date_time";

/** An element of the same type that is in the list; an empty list has none. */
function member(left: Operand, right: Operand, place: Place): Halves {
  if (!("value" in right) || !Array.isArray(right.value))
    throw new NoLogic("a list that is not written down");
  const { value } = right;
  const types = new Set(value.map((one) => typeof one));
  if (types.size !== 1)
    throw new NoLogic(value.length === 0 ? "an empty list" : "a list of texts and numbers mixed");
  const side = sideOf(left, place, types.has("number") ? "number" : "text");
  if (types.has("number") !== (side.kind === "number"))
    throw new NoLogic("a list of another type than what is looked for");
  const found: Logic = { in: [side.logic, value] };
  return guarded(side.guard, found, { "!": [found] });
}

function overlap(left: Operand, right: Operand, place: Place): Halves {
  if (!("field" in left) || left.field.includes("[]") || left.default !== undefined)
    throw new NoLogic("an overlap of lists that are not one field each");
  const list = varOf(left.field, place);
  const inside: Place = { ...place, list: absolutePath(left.field, place.list) };
  const own = member({ field: "item" }, right, inside);
  return guarded(present(list), { some: [list, own.isTrue] }, { none: [list, { "!": [own.isFalse] }] });
}

function textual(op: "contains" | "starts_with" | "ends_with", a: Operand, b: Operand, place: Place): Halves {
  if (!("value" in b) || typeof b.value !== "string" || b.value === "")
    throw new NoLogic("a part of a text that is not written down");
  const part = b.value;
  if (op === "contains" && "field" in a && kindOf(a.field, place).type === "list")
    return overlap(a, { value: [part] }, place);
  const side = sideOf(a, place, "text");
  if (side.kind !== "text" && side.kind !== "date") throw new NoLogic("a part of something else than a text");
  const { logic, guard } = side;
  if (op === "contains") return guarded(guard, { in: [part, logic] }, { "!": [{ in: [part, logic] }] });
  const cut: Logic = { substr: op === "starts_with" ? [logic, 0, part.length] : [logic, -part.length] };
  return guarded(guard, { "===": [cut, part] }, { "!==": [cut, part] });
}

const AS_OF = (day: string) =>
  `Ages and spans of time are counted from ${day}; export again for another day.`;

function nowOf({ settings, notes }: Place): Moment {
  const now = parseMoment(settings.at, settings.timeZone);
  if (now?.kind !== "date_time")
    throw new RangeError(`"${settings.at}" is not a date-time like 2026-01-31T12:00:00Z.`);
  notes.add(AS_OF(textOfDay(now.day)));
  return now;
}

function dateSide(operand: Operand, place: Place): Side {
  const side = sideOf(operand, place, "date");
  if (side.kind !== "date") throw new NoLogic("an age of something else than a date");
  return side;
}

/** An age is a limit of the date: at least 18 is born on such a day or before. */
function aged(
  op: string,
  a: Extract<Operand, { ageInYears: Operand } | { daysSince: Operand }>,
  b: Operand,
  place: Place,
): Halves {
  if (!("value" in b) || typeof b.value !== "number")
    throw new NoLogic("an age is compared with something else than a number written down");
  const n = b.value;
  const now = nowOf(place);
  const { logic, guard } = dateSide("ageInYears" in a ? a.ageInYears : a.daysSince, place);
  const age = (day: number) =>
    "ageInYears" in a ? yearsBetween(day, now.day, place.settings.leapDayBirthday) : now.day - day;
  const reached = (least: number): Logic => lastDay((day) => age(day) >= least);
  const below = (least: number) =>
    guarded(guard, { ">": [logic, reached(least)] }, { "<=": [logic, reached(least)] });
  switch (op) {
    case "<":
      return below(Math.ceil(n));
    case "≥":
      return flipped(below(Math.ceil(n)));
    case "≤":
      return below(Math.floor(n) + 1);
    case ">":
      return flipped(below(Math.floor(n) + 1));
    default: {
      const under = below(Math.floor(n) + 1);
      const over = below(Math.ceil(n));
      const same = Number.isInteger(n)
        ? { isTrue: and(under.isTrue, over.isFalse), isFalse: or(under.isFalse, over.isTrue) }
        : { isTrue: false, isFalse: guard };
      return op === "=" ? same : flipped(same);
    }
  }
}

function spanned(op: "within_last" | "older_than", a: Operand, b: Operand, place: Place): Halves {
  if (!("value" in b) || !isDuration(b.value)) throw new NoLogic("a span of time that is not written down");
  const span = b.value;
  const now = nowOf(place);
  const { logic, guard } = dateSide(a, place);
  const last = lastDay((day) => isOlder(day, span, now, place.settings.timeZone));
  const today = textOfDay(now.day);
  const older = guarded(guard, { "<=": [logic, last] }, { ">": [logic, last] });
  if (op === "older_than") return older;
  return {
    isTrue: and(guard, { ">": [logic, last] }, { "<=": [logic, today] }),
    isFalse: and(guard, or({ "<=": [logic, last] }, { ">": [logic, today] })),
  };
}
