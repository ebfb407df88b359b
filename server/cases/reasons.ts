import type { RuleSetResult } from "@/server/rules/core/compile";
import {
  explainRuleSet,
  quantifierWords,
  type RuleReading,
  type TestReading,
} from "@/server/rules/core/explain";
import { type FieldCatalogue, fieldsOf, findField, wordsOf } from "@/server/rules/core/fields";
import { type LeafCondition, layoutRuleSet } from "@/server/rules/core/layout";
import { subjectOf } from "@/server/rules/core/sentences";
import { asSentence, joinWith } from "@/server/rules/core/words";
import type { WorkflowDocument } from "@/server/workflows/schema";
import type { CaseReason } from "./schema";

type Outputs = { readonly [node: string]: unknown };

/** Why the case is here: every rule that fired at the latest visit of its node, most points first. */
export function caseReasons(document: WorkflowDocument, outputs: Outputs): CaseReason[] {
  const words = wordsOf(document);
  const fields = fieldsOf(document);
  const outcomes = new Map(document.outcomes.map((outcome) => [outcome.key, outcome.title]));
  return Object.entries(document.nodes)
    .flatMap(([node, { type, config }]) => {
      const ruleSet = type === "rules" ? document.rules[String(config["ruleSet"])] : undefined;
      const said = outputs[node] as Partial<RuleSetResult> | undefined;
      // A rules node that a member skipped, or answered by hand, said nothing of its own.
      if (!ruleSet || !said?.trace || !Array.isArray(said.fired)) return [];
      const leaves = new Map(layoutRuleSet(ruleSet).leaves.map(({ condition }) => [condition.id, condition]));
      return explainRuleSet(ruleSet, said.trace, words).fired.map((rule) => ({
        code: rule.code,
        node,
        title: rule.title,
        sentence: sentenceOf(rule, (test) => whoWasHit(leaves.get(test.id), outputs) ?? test.sentence),
        outcome: rule.outcome === undefined ? null : (outcomes.get(rule.outcome) ?? rule.outcome),
        points: rule.points ?? null,
        tests: rule.decisive.flatMap((test) => testRow(test, sourceOf(leaves.get(test.id), fields))),
      }));
    })
    .sort((a, b) => (b.points ?? 0) - (a.points ?? 0));
}

/** *Young company: Age is 30 days; the limit is 60 days.* */
function sentenceOf({ title, decisive }: RuleReading, factOf: (test: TestReading) => string): string {
  const facts = joinWith([...new Set(decisive.map(factOf))], "and");
  return asSentence(facts ? `${title}: ${facts}` : title);
}

/** A test over what a check found in a list says best what was found, and about whom: *Karl Pep: Found on: PEP lists*. */
function whoWasHit(leaf: LeafCondition | undefined, outputs: Outputs): string | undefined {
  const [, node] = (leaf && "list" in leaf && /^nodes\.([^.]+)\.results\[\]/.exec(leaf.list)) || [];
  const said = node === undefined ? undefined : (outputs[node] as { results?: CheckResult[] } | undefined);
  const hits = (said?.results ?? []).filter((result) => result.status === "hit");
  if (hits.length === 0) return undefined;
  return joinWith(
    hits.map(({ subjectName, sentence }) => {
      const found = (sentence ?? "").replace(/[.]$/, "");
      return subjectName ? `${subjectName}, ${found.charAt(0).toLowerCase()}${found.slice(1)}` : found;
    }),
    "and",
  );
}

interface CheckResult {
  status: string;
  subjectName?: string;
  sentence?: string;
}

function testRow(test: TestReading, source: string | null): CaseReason["tests"] {
  const { field, value, limit, result } = test;
  if (result === "not_evaluated") return [];
  return [
    {
      field,
      value,
      test: quantifierWords[test.test] ?? test.test,
      limit,
      source,
      result: result === "unknown" ? result : `${result}`,
    },
  ];
}

/** Where the tested field comes from: a form, a check, a computed value. */
function sourceOf(leaf: LeafCondition | undefined, fields: FieldCatalogue): string | null {
  if (!leaf) return null;
  const path = "list" in leaf ? leaf.list : subjectOf(leaf.left);
  return (path && findField(fields, path)?.group) || null;
}
