import { reachableFrom } from "@/server/engine/graph";
import { partKinds, parts, partTitle } from "../parts/policy";
import type { DocumentProblem, WorkflowDocument } from "../schema";
import type { NamedKind, Usage } from "../usage/policy";

type Node = WorkflowDocument["nodes"][string];

/** Steps that change nothing and whose answers nobody reads, and parts that no step comes to. */
export function unusedParts(document: WorkflowDocument, usage: Usage): DocumentProblem[] {
  return [...unusedSteps(document, usage), ...unusedValues(usage), ...unusedNames(document, usage)];
}

const isRead = (usage: Usage, path: string) => usage.of("field", path).some(({ how }) => how === "reads");

/** Types that only find something out. A request that is no GET does something at the other side. */
const finders: { readonly [type: string]: (node: Node) => boolean } = {
  ...{ check: () => true, screening: () => true, ownership: () => true, sql_query: () => true },
  http_request: ({ config }) => (config["method"] ?? "GET") === "GET",
};

function unusedSteps(document: WorkflowDocument, usage: Usage): DocumentProblem[] {
  const nodes = Object.entries(document.nodes);
  // Whoever decides a case reads in it what every step before found.
  const seen = reachableFrom(
    nodes.flatMap(([key, { type }]) => (type === "review" ? [key] : [])),
    document.edges.map(({ from, to }) => ({ from: to, to: from })),
  );
  return nodes.flatMap(([key, node]): DocumentProblem[] => {
    if (node.disabled !== undefined) return [];
    const isFinder = Object.hasOwn(finders, node.type) && finders[node.type]?.(node) && !seen.has(key);
    const computes = node.type === "compute" ? valuesOf(document, node) : [];
    if (!isFinder && computes.length === 0) return [];
    const isNamed = usage.of("node", key).some(({ how }) => how === "reads" || how === "names");
    if (isNamed || computes.some((value) => isRead(usage, `values.${value}`))) return [];
    const found = isFinder ? "finds out" : "computes";
    return [
      {
        ...{ severity: "warning", code: "unused_step", node: key, path: `nodes.${key}` },
        message: `Nothing reads what “${node.title}” ${found}, and no case shows it.`,
        harm: isFinder
          ? "Every run waits for it, and pays for it, for nothing."
          : "Whoever reads the policy takes it for a part of the decision.",
        fix: "Read it in a rule or a branch, or remove the step.",
      },
    ];
  });
}

const valuesOf = (document: WorkflowDocument, { config }: Node): string[] => {
  const { formulas } = config;
  return (Array.isArray(formulas) ? formulas : []).filter(
    (key): key is string => typeof key === "string" && Object.hasOwn(document.formulas, key),
  );
};

/** Values that rules, tables and scorecards set and nobody reads; formulas count where they are computed. */
function unusedValues(usage: Usage): DocumentProblem[] {
  const seen = new Set<string>();
  return usage.all.flatMap(({ kind, how, key, path, steps, words }): DocumentProblem[] => {
    if (kind !== "field" || how !== "writes" || !/^(rules|tables|scorecards)\./.test(path)) return [];
    // What stands in a part that no step uses is told with the part.
    const [step] = steps;
    if (step === undefined || seen.has(key) || isRead(usage, key)) return [];
    seen.add(key);
    const name = key.slice("values.".length);
    return [
      {
        ...{ severity: "warning", code: "unused_value", node: step, path, name },
        message: `${words} sets “${name}”, and nothing reads it.`,
        harm: "It changes no decision and stands in no answer.",
        fix: "Read it in a rule, put it into the outputs of an end, or remove it.",
      },
    ];
  });
}

const what: { readonly [kind in (typeof partKinds)[number]]: string } = {
  ...{ outcome: "outcome", form: "form", ruleSet: "rule set", table: "table", scorecard: "scorecard" },
  ...{ formula: "formula", reasonCode: "reason", queue: "queue", documentType: "document type" },
};

function unusedNames(document: WorkflowDocument, usage: Usage): DocumentProblem[] {
  const nodes = Object.values(document.nodes);
  // A draft without any step has used nothing yet.
  if (nodes.every(({ type }) => type.endsWith("_start"))) return [];
  const reviews = nodes.filter(({ type }) => type === "review");
  const offersAll = reviews.some(({ config }) => config["codes"] === undefined);
  const byHand: { readonly [kind: string]: boolean } = {
    // A case offers all reasons and documents to whoever decides it.
    ...{ reasonCode: offersAll, documentType: reviews.length > 0 },
  };
  return partKinds.flatMap((kind) => {
    if (byHand[kind]) return [];
    return parts[kind].read(document).flatMap(([key, value]): DocumentProblem[] => {
      const names = usage.of(kind as NamedKind, key).filter(({ how }) => how === "names" || how === "leads");
      if (names.length > 0 || (kind === "outcome" && isOutcomeUsed(document, key))) return [];
      if (kind === "formula" && isRead(usage, `values.${key}`)) return [];
      return [
        {
          ...{
            severity: "warning",
            code: `unused_${snake(kind)}`,
            path: pathOf(document, kind, key),
            name: key,
          },
          message: `The ${what[kind]} “${partTitle(kind, key, value)}” is never used.`,
          harm: "It changes no decision; whoever reads the policy takes it for a part of it.",
          fix: "Use it, or remove it.",
        },
      ];
    });
  });
}

const snake = (kind: string) => kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A verdict proposes by the kind of an outcome; a step in between goes by those that others decide on. */
function isOutcomeUsed({ outcomes, nodes, edges }: WorkflowDocument, key: string): boolean {
  const { kind } = outcomes.find((one) => one.key === key) ?? {};
  const isVerdict =
    (kind === "positive" || kind === "negative") && outcomes.find((one) => one.kind === kind)?.key === key;
  if (isVerdict && Object.values(nodes).some(({ type }) => type === "review")) return true;
  // A way out of a branch by outcome is made for every outcome there is: it is no use of one.
  return edges.some(({ from, outlet }) => outlet === key && nodes[from]?.type === "sub_workflow");
}

const homes: { readonly [kind in (typeof partKinds)[number]]: string } = {
  ...{ outcome: "outcomes", form: "forms", ruleSet: "rules", table: "tables", scorecard: "scorecards" },
  ...{ formula: "formulas", reasonCode: "reasonCodes" },
  ...{ queue: "settings.queues", documentType: "settings.documentTypes" },
};

const pathOf = (document: WorkflowDocument, kind: keyof typeof homes, key: string): string =>
  kind === "outcome"
    ? `outcomes.${document.outcomes.findIndex((one) => one.key === key)}`
    : `${homes[kind]}.${key}`;
