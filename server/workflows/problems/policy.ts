import { lintWorkflow } from "@/server/engine/lint";
import { nodeCatalogue } from "@/server/nodes/catalogue";
import { scopeOf } from "@/server/rules/core/check-document";
import type { RuleProblem } from "@/server/rules/core/check-operand";
import type { DocumentProblem, WorkflowDocument } from "../schema";
import { type Usage, usageOf } from "../usage/policy";
import { harmOf } from "./harms";
import { unknownReads } from "./reads";
import { missingReasons } from "./reasons";
import { tableProblems } from "./tables";
import { unusedParts } from "./unused";

/**
 * Everything a document says of itself that is wrong with it, in the browser and on the server alike. What only a
 * workspace can tell, its connections and queues, the server adds.
 */
export function problemsIn(document: WorkflowDocument): DocumentProblem[] {
  const known = seen.get(document);
  if (known) return known;
  const usage = usageOf(document);
  const rules = usage.ruleProblems;
  const told = new Set(
    rules
      .filter(({ code }) => code === "unknown_field" || code === "item_outside_list")
      .map(({ path }) => path),
  );
  const found = [
    ...lintWorkflow(document, nodeCatalogue),
    ...rules.map((problem) => ofRule(document, usage, problem)),
    ...unknownReads(document, usage, scopeOf(document).fields, told),
    ...missingReasons(document, usage),
    ...tableProblems(document, usage),
    ...unusedParts(document, usage),
  ].map((problem: DocumentProblem): DocumentProblem => {
    const harm = problem.harm ?? harmOf(document, problem);
    return harm === undefined ? problem : { ...problem, harm };
  });
  seen.set(document, found);
  return found;
}

/** By the document, which every edit replaces. */
const seen = new WeakMap<WorkflowDocument, DocumentProblem[]>();

const kinds = {
  rules: "ruleSet",
  tables: "table",
  scorecards: "scorecard",
  formulas: "formula",
  forms: "form",
} as const;

/** A fault of a rule stops the steps that go by it: the first of them is where the problem is shown. */
function ofRule(document: WorkflowDocument, usage: Usage, problem: RuleProblem): DocumentProblem {
  const [part = "", name = ""] = problem.path.split(".");
  const kind = Object.hasOwn(kinds, part) ? kinds[part as keyof typeof kinds] : undefined;
  const user = kind && usage.of(kind, name).find(({ path }) => path.startsWith("nodes."))?.steps[0];
  const node = part === "nodes" && Object.hasOwn(document.nodes, name) ? name : user;
  const { instead } = problem;
  return {
    ...problem,
    severity: "error",
    ...(node !== undefined && { node }),
    ...(instead !== undefined && {
      fix: typeof instead === "string" ? `Did you mean “${instead}”?` : `Did you mean ${String(instead)}?`,
    }),
  };
}

/**
 * What is wrong with a document by itself, with what the server said about it or about an earlier one: of an earlier one
 * only where nothing has changed since, so that nobody is shown what they have mended already.
 */
export function withAnswer(
  document: WorkflowDocument,
  own: readonly DocumentProblem[],
  answer: { document: WorkflowDocument; problems: readonly DocumentProblem[] } | undefined,
): DocumentProblem[] {
  const known = new Set(own.map(({ code, path }) => `${code} ${path}`));
  const more = (answer?.problems ?? []).filter(
    ({ code, path }) =>
      HERE_ONLY.has(code) &&
      !known.has(`${code} ${path}`) &&
      JSON.stringify(valueAt(document, path)) === JSON.stringify(valueAt(answer?.document, path)) &&
      (code !== "unknown_queue" || !isOwnQueue(document, valueAt(document, path))),
  );
  return [...own, ...more];
}

/** What only a workspace can tell. */
const HERE_ONLY: ReadonlySet<string> = new Set([
  ...["unknown_queue", "unknown_connection", "wrong_connection"],
  ...["unknown_list", "list_kind"],
]);

const isOwnQueue = ({ settings }: WorkflowDocument, key: unknown) =>
  typeof key === "string" && Object.hasOwn(settings.queues, key);

/** What stands at a dotted path. */
export const valueAt = (document: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (here, step) =>
        typeof here === "object" && here !== null && Object.hasOwn(here, step)
          ? (here as { [step: string]: unknown })[step]
          : undefined,
      document,
    );
