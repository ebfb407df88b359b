import type { Json } from "@/server/engine/state";
import type { Literal } from "@/server/rules/core/ast";
import type { ScorecardResult } from "@/server/rules/core/compile-scorecard";
import type { TableResult } from "@/server/rules/core/compile-table";
import { explainScorecard, explainTable } from "@/server/rules/core/table-sentences";
import { titleOf, valueText } from "@/server/rules/core/words";
import { placeOf } from "./rules";
import type { WhyScorecard, WhyTable } from "./schema";
import { neededText, type Reading, sourceOf } from "./sources";
import type { Visit } from "./visits";

/** What a table or a scorecard read of one field. */
function seenAs(
  column: { path: string; title?: string | undefined },
  value: Json,
  visit: Visit,
  reading: Reading,
) {
  const { words, isSealed } = reading;
  const isMissing = value === null;
  return {
    title: column.title ?? titleOf(column.path, words),
    value: isSealed ? null : isMissing ? "not known" : valueText(value as Literal, column.path, words),
    isMissing,
    sources: [sourceOf(column.path, visit, reading)],
    needed: isMissing ? [neededText(column.path, visit, reading)] : [],
  };
}

/** A decision table's rows that counted, and what each column saw. */
export function tablesOf(visit: Visit, reading: Reading): WhyTable[] {
  const { document, words, isSealed } = reading;
  const node = document.nodes[visit.node];
  const table = node?.type === "decision_table" ? document.tables[String(node.config["table"])] : undefined;
  const said = visit.output as unknown as TableResult;
  // A step that a member skipped, or answered by hand, looked nothing up.
  if (!table || !Array.isArray(said.matched)) return [];
  return [
    {
      ...placeOf(visit, reading),
      part: table.title,
      rows: said.matched,
      openRows: said.unknown,
      isDefault: said.isDefault,
      of: table.rows.length,
      reasonCodes: said.reasonCodes,
      // The rows are the policy's own words; which field was not known is told by the columns.
      sentences: isSealed ? [] : explainTable(table, said, words),
      seen: table.inputs.map((column) => seenAs(column, said.seen[column.key] ?? null, visit, reading)),
    },
  ];
}

/** A scorecard's total, its band, and the band each factor fell into, the most costly first. */
export function scorecardsOf(visit: Visit, reading: Reading): WhyScorecard[] {
  const { document, words, isSealed } = reading;
  const node = document.nodes[visit.node];
  const card = node?.type === "scorecard" ? document.scorecards[String(node.config["scorecard"])] : undefined;
  const said = visit.output as unknown as ScorecardResult;
  if (!card || !Array.isArray(said.factors)) return [];
  const [sentence = ""] = explainScorecard(card, said, words);
  const band = card.bands.find(({ key }) => key === said.band)?.title ?? said.band;
  const factors = said.factors.flatMap((score) => {
    const factor = card.factors.find(({ key }) => key === score.key);
    if (!factor) return [];
    const fell = typeof score.band === "number" ? factor.bands[score.band - 1] : undefined;
    const where =
      score.band === "missing" ? "missing" : fell ? (fell.title ?? fell.when) : "in none of the bands";
    const worth = fell ?? (score.band === "missing" ? factor.missing : factor.otherwise);
    return [
      {
        ...seenAs(factor, score.value, visit, reading),
        band: isSealed ? "sealed" : where,
        points: isSealed ? null : score.points,
        isLimited: score.isLimited,
        reasonCode: worth.reasonCode ?? null,
        cost: score.cost,
      },
    ];
  });
  return [
    {
      ...placeOf(visit, reading),
      part: card.title,
      total: isSealed ? null : said.total,
      band,
      sentence: isSealed ? `The band is “${band}”.` : sentence,
      factors: factors.sort((a, b) => b.cost - a.cost).map(({ cost: _, ...factor }) => factor),
    },
  ];
}
