import type { NodeCatalogue, NodeDefinition, Outlet, PlanSource } from "@/server/engine/node";
import { condition } from "@/server/rules/core/ast";
import { wordsOf } from "@/server/rules/core/fields";
import { conditionText, ruleSetSentences } from "@/server/rules/core/sentences";
import {
  formulaSentence,
  scorecardSentences,
  type ToldParts,
  tableSentences,
} from "@/server/rules/core/table-sentences";
import { asSentence, nameOf, titleOf, type Words } from "@/server/rules/core/words";
import { drawingsOf } from "./drawings/policy";
import type { WorkflowDocument, WorkflowNode } from "./schema";

/** The policy in words: a whole workflow as numbered plain sentences, from the same document that runs. */

export interface PolicyExit {
  outlet: string;
  title: string;
  kind: Outlet["kind"];
  /** Number and title of the step it leads to; null when nothing is wired. */
  to: { number: number; node: string; title: string } | null;
  /** "Submitted: go on to step 3, Ownership." */
  sentence: string;
}

export interface PolicyStep {
  number: number;
  node: string;
  type: string;
  title: string;
  /** In how many bodies of a “for each” it stands. */
  depth: number;
  /** What the step does. */
  sentence: string;
  /** What it goes by: one sentence per rule or condition, numbered below the step. */
  details: { number: string; code?: string; sentence: string }[];
  exits: PolicyExit[];
}

/**
 * Nodes in reading order: from the start along the outlets, what a “for each” does with an element right behind it,
 * loops left out, what nothing leads to last.
 */
export function readingOrder(document: WorkflowDocument): string[] {
  const keys = Object.keys(document.nodes);
  const drawings = drawingsOf(document);
  const steps = new Map<string | undefined, string[]>();
  for (const key of keys) {
    const here = steps.get(drawings.get(key));
    if (here) here.push(key);
    else steps.set(drawings.get(key), [key]);
  }
  const leading = new Map<string, string[]>();
  for (const { from, to } of document.edges) {
    const known = leading.get(from);
    if (known) known.push(to);
    else leading.set(from, [to]);
  }
  const order = new Set<string>();
  const read = (drawing: string | undefined): void => {
    const here = steps.get(drawing) ?? [];
    const begins =
      drawing === undefined
        ? here.filter((key) => document.nodes[key]?.type.endsWith("_start"))
        : (leading.get(drawing) ?? []);
    const queue = [...begins, ...here];
    const ahead = new Set<string>();
    for (const first of queue) {
      if (ahead.has(first) || drawings.get(first) !== drawing || !Object.hasOwn(document.nodes, first))
        continue;
      const walk = [first];
      for (const key of walk) {
        if (ahead.has(key) || drawings.get(key) !== drawing || !Object.hasOwn(document.nodes, key)) continue;
        ahead.add(key);
        walk.push(...(leading.get(key) ?? []));
      }
    }
    for (const key of ahead) {
      order.add(key);
      if (steps.has(key)) read(key);
    }
  };
  read(undefined);
  return [...order];
}

const PATH = /\b(input|party|forms|nodes|values)(\.[A-Za-z_][\w-]*(\[\])?)+/g;

function settingsOf(node: WorkflowNode, definition: NodeDefinition | undefined): unknown {
  const parsed = definition?.config.safeParse(node.config);
  return parsed?.success ? parsed.data : undefined;
}

function sentenceOf(
  node: WorkflowNode,
  definition: NodeDefinition | undefined,
  config: unknown,
  source: PlanSource,
  words: Words,
): string {
  if (!definition) return `A step of a kind this version does not know: ${node.type}.`;
  if (config === undefined) return `The settings of this step are not complete.`;
  if (node.disabled !== undefined) {
    const outlet = definition.outlets(config, source).find(({ key }) => key === node.disabled);
    return `Left out: a run does nothing here and goes on at “${outlet?.title ?? node.disabled}”.`;
  }
  // A node knows paths only; people know the titles.
  const sentence = definition.describe(config, source).replace(PATH, (path) => titleOf(path, words));
  return asSentence(sentence);
}

type Detail = Omit<PolicyStep["details"][number], "number">;

function ruleDetails(document: WorkflowDocument, node: WorkflowNode, words: Words): Detail[] {
  const name = node.config["ruleSet"];
  const set =
    typeof name === "string" && Object.hasOwn(document.rules, name) ? document.rules[name] : undefined;
  if (!set) return [];
  const told = ruleSetSentences(set, words);
  return [
    { sentence: told.intro },
    ...told.rules.map(({ code, sentence }) => ({ code, sentence })),
    ...(told.otherwise === undefined ? [] : [{ sentence: told.otherwise }]),
  ];
}

function branchDetails(node: WorkflowNode, words: Words): Detail[] {
  const branches: unknown = node.config["branches"];
  if (!Array.isArray(branches)) return [];
  return branches.flatMap((branch: { title?: unknown; when?: unknown }) => {
    const when = condition.safeParse(branch.when);
    return when.success
      ? [{ sentence: asSentence(`“${String(branch.title)}” when ${conditionText(when.data, words)}`) }]
      : [];
  });
}

function checkDetails(node: WorkflowNode, words: Words): Detail[] {
  const only = condition.safeParse(node.config["only"]);
  if (!only.success) return [];
  const subjects = node.config["subjects"];
  const list = typeof subjects === "string" && subjects.endsWith("[]") ? subjects : undefined;
  return [{ sentence: asSentence(`Only where ${conditionText(only.data, words, list)}`) }];
}

/** Tables, scorecards and formulas: what they say stands in the document, not in the node. */
function computedDetails(document: WorkflowDocument, node: WorkflowNode, words: Words): Detail[] {
  const { table, scorecard, formulas } = node.config;
  const told = ({ intro, lines }: ToldParts): Detail[] => [{ sentence: intro }, ...lines];
  const own = <T>(of: Record<string, T>, key: unknown): T | undefined =>
    typeof key === "string" && Object.hasOwn(of, key) ? of[key] : undefined;
  const foundTable = node.type === "decision_table" && own(document.tables, table);
  if (foundTable) return told(tableSentences(foundTable, words));
  const foundCard = node.type === "scorecard" && own(document.scorecards, scorecard);
  if (foundCard) return told(scorecardSentences(foundCard, words));
  if (node.type !== "compute" || !Array.isArray(formulas)) return [];
  return formulas.flatMap((key: unknown): Detail[] => {
    const found = own(document.formulas, key);
    return found ? [{ code: String(key), sentence: formulaSentence(String(key), found, words) }] : [];
  });
}

function exitsOf(
  document: WorkflowDocument,
  key: string,
  outlets: readonly Outlet[],
  numbers: ReadonlyMap<string, number>,
): PolicyExit[] {
  return outlets.map((outlet) => {
    const target = document.edges.find((edge) => edge.from === key && edge.outlet === outlet.key)?.to;
    const number = target === undefined ? undefined : numbers.get(target);
    const title = target === undefined ? undefined : document.nodes[target]?.title;
    const to =
      target === undefined || number === undefined || title === undefined
        ? null
        : { number, node: target, title };
    const own = numbers.get(key) ?? 0;
    const where = to
      ? `${to.number <= own ? "back" : "on"} to step ${to.number}, ${to.title}`
      : outlet.kind === "normal"
        ? "nowhere yet"
        : "the run stops and asks for attention";
    return {
      outlet: outlet.key,
      title: outlet.title,
      kind: outlet.kind,
      to,
      sentence: asSentence(`${outlet.title}: ${where}`),
    };
  });
}

/** What each step does, in one sentence. */
export function stepSentences(document: WorkflowDocument, catalogue: NodeCatalogue): Map<string, string> {
  const words = wordsOf(document);
  return new Map(
    Object.entries(document.nodes).map(([key, node]) => {
      const definition = Object.hasOwn(catalogue, node.type) ? catalogue[node.type] : undefined;
      return [key, sentenceOf(node, definition, settingsOf(node, definition), document, words)];
    }),
  );
}

/** Every step of the workflow in numbered sentences. `catalogue` says what its nodes do. */
export function policySentences(document: WorkflowDocument, catalogue: NodeCatalogue): PolicyStep[] {
  const words = wordsOf(document);
  const source: PlanSource = document;
  const order = readingOrder(document);
  const drawings = drawingsOf(document);
  const depthOf = (key: string): number => {
    const around = drawings.get(key);
    return around === undefined ? 0 : 1 + depthOf(around);
  };
  const numbers = new Map(order.map((key, i) => [key, i + 1]));
  return order.map((key, i) => {
    const node = document.nodes[key]!;
    const definition = Object.hasOwn(catalogue, node.type) ? catalogue[node.type] : undefined;
    const config = settingsOf(node, definition);
    // Of a step that is left out nothing holds.
    const isOff = node.disabled !== undefined;
    const told = isOff
      ? []
      : [
          ...ruleDetails(document, node, words),
          ...branchDetails(node, words),
          ...checkDetails(node, words),
          ...computedDetails(document, node, words),
        ];
    const details = told.map((detail, j) => ({ number: `${i + 1}.${j + 1}`, ...detail }));
    return {
      number: i + 1,
      node: key,
      type: node.type,
      title: node.title,
      depth: depthOf(key),
      sentence: sentenceOf(node, definition, config, source, words),
      details,
      exits:
        definition && config !== undefined
          ? exitsOf(
              document,
              key,
              definition.outlets(config, source).filter((outlet) => !isOff || outlet.key === node.disabled),
              numbers,
            )
          : [],
    };
  });
}

/** The outcomes in words, from least to most severe. */
export function outcomeSentence(document: WorkflowDocument): string {
  const words = wordsOf(document);
  const names = document.outcomes.map(({ key }) => nameOf(words.outcomes, key));
  return `Outcomes, from least to most severe: ${names.join(", ")}.`;
}
