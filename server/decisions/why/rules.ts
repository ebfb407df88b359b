import type { RuleSet } from "@/server/rules/core/ast";
import type { RuleSetResult } from "@/server/rules/core/compile";
import {
  explainRuleSet,
  quantifierWords,
  type RuleReading,
  type TestReading,
} from "@/server/rules/core/explain";
import { isListCondition, type LeafCondition, layoutRuleSet, operandsOf } from "@/server/rules/core/layout";
import { readTrace, type TracedLeaf } from "@/server/rules/core/trace";
import { nameOf } from "@/server/rules/core/words";
import type { WhyRule, WhyRules, WhyTest } from "./schema";
import { neededText, pathsIn, type Reading, sourceOf } from "./sources";
import type { Visit } from "./visits";

/** Every rule set and branch that was evaluated, in the order of the run: what fired, what did not, what stayed open. */
export function rulesOf(visit: Visit, reading: Reading): WhyRules[] {
  const { document, words } = reading;
  const node = document.nodes[visit.node];
  if (visit.branch) {
    const { set, trace } = visit.branch;
    return [
      {
        ...placeOf(visit, reading),
        part: set.title,
        kind: "branch",
        outcome: null,
        rules: readRules(set, trace, visit, reading),
      },
    ];
  }
  const set = node?.type === "rules" ? document.rules[String(node.config["ruleSet"])] : undefined;
  const said = visit.output as unknown as Partial<RuleSetResult>;
  // A step that a member skipped, or answered by hand, evaluated nothing.
  if (!set || !said.trace) return [];
  return [
    {
      ...placeOf(visit, reading),
      part: set.title,
      kind: "rules",
      outcome: said.outcome ? nameOf(words.outcomes, said.outcome) : null,
      rules: readRules(set, said.trace, visit, reading),
    },
  ];
}

export const placeOf = (visit: Visit, { document, lineOf }: Reading) => ({
  node: visit.node,
  title: document.nodes[visit.node]?.title ?? visit.node,
  visit: visit.visit,
  line: lineOf(visit.frame),
  at: visit.enteredAt,
  counts: visit.counts,
});

function readRules(set: RuleSet, trace: RuleSetResult["trace"], visit: Visit, reading: Reading): WhyRule[] {
  const { fired, unknown, notFired, notEvaluated } = explainRuleSet(set, trace, reading.words);
  const traced = readTrace(set, trace);
  const leaves = layoutRuleSet(set).leaves.map((leaf, i) => ({ ...leaf, traced: traced[i]! }));
  return [...fired, ...unknown, ...notFired, ...notEvaluated].map((rule) => {
    const place = set.rules.findIndex(({ code }) => code === rule.code);
    const own = new Map(
      leaves.flatMap((leaf) => (leaf.rule === place ? [[leaf.condition.id, leaf] as const] : [])),
    );
    const shown = rule.status === "unknown" ? rule.tests : rule.decisive;
    return {
      code: rule.code,
      title: rule.title,
      status: rule.status,
      sentence: reading.isSealed ? sealedSentence(rule) : rule.sentence,
      outcome: rule.outcome === undefined ? null : nameOf(reading.words.outcomes, rule.outcome),
      points: rule.points ?? null,
      reasonCode: rule.reasonCode ?? null,
      tests: shown
        .filter(({ result }) => result !== "not_evaluated")
        .map((test) => readTest(test, own.get(test.id), visit, reading)),
    };
  });
}

const verb: Record<RuleReading["status"], string> = {
  fired: "Fired",
  not_fired: "Did not fire",
  unknown: "Could not be told",
  not_evaluated: "Not looked at",
  switched_off: "Switched off",
};

const sealedSentence = ({ status, code, title }: RuleReading) => `${verb[status]}: ${code}, ${title}.`;

function readTest(
  test: TestReading,
  found: { condition: LeafCondition; traced: TracedLeaf } | undefined,
  visit: Visit,
  reading: Reading,
): WhyTest {
  const { isSealed } = reading;
  const leaf = found?.condition;
  const paths = leaf ? pathsIn(leaf, isListCondition(leaf) ? leaf.list : undefined) : [];
  const result = test.result === true ? "true" : test.result === false ? "false" : test.result;
  return {
    field: test.field,
    value: isSealed ? null : result === "unknown" && test.value === "nothing" ? "not known" : test.value,
    test: quantifierWords[test.test] ?? test.test,
    // A limit that is another field's value is as personal as the value.
    limit: isSealed && !isFixed(leaf) ? null : test.limit,
    result,
    sentence: isSealed ? `${test.field}: sealed for your role.` : test.sentence,
    sources: distinct(paths.map((path) => sourceOf(path, visit, reading))),
    needed: found && result === "unknown" ? neededBy(found, visit, reading) : [],
  };
}

const isFixed = (leaf: LeafCondition | undefined): boolean =>
  leaf !== undefined &&
  (isListCondition(leaf) ||
    operandsOf(leaf)
      .slice(1)
      .every((operand) => "value" in operand));

/** Of an open test, what it would have needed: the operands that had no value; all of them when it failed otherwise. */
function neededBy(
  { condition: leaf, traced }: { condition: LeafCondition; traced: TracedLeaf },
  visit: Visit,
  reading: Reading,
): string[] {
  if (isListCondition(leaf)) return [neededText(leaf.list, visit, reading)];
  const operands = operandsOf(leaf);
  const empty = operands.filter((operand, i) => traced.values[i] === null && !("value" in operand));
  const paths = pathsIn(empty.length > 0 ? empty : operands);
  return [...new Set(paths.map((path) => neededText(path, visit, reading)))];
}

function distinct<T>(list: readonly T[]): T[] {
  const seen = new Map(list.map((one) => [JSON.stringify(one), one]));
  return [...seen.values()];
}
