import type { Condition, Literal, Operand } from "@/server/rules/core/ast";
import type { FieldCatalogue, FieldInfo, FieldType } from "@/server/rules/core/fields";
import { findField } from "@/server/rules/core/fields";
import { isGroup, isListCondition } from "@/server/rules/core/layout";
import { listPath } from "@/server/rules/core/read";
import { absolutePath, OPERATORS } from "@/server/rules/core/sentences";

/** What a condition editor offers, and how a test changes when its field or its operator does. */

export type Operator = keyof typeof OPERATORS | "between";
export type Test = Extract<Condition, { left: Operand }>;

/** What is known of the value on the left of a test. */
export type Subject = Pick<FieldInfo, "type" | "currency" | "isCountry" | "choices" | "of"> | undefined;

const EQUAL: Operator[] = ["=", "≠"];
const ORDER: Operator[] = ["<", "≤", ">", "≥", "between"];
const SET: Operator[] = ["in", "not_in"];
const TEXT: Operator[] = ["contains", "starts_with", "ends_with", "matches"];
const NETWORK: Operator[] = ["in_network", "not_in_network"];
const LIST: readonly Operator[] = [...SET, ...NETWORK, "overlaps", "not_overlaps"];
const TIME: Operator[] = ["before", "after", "within_last", "older_than"];
const THERE: Operator[] = ["is_present", "is_missing"];

const BY_TYPE: { readonly [type in FieldType]: readonly Operator[] } = {
  text: [...EQUAL, ...SET, ...TEXT, "similar_to", ...NETWORK, ...THERE],
  number: [...EQUAL, ...ORDER, ...SET, ...THERE],
  money: [...EQUAL, ...ORDER, ...THERE],
  duration: [...EQUAL, ...ORDER, ...THERE],
  boolean: ["is_true", "is_false", ...THERE],
  date: [...TIME, "=", ...THERE],
  date_time: [...TIME, ...THERE],
  list: ["overlaps", "not_overlaps", ...THERE],
  object: THERE,
  any: [
    ...EQUAL,
    ...ORDER,
    ...SET,
    ...TEXT,
    "similar_to",
    ...NETWORK,
    ...TIME,
    "is_true",
    "is_false",
    ...THERE,
  ],
};

/** The operators that make sense of such a value; choices and countries are not searched for parts of a word. */
export function operatorsFor(subject: Subject): readonly Operator[] {
  if (subject?.choices || subject?.isCountry) return [...EQUAL, ...SET, ...THERE];
  return BY_TYPE[subject?.type ?? "any"];
}

/** Asked of a list of the workspace, where there are such lists. */
export const LIST_OPERATORS: readonly Operator[] = ["in_list", "not_in_list"];

/** Whether such a value can be looked for on a list of the workspace. */
export const mayBeListed = (subject: Subject): boolean =>
  ["text", "number", "list", "any"].includes(subject?.type ?? "any");

export const operatorWords = (op: Operator): string => (op === "between" ? "is between" : OPERATORS[op]);

/** Whether its value, as written, is one that the operator is compared with. */
function fits(op: Operator, value: Literal, subject: Subject): boolean {
  if (LIST.includes(op)) return Array.isArray(value);
  const isDuration = typeof value === "object" && !Array.isArray(value) && "unit" in value;
  if (op === "within_last" || op === "older_than") return isDuration;
  // “In the last 30 days” is no day to be before.
  return !Array.isArray(value) && (!isDuration || subject?.type === "duration");
}

/** A value to begin with, such as the operator and the type want it. */
export function startValue(op: Operator, subject: Subject): Literal {
  if (LIST.includes(op)) return [];
  if (op === "within_last" || op === "older_than") return { amount: 30, unit: "days" };
  switch (subject?.type) {
    case "number":
      return 0;
    case "money":
      return { amount: 0, currency: subject.currency ?? "EUR" };
    case "duration":
      return { amount: 30, unit: "days" };
    default:
      return Object.keys(subject?.choices ?? {})[0] ?? "";
  }
}

const rightOf = (test: Test): Operand | undefined =>
  test.op === "between" ? test.low : "right" in test ? test.right : undefined;

/** The test with another operator; what was compared with stays where it still can be. */
export function withOperator(test: Test, op: Operator, subject: Subject): Test {
  const { id, left } = test;
  const before = rightOf(test);
  const right: Operand =
    before && !("value" in before && !fits(op, before.value, subject))
      ? before
      : { value: startValue(op, subject) };
  switch (op) {
    case "is_missing":
    case "is_present":
    case "is_true":
    case "is_false":
      return { id, op, left };
    case "between": {
      const high = test.op === "between" ? test.high : structuredClone(right);
      return { id, op, left, low: right, high };
    }
    case "in_list":
    case "not_in_list":
      return { id, op, left, listKey: "listKey" in test ? test.listKey : "" };
    case "similar_to":
      return { id, op, left, right, atLeast: test.op === op ? test.atLeast : 85 };
    default:
      return { id, op, left, right };
  }
}

/** The field an operand is about, if it is one; an age and a count are numbers. */
export function subjectOf(operand: Operand, fields: FieldCatalogue, list: string | undefined): Subject {
  if ("field" in operand) {
    const path = absolutePath(operand.field, list);
    const field = findField(fields, path);
    return field?.type === "list" && path.endsWith("[]") ? { type: field.of ?? "any" } : field;
  }
  if ("value" in operand) return undefined;
  if ("aggregate" in operand && (operand.aggregate === "min" || operand.aggregate === "max"))
    return findField(fields, `${listPath(operand.list)}[].${operand.of.replace(/^item\.?/, "")}`);
  return "aggregate" in operand && operand.aggregate !== "distinct" ? { type: "any" } : { type: "number" };
}

/** The test about something else: its operator and value stay where they still make sense. */
export function withLeft(test: Test, left: Operand, fields: FieldCatalogue, list: string | undefined): Test {
  const before = subjectOf(test.left, fields, list);
  const subject = subjectOf(left, fields, list);
  const next = { ...test, left };
  if (LIST_OPERATORS.includes(test.op) && mayBeListed(subject)) return next;
  const isAlike = before?.type === subject?.type && before?.choices === subject?.choices;
  if (isAlike && operatorsFor(subject).includes(test.op)) return next;
  const op = operatorsFor(subject).includes(test.op) ? test.op : operatorsFor(subject)[0]!;
  // Compared anew: a limit in euros says nothing about an age.
  return withOperator({ id: test.id, op: "is_present", left }, op, subject);
}

/** What a condition is made of, itself included. */
function* within(condition: Condition): Iterable<Condition> {
  yield condition;
  if (isGroup(condition)) for (const part of condition.of) yield* within(part);
  if (isListCondition(condition)) yield* within(condition.where);
}

/** An id that nothing in the condition has. */
export function freeId(root: Condition): string {
  const taken = new Set([...within(root)].map(({ id }) => id));
  for (let n = 1; ; n++) if (!taken.has(`c${n}`)) return `c${n}`;
}

/** A copy whose every part has an id of its own in `root`. */
export function copyOf(condition: Condition, root: Condition): Condition {
  const taken = new Set([...within(root)].map(({ id }) => id));
  let n = 0;
  const renamed = (part: Condition): Condition => {
    do n++;
    while (taken.has(`c${n}`));
    const id = `c${n}`;
    if (isGroup(part)) return { ...part, id, of: part.of.map(renamed) };
    if (isListCondition(part)) return { ...part, id, where: renamed(part.where) };
    return { ...part, id };
  };
  return renamed(condition);
}

/** The fields that can stand in a test; in a test of a list's elements theirs come first, as `item`. */
export function fieldsFor(fields: FieldCatalogue, list: string | undefined): FieldInfo[] {
  const all = [...fields.values()];
  if (list === undefined) return all;
  const above = `${listPath(list)}[]`;
  const name = fields.get(listPath(list))?.title ?? "list";
  const own = all.flatMap((field) =>
    field.path.startsWith(`${above}.`)
      ? [{ ...field, path: `item.${field.path.slice(above.length + 1)}`, group: `Each of ${name}` }]
      : [],
  );
  const plain = fields.get(listPath(list))?.of;
  const itself: FieldInfo[] =
    plain === undefined || plain === "object"
      ? []
      : [{ path: "item", title: "the entry itself", group: `Each of ${name}`, type: plain }];
  return [...itself, ...own, ...all.filter(({ path }) => !path.startsWith(above))];
}

/** A test to begin with: whether the first field is there. */
export const startTest = (id: string, fields: readonly FieldInfo[]): Test => {
  const first = fields.find(({ type }) => type !== "object" && type !== "list");
  return { id, op: "is_present", left: { field: first?.path ?? "input.field" } };
};

/** A test of a list's elements to begin with. */
export function startListTest(id: string, list: string, fields: FieldCatalogue): Condition {
  return { id, op: "some", list, where: startTest(`${id}w`, fieldsFor(fields, list)) };
}
