import { nodeCatalogue } from "@/server/nodes/catalogue";
import { fieldsOf, wordsOf } from "@/server/rules/core/fields";
import { ruleSentence } from "@/server/rules/core/sentences";
import { definitionOf } from "../edits/policy";
import { stepSentences } from "../policy";
import type { DraftParts } from "../schema";
import type { Mention, NamedKind, Usage } from "../usage/policy";

/** Everything in a draft that somebody may look for, and finding it by what they remember of it. */

export const searchGroups = {
  steps: "Steps",
  fields: "Fields",
  reasonCodes: "Reason codes",
  rules: "Rules",
  outcomes: "Outcomes",
  parts: "Forms, tables, scorecards and formulas",
  connections: "Connections and other workflows",
  queues: "Queues and documents",
  notes: "Comments and notes",
} as const;
export type SearchGroup = keyof typeof searchGroups;

export interface Findable {
  id: string;
  group: SearchGroup;
  title: string;
  /** Its key, path or code. */
  code: string;
  /** A sentence about it. */
  about: string;
  /** What asks where it is used; absent for what nothing names. */
  named?: { kind: NamedKind; key: string };
  /** Where it is itself: a node's key, or `note:ID`. */
  at?: string;
  /** In the document, where that is a place inside a node or shown by one. */
  path?: string;
}

export function findables({ document, editor }: DraftParts, usage: Usage): Findable[] {
  const sentences = stepSentences(document, nodeCatalogue);
  const words = wordsOf(document);
  const { settings } = document;
  const named = (kind: NamedKind, key: string) => ({ id: `${kind} ${key}`, named: { kind, key }, code: key });
  const usersOf = (kind: NamedKind, key: string) =>
    stepsIn(usage.of(kind, key).filter((one) => one.kind === kind))[0];
  const parts = (
    kind: NamedKind,
    what: string,
    of: { readonly [key: string]: { title: string } },
  ): Findable[] =>
    Object.entries(of).map(([key, { title }]) => ({
      ...{ ...named(kind, key), group: "parts", title, about: what },
      ...at(usersOf(kind, key)),
    }));
  return [
    ...Object.entries(document.nodes).map(([key, node]): Findable => {
      const type = definitionOf(node.type)?.title ?? node.type;
      return {
        ...{ ...named("node", key), group: "steps", title: node.title, at: key },
        about: `${type}. ${sentences.get(key) ?? ""}`,
      };
    }),
    ...[...fieldsOf(document).values()].map(({ path, title, group }): Findable => {
      return { ...named("field", path), group: "fields", title, about: group };
    }),
    ...Object.entries(document.reasonCodes).map(([code, { staff, applicant }]): Findable => {
      return { ...named("reasonCode", code), group: "reasonCodes", title: staff, about: applicant };
    }),
    ...Object.entries(document.rules).flatMap(([key, set]) =>
      set.rules.map(
        (rule, i): Findable => ({
          ...{ id: `rule ${key} ${i}`, group: "rules", title: rule.title, code: rule.code },
          about: `${set.title}: ${ruleSentence(rule, words).sentence}`,
          path: `rules.${key}.rules.${i}`,
          ...at(usersOf("ruleSet", key)),
        }),
      ),
    ),
    ...document.outcomes.map(({ key, title, kind }): Findable => {
      return { ...named("outcome", key), group: "outcomes", title, about: `Kind: ${kind}` };
    }),
    ...parts("ruleSet", "Rule set", document.rules),
    ...parts("form", "Form", document.forms),
    ...parts("table", "Decision table", document.tables),
    ...parts("scorecard", "Scorecard", document.scorecards),
    ...parts("formula", "Formula", document.formulas),
    ...outsiders(usage).map(({ kind, key }): Findable => {
      const about = kind === "connection" ? "Connection" : "Another workflow";
      return { ...named(kind, key), group: "connections", title: key, about };
    }),
    ...Object.entries(settings.queues).map(([key, { title }]): Findable => {
      return { ...named("queue", key), group: "queues", title, about: "Queue" };
    }),
    ...Object.entries(settings.documentTypes).map(([key, { title, help }]): Findable => {
      return { ...named("documentType", key), group: "queues", title, about: `Document. ${help}` };
    }),
    ...(editor.comments ?? []).map(({ id, node, text, by, isSettled }): Findable => {
      const on = `on “${document.nodes[node]?.title ?? node}”`;
      return {
        ...{ id: `comment ${id}`, group: "notes", title: text, code: "", at: node, path: "comments" },
        about: `${isSettled ? "Settled comment" : "Comment"} by ${by} ${on}`,
      };
    }),
    ...editor.notes.map(({ id, text, by }): Findable => {
      const about = by ? `Note by ${by}` : "Note";
      return { id: `note ${id}`, group: "notes", title: text, code: "", about, at: `note:${id}` };
    }),
  ];
}

const at = (node: string | undefined) => (node === undefined ? {} : { at: node });

/** What a workflow names and does not hold itself. */
function outsiders({ all }: Usage): { kind: NamedKind; key: string }[] {
  const found = new Map<string, { kind: NamedKind; key: string }>();
  for (const { kind, key } of all)
    if (kind === "connection" || kind === "workflow") found.set(`${kind} ${key}`, { kind, key });
  return [...found.values()];
}

/** Small letters without accents, so that a name is found as it is typed in a hurry. */
export const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** How well it fits; nothing when a word of the search is nowhere in it. */
function rankOf(one: Findable, wanted: readonly string[]): number | undefined {
  const [title, code] = [folded(one.title), folded(one.code)];
  const text = `${title} ${code} ${folded(one.about)}`;
  if (!wanted.every((word) => text.includes(word))) return undefined;
  const whole = wanted.join(" ");
  if (code === whole) return 0;
  if (title === whole) return 1;
  if (title.startsWith(whole)) return 2;
  if (code.startsWith(whole) || wanted.every((word) => title.includes(word))) return 3;
  return wanted.every((word) => code.includes(word)) ? 4 : 5;
}

export interface FoundGroup {
  group: SearchGroup;
  title: string;
  found: Findable[];
  /** How many fit besides those shown. */
  more: number;
}

/** What fits, group by group, the best first; nothing for an empty search. */
export function searched(all: readonly Findable[], query: string, most = 8): FoundGroup[] {
  const wanted = folded(query)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (wanted.length === 0) return [];
  const fitting = all.flatMap((one) => {
    const rank = rankOf(one, wanted);
    return rank === undefined ? [] : [{ one, rank }];
  });
  return (Object.keys(searchGroups) as SearchGroup[]).flatMap((group) => {
    const of = fitting.filter(({ one }) => one.group === group).sort((a, b) => a.rank - b.rank);
    if (of.length === 0) return [];
    return [
      {
        ...{ group, title: searchGroups[group], more: Math.max(0, of.length - most) },
        found: of.slice(0, most).map(({ one }) => one),
      },
    ];
  });
}

/** Steps in which the places take effect, each once. */
export const stepsIn = (mentions: readonly Mention[]): string[] => [
  ...new Set(mentions.flatMap(({ steps }) => steps)),
];

const some = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Where it is used, in three words: “read by 3 steps”, “given by 2 rules”. */
export function usedWords(usage: Usage, { kind, key }: { kind: NamedKind; key: string }): string {
  const places = usage.of(kind, key).filter(({ how }) => how === "reads" || how === "names");
  if (kind === "reasonCode") {
    const rules = new Set(
      places.flatMap(
        ({ path }) => /^(rules\.\w+\.rules\.\d+|tables\.\w+|scorecards\.\w+)/.exec(path)?.[0] ?? [],
      ),
    );
    const rest = places.filter(({ path }) => path.startsWith("nodes."));
    const told = [
      ...(rules.size > 0 ? [`given by ${some(rules.size, "rule")}`] : []),
      ...(rest.length > 0 ? [`named by ${some(stepsIn(rest).length, "step")}`] : []),
    ];
    return told.join(", ") || "never given";
  }
  if (kind === "node" && places.length === 0) {
    const ways = usage.of(kind, key).filter(({ how }) => how === "leads").length;
    return ways === 0 ? "no way leads here" : ways === 1 ? "1 way leads here" : `${ways} ways lead here`;
  }
  if (places.length === 0) return kind === "field" ? "read nowhere" : "used nowhere";
  const steps = stepsIn(places).filter((step) => kind !== "node" || step !== key);
  const verb = kind === "field" || kind === "node" ? "read" : "used";
  return steps.length > 0
    ? `${verb} by ${some(steps.length, "step")}`
    : `${verb} in ${some(places.length, "place")}`;
}
