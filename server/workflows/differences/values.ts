import type { NodeDefinition } from "@/server/engine/node";
import { choicesOf, resolved, type SettingsSchema, settingsSchema } from "@/server/engine/settings-schema";
import { type Condition, condition, type Operand, operand } from "@/server/rules/core/ast";
import { formulaText } from "@/server/rules/core/formula-text";
import { conditionText, operandParts } from "@/server/rules/core/sentences";
import { humanise, nameOf, textOf, titleOf, valueText, type Words } from "@/server/rules/core/words";
import type { WorkflowDocument } from "../schema";
import { uniqueKeys } from "./shape";
import { isRecord } from "./steps";

/** A value of a document in words, and what differs inside one, line by line. */

export interface DifferenceLine {
  label: string;
  before: string | null;
  after: string | null;
}

/** What one side calls things. */
export interface Side {
  document: WorkflowDocument;
  words: Words;
}

const asCondition = (value: unknown): Condition | undefined =>
  isRecord(value) && "op" in value && "id" in value ? condition.safeParse(value).data : undefined;
const OPERANDS = ["field", "value", "formula", "count", "aggregate", "ageInYears", "daysSince"];
const asOperand = (value: unknown): Operand | undefined =>
  isRecord(value) && Object.keys(value).some((key) => OPERANDS.includes(key))
    ? operand.safeParse(value).data
    : undefined;
const isMoney = (value: unknown): value is { amount: number; currency: string } =>
  isRecord(value) && Object.keys(value).sort().join() === "amount,currency";

/** What a key stands for, where the settings say which kind of thing they name. */
function titleOfKey(kind: string, key: string, { document, words }: Side): string {
  const of: { [kind: string]: { readonly [key: string]: { title: string } } | undefined } = {
    ruleSet: document.rules,
    table: document.tables,
    scorecard: document.scorecards,
    formula: document.formulas,
    form: document.forms,
    node: document.nodes,
    queue: document.settings.queues,
  };
  const things = of[kind];
  if (things) return Object.hasOwn(things, key) ? `“${things[key]!.title}”` : key;
  return kind === "outcome" ? `“${nameOf(words.outcomes, key)}”` : key;
}

/** A value in words; null where there is none. */
export function inWords(value: unknown, side: Side, names?: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") {
    if (names) return titleOfKey(names, value, side);
    return Object.hasOwn(side.words.titles, value) ? titleOf(value, side.words) : value;
  }
  if (typeof value !== "object" || isMoney(value)) return valueText(value as never, undefined, side.words);
  const test = asCondition(value);
  if (test) return conditionText(test, side.words);
  const given = asOperand(value);
  if (given) return textOf(operandParts(given, side.words));
  if (Array.isArray(value) && value.every((one) => typeof one !== "object"))
    return value.map((one) => inWords(one, side, names)).join(", ");
  return JSON.stringify(value);
}

/** A formula's tree as people write it. */
export const formulaInWords = (value: unknown): string | null =>
  value === undefined ? null : (formulaText(value as never) ?? JSON.stringify(value));

/** How a field of a form of settings is called, as far as its schema is known. */
interface Named {
  schema: SettingsSchema | undefined;
  root: SettingsSchema | undefined;
}

const schemas = new WeakMap<object, SettingsSchema>();

/** Made once per type: it is asked for with every node that differs. */
export function schemaOf(definition: NodeDefinition | undefined): Named {
  if (!definition) return { schema: undefined, root: undefined };
  const known = schemas.get(definition) ?? settingsSchema(definition);
  schemas.set(definition, known);
  return { schema: known, root: known };
}

function under({ schema, root }: Named, key: string, isElement: boolean): Named {
  const here = schema && root && resolved(schema, root);
  if (!here) return { schema: undefined, root };
  const choices = [here, ...(choicesOf(here) ?? []).map((one) => resolved(one, root))];
  const next = choices
    .map((one) => (isElement ? one.items : one.properties?.[key]))
    .find((one) => one !== undefined);
  return { schema: next && resolved(next, root), root };
}

const KEYS = ["key", "code", "id", "path", "name"];

/** The elements of two lists side by side: by their own key, else by their place where none came or went. */
function pairs(before: readonly unknown[], after: readonly unknown[]): [string, unknown, unknown][] | null {
  const key = KEYS.find((field) =>
    [...before, ...after].every((one) => isRecord(one) && typeof one[field] === "string"),
  );
  if (key === undefined)
    return before.length === after.length && [...before, ...after].every(isRecord)
      ? before.map((one, i) => [String(i + 1), one, after[i]])
      : null;
  const named = (list: readonly unknown[]) => {
    const keys = uniqueKeys(list, (one) => String((one as Record<string, unknown>)[key]));
    return new Map(list.map((one, i) => [keys[i]!, one]));
  };
  const [had, has] = [named(before), named(after)];
  return [...new Set([...had.keys(), ...has.keys()])].map((one) => [one, had.get(one), has.get(one)]);
}

const titleIn = (value: unknown, key: string): string =>
  isRecord(value) && typeof value["title"] === "string" ? `“${value["title"]}”` : key;

/** What differs between two values, each line labelled by the titles on the way to it. */
export function linesBetween(
  before: unknown,
  after: unknown,
  sides: { before: Side; after: Side },
  label: string,
  named: Named = { schema: undefined, root: undefined },
): DifferenceLine[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const labelled = (part: string) => (label === "" ? part : `${label}, ${part}`);
  const isWhole = (value: unknown) =>
    !isRecord(value) || isMoney(value) || asCondition(value) !== undefined || asOperand(value) !== undefined;
  if (!isWhole(before) && !isWhole(after))
    return [...new Set([...Object.keys(before as object), ...Object.keys(after as object)])].flatMap(
      (key) => {
        const next = under(named, key, false);
        const [had, has] = [before as Record<string, unknown>, after as Record<string, unknown>];
        return linesBetween(had[key], has[key], sides, labelled(next.schema?.title ?? humanise(key)), next);
      },
    );
  if (Array.isArray(before) && Array.isArray(after)) {
    const both = pairs(before, after);
    if (both)
      return [
        ...both.flatMap(([key, had, has]) =>
          linesBetween(had, has, sides, labelled(titleIn(has ?? had, key)), under(named, key, true)),
        ),
        ...movedLine(both, before, after, labelled("order")),
      ];
  }
  const names = named.schema?.["x-names"] ?? named.schema?.items?.["x-names"];
  return [
    {
      ...{ label, before: inWords(before, sides.before, names), after: inWords(after, sides.after, names) },
    },
  ];
}

/** The same elements in another order. */
function movedLine(
  both: readonly [string, unknown, unknown][],
  before: readonly unknown[],
  after: readonly unknown[],
  label: string,
): DifferenceLine[] {
  if (both.some(([, had, has]) => had === undefined || has === undefined)) return [];
  const order = (list: readonly unknown[]) =>
    list.map((one) => both.find(([, had, has]) => had === one || has === one)?.[0] ?? "");
  const [had, has] = [order(before), order(after)];
  return had.join() === has.join() ? [] : [{ label, before: had.join(", "), after: has.join(", ") }];
}
