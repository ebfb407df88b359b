import type { Condition, Rule, RuleSet } from "./ast";
import { inUse, isGroup, isOut, type LeafCondition, layoutRuleSet, listOf } from "./layout";
import { conditionText, OPERATORS, operandParts, subjectOf } from "./sentences";
import { readTrace, type Trace, type TracedLeaf } from "./trace";
import type { UnknownReason } from "./value";
import { asSentence, joinWith, nameOf, textOf, titleOf, valueText, type Words } from "./words";

/** One test as a row: what was seen · which test · against which limit. */
export interface TestReading {
  id: string;
  result: TracedLeaf["result"];
  field: string;
  value: string;
  test: string;
  limit: string;
  /** Why the answer is open, in words. */
  unknown?: string;
  /** Entries of named lists that covered a value. */
  entries?: readonly string[];
  /** "Registry status is Dissolved", "Age is 16; the limit is 18". */
  sentence: string;
}

export interface RuleReading {
  code: string;
  title: string;
  status: "fired" | "not_fired" | "unknown" | "not_evaluated" | "switched_off";
  /** Fired: "Fired: R21, Registry status is Dissolved." Open: what was missing. */
  sentence: string;
  points?: number;
  outcome?: string;
  reasonCode?: string;
  /** The tests that decided it; all of them are in `tests`. */
  decisive: TestReading[];
  tests: TestReading[];
}

/** A rule set's answer in words, from the pinned rule set and its stored trace. */
export interface Explanation {
  fired: RuleReading[];
  notFired: RuleReading[];
  /** Rules whose answer stayed open, with what was missing. */
  unknown: RuleReading[];
  /** After the first rule that fired, or switched off. */
  notEvaluated: RuleReading[];
}

const WHY: { readonly [reason in UnknownReason]: string } = {
  missing: "there is no value",
  two_currencies: "the two amounts are in different currencies",
  wrong_type: "the values cannot be compared",
  too_long: "the list is too long",
  bad_pattern: "the pattern cannot be read",
  too_deep: "the rule is nested too deeply",
  out_of_range: "the number is out of range",
  divided_by_zero: "it would divide by zero",
  list_unread: "the list was not read",
  too_much: "there is too much to look through",
};

/** A test over a list, as a table's column says it. */
export const quantifierWords: { readonly [test: string]: string } = {
  some: "at least one where",
  every: "every one",
  no: "none where",
};

const AGAINST_LIMIT = new Set(["<", "≤", ">", "≥", "before", "after"]);

function listReading(leaf: LeafCondition, traced: TracedLeaf, words: Words): Partial<TestReading> {
  const found = traced.list;
  const list = listOf(leaf);
  if (!found || list === undefined || words.single?.includes(list)) return {};
  const which = found.matched.map((index) => `#${index + 1}`);
  const open = found.unknown.length > 0 ? `; ${found.unknown.length} could not be told` : "";
  const named = which.length > 0 ? ` (${joinWith(which, "and")})` : "";
  return { value: `${found.matched.length} of ${found.of} in ${titleOf(list, words)}${named}${open}` };
}

function limitOf(leaf: LeafCondition, traced: TracedLeaf, words: Words): string {
  if ("list" in leaf) return conditionText(leaf.where, words, leaf.list);
  const subject = subjectOf(leaf.left);
  const shown = traced.values.slice(1).map((one) => valueText(one, subject, words));
  if ("listKey" in leaf) return nameOf(words.lists, leaf.listKey);
  if (leaf.op === "similar_to") return `${shown.join("")} (${leaf.atLeast} of 100 or more)`;
  if (leaf.op !== "between") return shown.join("");
  return `${leaf.openLow ? "more than" : "at least"} ${shown[0]}, ${leaf.openHigh ? "less than" : "at most"} ${shown[1]}`;
}

function unknownText(field: string, leaf: LeafCondition, traced: TracedLeaf, words: Words): string {
  if (traced.reason !== "missing") return `${field}: ${WHY[traced.reason ?? "missing"]}`;
  // The side that has no value is named: it is what somebody would have to find out.
  const empty = traced.values.indexOf(null);
  const operand = "list" in leaf || empty < 1 || !("right" in leaf) ? undefined : leaf.right;
  const name = operand ? textOf(operandParts(operand, words)) : field;
  return `${name} is not known`;
}

function fieldOf(leaf: LeafCondition, words: Words): string {
  return "list" in leaf
    ? titleOf(leaf.list, words)
    : textOf(operandParts(leaf.left, words, undefined, undefined, true));
}

/** The test as a statement of what was found: true tests with their value, comparisons with their limit. */
function statement(leaf: LeafCondition, reading: Omit<TestReading, "sentence">, words: Words): string {
  const { field, value, limit } = reading;
  if ("list" in leaf) return `${conditionText(leaf, words)}: ${value}`;
  if (listOf(leaf) !== undefined && value.includes(" of ")) return `${conditionText(leaf, words)}: ${value}`;
  if (leaf.op === "is_missing" || leaf.op === "is_present") return conditionText(leaf, words);
  if (AGAINST_LIMIT.has(leaf.op)) return `${counted(field, value)}; the limit is ${limit}`;
  if (leaf.op === "between") return `${field} is ${value}; the range is ${limit}`;
  if (leaf.op === "within_last" || leaf.op === "older_than")
    return `${field} is ${value}; the limit is ${limit}`;
  if (leaf.op === "=" && reading.result === true) return `${field} is ${value}`;
  if (leaf.op === "=" || leaf.op === "≠" || leaf.op === "is_true" || leaf.op === "is_false")
    return `${field} is ${value}`;
  return `${field} is ${value}, which ${phrase(leaf, limit, reading.result === true)}`;
}

/** *4 other sign-ups on this device in 30 days*, where the field is called after what it counts; else *Age is 16*. */
function counted(field: string, value: string): string {
  const things = field.replace(/^number of /i, "");
  const isCount = /^(other |open |active |failed |earlier )?\p{L}[\p{L}-]*[^\Wsui]s\b/iu.test(things);
  return isCount && /^\d[\d,]*$/.test(value)
    ? `${value} ${things.charAt(0).toLowerCase()}${things.slice(1)}`
    : `${field} is ${value}`;
}

const NEGATED: { readonly [operator: string]: string } = {
  in: "is not one of",
  not_in: "is one of",
  overlaps: "has none of",
  not_overlaps: "has one of",
  in_network: "is no address in",
  not_in_network: "is an address in",
  similar_to: "is not similar to",
  contains: "does not contain",
  starts_with: "does not start with",
  ends_with: "does not end with",
  matches: "does not match the pattern",
};

function phrase(leaf: Exclude<LeafCondition, { list: string }>, limit: string, holds: boolean): string {
  const verb = OPERATORS[leaf.op as keyof typeof OPERATORS];
  return `${holds ? verb : (NEGATED[leaf.op] ?? `does not pass “${verb}”`)} ${limit}`;
}

function readTest(leaf: LeafCondition, traced: TracedLeaf, words: Words): TestReading {
  const field = fieldOf(leaf, words);
  const seen = "list" in leaf ? "" : valueText(traced.values[0] ?? null, subjectOf(leaf.left), words);
  const reading: Omit<TestReading, "sentence"> = {
    id: leaf.id,
    result: traced.result,
    field,
    value: seen,
    test: "list" in leaf || leaf.op === "between" ? leaf.op.replace("_", " ") : OPERATORS[leaf.op],
    limit: limitOf(leaf, traced, words),
    ...listReading(leaf, traced, words),
    ...(traced.entries && { entries: traced.entries }),
  };
  if (traced.result === "unknown") {
    const unknown = unknownText(field, leaf, traced, words);
    return { ...reading, unknown, sentence: unknown };
  }
  if (traced.result === "not_evaluated") return { ...reading, sentence: conditionText(leaf, words) };
  return { ...reading, sentence: statement(leaf, reading, words) };
}

type Answer = true | false | "unknown";

/** What a condition answered, and the tests that made it so. */
function judge(
  condition: Condition,
  read: (leaf: LeafCondition) => TestReading,
): { answer: Answer; by: TestReading[] } {
  if (!isGroup(condition)) {
    const test = read(condition);
    return { answer: test.result === "not_evaluated" ? "unknown" : test.result, by: [test] };
  }
  const parts = inUse(condition).map((part) => judge(part, read));
  const from = (answer: Answer) => parts.filter((part) => part.answer === answer).flatMap((part) => part.by);
  const decider = condition.op !== "all";
  const flip = (answer: Answer): Answer =>
    condition.op === "none" && answer !== "unknown" ? !answer : answer;
  if (parts.some((part) => part.answer === decider)) return { answer: flip(decider), by: from(decider) };
  if (parts.some((part) => part.answer === "unknown")) return { answer: "unknown", by: from("unknown") };
  return { answer: flip(!decider), by: from(!decider) };
}

function readRule(rule: Rule, leaves: Iterator<LeafTrace>, words: Words): RuleReading {
  const tests: TestReading[] = [];
  const isSilent = isOut(rule.when);
  const { answer, by } = isSilent
    ? { answer: false, by: [] }
    : judge(rule.when, () => {
        const { leaf, traced } = leaves.next().value as LeafTrace;
        const test = readTest(leaf, traced, words);
        tests.push(test);
        return test;
      });
  const skipped = tests.every((test) => test.result === "not_evaluated");
  const status =
    !rule.enabled || isSilent
      ? "switched_off"
      : skipped
        ? "not_evaluated"
        : answer === "unknown"
          ? "unknown"
          : answer
            ? "fired"
            : "not_fired";
  const facts = joinWith([...new Set(by.map((test) => test.sentence))], "and");
  const reading: RuleReading = {
    code: rule.code,
    title: rule.title,
    status,
    sentence: asSentence(sentenceOf(rule, status, facts)),
    decisive: by,
    tests,
  };
  if (rule.points !== undefined) reading.points = rule.points;
  if (rule.outcome !== undefined) reading.outcome = rule.outcome;
  if (rule.reasonCode !== undefined) reading.reasonCode = rule.reasonCode;
  return reading;
}

function sentenceOf(rule: Rule, status: RuleReading["status"], facts: string): string {
  switch (status) {
    case "fired":
      return `Fired: ${rule.code}, ${facts}`;
    case "not_fired":
      return `Did not fire: ${rule.code}, ${facts}`;
    case "unknown":
      return `Could not be told: ${rule.code}, ${facts}`;
    case "switched_off":
      return `Switched off: ${rule.code}, ${rule.title}`;
    default:
      return `Not looked at: ${rule.code}, because an earlier rule decided`;
  }
}

interface LeafTrace {
  leaf: LeafCondition;
  traced: TracedLeaf;
}

/** Why the rule set answered as it did: every rule with what it saw, in words. */
export function explainRuleSet(ruleSet: RuleSet, trace: Trace, words: Words): Explanation {
  const traced = readTrace(ruleSet, trace);
  const flat = layoutRuleSet(ruleSet).leaves.map((leaf, index) => ({
    leaf: leaf.condition,
    traced: traced[index]!,
  }));
  const leaves = flat[Symbol.iterator]();
  const rules = ruleSet.rules.map((rule) => readRule(rule, leaves, words));
  const of = (...statuses: RuleReading["status"][]) => rules.filter((rule) => statuses.includes(rule.status));
  return {
    fired: of("fired"),
    notFired: of("not_fired"),
    unknown: of("unknown"),
    notEvaluated: of("not_evaluated", "switched_off"),
  };
}
