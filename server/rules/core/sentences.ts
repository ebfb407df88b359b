import type { Condition, Operand, RequirementWish, Rule, RuleSet } from "./ast";
import { formatNumber } from "./currency";
import { formulaParts } from "./formula-sentences";
import { inUse, isGroup, isListCondition, isOut, isOverlap, MAX_DEPTH } from "./layout";
import { listPath } from "./read";
import {
  asSentence,
  joinWith,
  listTitleOf,
  nameOf,
  operator,
  type Part,
  text,
  textOf,
  titleOf,
  value,
  valueText,
  type Words,
} from "./words";

/** The path as the field catalogue knows it: inside a list, `item.share` is `forms.owners.owners[].share`. */
export function absolutePath(path: string, list: string | undefined): string {
  if (list === undefined || !/^item(\.|$)/.test(path)) return path;
  return `${listPath(list)}[]${path.slice(4)}`;
}

/** The field an operand is about, which decides how values beside it are written. */
export function subjectOf(operand: Operand, list?: string): string | undefined {
  if ("field" in operand) return absolutePath(operand.field, list);
  if ("ageInYears" in operand || "daysSince" in operand || "value" in operand) return undefined;
  if ("aggregate" in operand && (operand.aggregate === "min" || operand.aggregate === "max"))
    return absolutePath(operand.of.startsWith("item") ? operand.of : `item.${operand.of}`, operand.list);
  return undefined;
}

function fieldParts(path: string, words: Words, list: string | undefined, any: boolean): Part[] {
  const full = absolutePath(path, list);
  const field: Part = { kind: "field", text: titleOf(full, words), path: full };
  const from = path === full ? listTitleOf(full, words) : undefined;
  if (from === undefined) return [field];
  return [text(any ? "any" : "every"), field, text(`in ${from}`)];
}

const TOTALS = {
  sum: "total",
  min: "smallest",
  max: "largest",
  average: "average",
  distinct: "number of different values of",
} as const;

/** What stands on one side of a test. `any`: on the left, a field of a list asks about any element. */
export function operandParts(
  operand: Operand,
  words: Words,
  list?: string,
  beside?: string,
  any = false,
  depth = 0,
): Part[] {
  if (depth > MAX_DEPTH) return [text("…")];
  if ("value" in operand) return [value(valueText(operand.value, beside, words))];
  if ("field" in operand) {
    const parts = fieldParts(operand.field, words, list, any);
    if (operand.default === undefined) return parts;
    const path = absolutePath(operand.field, list);
    return [...parts, text(`(${valueText(operand.default, path, words)} when missing)`)];
  }
  if ("formula" in operand)
    return formulaParts(
      operand.formula,
      {
        words,
        field: (path) => fieldParts(path, words, list, false),
        operand: (part, at) => operandParts(part, words, list, undefined, false, at),
        condition: (part, at) => conditionParts(part, words, list, at),
      },
      depth,
    );
  if ("ageInYears" in operand)
    return [text("age by"), ...operandParts(operand.ageInYears, words, list, undefined, false, depth + 1)];
  if ("daysSince" in operand)
    return [text("days since"), ...operandParts(operand.daysSince, words, list, undefined, false, depth + 1)];
  const over = absolutePath("count" in operand ? operand.count : operand.list, list);
  const where: Part[] =
    operand.where && !isOut(operand.where)
      ? [text("where"), ...conditionParts(operand.where, words, over, depth + 1)]
      : [];
  const source: Part = { kind: "field", text: titleOf(over, words), path: over };
  if ("count" in operand) return [text("number of entries in"), source, ...where];
  const of = operand.of === "item" || operand.of.startsWith("item.") ? operand.of : `item.${operand.of}`;
  const path = absolutePath(of, over);
  return [
    text(TOTALS[operand.aggregate]),
    { kind: "field", text: titleOf(path, words), path },
    text("in"),
    source,
    ...where,
  ];
}

export const OPERATORS = {
  "=": "is",
  "≠": "is not",
  "<": "is less than",
  "≤": "is at most",
  ">": "is more than",
  "≥": "is at least",
  before: "is before",
  after: "is after",
  within_last: "is within the last",
  older_than: "is longer ago than",
  in: "is one of",
  not_in: "is none of",
  overlaps: "has one of",
  not_overlaps: "has none of",
  in_network: "is an address in",
  not_in_network: "is no address in",
  similar_to: "is similar to",
  contains: "contains",
  starts_with: "starts with",
  ends_with: "ends with",
  matches: "matches the pattern",
  is_missing: "is missing",
  is_present: "is given",
  is_true: "is yes",
  is_false: "is no",
  in_list: "is on the list",
  not_in_list: "is not on the list",
} as const;

function listWords(condition: Extract<Condition, { list: string }>): [before: string, after: string] {
  const n = condition.n ?? 1;
  const entries = n === 1 ? "entry" : "entries";
  switch (condition.op) {
    case "some":
      return ["there is an entry in", "where"];
    case "every":
      return ["for every entry in", ","];
    case "no":
      return ["there is no entry in", "where"];
    case "at_least":
      return [`there ${n === 1 ? "is" : "are"} at least ${formatNumber(n)} ${entries} in`, "where"];
    default:
      return [`there ${n === 1 ? "is" : "are"} exactly ${formatNumber(n)} ${entries} in`, "where"];
  }
}

function listParts(
  condition: Extract<Condition, { list: string }>,
  words: Words,
  list: string | undefined,
  depth: number,
): Part[] {
  const over = listPath(absolutePath(condition.list, list));
  const where = conditionParts(condition.where, words, over, depth + 1);
  // Of a list that holds one element, "there is an entry where" says nothing.
  if (condition.op === "some" && words.single?.includes(over)) return where;
  const [before, after] = listWords(condition);
  return [
    operator(before),
    { kind: "field", text: titleOf(over, words), path: over },
    operator(after),
    ...where,
  ];
}

/** Any condition as parts of an English sentence, without capital or full stop. */
export function conditionParts(condition: Condition, words: Words, list?: string, depth = 0): Part[] {
  if (depth > MAX_DEPTH) return [text("…")];
  if (isOut(condition)) return [text("nothing is tested")];
  if (isGroup(condition)) {
    const of = inUse(condition);
    const [only] = of;
    if (of.length === 1 && only && condition.op !== "none")
      return conditionParts(only, words, list, depth + 1);
    const between = condition.op === "all" ? "and" : "or";
    const parts = of.flatMap((part, i) => {
      const inner = conditionParts(part, words, list, depth + 1);
      const loose = (isGroup(part) && inUse(part).length > 1 && part.op !== "none") || isListCondition(part);
      const shown = loose ? [text("("), ...inner, text(")")] : inner;
      return i === 0 ? shown : [text(between), ...shown];
    });
    return condition.op === "none" ? [text("not ("), ...parts, text(")")] : parts;
  }
  if (isListCondition(condition)) return listParts(condition, words, list, depth);
  const subject = subjectOf(condition.left, list);
  const left = operandParts(condition.left, words, list, undefined, !isOverlap(condition), depth);
  const right = (operand: Operand) => operandParts(operand, words, list, subject, false, depth);
  if (condition.op === "between")
    return [
      ...left,
      operator(condition.openLow ? "is more than" : "is at least"),
      ...right(condition.low),
      operator(condition.openHigh ? "and less than" : "and at most"),
      ...right(condition.high),
    ];
  const verb = operator(OPERATORS[condition.op]);
  if ("listKey" in condition) return [...left, verb, value(nameOf(words.lists, condition.listKey))];
  if (!("right" in condition)) return [...left, verb];
  const parts = [...left, verb, ...right(condition.right)];
  if (condition.op === "similar_to") return [...parts, text(`(${condition.atLeast} of 100 or more)`)];
  return "ignoreCase" in condition && condition.ignoreCase
    ? [...parts, text("(large and small letters alike)")]
    : parts;
}

/** Any condition as plain English, without capital or full stop: "Country is Germany and Share is at least 25". */
export function conditionText(condition: Condition, words: Words, list?: string): string {
  return textOf(conditionParts(condition, words, list));
}

function wishText(wish: RequirementWish, words: Words): string {
  const what = wish.kind === "document" ? nameOf(words.documents, wish.key) : titleOf(wish.key, words);
  const end = wish.subject.lastIndexOf("[]");
  return end < 0
    ? `ask for “${what}”`
    : `ask for “${what}” of each one concerned in ${titleOf(wish.subject.slice(0, end), words)}`;
}

/** What a rule does when it fires, as parts of a list: "propose Decline", "add 40 points", … */
export function effectTexts(rule: Rule, words: Words): string[] {
  const effects: string[] = [];
  if (rule.outcome !== undefined) effects.push(`propose “${nameOf(words.outcomes, rule.outcome)}”`);
  if (rule.points !== undefined && rule.points !== 0) {
    const size = Math.abs(rule.points);
    effects.push(
      `${rule.points > 0 ? "add" : "take away"} ${formatNumber(size)} ${size === 1 ? "point" : "points"}`,
    );
  }
  for (const wish of rule.require ?? []) effects.push(wishText(wish, words));
  if (rule.queue !== undefined) effects.push(`name the queue “${nameOf(words.queues, rule.queue)}”`);
  for (const flag of rule.flags ?? []) effects.push(`mark it “${nameOf(undefined, flag)}”`);
  for (const [key, operand] of Object.entries(rule.values ?? {})) effects.push(setText(key, operand, words));
  return effects;
}

function setText(key: string, operand: Operand, words: Words): string {
  const path = `values.${key}`;
  return `set ${titleOf(path, words)} to ${textOf(operandParts(operand, words, undefined, path))}`;
}

export interface RuleSentence {
  code: string;
  title: string;
  enabled: boolean;
  /** The condition, for pills. */
  when: Part[];
  /** "propose “Decline”", "add 40 points": one text per effect. */
  effects: string[];
  /** The reason's words for staff, when the rule gives one. */
  reason?: string;
  /** All of it in one line: "When Registry status is Dissolved, propose “Decline”." */
  sentence: string;
}

export function ruleSentence(rule: Rule, words: Words): RuleSentence {
  const when = conditionParts(rule.when, words);
  const effects = effectTexts(rule, words);
  const reason =
    rule.reasonCode === undefined ? undefined : (words.reasons?.[rule.reasonCode] ?? rule.reasonCode);
  const because = reason === undefined ? "" : `, because: ${reason.replace(/\.$/, "")}`;
  const then = effects.length > 0 ? joinWith(effects, "and") : "note it";
  const result: RuleSentence = {
    code: rule.code,
    title: rule.title,
    enabled: rule.enabled,
    when,
    effects,
    sentence: asSentence(`${rule.enabled ? "" : "(Switched off.) "}When ${textOf(when)}, ${then}${because}`),
  };
  if (reason !== undefined) result.reason = reason;
  return result;
}

export interface RuleSetSentences {
  title: string;
  /** How the rules work together: "Every rule is looked at; …". */
  intro: string;
  rules: RuleSentence[];
  /** What holds when no rule proposes anything, and values set in any case. */
  otherwise?: string;
}

/** A whole rule set as numbered sentences. */
export function ruleSetSentences(ruleSet: RuleSet, words: Words): RuleSetSentences {
  const always = Object.entries(ruleSet.values ?? {}).map(([key, operand]) => setText(key, operand, words));
  const fallback = [
    ...(ruleSet.otherwise === undefined
      ? []
      : [`if no rule proposes an outcome, propose “${nameOf(words.outcomes, ruleSet.otherwise)}”`]),
    ...(always.length > 0 ? [`unless a rule says otherwise, ${joinWith(always, "and")}`] : []),
  ];
  const result: RuleSetSentences = {
    title: ruleSet.title,
    intro:
      ruleSet.mode === "first"
        ? "Rules are looked at in order; the first that holds decides."
        : "Every rule is looked at; the most severe outcome among those that hold is proposed.",
    rules: ruleSet.rules.map((rule) => ruleSentence(rule, words)),
  };
  if (fallback.length > 0) result.otherwise = fallback.map(asSentence).join(" ");
  return result;
}
