import { z } from "zod";
import { type RuleSet, rule, ruleSet } from "@/server/rules/core/ast";
import { translateLogic } from "./import-json-logic";

/** Rules written as JSONLogic, as a rule set, with a report of every rule. */

export const logicRule = z.strictObject({
  code: rule.shape.code,
  title: rule.shape.title.optional(),
  when: z.unknown().describe("JSONLogic."),
  outcome: rule.shape.outcome,
  points: rule.shape.points,
  reasonCode: rule.shape.reasonCode,
});

export interface ImportReport {
  code: string;
  /** `approximated`: it holds in the same cases but for what the notes say. `not`: it is left out. */
  as: "mapped" | "approximated" | "not";
  notes: string[];
}

/** A path that names a place of ours stays; any other is what the caller sends as input. */
const placeOf = (path: string): string | undefined =>
  path === "" ? undefined : /^(input|party|forms|nodes|values)\./.test(path) ? path : `input.${path}`;

export function importRuleSet(
  title: string,
  rules: readonly z.output<typeof logicRule>[],
): { ruleSet: RuleSet; report: ImportReport[] } {
  const kept: RuleSet["rules"] = [];
  const report = rules.map(({ when, ...about }, i): ImportReport => {
    const found = translateLogic(when, { place: placeOf, isUntyped: true }, `r${i + 1}`);
    const { code } = about;
    if ("beyond" in found)
      return { code, as: "not", notes: [`This is no condition of ours: ${found.beyond}.`] };
    if ("constant" in found)
      return {
        code,
        as: "not",
        notes: [`It ${found.constant ? "always" : "never"} holds, whatever the record.`],
      };
    kept.push(rule.parse({ ...about, title: about.title ?? code, when: found.condition }));
    return { code, as: found.notes.length > 0 ? "approximated" : "mapped", notes: found.notes };
  });
  return { ruleSet: ruleSet.parse({ title, rules: kept }), report };
}
