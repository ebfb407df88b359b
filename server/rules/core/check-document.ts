import type { WorkflowDocument } from "@/server/workflows/schema";
import { condition, operand, type Rule, type RuleSet } from "./ast";
import { checkCondition, newWalk } from "./check";
import {
  type CheckScope,
  checkField,
  checkList,
  checkName,
  checkOperand,
  type Named,
  type RuleProblem,
} from "./check-operand";
import { checkComputed, withFormulaTypes } from "./check-tables";
import { fieldsOf } from "./fields";

/** More suggestions than this nobody takes. */
const MAX_GUESSES = 200;

export function scopeOf(document: WorkflowDocument): CheckScope {
  const scope: CheckScope = {
    fields: fieldsOf(document),
    outcomes: new Set(document.outcomes.map((outcome) => outcome.key)),
    reasonCodes: new Set(Object.keys(document.reasonCodes)),
    queues: new Set(Object.keys(document.settings.queues)),
    documentTypes: new Set(Object.keys(document.settings.documentTypes)),
  };
  return { ...withFormulaTypes(scope, document), guesses: { left: MAX_GUESSES } };
}

function checkWishes(rule: Rule, scope: CheckScope, at: string): RuleProblem[] {
  const walk = newWalk(scope);
  (rule.require ?? []).forEach((wish, i) => {
    const place = `${at}.require.${i}`;
    checkName(walk.problems, scope, "reasonCode", wish.reasonCode, `${place}.reasonCode`);
    if (wish.kind === "document") checkName(walk.problems, scope, "documentType", wish.key, `${place}.key`);
    else checkField(walk, wish.key, `${place}.key`);
    if (wish.subject.endsWith("[]")) checkList(walk, wish.subject, `${place}.subject`);
    else if (wish.subject !== "party") checkField(walk, wish.subject, `${place}.subject`);
  });
  return walk.problems;
}

function checkValues(values: RuleSet["values"], scope: CheckScope, at: string): RuleProblem[] {
  const walk = newWalk(scope);
  for (const [key, operand] of Object.entries(values ?? {})) checkOperand(walk, operand, `${at}.${key}`);
  return walk.problems;
}

/** A rule set: its conditions, and everything its effects name. */
export function checkRuleSet(ruleSet: RuleSet, scope: CheckScope, at = "ruleSet"): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const codes = new Set<string>();
  ruleSet.rules.forEach((rule, i) => {
    const place = `${at}.rules.${i}`;
    if (codes.has(rule.code))
      problems.push({
        path: `${place}.code`,
        code: "duplicate_code",
        message: `The code “${rule.code}” is used twice.`,
      });
    codes.add(rule.code);
    problems.push(...checkCondition(rule.when, scope, `${place}.when`));
    checkName(problems, scope, "outcome", rule.outcome, `${place}.outcome`);
    checkName(problems, scope, "reasonCode", rule.reasonCode, `${place}.reasonCode`);
    checkName(problems, scope, "queue", rule.queue, `${place}.queue`);
    problems.push(...checkWishes(rule, scope, place), ...checkValues(rule.values, scope, `${place}.values`));
  });
  checkName(problems, scope, "outcome", ruleSet.otherwise, `${at}.otherwise`);
  problems.push(...checkValues(ruleSet.values, scope, `${at}.values`));
  return problems;
}

/** Conditions of a form's schema, at any depth; inside a list `item` is its element. */
function checkSchema(
  schema: unknown,
  scope: CheckScope,
  at: string,
  path: string,
  list: string | undefined,
): RuleProblem[] {
  if (typeof schema !== "object" || schema === null) return [];
  const node = schema as { [key: string]: unknown };
  const problems: RuleProblem[] = [];
  for (const name of ["x-visibleWhen", "x-requiredWhen"]) {
    if (node[name] === undefined) continue;
    const parsed = condition.safeParse(node[name]);
    if (parsed.success) problems.push(...checkCondition(parsed.data, scope, `${at}.${name}`, list));
    else
      problems.push({
        path: `${at}.${name}`,
        code: "wrong_type",
        message: "This is no condition of rule/v1.",
      });
  }
  const documentType = node["x-document"];
  checkName(problems, scope, "documentType", documentType, `${at}.x-document`);
  const properties = node["properties"];
  if (typeof properties === "object" && properties !== null)
    for (const [key, property] of Object.entries(properties))
      problems.push(...checkSchema(property, scope, `${at}.properties.${key}`, `${path}.${key}`, list));
  if (node["items"] !== undefined)
    problems.push(...checkSchema(node["items"], scope, `${at}.items`, `${path}[]`, path));
  return problems;
}

function checkForms(document: WorkflowDocument, given: CheckScope): RuleProblem[] {
  const scope: CheckScope = { ...given, isBesideLists: true };
  return Object.values(document.forms).flatMap((form) =>
    form.pages.flatMap((page, i) => {
      const at = `forms.${form.key}.pages.${i}`;
      return [
        ...(page.visibleWhen ? checkCondition(page.visibleWhen, scope, `${at}.visibleWhen`) : []),
        ...checkSchema(page.schema, scope, `${at}.schema`, `forms.${form.key}`, undefined),
      ];
    }),
  );
}

/** What an end answers, and what is kept of an element. */
function checkOutputs(config: { [setting: string]: unknown }, scope: CheckScope, at: string): RuleProblem[] {
  const walk = newWalk(scope);
  for (const setting of ["outputs", "output"]) {
    const given = config[setting];
    if (typeof given !== "object" || given === null) continue;
    for (const [key, value] of Object.entries(given)) {
      const read = operand.safeParse(value);
      if (read.success) checkOperand(walk, read.data, `${at}.${setting}.${key}`);
    }
  }
  return walk.problems;
}

/** What nodes' settings hold of conditions and values: a check's `only`, a branch's ways, an end's outputs. */
function checkNodes(document: WorkflowDocument, scope: CheckScope): RuleProblem[] {
  return Object.entries(document.nodes).flatMap(([key, { type, config }]) => {
    const at = `nodes.${key}.config`;
    const problems = type === "end" || type === "item_end" ? checkOutputs(config, scope, at) : [];
    const only = condition.safeParse(config["only"]);
    const subjects = config["subjects"];
    if (only.success)
      problems.push(
        ...checkCondition(
          only.data,
          { ...scope, isBesideLists: true },
          `${at}.only`,
          typeof subjects === "string" && subjects !== "item" ? subjects : undefined,
        ),
      );
    const branches = config["branches"];
    (Array.isArray(branches) ? branches : []).forEach((branch: unknown, i) => {
      const when = condition.safeParse((branch as { when?: unknown } | null)?.when);
      if (when.success) problems.push(...checkCondition(when.data, scope, `${at}.branches.${i}.when`));
    });
    return problems;
  });
}

/** Everything in a workflow document that is a rule or a condition. `lists` are those of the workspace, where they are known. */
export function checkRules(
  document: WorkflowDocument,
  heard?: (named: Named) => void,
  lists?: CheckScope["lists"],
): RuleProblem[] {
  const scope: CheckScope = { ...scopeOf(document), heard, lists };
  return [
    ...Object.entries(document.rules).flatMap(([key, set]) => checkRuleSet(set, scope, `rules.${key}`)),
    ...checkComputed(document, scope),
    ...checkForms(document, scope),
    ...checkNodes(document, scope),
  ];
}
