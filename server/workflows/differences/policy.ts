import type { NodeCatalogue } from "@/server/engine/node";
import { wordsOf } from "@/server/rules/core/fields";
import { ruleSetSentences } from "@/server/rules/core/sentences";
import { policySentences } from "../policy";
import type { WorkflowDocument } from "../schema";

/** Two versions of a policy side by side, in words: what was added, removed and changed, old beside new. */

export interface DifferenceLine {
  label: string;
  before: string | null;
  after: string | null;
}

export interface Difference {
  part:
    | "General"
    | "Outcomes"
    | "Steps"
    | "Ways"
    | "Rules"
    | "Forms"
    | "Reason codes"
    | "Tables and formulas";
  kind: "added" | "removed" | "changed";
  title: string;
  lines: DifferenceLine[];
}

const MOST_LINES = 40;
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const shown = (value: unknown): string | null =>
  value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value);

/** Values that differ, each by its path: `ask.country`, `branches.2.title`. */
function leaves(before: unknown, after: unknown, path = ""): DifferenceLine[] {
  if (same(before, after)) return [];
  const under = (key: string | number) => (path === "" ? String(key) : `${path}.${key}`);
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      leaves(before[key], after[key], under(key)),
    );
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((one, i) => leaves(one, after[i], under(i)));
  return [{ label: path, before: shown(before), after: shown(after) }];
}

function cut(lines: DifferenceLine[]): DifferenceLine[] {
  if (lines.length <= MOST_LINES) return lines;
  const more = lines.length - MOST_LINES + 1;
  return [...lines.slice(0, MOST_LINES - 1), { label: `${more} more`, before: null, after: null }];
}

interface Side<T> {
  before: Record<string, T>;
  after: Record<string, T>;
}

/** What stands under keys on both sides; `lines` tells a change, `text` what is there only once. */
function byKey<T>(
  part: Difference["part"],
  { before, after }: Side<T>,
  titleOf: (value: T, key: string) => string,
  linesOf: (before: T, after: T, key: string) => DifferenceLine[],
  textOf: (value: T, key: string) => string | null = () => null,
): Difference[] {
  const once = (kind: "added" | "removed", key: string, value: T): Difference => {
    const text = textOf(value, key);
    const line = kind === "added" ? { before: null, after: text } : { before: text, after: null };
    return { part, kind, title: titleOf(value, key), lines: text === null ? [] : [{ label: "", ...line }] };
  };
  const has = (side: Record<string, T>, key: string) => Object.hasOwn(side, key);
  return [
    ...Object.keys(before)
      .filter((key) => !has(after, key))
      .map((key) => once("removed", key, before[key] as T)),
    ...Object.keys(after).flatMap((key): Difference[] => {
      const [had, has_] = [before[key] as T, after[key] as T];
      if (!has(before, key)) return [once("added", key, has_)];
      if (same(had, has_)) return [];
      return [{ part, kind: "changed", title: titleOf(has_, key), lines: cut(linesOf(had, has_, key)) }];
    }),
  ];
}

const keyed = <T, K extends string>(list: readonly T[], keyOf: (one: T) => K): Record<string, T> =>
  Object.fromEntries(list.map((one) => [keyOf(one), one]));

/** Everything that differs, in the order in which a policy is read. */
export function differencesOf(
  before: WorkflowDocument,
  after: WorkflowDocument,
  catalogue: NodeCatalogue,
): Difference[] {
  return [
    ...general(before, after),
    ...byKey(
      "Outcomes",
      { before: keyed(before.outcomes, ({ key }) => key), after: keyed(after.outcomes, ({ key }) => key) },
      ({ title }) => title,
      leaves,
      ({ kind }) => kind,
    ),
    ...outcomeOrder(before, after),
    ...steps(before, after, catalogue),
    ...ways(before, after, catalogue),
    ...rules(before, after),
    ...forms(before, after),
    ...byKey(
      "Reason codes",
      { before: before.reasonCodes, after: after.reasonCodes },
      (_, code) => code,
      leaves,
      ({ staff }) => staff,
    ),
    ...(["tables", "scorecards", "formulas", "texts"] as const).flatMap((name) =>
      byKey<unknown>(
        "Tables and formulas",
        { before: before[name], after: after[name] },
        (_, key) => `${name}: ${key}`,
        leaves,
        shown,
      ),
    ),
  ];
}

function general(before: WorkflowDocument, after: WorkflowDocument): Difference[] {
  const of = ({ title, description, settings }: WorkflowDocument) => ({ title, description, ...settings });
  const lines = cut(leaves(of(before), of(after)));
  return lines.length === 0 ? [] : [{ part: "General", kind: "changed", title: "Title and settings", lines }];
}

/** The order is the severity: the most severe proposal wins. */
function outcomeOrder(before: WorkflowDocument, after: WorkflowDocument): Difference[] {
  const kept = (one: WorkflowDocument, other: WorkflowDocument) =>
    one.outcomes
      .filter(({ key }) => other.outcomes.some((known) => known.key === key))
      .map(({ key, title }) => ({ key, title }));
  const [had, has] = [kept(before, after), kept(after, before)];
  if (
    same(
      had.map(({ key }) => key),
      has.map(({ key }) => key),
    )
  )
    return [];
  const text = (list: { title: string }[]) => list.map(({ title }) => title).join(", ");
  return [
    {
      part: "Outcomes",
      kind: "changed",
      title: "Severity",
      lines: [{ label: "From least to most severe", before: text(had), after: text(has) }],
    },
  ];
}

function steps(before: WorkflowDocument, after: WorkflowDocument, catalogue: NodeCatalogue): Difference[] {
  const told = (document: WorkflowDocument) =>
    keyed(policySentences(document, catalogue), ({ node }) => node);
  const [had, has] = [told(before), told(after)];
  return byKey(
    "Steps",
    { before: before.nodes, after: after.nodes },
    ({ title }) => title,
    (one, other, key) => {
      const sentences = [had[key]?.sentence ?? null, has[key]?.sentence ?? null];
      const sentence = same(sentences[0], sentences[1])
        ? []
        : [{ label: "What it does", before: sentences[0] ?? null, after: sentences[1] ?? null }];
      return [...sentence, ...leaves(one, other)];
    },
    (_, key) => had[key]?.sentence ?? has[key]?.sentence ?? null,
  );
}

function ways(before: WorkflowDocument, after: WorkflowDocument, catalogue: NodeCatalogue): Difference[] {
  const outletTitles = (document: WorkflowDocument) =>
    new Map(
      policySentences(document, catalogue).flatMap(({ node, exits }) =>
        exits.map(({ outlet, title }) => [`${node} ${outlet}`, title] as const),
      ),
    );
  const titles = new Map([...outletTitles(before), ...outletTitles(after)]);
  const nodeTitle = (key: string) => after.nodes[key]?.title ?? before.nodes[key]?.title ?? key;
  const edges = (document: WorkflowDocument) =>
    keyed(document.edges, ({ from, outlet }) => `${from} ${outlet}`);
  return byKey(
    "Ways",
    { before: edges(before), after: edges(after) },
    ({ from, outlet }) => `From “${nodeTitle(from)}” by “${titles.get(`${from} ${outlet}`) ?? outlet}”`,
    (one, other) => [{ label: "Leads to", before: nodeTitle(one.to), after: nodeTitle(other.to) }],
    ({ to }) => `to “${nodeTitle(to)}”`,
  );
}

function rules(before: WorkflowDocument, after: WorkflowDocument): Difference[] {
  const all = (document: WorkflowDocument) => {
    const words = wordsOf(document);
    return Object.fromEntries(
      Object.entries(document.rules).flatMap(([name, set]) => {
        const told = ruleSetSentences(set, words);
        const { rules: list, ...rest } = set;
        return [
          [name, { title: set.title, sentence: told.intro, value: rest as unknown }],
          ...list.map((rule, i) => [
            `${name} ${rule.code}`,
            { title: rule.code, sentence: told.rules[i]?.sentence ?? "", value: rule as unknown },
          ]),
        ];
      }),
    ) as Record<string, { title: string; sentence: string; value: unknown }>;
  };
  return byKey(
    "Rules",
    { before: all(before), after: all(after) },
    ({ title }) => title,
    (one, other) =>
      one.sentence === other.sentence
        ? leaves(one.value, other.value)
        : [{ label: "", before: one.sentence, after: other.sentence }],
    ({ sentence }) => sentence,
  );
}

function forms(before: WorkflowDocument, after: WorkflowDocument): Difference[] {
  const all = (document: WorkflowDocument) =>
    Object.fromEntries(
      Object.entries(document.forms).flatMap(([key, form]) =>
        form.pages.flatMap((page): [string, { title: string; value: unknown }][] => {
          const { properties, ...rest } = page.schema as { properties?: Record<string, unknown> };
          const fields = Object.entries(properties ?? {}).map(
            ([name, field]): [string, { title: string; value: unknown }] => [
              `${key} ${page.key} ${name}`,
              { title: `${page.title}: ${titleOf(field, name)}`, value: field },
            ],
          );
          const value = { ...page, schema: rest, fields: Object.keys(properties ?? {}) };
          return [[`${key} ${page.key}`, { title: `${form.title}: ${page.title}`, value }], ...fields];
        }),
      ),
    );
  return byKey(
    "Forms",
    { before: all(before), after: all(after) },
    ({ title }) => title,
    (one, other) => leaves(one.value, other.value),
  );
}

const titleOf = (field: unknown, name: string): string =>
  isObject(field) && typeof field["title"] === "string" ? field["title"] : name;
