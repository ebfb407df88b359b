import type { NodeScope, PlanSource } from "@/server/engine/node";
import type { Proposal } from "@/server/engine/state";
import type { RuleSetResult } from "@/server/rules/core/compile";

export const DAY_MS = 86_400_000;

/** What the rules nodes of this run said at their latest visit, in the order of the document. */
export function ruleResults(scope: NodeScope): { node: string; result: RuleSetResult }[] {
  return Object.keys(scope.source.nodes).flatMap((node) => {
    if (scope.source.nodes[node]?.type !== "rules" || !Object.hasOwn(scope.data.nodes, node)) return [];
    const result = scope.data.nodes[node] as unknown as Partial<RuleSetResult>;
    // A rules node that a member skipped, or answered by hand, said nothing of its own.
    return Array.isArray(result.fired) ? [{ node, result: result as RuleSetResult }] : [];
  });
}

/** Where each type that gives points keeps them. */
const POINTS: { readonly [type: string]: "points" | "total" } = {
  rules: "points",
  decision_table: "points",
  scorecard: "total",
};

/** The points of rules, tables and scorecards at their latest visit; null when nothing gave any. */
export function scoreOf(scope: NodeScope): number | null {
  let score: number | null = null;
  for (const [node, { type }] of Object.entries(scope.source.nodes)) {
    const field = Object.hasOwn(POINTS, type) ? POINTS[type] : undefined;
    if (field === undefined || !Object.hasOwn(scope.data.nodes, node)) continue;
    const points = scope.data.nodes[node]?.[field];
    if (typeof points === "number") score = (score ?? 0) + points;
  }
  return score;
}

/** The most severe outcome proposed; null when nothing was. An outcome the workflow does not declare is passed over. */
export function mostSevere(proposals: readonly Proposal[], source: PlanSource): string | null {
  const severity = (outcome: string) => source.outcomes.findIndex(({ key }) => key === outcome);
  let worst: string | null = null;
  for (const { outcome } of proposals)
    if (severity(outcome) > (worst === null ? -1 : severity(worst))) worst = outcome;
  return worst;
}

/** Reason codes without copies, most important first. */
export function inOrderOfPriority(codes: readonly string[], source: PlanSource): string[] {
  const priority = (code: string) =>
    Object.hasOwn(source.reasonCodes, code) ? (source.reasonCodes[code]?.priority ?? 1000) : 1000;
  return [...new Set(codes)].sort((a, b) => priority(a) - priority(b));
}

/** The instant `days` later, for people to read; the interpreter keeps its own timer. */
export function daysLater(at: string, days: number): string {
  return new Date(Date.parse(at) + days * DAY_MS).toISOString();
}

/** The title of a form, queue or node as people know it; its key when there is none. */
export function titleOf(of: { readonly [key: string]: { title: string } }, key: string): string {
  return Object.hasOwn(of, key) ? (of[key]?.title ?? key) : key;
}

/** "A, B or C". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
