import type { Json } from "@/server/engine/state";
import type { RuleSet } from "./ast";
import type { Environment, ListFinding } from "./environment";
import { type Leaf, layoutRuleSet, operandsOf } from "./layout";
import {
  isDuration,
  isMissing,
  isMoney,
  reasonOf,
  TRUE,
  TRUTH_LETTERS,
  Unknown,
  type UnknownReason,
} from "./value";

const MAX_TEXT = 120;
const MAX_SHOWN = 10;

/**
 * What an evaluation saw, flat and small: one letter per test in document order, one value per distinct operand. Ids
 * and titles come from the pinned rule set. Holds personal values: seal it.
 */
export interface Trace {
  /** Letters of `TRUTH_LETTERS`; `-` was not evaluated. */
  results: string;
  values: Json[];
  /** Tests over lists, by position of their letter: size, matched and unknown elements (the first ten of each). */
  lists?: { [leaf: string]: { of: number; matched: number[]; unknown?: number[] } };
  /** Elements a count or total left out because they were unknown, by position of its value. */
  left?: { [value: string]: number[] };
  /** Entries of named lists that covered a value, by position of their letter (the first ten). */
  entries?: { [leaf: string]: string[] };
}

export interface TracedLeaf {
  rule: string;
  id: string;
  result: true | false | "unknown" | "not_evaluated";
  reason?: UnknownReason;
  /** The values the test saw, in the order of its operands; null where missing. */
  values: Json[];
  list?: { of: number; matched: number[]; unknown: number[] };
  /** Elements a count or total among the operands left out. */
  left?: number[];
  /** Entries of named lists that covered a value. */
  entries?: string[];
}

function tracedValue(value: unknown): Json {
  if (typeof value === "number" || typeof value === "boolean") return isMissing(value) ? null : value;
  if (typeof value === "string")
    return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value || null;
  if (value instanceof Unknown || isMissing(value)) return null;
  if (Array.isArray(value)) {
    const shown = value
      .slice(0, MAX_SHOWN)
      .map((element) => (Array.isArray(element) ? "…" : tracedValue(element)));
    return value.length > MAX_SHOWN ? [...shown, "…"] : shown;
  }
  return isMoney(value)
    ? { amount: value.amount, currency: value.currency }
    : isDuration(value)
      ? { amount: value.amount, unit: value.unit }
      : "…";
}

function tracedFinding({ of, matched, unknown }: ListFinding): NonNullable<Trace["lists"]>[string] {
  const shown = matched.slice(0, MAX_SHOWN);
  return unknown.length > 0
    ? { of, matched: shown, unknown: unknown.slice(0, MAX_SHOWN) }
    : { of, matched: shown };
}

const LETTER_CODES = [...TRUTH_LETTERS].map((letter) => letter.charCodeAt(0));
const NOT_EVALUATED = "-".charCodeAt(0);

/** The environment's answers as a trace. */
export function traceOf(env: Environment): Trace {
  const { truths, findings, left, values } = env;
  const letters = new Array<number>(truths.length);
  let lists: Trace["lists"];
  for (let i = 0; i < truths.length; i++) {
    const truth = truths[i]!;
    letters[i] = truth < 0 ? NOT_EVALUATED : LETTER_CODES[truth]!;
    const finding = findings[i];
    if (finding) {
      lists ??= {};
      lists[i] = tracedFinding(finding);
    }
  }
  const seen = new Array<Json>(values.length);
  let leftOut: Trace["left"];
  for (let i = 0; i < values.length; i++) {
    seen[i] = tracedValue(values[i]);
    const missing = left[i];
    if (missing) {
      leftOut ??= {};
      leftOut[i] = missing.slice(0, MAX_SHOWN);
    }
  }
  const trace: Trace = { results: lettersToText(letters), values: seen };
  if (lists) trace.lists = lists;
  if (leftOut) trace.left = leftOut;
  if (env.entries)
    trace.entries = Object.fromEntries(
      Object.entries(env.entries).map(([leaf, entries]) => [leaf, entries.slice(0, MAX_SHOWN)]),
    );
  return trace;
}

function lettersToText(codes: number[]): string {
  if (codes.length <= 1024) return String.fromCharCode.apply(null, codes);
  let text = "";
  for (let i = 0; i < codes.length; i += 1024)
    text += String.fromCharCode.apply(null, codes.slice(i, i + 1024));
  return text;
}

/** The truth behind one letter; -1 for a test that was not evaluated. */
export function truthOfLetter(letter: string | undefined): number {
  return letter === undefined ? -1 : TRUTH_LETTERS.indexOf(letter);
}

function readLeaf(leaf: Leaf, index: number, ruleSet: RuleSet, trace: Trace): TracedLeaf {
  const truth = truthOfLetter(trace.results[index]);
  const operands = operandsOf(leaf.condition);
  const values = leaf.slots.map((slot, position): Json => {
    const operand = operands[position]!;
    return slot === undefined ? ("value" in operand ? operand.value : null) : (trace.values[slot] ?? null);
  });
  const read: TracedLeaf = {
    rule: ruleSet.rules[leaf.rule]!.code,
    id: leaf.condition.id,
    result: truth < 0 ? "not_evaluated" : truth > TRUE ? "unknown" : truth === TRUE,
    values,
  };
  const reason = reasonOf(truth);
  if (reason) read.reason = reason;
  const list = trace.lists?.[index];
  if (list) read.list = { of: list.of, matched: list.matched, unknown: list.unknown ?? [] };
  const left = leaf.slots.flatMap((slot) => (slot === undefined ? [] : (trace.left?.[slot] ?? [])));
  if (left.length > 0) read.left = left;
  const entries = trace.entries?.[index];
  if (entries) read.entries = entries;
  return read;
}

/** The trace with its names back: one record per test, in document order. */
export function readTrace(ruleSet: RuleSet, trace: Trace): TracedLeaf[] {
  return layoutRuleSet(ruleSet).leaves.map((leaf, index) => readLeaf(leaf, index, ruleSet, trace));
}
