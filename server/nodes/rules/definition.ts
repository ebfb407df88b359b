import { z } from "zod";
import { NodeFault, type PlanSource, pureNode } from "@/server/engine/node";
import type { JsonObject } from "@/server/engine/state";
import { type RuleSet, ruleSet as ruleSetSchema } from "@/server/rules/core/ast";
import { compileRuleSet, type RuleSetResult } from "@/server/rules/core/compile";
import { compileListQuestions } from "@/server/rules/core/list-sites";
import { joinWith } from "@/server/rules/core/words";
import { key } from "@/server/workflows/schema";
import { listed, ruleResults, titleOf } from "../run-facts";
import { objectsIn, some } from "../said";
import { rulesExamples } from "./examples";

const rulesConfig = z.strictObject({
  ruleSet: key.meta({
    title: "Rule set",
    description: "The rule set of this workflow that is evaluated.",
    "x-names": "ruleSet",
  }),
});

function ruleSetOf(source: PlanSource, ruleSet: string): RuleSet {
  if (!Object.hasOwn(source.rules, ruleSet)) throw new NodeFault(`There is no rule set “${ruleSet}”.`);
  return ruleSetSchema.parse(source.rules[ruleSet]);
}

/** One wish per outcome with the reasons that led to it; a reason without an outcome belongs to the winner. */
function proposalsOf(result: RuleSetResult): { outcome: string; reasonCodes: string[] }[] {
  const codes = new Map<string, Set<string>>();
  if (result.outcome !== null) codes.set(result.outcome, new Set());
  for (const { outcome = result.outcome, reasonCode } of result.fired) {
    if (outcome === null) continue;
    const known = codes.get(outcome) ?? new Set();
    codes.set(outcome, known);
    if (reasonCode !== undefined) known.add(reasonCode);
  }
  return [...codes].map(([outcome, reasons]) => ({ outcome, reasonCodes: [...reasons] }));
}

/** "12 rules can propose “Review” or “Decline”; else it proposes “Approve”." */
function describeRules(ruleSet: string, source: PlanSource): string {
  const set = ruleSetSchema.safeParse(source.rules[ruleSet]).data;
  if (!set) return `“${titleOf(source.rules, ruleSet)}” is evaluated.`;
  const active = set.rules.filter((rule) => rule.enabled);
  const wished = new Set(active.flatMap((rule) => rule.outcome ?? []));
  const titles = source.outcomes.filter(({ key }) => wished.has(key)).map(({ title }) => `“${title}”`);
  const count = active.length === 1 ? "1 rule" : `${active.length} rules`;
  const proposes =
    titles.length > 0 ? `${count} can propose ${listed(titles)}` : `${count} set values and flags`;
  const otherwise = source.outcomes.find(({ key }) => key === set.otherwise)?.title;
  return `${proposes}${otherwise === undefined ? "" : `; else it proposes “${otherwise}”`}.`;
}

export const rules = pureNode({
  type: "rules",
  version: 1,
  title: "Rules",
  summary: "Evaluates a rule set: outcomes, reasons, points, flags and requirements.",
  group: "Decide",
  icon: "list-check",
  config: rulesConfig,
  outlets: () => [{ key: "next", title: "Next", kind: "normal" }],
  describe: ({ ruleSet }, source) => describeRules(ruleSet, source),
  // What stands inside the rule set is checked where rules are checked.
  writes({ ruleSet }, source) {
    const set = ruleSetSchema.safeParse(source.rules[ruleSet]).data;
    const written = [set?.values, ...(set?.rules ?? []).map((rule) => rule.values)];
    return [...new Set(written.flatMap((values) => Object.keys(values ?? {})))].map((key) => `values.${key}`);
  },
  references: ({ ruleSet }) => [{ kind: "ruleSet", key: ruleSet, path: "ruleSet" }],
  lists({ ruleSet }, source) {
    const ask = compileListQuestions(ruleSetOf(source, ruleSet), source.settings);
    return ask && (({ data, at }) => ask(data, at));
  },
  prepare({ ruleSet }, source) {
    const { timeZone, leapDayBirthday } = source.settings;
    const evaluate = compileRuleSet(ruleSetOf(source, ruleSet), {
      timeZone,
      leapDayBirthday,
      outcomes: source.outcomes.map((outcome) => outcome.key),
    });
    return (scope) => {
      const result = evaluate(scope.data, scope.at);
      const others = ruleResults(scope).filter(({ node }) => node !== scope.node);
      const flags = new Set([...others.flatMap((other) => other.result.flags), ...result.flags]);
      return {
        outlet: "next",
        output: result as unknown as JsonObject,
        values: { ...result.values, flags: [...flags] },
        proposals: proposalsOf(result),
      };
    };
  },
  said(output) {
    if (!Array.isArray(output["fired"])) return null;
    const fired = objectsIn(output["fired"]).map(({ code }) => String(code));
    if (fired.length === 0) return "No rule fired.";
    const points = Number(output["points"] ?? 0);
    const shown = fired.length > 3 ? [...fired.slice(0, 3), `${fired.length - 3} more`] : fired;
    return `${some(fired.length, "rule")} fired: ${joinWith(shown, "and")}${points ? `; ${some(points, "point")}` : ""}.`;
  },
  examples: rulesExamples,
});
