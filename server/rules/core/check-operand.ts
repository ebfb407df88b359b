import type { Condition, Expression, Operand } from "./ast";
import { parseMoment } from "./calendar";
import { type FieldCatalogue, type FieldInfo, type FieldType, findField } from "./fields";
import type { ListInfo } from "./list-kinds";
import { nearest, nearestField } from "./nearest";
import { listPath } from "./read";
import { absolutePath } from "./sentences";
import { isDuration, isMoney } from "./value";

/** One complaint with its place, in words that name the fix. */
export interface RuleProblem {
  /** Where in the workflow document: `rules.main.rules.3.when.of.0.left`. */
  path: string;
  code:
    | "unknown_field"
    | "not_a_list"
    | "wrong_type"
    | "currency_mismatch"
    | "bad_pattern"
    | "bad_network"
    | "bad_date"
    | "unknown_list"
    | "list_kind"
    | "list_not_here"
    | "missing_count"
    | "item_outside_list"
    | "unknown_outcome"
    | "unknown_reason_code"
    | "unknown_queue"
    | "unknown_document_type"
    | "unknown_value"
    | "computed_later"
    | "duplicate_code"
    | "duplicate_id";
  message: string;
  /** What was written there and is wrong, and what was probably meant. */
  name?: string;
  instead?: string | number | boolean;
}

/** Something of the workflow that a rule or a condition names, and where. */
export interface Named {
  kind: "field" | "outcome" | "reasonCode" | "queue" | "documentType" | "list";
  /** Of a field its path from the run's data on, also where it is written from an element on. */
  key: string;
  path: string;
}

/** What references in rules may name. */
export interface CheckScope {
  fields: FieldCatalogue;
  outcomes: ReadonlySet<string>;
  reasonCodes: ReadonlySet<string>;
  queues: ReadonlySet<string>;
  documentTypes: ReadonlySet<string>;
  /** How many more times it is guessed what was meant: a guess looks through every field. */
  guesses?: { left: number };
  /** The workspace's lists, by key; undefined where only the document is known. */
  lists?: ReadonlyMap<string, ListInfo> | undefined;
  /** Where nobody can ask a list: on an applicant's page, in the settings of a step that asks somebody else. */
  isBesideLists?: true;
  /** Told of everything that is named on the way, whether it is there or not. */
  heard?: ((named: Named) => void) | undefined;
}

const names = {
  outcome: { among: "outcomes", code: "unknown_outcome", what: "outcome" },
  reasonCode: { among: "reasonCodes", code: "unknown_reason_code", what: "reason code" },
  queue: { among: "queues", code: "unknown_queue", what: "queue" },
  documentType: { among: "documentTypes", code: "unknown_document_type", what: "document type" },
} as const;

/** Something named by its key must be there. */
export function checkName(
  problems: RuleProblem[],
  scope: CheckScope,
  kind: keyof typeof names,
  key: unknown,
  path: string,
): void {
  if (typeof key !== "string") return;
  scope.heard?.({ kind, key, path });
  const { among, code, what } = names[kind];
  if (!scope[among].has(key))
    problems.push({
      ...{ path, code, message: `This workflow has no ${what} “${key}”.`, name: key },
      ...meaning(nearest(key, scope[among])),
    });
}

function mayGuess({ guesses }: CheckScope): boolean {
  return guesses === undefined || guesses.left-- > 0;
}

/** What somebody probably meant, when there is such a thing. */
export const meaning = (instead: string | number | boolean | undefined): Pick<RuleProblem, "instead"> =>
  instead === undefined ? {} : { instead };

/** What one side of a test is: its type, and what else is known of it. */
export interface Kind {
  type: FieldType;
  currency?: string | undefined;
  choices?: FieldInfo["choices"];
  /** For a list: what its elements are. */
  of?: FieldType | undefined;
}

export interface Walk {
  scope: CheckScope;
  /** The list whose element `item` is. */
  list: string | undefined;
  problems: RuleProblem[];
  /** Checks the condition of a `where`; given down so that operands need not know conditions. */
  where: (walk: Walk, test: Condition, at: string) => void;
}

const ANY: Kind = { type: "any" };
export const TYPE_NAMES: { readonly [type in FieldType]: string } = {
  text: "text",
  number: "a number",
  money: "money",
  duration: "a duration",
  boolean: "yes or no",
  date: "a date",
  date_time: "a time",
  list: "a list",
  object: "an object",
  any: "anything",
};

export function say(
  walk: Walk,
  path: string,
  code: RuleProblem["code"],
  message: string,
  more: Pick<RuleProblem, "name" | "instead"> = {},
): void {
  walk.problems.push({ path, code, message, ...more });
}

function kindOfField(field: FieldInfo): Kind {
  return {
    type: field.type,
    currency: field.currency,
    choices: field.choices,
    of: field.of,
  };
}

export function checkField(walk: Walk, field: string, at: string): Kind {
  const path = absolutePath(field, walk.list);
  walk.scope.heard?.({ kind: "field", key: path, path: at });
  // In a workflow with a “for each”, a rule set may stand in its body, where `item` is the element gone through.
  if (/^item(\.|$)/.test(field) && walk.list === undefined && !walk.scope.fields.has("item")) {
    say(walk, at, "item_outside_list", "`item` stands for an element of a list; there is no list here.");
    return ANY;
  }
  const isElement = path.endsWith("[]");
  const found = findField(walk.scope.fields, path);
  if (!found) {
    say(walk, at, "unknown_field", `There is no field “${path}” in this workflow.`, {
      name: field,
      ...meaning(mayGuess(walk.scope) ? nearestField(walk.scope.fields, field, walk.list) : undefined),
    });
    return ANY;
  }
  const kind = kindOfField(found);
  if (isElement && kind.type === "list") return { type: kind.of ?? "any", choices: kind.choices };
  return kind;
}

export function checkList(walk: Walk, list: string, at: string): string {
  const path = listPath(absolutePath(list, walk.list));
  const kind = checkField(walk, listPath(list), at);
  if (kind.type !== "list" && kind.type !== "any")
    say(walk, at, "not_a_list", `“${path}” is ${TYPE_NAMES[kind.type]}, not a list.`);
  return path;
}

export function kindOfLiteral(value: unknown): Kind {
  if (typeof value === "number") return { type: "number" };
  if (typeof value === "boolean") return { type: "boolean" };
  if (typeof value === "string") {
    const moment = parseMoment(value, "UTC");
    return { type: moment ? moment.kind : "text" };
  }
  if (isMoney(value)) return { type: "money", currency: value.currency };
  if (isDuration(value)) return { type: "duration" };
  return Array.isArray(value) ? { type: "list" } : ANY;
}

function numeric(walk: Walk, kind: Kind, at: string): Kind {
  if (kind.type === "number" || kind.type === "money" || kind.type === "any") return kind;
  say(walk, at, "wrong_type", `A calculation needs a number or money, and this is ${TYPE_NAMES[kind.type]}.`);
  return ANY;
}

function combined(
  walk: Walk,
  op: "add" | "subtract" | "multiply" | "divide",
  a: Kind,
  b: Kind,
  at: string,
): Kind {
  if (a.type === "any" || b.type === "any") return ANY;
  if (a.type === "number" && b.type === "number") return a;
  const both = a.type === "money" && b.type === "money";
  if (both && a.currency && b.currency && a.currency !== b.currency) {
    say(
      walk,
      at,
      "currency_mismatch",
      `${a.currency} and ${b.currency} cannot be put together without a rate.`,
    );
    return ANY;
  }
  if (op === "multiply" && !both) return a.type === "money" ? a : b;
  if (op === "divide" && a.type === "money") return both ? { type: "number" } : a;
  if ((op === "add" || op === "subtract") && both) return a;
  say(walk, at, "wrong_type", "Money and a plain number cannot be put together like this.");
  return ANY;
}

function checkDate(walk: Walk, operand: Operand, at: string): void {
  const kind = checkOperand(walk, operand, at);
  if (!isTime(kind) && kind.type !== "any")
    say(walk, at, "wrong_type", `Days are counted between dates, and this is ${TYPE_NAMES[kind.type]}.`);
}

/** What a formula gives, and everything in it that cannot be calculated. */
export function checkExpression(walk: Walk, expression: Expression, at: string): Kind {
  switch (expression.op) {
    case "value":
      return kindOfLiteral(expression.value);
    case "field": {
      const kind = numeric(walk, checkField(walk, expression.field, at), at);
      return expression.default === undefined
        ? kind
        : combined(walk, "add", kind, kindOfLiteral(expression.default), at);
    }
    case "operand":
      return numeric(walk, checkOperand(walk, expression.of, `${at}.of`), `${at}.of`);
    case "days_between":
      checkDate(walk, expression.from, `${at}.from`);
      checkDate(walk, expression.to, `${at}.to`);
      return { type: "number" };
    case "if": {
      walk.where(walk, expression.when, `${at}.when`);
      const whenTrue = checkExpression(walk, expression.yes, `${at}.yes`);
      const whenFalse = checkExpression(walk, expression.no, `${at}.no`);
      return combined(walk, "add", whenTrue, whenFalse, at);
    }
    case "negate":
    case "abs":
    case "round":
      return checkExpression(walk, expression.of, `${at}.of`);
    case "min":
    case "max":
    case "coalesce":
      return expression.of
        .map((of, i) => checkExpression(walk, of, `${at}.of.${i}`))
        .reduce((a, b) => combined(walk, "add", a, b, at));
    default: {
      const left = checkExpression(walk, expression.left, `${at}.left`);
      const right = checkExpression(walk, expression.right, `${at}.right`);
      return combined(walk, expression.op, left, right, at);
    }
  }
}

export const isTime = (kind: Kind) => kind.type === "date" || kind.type === "date_time";

export function checkOperand(walk: Walk, operand: Operand, at: string): Kind {
  if ("value" in operand) return kindOfLiteral(operand.value);
  if ("field" in operand) return checkField(walk, operand.field, `${at}.field`);
  if ("formula" in operand) return checkExpression(walk, operand.formula, `${at}.formula`);
  if ("ageInYears" in operand || "daysSince" in operand) {
    const name = "ageInYears" in operand ? "ageInYears" : "daysSince";
    const of = checkOperand(
      walk,
      "ageInYears" in operand ? operand.ageInYears : operand.daysSince,
      `${at}.${name}`,
    );
    if (!isTime(of) && of.type !== "any")
      say(walk, `${at}.${name}`, "wrong_type", `An age needs a date, and this is ${TYPE_NAMES[of.type]}.`);
    return { type: "number" };
  }
  const isCount = "count" in operand;
  const list = checkList(walk, isCount ? operand.count : operand.list, `${at}.${isCount ? "count" : "list"}`);
  const inside: Walk = { ...walk, list };
  if (operand.where) walk.where(inside, operand.where, `${at}.where`);
  if (isCount) return { type: "number" };
  const of = /^item(\.|$)/.test(operand.of) ? operand.of : `item.${operand.of}`;
  const kind = checkField(inside, of, `${at}.of`);
  if (operand.aggregate === "distinct") return { type: "number" };
  if (operand.aggregate === "sum" || operand.aggregate === "average") return numeric(walk, kind, `${at}.of`);
  return kind;
}
