import type { RunData } from "@/server/engine/state";
import type { Condition } from "./ast";
import { compileCondition, compileRuleSet, type RuleSettings } from "./compile";
import { explainRuleSet } from "./explain";
import { inUse, isGroup, isListCondition, isOut, type LeafCondition } from "./layout";
import { listPath, readPath } from "./read";
import { absolutePath } from "./sentences";
import type { Words } from "./words";

/** What every part of a condition comes to for one record, so that it can stand beside the part while it is edited. */

export interface Look {
  data: RunData;
  /** When it is evaluated. */
  at: string;
}

export interface PartLook {
  result: true | false | "unknown";
  /** What was seen: the value, how many entries, or why it cannot be told. */
  told: string;
}

/** More entries than this are looked at by the engine, and not shown one by one. */
const MOST_ENTRIES = 100;
const MOST_NAMED = 2;

interface Scope extends Look {
  /** Of an element: what it is called. */
  name?: string;
}

/** By the id of the part. Inside a list a part holds when it holds for an entry, and says for how many. */
export function lookAt(
  condition: Condition,
  look: Look,
  settings: RuleSettings,
  words: Words,
  list?: string,
): ReadonlyMap<string, PartLook> {
  const found = new Map<string, PartLook>();
  const walk = (part: Condition, scopes: readonly Scope[], list: string | undefined, isInList: boolean) => {
    if (isOut(part)) return;
    const said = wordsIn(words, list);
    const each = scopes.map((scope) => ({ scope, look: lookOne(part, scope, settings, said) }));
    found.set(part.id, isInList ? together(each) : each[0]!.look);
    if (isGroup(part)) for (const one of inUse(part)) walk(one, scopes, list, isInList);
    if (!isListCondition(part)) return;
    const over = listPath(absolutePath(part.list, list));
    const entries = scopes.flatMap((scope) => entriesOf(part.list, scope));
    walk(part.where, entries.slice(0, MOST_ENTRIES), over, true);
  };
  walk(condition, [look], list, false);
  return found;
}

function entriesOf(list: string, scope: Scope): Scope[] {
  const path = listPath(list);
  const found = /^item(\.|$)/.test(path)
    ? readPath({ item: scope.data.item }, path)
    : readPath(scope.data, path);
  const flat = Array.isArray(found) && path.includes("[]") ? found.flat() : found;
  if (!Array.isArray(flat)) return [];
  return flat.map((item, i) => ({
    data: { ...scope.data, item },
    at: scope.at,
    name: [scope.name, entryName(item, i)].filter(Boolean).join(", "),
  }));
}

const NAMES = ["name", "fullName", "legalName", "title", "lastName", "subject", "label"];

/** What people call an entry: by its name when it has one, else by its number. */
function entryName(entry: unknown, i: number): string {
  if (typeof entry === "string" && entry !== "") return entry;
  if (typeof entry !== "object" || entry === null) return `#${i + 1}`;
  const fields = entry as { [field: string]: unknown };
  const { firstName, lastName } = fields;
  if (typeof firstName === "string" && typeof lastName === "string") return `${firstName} ${lastName}`;
  const name = NAMES.map((key) => fields[key]).find((one) => typeof one === "string" && one !== "");
  return typeof name === "string" ? name : `#${i + 1}`;
}

function lookOne(part: Condition, { data, at }: Scope, settings: RuleSettings, words: Words): PartLook {
  const answer = compileCondition(part, settings)(data, at);
  if (isGroup(part)) return { result: answer.result, told: "" };
  return { result: answer.result, told: toldOf(part, { data, at }, settings, words) };
}

function toldOf(part: LeafCondition, { data, at }: Look, settings: RuleSettings, words: Words): string {
  const set = {
    title: "One test",
    mode: "all" as const,
    rules: [{ code: "T", title: "One test", when: part, enabled: true }],
  };
  const { trace } = compileRuleSet(set, settings)(data, at);
  const told = explainRuleSet(set, trace, words);
  const [rule] = [...told.fired, ...told.notFired, ...told.unknown];
  const test = rule?.tests[0];
  if (!test) return "";
  if (test.unknown !== undefined) return test.unknown;
  return test.value === "nothing" ? "no value" : test.value;
}

/** For how many entries it holds, and what the first of them have; those that hold come first. */
function together(each: readonly { scope: Scope; look: PartLook }[]): PartLook {
  const holding = each.filter(({ look }) => look.result === true);
  const unknown = each.filter(({ look }) => look.result === "unknown");
  const result = holding.length > 0 ? true : unknown.length > 0 ? "unknown" : false;
  if (each.length === 0) return { result: false, told: "no entries" };
  const rest = each.filter((one) => !holding.includes(one) && !unknown.includes(one));
  const shown = [...holding, ...unknown, ...rest]
    .filter(({ look }) => look.told !== "")
    .slice(0, MOST_NAMED)
    .map(({ scope, look }) => `${scope.name}: ${look.told}`);
  const more = each.length > MOST_NAMED && shown.length > 0 ? " …" : "";
  const count = `${holding.length} of ${each.length}`;
  return { result, told: shown.length > 0 ? `${count} · ${shown.join("; ")}${more}` : count };
}

/** Inside a list its fields are written from the element on, and are called the same. */
function wordsIn(words: Words, list: string | undefined): Words {
  if (list === undefined) return words;
  const start = `${list}[].`;
  const renamed = <T>(of: { readonly [path: string]: T } = {}): { [path: string]: T } => ({
    ...of,
    ...Object.fromEntries(
      Object.entries(of).flatMap(([path, one]) =>
        path.startsWith(start) ? [[`item.${path.slice(start.length)}`, one] as const] : [],
      ),
    ),
  });
  const countries = words.countries ?? [];
  return {
    ...words,
    titles: renamed(words.titles),
    choices: renamed(words.choices),
    countries: [
      ...countries,
      ...countries.flatMap((path) => (path.startsWith(start) ? [`item.${path.slice(start.length)}`] : [])),
    ],
  };
}
