import { bodiesAround } from "@/server/engine/lint-regions";
import type { Reference } from "@/server/engine/node";
import { checkRules } from "@/server/rules/core/check-document";
import type { Named, RuleProblem } from "@/server/rules/core/check-operand";
import { absolutePath } from "@/server/rules/core/sentences";
import { definitionOf, isStart } from "../edits/policy";
import type { WorkflowDocument } from "../schema";
import { formPlaces } from "./form-places";
import { nodePlaces } from "./node-places";
import { placeWords } from "./place-words";
import { valuePlaces } from "./value-places";

/** Where a workflow names what it consists of: the same walks that complain when it is not there. */

export type NamedKind = Reference["kind"] | Named["kind"] | "connection" | "workflow";

/** One place that names something. */
export interface Place {
  kind: NamedKind;
  /** Of a field its path: `forms.owners.owners[].share`. */
  key: string;
  /** In the document: `rules.main.rules.3.when.left.field`. */
  path: string;
  /** `leads` is a way to a node. */
  how: "reads" | "writes" | "names" | "leads";
}

export interface Mention extends Place {
  /** The steps in which it takes effect: rules do in every step that goes by them. */
  steps: readonly string[];
  /** The place as people call it. */
  words: string;
}

export interface Usage {
  all: readonly Mention[];
  /** Every place that names it. Of a field also those that name something in it, of a node or form also their fields. */
  of(kind: NamedKind, key: string): readonly Mention[];
  /** What the checker of rules complained about on the same walk. */
  ruleProblems: readonly RuleProblem[];
}

/** `forms.owners.owners[].share`, with and without the marks of a list, is one field. */
export const plainPath = (path: string): string => path.replaceAll("[]", "");

/** What a document's parts are called by those who name them. */
const HOMES: { readonly [part: string]: Reference["kind"] } = {
  ...{ rules: "ruleSet", tables: "table", scorecards: "scorecard", formulas: "formula", forms: "form" },
};

export function usageOf(document: WorkflowDocument): Usage {
  const heard: Place[] = [];
  const ruleProblems = checkRules(document, (named) =>
    heard.push({ ...named, how: named.kind === "field" ? "reads" : "names" }),
  );
  const places = distinct([
    ...document.edges.map(({ to }, i): Place => {
      return { kind: "node", key: to, path: `edges.${i}.to`, how: "leads" };
    }),
    ...nodePlaces(document, heard),
    ...heard,
    ...formPlaces(document),
    ...valuePlaces(document),
    ...settingsPlaces(document),
  ]);
  const users = new Map<string, Set<string>>();
  for (const { kind, key, path } of places) {
    const [part, node] = path.split(".");
    if (part === "nodes" && node !== undefined)
      users.set(`${kind} ${key}`, (users.get(`${kind} ${key}`) ?? new Set()).add(node));
  }
  const stepsAt = (path: string): readonly string[] => {
    const [part = "", name = ""] = path.split(".");
    if (part === "nodes") return [name];
    if (part === "edges") return [document.edges[Number(name)]?.from ?? ""];
    return [...(users.get(`${HOMES[part]} ${name}`) ?? [])];
  };
  const fullPath = elementPaths(document);
  const all = places.map(
    (place): Mention => ({
      ...place,
      steps: stepsAt(place.path),
      // Few of them are ever read aloud.
      get words() {
        return placeWords(document, place.path);
      },
    }),
  );
  const byName = new Map<string, Mention[]>();
  const file = (kind: NamedKind, key: string, mention: Mention) => {
    const name = `${kind} ${key}`;
    const known = byName.get(name);
    if (!known) byName.set(name, [mention]);
    else if (known.at(-1) !== mention) known.push(mention);
  };
  for (const mention of all) {
    if (mention.kind !== "field") {
      file(mention.kind, mention.key, mention);
      continue;
    }
    for (const field of new Set([mention.key, ...mention.steps.map((step) => fullPath(mention.key, step))])) {
      const steps = plainPath(field).split(".");
      for (let end = steps.length; end > 0; end--) file("field", steps.slice(0, end).join("."), mention);
      const [root, name] = steps;
      if (name === undefined) continue;
      if (root === "nodes") file("node", name, mention);
      if (root === "forms") file("form", name, mention);
    }
  }
  return {
    ...{ all, ruleProblems },
    of: (kind, key) => byName.get(`${kind} ${kind === "field" ? plainPath(key) : key}`) ?? [],
  };
}

/** Inside the body of a “for each”, `item` is an element of its list: the path as the rest of the workflow knows it. */
export function elementPaths(document: WorkflowDocument): (path: string, step: string) => string {
  const lists = new Map(
    Object.entries(document.nodes).flatMap(([key, { type, config }]): [string, string][] => {
      const definition = definitionOf(type);
      const given = definition?.kind === "each" ? definition.config.safeParse(config) : undefined;
      return definition?.kind === "each" && given?.success ? [[key, definition.listOf(given.data)]] : [];
    }),
  );
  if (lists.size === 0) return (path) => path;
  const starts = Object.keys(document.nodes).filter((key) => isStart(document, key));
  const around = bodiesAround([...lists.keys()], starts, document.edges);
  return (path, step) => {
    let full = path;
    for (let each = around.get(step); each !== undefined && /^item(\.|$)/.test(full); each = around.get(each))
      full = absolutePath(full, lists.get(each));
    return full;
  };
}

/** What the workflow's own settings and texts name. */
function settingsPlaces({ settings, texts }: WorkflowDocument): Place[] {
  return [
    ...Object.entries(settings.party).flatMap(([field, paths]) =>
      (paths ?? "")
        .split(" ")
        .filter((path) => path !== "")
        .map((key): Place => ({ kind: "field", key, path: `settings.party.${field}`, how: "reads" })),
    ),
    ...Object.keys(texts).flatMap((text): Place[] =>
      text.startsWith("outcome.")
        ? [{ kind: "outcome", key: text.slice("outcome.".length), path: `texts.${text}`, how: "names" }]
        : [],
    ),
  ];
}

function distinct(places: readonly Place[]): Place[] {
  const seen = new Set<string>();
  return places.filter(({ kind, key, path, how }) => {
    const name = `${how} ${kind} ${key} ${path}`;
    return !seen.has(name) && seen.add(name);
  });
}
