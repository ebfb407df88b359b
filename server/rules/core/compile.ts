import type { Json, JsonObject, RunData } from "@/server/engine/state";
import type { Condition, Operand, RequirementWish, Rule, RuleSet } from "./ast";
import { assertTimeZone, type CalendarSettings } from "./calendar";
import { compileGroups, compileLeaf, newKit } from "./condition";
import { compileClock, type Environment, type Get, newEnvironment, type Test } from "./environment";
import { type Layout, layoutConditions, layoutRuleSet, listOf } from "./layout";
import { namesList } from "./list-sites";
import { compileOperand, type Kit } from "./operand";
import { readPath, resolvePaths } from "./read";
import { compileSlots } from "./slots";
import { type Trace, traceOf } from "./trace";
import { isMissing, reasonOf, TRUE, Unknown, type UnknownReason } from "./value";

export interface RuleSettings extends CalendarSettings {
  /** Outcome keys from least to most severe. */
  outcomes: readonly string[];
}

export interface FiredRule {
  code: string;
  outcome?: string;
  points?: number;
  reasonCode?: string;
}

/** Plain JSON, so it can be stored and compared as it is. */
export interface RuleSetResult {
  /** The most severe proposed by a fired rule, else the rule set's `otherwise`, else null. */
  outcome: string | null;
  points: number;
  fired: FiredRule[];
  reasonCodes: string[];
  flags: string[];
  /** Of the fired rules that name one, the queue of the most severe. */
  queue: string | null;
  requirements: RequirementWish[];
  values: JsonObject;
  trace: Trace;
}

export type Answer = { result: true | false } | { result: "unknown"; reason: UnknownReason };

interface CompiledRule {
  rule: Rule;
  test: Test;
  severity: number;
  values: [string, Get][];
  /** For each wish, the leaves that say which elements of its list are meant. */
  wishes: { wish: RequirementWish; list: string | undefined; leaves: number[] }[];
}

function answerOf(truth: number): Answer {
  if (truth <= TRUE) return { result: truth === TRUE };
  return { result: "unknown", reason: reasonOf(truth) ?? "missing" };
}

/** Top-level tests read their values from slots and leave their answer in the environment. */
function compileTopLevel(
  condition: Condition,
  layout: Layout,
  first: number,
  kit: Kit,
): { test: Test; next: number } {
  let next = first;
  const test = compileGroups(condition, (leaf, depth) => {
    const index = next++;
    const slots = layout.leaves[index]!.slots;
    const operand = (operand: Operand, position: number): Get => {
      const slot = slots[position];
      return slot === undefined ? compileOperand(operand, kit, depth) : (env) => env.values[slot];
    };
    const run = compileLeaf(leaf, operand, kit, depth, (env, finding) => {
      env.findings[index] = finding;
    });
    if (!namesList(leaf))
      return (env) => {
        const truth = run(env);
        env.truths[index] = truth;
        return truth;
      };
    return (env) => {
      env.hits = [];
      const truth = run(env);
      env.truths[index] = truth;
      if (env.hits.length > 0) env.entries = { ...env.entries, [index]: [...new Set(env.hits)] };
      return truth;
    };
  });
  return { test, next };
}

/**
 * One condition as a function of data and time: a form's `visibleWhen`, a branch. `item` is the element a condition
 * inside a list is about. Throws only for a bad zone or time.
 */
export function compileCondition(
  condition: Condition,
  settings: CalendarSettings,
): (data: RunData, at: string, item?: unknown) => Answer {
  assertTimeZone(settings.timeZone);
  const kit = newKit(settings);
  const layout = layoutConditions([condition]);
  const { test } = compileTopLevel(condition, layout, 0, kit);
  const fill = compileSlots(layout.operands, kit);
  const clock = compileClock(settings);
  return (data, at, item) => {
    const env = newEnvironment(layout.operands.length, layout.leaves.length);
    env.data = data;
    env.item = item ?? data.item;
    env.now = clock(at);
    fill(env);
    return answerOf(test(env));
  };
}

/** One operand as a function of data and time; undefined when it cannot be had. `item` as in `compileCondition`. */
export function compileValue(
  operand: Operand,
  settings: CalendarSettings,
): (data: RunData, at: string, item?: unknown) => Json | undefined {
  assertTimeZone(settings.timeZone);
  const get = compileOperand(operand, newKit(settings), 0);
  const clock = compileClock(settings);
  return (data, at, item) => {
    const env = newEnvironment(0, 0);
    env.data = data;
    env.item = item ?? data.item;
    env.now = clock(at);
    return jsonOf(get(env));
  };
}

function jsonOf(value: unknown): Json | undefined {
  if (value instanceof Unknown || isMissing(value)) return undefined;
  return Array.isArray(value) ? value.map((element) => jsonOf(element) ?? null) : (value as Json);
}

function compileRule(
  rule: Rule,
  test: Test,
  first: number,
  layout: Layout,
  outcomes: readonly string[],
  kit: Kit,
): CompiledRule {
  return {
    rule,
    test,
    severity: rule.outcome === undefined ? -1 : outcomes.indexOf(rule.outcome),
    values: Object.entries(rule.values ?? {}).map(([key, operand]) => [key, compileOperand(operand, kit, 0)]),
    wishes: (rule.require ?? []).map((wish) => {
      const end = wish.subject.lastIndexOf("[]");
      const list = end < 0 ? undefined : wish.subject.slice(0, end);
      const leaves = layout.leaves.flatMap((leaf, index) =>
        index >= first && list !== undefined && listOf(leaf.condition) === list && leaf.condition.op !== "no"
          ? [index]
          : [],
      );
      return { wish, list, leaves };
    }),
  };
}

/** The elements the rule was about: those its tests over the same list matched, else all. */
function subjectsOf({ wish, list, leaves }: CompiledRule["wishes"][number], env: Environment): string[] {
  if (!wish.subject.includes("[]")) return [wish.subject];
  const matched = new Set<number>();
  let asked = false;
  for (const leaf of leaves) {
    if (env.truths[leaf] !== TRUE) continue;
    asked = true;
    for (const index of env.findings[leaf]?.matched ?? []) matched.add(index);
  }
  const field = wish.subject.slice(wish.subject.lastIndexOf("[]") + 3);
  if (field !== "") return namedSubjects(readPath(env.data, wish.subject), asked ? matched : undefined);
  return asked && list !== undefined && !list.includes("[]")
    ? [...matched].sort((a, b) => a - b).map((index) => `${list}[${index}]`)
    : resolvePaths(env.data, wish.subject);
}

/** Subjects that a list names in words of ours; anything else that stands there is passed over. */
function namedSubjects(names: unknown, matched: ReadonlySet<number> | undefined): string[] {
  if (!Array.isArray(names)) return [];
  return names.filter(
    (name, i): name is string =>
      typeof name === "string" &&
      (matched === undefined || matched.has(i)) &&
      /^(party|[A-Za-z_][\w-]*(\.[\w-]+)+(\[\d+\])?)$/.test(name),
  );
}

/** A key below the subject's list means the same element: `owners[].email` for `owners[1]` is `owners[1].email`. */
function keyFor(wish: RequirementWish, subject: string): string {
  const list = subject.replace(/\[\d+\]/g, "[]");
  return list !== subject && wish.key.startsWith(`${list}.`)
    ? subject + wish.key.slice(list.length)
    : wish.key;
}

function addUnique<T>(to: T[], items: readonly T[]): void {
  for (const item of items) if (!to.includes(item)) to.push(item);
}

function setValues(into: JsonObject, values: readonly [string, Get][], env: Environment): void {
  for (const [key, get] of values) {
    const value = jsonOf(get(env));
    if (value !== undefined)
      Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true });
  }
}

/**
 * A rule set as one function of data and time. Data never makes it throw: what cannot be compared is unknown, with a
 * reason in the trace. Throws a RangeError for a zone or time that does not exist.
 */
export function compileRuleSet(
  ruleSet: RuleSet,
  settings: RuleSettings,
): (data: RunData, at: string) => RuleSetResult {
  assertTimeZone(settings.timeZone);
  const kit = newKit(settings);
  const layout = layoutRuleSet(ruleSet);
  let next = 0;
  const rules = ruleSet.rules.map((rule) => {
    const first = next;
    const compiled = compileTopLevel(rule.when, layout, first, kit);
    next = compiled.next;
    const own: Layout = { ...layout, leaves: layout.leaves.slice(0, next) };
    return compileRule(rule, compiled.test, first, own, settings.outcomes, kit);
  });
  const always = Object.entries(ruleSet.values ?? {}).map(([key, operand]): [string, Get] => [
    key,
    compileOperand(operand, kit, 0),
  ]);
  const fill = compileSlots(layout.operands, kit);
  const clock = compileClock(settings);
  const env = newEnvironment(layout.operands.length, layout.leaves.length);
  const empty = env.data;

  return (data, at) => {
    env.data = data;
    env.item = data.item;
    env.now = clock(at);
    env.truths.fill(-1);
    env.findings.fill(undefined);
    env.left.fill(undefined);
    env.entries = undefined;
    env.work = 0;
    fill(env);
    const result: Omit<RuleSetResult, "trace"> = {
      outcome: null,
      points: 0,
      fired: [],
      reasonCodes: [],
      flags: [],
      queue: null,
      requirements: [],
      values: {},
    };
    let severity = -2;
    let queueSeverity = -2;
    const wished = new Set<string>();
    if (always.length > 0) setValues(result.values, always, env);
    for (const compiled of rules) {
      const { rule } = compiled;
      if (!rule.enabled || compiled.test(env) !== TRUE) continue;
      const fired: FiredRule = { code: rule.code };
      if (rule.outcome !== undefined) {
        fired.outcome = rule.outcome;
        if (compiled.severity > severity) {
          severity = compiled.severity;
          result.outcome = rule.outcome;
        }
      }
      if (rule.points !== undefined) {
        fired.points = rule.points;
        result.points += rule.points;
      }
      if (rule.reasonCode !== undefined) {
        fired.reasonCode = rule.reasonCode;
        if (!result.reasonCodes.includes(rule.reasonCode)) result.reasonCodes.push(rule.reasonCode);
      }
      if (rule.flags) addUnique(result.flags, rule.flags);
      if (rule.queue !== undefined && compiled.severity > queueSeverity) {
        queueSeverity = compiled.severity;
        result.queue = rule.queue;
      }
      for (const wish of compiled.wishes) {
        for (const subject of subjectsOf(wish, env)) {
          const key = keyFor(wish.wish, subject);
          const same = JSON.stringify([wish.wish.kind, key, subject]);
          if (wished.has(same)) continue;
          wished.add(same);
          result.requirements.push({ ...wish.wish, key, subject });
        }
      }
      setValues(result.values, compiled.values, env);
      result.fired.push(fired);
      if (ruleSet.mode === "first") break;
    }
    if (result.outcome === null && ruleSet.otherwise !== undefined) result.outcome = ruleSet.otherwise;
    const answer = { ...result, trace: traceOf(env) };
    // The compiled rule set outlives the call; a person's data must not.
    env.data = empty;
    env.item = undefined;
    env.values.fill(undefined);
    return answer;
  };
}
