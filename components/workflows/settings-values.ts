import type { z } from "zod";
import type { NodeDefinition, PlanSource } from "@/server/engine/node";
import { choicesOf, isFixed, resolved, type SettingsSchema } from "@/server/engine/settings-schema";
import { humanise } from "@/server/rules/core/words";

/** Where a setting stands: `["branches", 0, "title"]`. */
export type SettingPath = readonly (string | number)[];

type Container = { [key: string]: unknown } | unknown[];
const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The settings with one value put in its place; `undefined` takes it away, and a list closes up. */
export function withSetting(settings: unknown, path: SettingPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list = Array.isArray(settings) ? [...settings] : [];
    if (rest.length === 0 && value === undefined) list.splice(step, 1);
    else list[step] = withSetting(list[step], rest, value);
    return list;
  }
  const own = isObject(settings) ? settings : {};
  const after = withSetting(Object.hasOwn(own, step) ? own[step] : undefined, rest, value);
  if (after !== undefined && !Object.hasOwn(own, step)) return { ...own, [step]: after };
  // A changed key keeps its place, so that a record's rows do not jump.
  return Object.fromEntries(
    Object.entries(own).flatMap(([key, one]) =>
      key !== step ? [[key, one]] : after === undefined ? [] : [[key, after]],
    ),
  );
}

function settingAt(settings: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>((value, step) => (value as Container | undefined)?.[step as never], settings);
}

/** What a new element or alternative begins with: required fields present, everything else left to its default. */
export function startValue(given: SettingsSchema, root: SettingsSchema): unknown {
  const schema = resolved(given, root);
  if (schema.const !== undefined) return schema.const;
  if (schema["x-editor"] === "condition")
    return { id: "a", op: "is_present", left: { field: "input.example" } };
  if (schema["x-editor"] === "operand") return { value: "" };
  if (schema.enum) return schema.enum[0];
  const choices = choicesOf(schema);
  if (choices?.[0]) return startValue(choices[0], root);
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).flatMap((field) => {
          const property = schema.properties?.[field];
          return property ? [[field, startValue(property, root)]] : [];
        }),
      );
    case "array":
      return [];
    case "boolean":
      return false;
    case "number":
    case "integer":
      return schema.minimum ?? 0;
    default:
      return "";
  }
}

function fits(given: SettingsSchema, root: SettingsSchema, value: unknown): boolean {
  const schema = resolved(given, root);
  if (schema.const !== undefined) return value === schema.const;
  if (schema.enum) return schema.enum.includes(value);
  switch (schema.type) {
    case "object": {
      if (!isObject(value)) return false;
      const properties = Object.entries(schema.properties ?? {});
      return (
        properties.every(([field, property]) => {
          const fixed = resolved(property, root);
          return !isFixed(fixed) || value[field] === fixed.const;
        }) && (schema.required ?? []).every((field) => field in value)
      );
    }
    case "array":
      return Array.isArray(value);
    case "integer":
    case "number":
      return typeof value === "number";
    case "string":
    case "boolean":
      return typeof value === schema.type;
    default:
      return true;
  }
}

/** Which of the alternatives a value is; the first when it is none. */
export function chosenOf(choices: readonly SettingsSchema[], root: SettingsSchema, value: unknown): number {
  return Math.max(
    choices.findIndex((choice) => fits(choice, root, value)),
    0,
  );
}

const KINDS: { readonly [type: string]: string } = {
  string: "Text",
  number: "Number",
  integer: "Whole number",
  boolean: "Yes or no",
  array: "List",
  object: "Details",
};
const large = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What an alternative is called in the list that chooses it. */
export function choiceTitle(given: SettingsSchema, root: SettingsSchema): string {
  const schema = resolved(given, root);
  if (schema.title) return schema.title;
  if (schema.const !== undefined) return large(humanise(String(schema.const)));
  const [first] = Object.values(schema.properties ?? {});
  return (first && resolved(first, root).title) ?? KINDS[schema.type ?? ""] ?? "Other";
}

const titleOfReason = (code: string, reason: object) =>
  "staff" in reason && typeof reason.staff === "string" ? `${code}: ${reason.staff}` : code;

/** Keys of the workflow that a setting may name, with the titles people know. */
export function namesOf(
  source: PlanSource | undefined,
  kind: string,
  types?: readonly string[],
): { value: string; label: string }[] {
  if (!source) return [];
  const parts: { [kind: string]: { readonly [key: string]: { title?: string } } | undefined } = {
    ruleSet: source.rules,
    table: source.tables,
    scorecard: source.scorecards,
    formula: source.formulas,
    form: source.forms,
    queue: source.settings.queues,
    node: Object.fromEntries(
      Object.entries(source.nodes).filter(([, { type }]) => types?.includes(type) ?? true),
    ),
    outcome: Object.fromEntries(source.outcomes.map(({ key, title }) => [key, { title }])),
    reasonCode: Object.fromEntries(
      Object.entries(source.reasonCodes).map(([code, reason]) => [
        code,
        { title: titleOfReason(code, reason) },
      ]),
    ),
  };
  return Object.entries(parts[kind] ?? {}).map(([value, { title }]) => ({ value, label: title ?? value }));
}

/** What is wrong with the settings, by the path of the field that shows it: `branches.0.title`. */
export type SettingProblems = ReadonlyMap<string, string>;

export const problemKey = (path: SettingPath): string => path.join(".");

/** What is wrong with a field, or with anything inside it that has no field of its own. */
export function problemAt(problems: SettingProblems, path: SettingPath): string | undefined {
  const key = problemKey(path);
  const own = problems.get(key);
  if (own !== undefined || key === "") return own;
  for (const [inner, message] of problems) if (inner.startsWith(`${key}.`)) return message;
  return undefined;
}

export function settingProblems(
  definition: Pick<NodeDefinition, "config">,
  settings: unknown,
): SettingProblems {
  const parsed = definition.config.safeParse(settings);
  const problems = new Map<string, string>();
  if (parsed.success) return problems;
  for (const { path, message } of flat(parsed.error.issues, settings))
    if (!problems.has(problemKey(path))) problems.set(problemKey(path), message);
  return problems;
}

interface Problem {
  path: SettingPath;
  message: string;
}

/** Of alternatives none of which fits, the one that comes nearest says what it lacks. */
function flat(issues: readonly z.core.$ZodIssue[], settings: unknown, above: SettingPath = []): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = [...above, ...(issue.path as (string | number)[])];
    if (issue.code === "invalid_union" && issue.errors.length > 0) {
      const branches = issue.errors.map((branch) => flat(branch, settings, path));
      const depth = (branch: Problem[]) => Math.max(...branch.map((one) => one.path.length), 0);
      const nearest = branches.reduce((a, b) => (depth(b) > depth(a) ? b : a));
      if (depth(nearest) > path.length) return nearest;
      if (settingAt(settings, path) === undefined) return [{ path, message: NEEDED }];
      const own = branches.flat().find(({ message }) => !/^Invalid|^This is not/.test(message));
      return [{ path, message: own?.message ?? "This is none of what is possible here." }];
    }
    return [{ path, message: plain(issue, settingAt(settings, path)) }];
  });
}

const NEEDED = "This is needed.";

function plain(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined || (value === "" && issue.code !== "custom")) return NEEDED;
  switch (issue.code) {
    case "invalid_type":
      return `This is not ${issue.expected === "int" ? "a whole number" : `a ${issue.expected}`}.`;
    case "too_small":
      return issue.origin === "array"
        ? `At least ${issue.minimum} ${issue.minimum === 1 ? "is" : "are"} needed.`
        : `At least ${issue.minimum}.`;
    case "too_big":
      return issue.origin === "string" ? `At most ${issue.maximum} characters.` : `At most ${issue.maximum}.`;
    case "invalid_value":
      return "This is none of what is possible here.";
    case "unrecognized_keys":
      return `There is no setting “${issue.keys.join("”, “")}”.`;
    default:
      return issue.message;
  }
}
