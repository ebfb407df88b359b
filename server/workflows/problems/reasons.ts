import { reachableFrom } from "@/server/engine/graph";
import { isStart } from "../edits/policy";
import type { DocumentProblem, WorkflowDocument } from "../schema";
import type { Usage } from "../usage/policy";

/** Declines that would have no reason: the notice to the applicant would be empty, and nobody could say why. */
export function missingReasons(document: WorkflowDocument, usage: Usage): DocumentProblem[] {
  const negative = new Map(
    document.outcomes.flatMap(({ key, title, kind }) => (kind === "negative" ? [[key, title] as const] : [])),
  );
  const say = (
    severity: DocumentProblem["severity"],
    node: string | undefined,
    path: string,
    who: string,
    outcome: string,
  ): DocumentProblem => ({
    ...{ severity, code: "outcome_without_reason", path, ...(node === undefined ? {} : { node }) },
    message: `${who} comes to “${negative.get(outcome)}” without a reason.`,
    harm: "Applicants would be turned down and not told why; the decision could not be explained.",
    fix: "Choose a reason, in both voices.",
  });
  const stepOf = (kind: "ruleSet" | "table" | "scorecard", key: string) =>
    usage.of(kind, key).find(({ steps }) => steps.length > 0)?.steps[0];
  return [
    ...Object.entries(document.rules).flatMap(([set, { rules }]) =>
      rules.flatMap(({ code, title, outcome = "", reasonCode }, i) =>
        negative.has(outcome) && reasonCode === undefined
          ? [
              say(
                "error",
                stepOf("ruleSet", set),
                `rules.${set}.rules.${i}.reasonCode`,
                `${code} “${title}”`,
                outcome,
              ),
            ]
          : [],
      ),
    ),
    ...Object.entries(document.tables).flatMap(([table, { title, outputs, rows }]) => {
      const outcomes = outputs.filter(({ kind }) => kind === "outcome").map(({ key }) => key);
      const codes = outputs.filter(({ kind }) => kind === "reason_code").map(({ key }) => key);
      return rows.flatMap(({ set }, i) => {
        const outcome = outcomes.map((key) => set[key]).find((one) => negative.has(String(one)));
        if (outcome === undefined || codes.some((key) => set[key] !== undefined)) return [];
        const at = `tables.${table}.rows.${i}.set`;
        return [say("error", stepOf("table", table), at, `Row ${i + 1} of “${title}”`, String(outcome))];
      });
    }),
    ...Object.entries(document.scorecards).flatMap(([card, { title, bands, factors }]) => {
      const hasCodes = factors.some((factor) =>
        [...factor.bands, factor.missing, factor.otherwise].some(
          ({ reasonCode }) => reasonCode !== undefined,
        ),
      );
      return bands.flatMap((band, i) =>
        negative.has(band.outcome ?? "") && !hasCodes && (band.reasonCodes ?? []).length === 0
          ? [
              say(
                "error",
                stepOf("scorecard", card),
                `scorecards.${card}.bands.${i}.reasonCodes`,
                `Band “${band.title}” of “${title}”`,
                band.outcome ?? "",
              ),
            ]
          : [],
      );
    }),
    ...bareEnds(document).flatMap(([key, outcome]) => {
      if (!negative.has(outcome)) return [];
      const title = `“${document.nodes[key]?.title}”`;
      return [say("warning", key, `nodes.${key}.config.reasonCodes`, title, outcome)];
    }),
  ];
}

const givers: ReadonlySet<string> = new Set([
  ...["review", "rules", "decision_table", "scorecard", "sub_workflow"],
]);

/** Ends that give what was proposed, with a way to them on which nobody proposes anything; and those that give none. */
function bareEnds(document: WorkflowDocument): [key: string, outcome: string][] {
  const nodes = Object.entries(document.nodes);
  const starts = nodes.flatMap(([key]) => (isStart(document, key) ? [key] : []));
  const bare = reachableFrom(
    starts,
    document.edges.filter(({ from }) => !givers.has(document.nodes[from]?.type ?? "")),
  );
  return nodes.flatMap(([key, { type, config }]): [string, string][] => {
    if (type !== "end" || typeof config["outcome"] !== "string") return [];
    const { reasonCodes = "proposed" } = config;
    const hasNone = Array.isArray(reasonCodes) && reasonCodes.length === 0;
    const isBare = reasonCodes === "proposed" && bare.has(key);
    return hasNone || isBare ? [[key, config["outcome"]]] : [];
  });
}
