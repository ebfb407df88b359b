import { type FieldCatalogue, findField } from "@/server/rules/core/fields";
import { nearestField } from "@/server/rules/core/nearest";
import { definitionOf } from "../edits/policy";
import type { DocumentProblem, WorkflowDocument } from "../schema";
import { elementPaths, type Usage } from "../usage/policy";

interface Read {
  /** As it is written. */
  path: string;
  at: string;
  steps: readonly string[];
}

const isElement = (path: string) => /^(item|index)(\.|$)/.test(path);

/**
 * Texts, values and conditions that read what nothing in the workflow fills: they would find a hole, and nobody would
 * know. `told` are the places the checker of rules has complained about already.
 */
export function unknownReads(
  document: WorkflowDocument,
  usage: Usage,
  fields: FieldCatalogue,
  told: ReadonlySet<string> = new Set(),
): DocumentProblem[] {
  const fullPath = elementPaths(document);
  const seen = new Set(told);
  return readsOf(document, usage).flatMap(({ path, at, steps }): DocumentProblem[] => {
    if (seen.has(at) || seen.has(`${at} ${path}`)) return [];
    const lost = (isElement(path) ? steps : steps.slice(0, 1)).find(
      (step) => !isThere(fields, path, fullPath(path, step)),
    );
    if (steps.length === 0 ? isThere(fields, path, path) : lost === undefined) return [];
    seen.add(`${at} ${path}`);
    const isStray = isElement(path) && (lost === undefined || fullPath(path, lost) === path);
    const list = lost === undefined ? undefined : listAround(fullPath, lost);
    const instead = isStray ? undefined : nearestField(fields, path, list);
    const who = document.nodes[lost ?? ""]?.title;
    return [
      {
        severity: isCondition(at) ? "error" : "warning",
        ...(lost === undefined ? {} : { node: lost }),
        path: at,
        code: isStray ? "item_outside_list" : "unknown_field",
        message: isStray
          ? `“${who ?? at}” reads “${path}”, but no “for each” is around it, so there is no element to read.`
          : `${who === undefined ? "The workflow" : `“${who}”`} reads “${path}”, which nothing in this workflow fills.`,
        fix: isStray
          ? "Move the step into the body of the “for each”, or read the whole list."
          : instead === undefined
            ? "Correct the path, or declare the field where the workflow begins."
            : `Did you mean “${instead}”?`,
        ...{ name: path },
        ...(instead !== undefined && { instead }),
      },
    ];
  });
}

/** A place in a body is there when the list's elements have it; elsewhere `item` is nothing. */
function isThere(fields: FieldCatalogue, path: string, full: string): boolean {
  if (!isElement(path)) return findField(fields, full) !== undefined;
  if (path === "index" || path === "item") return full !== path || path === "index";
  return full !== path && findField(fields, full) !== undefined;
}

const listAround = (fullPath: (path: string, step: string) => string, step: string) => {
  const element = fullPath("item", step);
  return element.endsWith("[]") ? element.slice(0, -2) : undefined;
};

/** Conditions and calculations cannot do without; a text or a value goes on with a hole. */
const isCondition = (at: string) =>
  /^(rules|tables|scorecards|formulas|forms)\./.test(at) || /\.(only|when)\./.test(at);

/** What the walks over the document heard, and what types say their settings read besides. */
function readsOf(document: WorkflowDocument, usage: Usage): Read[] {
  const heard = usage.all.flatMap(({ kind, how, key, path, steps }): Read[] =>
    // A request may bring more than its start declares: the party's name is taken from there when it does.
    kind === "field" && how === "reads" && !(path.startsWith("settings.") && key.startsWith("input."))
      ? [{ path: key, at: path, steps }]
      : [],
  );
  const places = new Set(heard.map(({ at }) => at));
  const said = Object.entries(document.nodes).flatMap(([key, node]): Read[] => {
    const definition = definitionOf(node.type);
    const config = definition?.config.safeParse(node.config);
    // Settings that do not fit are the lint's to complain about.
    const reads = config?.success ? (definition?.reads?.(config.data) ?? []) : [];
    return reads
      .map(({ path, at }) => ({ path, at: `nodes.${key}.config.${at}`, steps: [key] }))
      .filter(({ at }) => !places.has(at));
  });
  return [...heard, ...said];
}
