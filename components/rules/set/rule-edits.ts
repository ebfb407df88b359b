import type { Rule, RuleSet } from "@/server/rules/core/ast";
import type { FieldInfo } from "@/server/rules/core/fields";
import { startTest } from "../tests";

/** What is done with the rules of a set, each as one step. */

/** The code behind the last one of the kind most rules have: R01, R02 → R03. */
export function nextCode(rules: readonly Rule[]): string {
  const taken = new Set(rules.map(({ code }) => code));
  let start = "R";
  let width = 2;
  let last = 0;
  for (const { code } of rules) {
    const found = /^([A-Z_]+)(\d+)$/.exec(code);
    if (!found) continue;
    start = found[1]!;
    width = found[2]!.length;
    last = Number(found[2]);
  }
  for (let n = last + 1; ; n++) {
    const code = `${start}${String(n).padStart(width, "0")}`;
    if (!taken.has(code)) return code;
  }
}

export function addRule(set: RuleSet, fields: readonly FieldInfo[]): RuleSet {
  const code = nextCode(set.rules);
  const rule: Rule = { title: "New rule", code, when: startTest("c1", fields), enabled: true };
  return { ...set, rules: [...set.rules, rule] };
}

/** Rules put behind another one (or at the end), each under a code that nobody has. */
export function insertRules(set: RuleSet, given: readonly Rule[], behind?: number): RuleSet {
  const rules = [...set.rules];
  let at = behind === undefined ? rules.length : behind + 1;
  for (const rule of given) {
    const isTaken = rules.some(({ code }) => code === rule.code);
    rules.splice(at++, 0, isTaken ? { ...rule, code: freeCode(rule.code, rules) } : rule);
  }
  return { ...set, rules };
}

function freeCode(code: string, rules: readonly Rule[]): string {
  if (/^[A-Z_]+\d+$/.test(code)) return nextCode(rules);
  const taken = new Set(rules.map((rule) => rule.code));
  for (let n = 2; ; n++) {
    const next = `${code.slice(0, 58)}_${n}`;
    if (!taken.has(next)) return next;
  }
}

export function duplicateRule(set: RuleSet, at: number): RuleSet {
  const rule = set.rules[at];
  if (!rule) return set;
  const title = `${rule.title.slice(0, 193)}, copy`;
  return insertRules(set, [{ ...structuredClone(rule), title }], at);
}

export function moveRule(set: RuleSet, from: number, to: number): RuleSet {
  if (to < 0 || to >= set.rules.length || from === to || !set.rules[from]) return set;
  const rules = [...set.rules];
  rules.splice(to, 0, ...rules.splice(from, 1));
  return { ...set, rules };
}

export const changeRule = (set: RuleSet, at: number, rule: Rule): RuleSet => ({
  ...set,
  rules: set.rules.with(at, rule),
});

export const removeRule = (set: RuleSet, at: number): RuleSet => ({
  ...set,
  rules: set.rules.toSpliced(at, 1),
});

/** The rule with one of its effects; an effect that is nothing is taken away. */
export function withEffect<K extends keyof Rule>(rule: Rule, key: K, value: Rule[K] | undefined): Rule {
  const { [key]: _, ...rest } = rule;
  const isNothing =
    value === undefined ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === "object" && Object.keys(value).length === 0);
  if (isNothing) return rest as Rule;
  return { ...rule, [key]: value };
}

/** Every word is in the rule's code, name, or what it says. */
export function ruleFits(search: string, rule: Rule, sentence: string): boolean {
  const text = `${rule.code} ${rule.title} ${rule.reasonCode ?? ""} ${sentence}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
