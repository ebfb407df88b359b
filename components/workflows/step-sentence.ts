import type { ScorecardResult } from "@/server/rules/core/compile-scorecard";
import type { TableResult } from "@/server/rules/core/compile-table";
import { wordsOf } from "@/server/rules/core/fields";
import { explainScorecard, explainTable } from "@/server/rules/core/table-sentences";
import { valueText } from "@/server/rules/core/words";
import { lineTitle } from "@/server/runs/lines/policy";
import type { RunStep } from "@/server/runs/schema";
import type { WorkflowDocument } from "@/server/workflows/schema";

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
const some = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(record) : []);

/** The table or scorecard a node names. */
function partOf<T>(
  of: Record<string, T>,
  document: WorkflowDocument,
  node: string,
  setting: string,
): T | undefined {
  const key = document.nodes[node]?.config[setting];
  return typeof key === "string" && Object.hasOwn(of, key) ? of[key] : undefined;
}

/** What a step that is over came to, in a few words, from the output that was stored. Nothing for steps that say nothing. */
const sayers: Record<
  string,
  (output: Record<string, unknown>, step: RunStep, document: WorkflowDocument) => string | null
> = {
  check(output) {
    const results = list(output["results"]);
    if (results.length === 0) return "Nobody to ask about.";
    if (results.length === 1) return String(results[0]?.["sentence"] ?? results[0]?.["label"] ?? "");
    const labels = new Map<string, number>();
    for (const { label } of results) labels.set(String(label), (labels.get(String(label)) ?? 0) + 1);
    return `${results.length} answers: ${[...labels].map(([label, n]) => (n > 1 ? `${n} × ${label}` : label)).join(", ")}.`;
  },
  rules(output) {
    const fired = list(output["fired"]).map(({ code }) => String(code));
    const points = Number(output["points"] ?? 0);
    if (fired.length === 0) return "No rule fired.";
    const shown = fired.length > 3 ? [...fired.slice(0, 3), `${fired.length - 3} more`] : fired;
    return `${some(fired.length, "rule", "rules")} fired: ${listed(shown)}${points ? `; ${some(points, "point", "points")}` : ""}.`;
  },
  decision_table(output, step, document) {
    const table = partOf(document.tables, document, step.node, "table");
    // An answer by hand has no rows.
    if (!table || !Array.isArray(output["matched"])) return null;
    return explainTable(table, output as unknown as TableResult, wordsOf(document)).join(" ");
  },
  scorecard(output, step, document) {
    const card = partOf(document.scorecards, document, step.node, "scorecard");
    if (!card || !Array.isArray(output["factors"])) return null;
    return explainScorecard(card, output as unknown as ScorecardResult, wordsOf(document)).join(" ");
  },
  compute(output, _, document) {
    const words = wordsOf(document);
    const values = Object.entries(record(output["values"]));
    if (values.length === 0) return null;
    const title = (key: string) => document.formulas[key]?.title ?? key;
    return values
      .map(([key, value]) =>
        value === null
          ? `${title(key)} could not be told.`
          : `${title(key)} is ${valueText(value as object, `values.${key}`, words)}.`,
      )
      .join(" ");
  },
  ownership(output) {
    const owners = list(output["owners"]);
    if (owners.length === 0) return null;
    const beneficial = owners.filter(({ isBeneficialOwner }) => isBeneficialOwner === true).length;
    return `${some(beneficial, "beneficial owner", "beneficial owners")} among ${owners.length}.`;
  },
  for_each(output) {
    const { count, failed } = output;
    if (typeof count !== "number") return null;
    if (count === 0) return "The list was empty.";
    const results = new Map<string, number>();
    for (const { result } of list(output["items"]))
      results.set(String(result), (results.get(String(result)) ?? 0) + 1);
    const told = [...results].map(([result, n]) => `${n} ${result}`).join(", ");
    const lost =
      typeof failed === "number" && failed > 0 && !results.has("failed") ? `, ${failed} failed` : "";
    return `${some(count, "element", "elements")}: ${told}${lost}.`;
  },
  join(output, step, document) {
    const arrived = Array.isArray(output["arrived"]) ? output["arrived"].map(String) : [];
    const split = String(document.nodes[step.node]?.config["split"] ?? "");
    const titles = arrived.map((place) => lineTitle(document, { node: split, place }, undefined));
    return titles.length > 0 ? `${listed(titles)} came here.` : null;
  },
  sub_workflow(output) {
    const { status, outcome } = output;
    if (status === "expired") return "It was waited for no longer.";
    if (typeof outcome === "string") return `It decided “${outcome}”.`;
    return status === "cancelled" ? "It ended without a decision." : null;
  },
  review(output) {
    const by = Array.isArray(output["by"]) ? output["by"].length : 0;
    const verdict = { approve: "Approved", decline: "Declined", send_back: "Sent back" }[
      String(output["verdict"])
    ];
    if (!verdict) return null;
    const items = list(output["items"]).length;
    return verdict === "Sent back"
      ? `${some(items, "item", "items")} sent back.`
      : `${verdict} by ${some(by, "member", "members")}.`;
  },
  request_information(output, step) {
    if (step.outlet === "nothing") return "There was nothing to ask for.";
    const answered = list(output["answered"]).length;
    return answered > 0 ? `${some(answered, "item", "items")} answered.` : null;
  },
};

/** The sentence of one step of a run: what it waits for or suffers, else what came of it, else how it was left. */
export function stepSentence(
  step: RunStep,
  document: WorkflowDocument,
  outletTitle: (outlet: string) => string,
): string | null {
  const { items } = step;
  if (items && step.state === "performing")
    return `${items.done} of ${items.total} done${items.failed > 0 ? `, ${items.failed} failed` : ""}.`;
  if (step.sentence !== null) return step.sentence;
  const type = document.nodes[step.node]?.type ?? "";
  // What an element found by itself is gone once it is over: that is not the same as having found nothing.
  const said =
    step.output !== null && Object.hasOwn(sayers, type)
      ? sayers[type]!(record(step.output), step, document)
      : null;
  if (said !== null || step.outlet === null || ["next", "", "sent", "answered"].includes(step.outlet))
    return said;
  return `${outletTitle(step.outlet)}.`;
}
