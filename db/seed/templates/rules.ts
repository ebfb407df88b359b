import type { Condition, Rule, RuleSet } from "@/server/rules/core/ast";
import { numbered } from "./conditions";

type Effects = Omit<Rule, "code" | "title" | "when" | "enabled">;

/** One rule, its tests numbered after its code. */
export const rule = (code: string, title: string, when: Condition, effects: Effects): Rule => ({
  code,
  title,
  when: numbered(code, when),
  ...effects,
  enabled: true,
});

export const ruleSet = (
  title: string,
  rules: Rule[],
  more: Partial<Pick<RuleSet, "mode" | "otherwise" | "values">> = {},
): RuleSet => ({ title, mode: "all", rules, ...more });

/** Countries under comprehensive embargo: nobody there is served. */
export const prohibitedCountries = ["CU", "IR", "KP", "SY"];
