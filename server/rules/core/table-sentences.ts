import type { Literal } from "./ast";
import { type Column, parseCell } from "./cell";
import type { FactorScore, ScorecardResult } from "./compile-scorecard";
import type { TableResult } from "./compile-table";
import { formatNumber } from "./currency";
import type { Formula } from "./formula";
import { bandId, type Factor, type Scorecard, type TotalBand } from "./scorecard";
import { conditionText, operandParts } from "./sentences";
import { cellId, type DecisionTable, type TableRow } from "./table";
import { asSentence, joinWith, nameOf, textOf, titleOf, valueText, type Words } from "./words";

/** Tables, scorecards and formulas as numbered plain sentences, from the same definition that runs. */

const own = <T>(of: { readonly [key: string]: T } | undefined, key: string): T | undefined =>
  of && Object.hasOwn(of, key) ? of[key] : undefined;
const pointsText = (points: number) =>
  `${formatNumber(points)} ${Math.abs(points) === 1 ? "point" : "points"}`;
const reasonText = (code: string, words: Words) => (own(words.reasons, code) ?? code).replace(/\.$/, "");

/** A column's own title stands for its field. */
function withTitles(columns: readonly Column[], words: Words): Words {
  const own = columns.flatMap(({ path, title }) => (title === undefined ? [] : [[path, title]]));
  return { ...words, titles: { ...words.titles, ...Object.fromEntries(own) } };
}

function cellText(cell: string, column: Column, id: string, words: Words): string | undefined {
  const parsed = parseCell(cell, column, id);
  if (!parsed.ok) return `${titleOf(column.path, words)} is what cannot be read: “${cell}”`;
  return parsed.condition ? conditionText(parsed.condition, words) : undefined;
}

function effectsText(table: DecisionTable, set: TableRow["set"], words: Words): string {
  const parts = table.outputs.flatMap(({ key, title, kind }) => {
    const given = own(set, key);
    if (given === undefined) return [];
    if (kind === "value") return [`${title} ${valueText(given as Literal, `values.${key}`, words)}`];
    if (kind === "points") return [pointsText(given as number)];
    if (kind === "outcome") return [`propose “${nameOf(words.outcomes, String(given))}”`];
    if (kind === "queue") return [`name the queue “${nameOf(words.queues, String(given))}”`];
    return [`because: ${reasonText(String(given), words)}`];
  });
  return parts.length > 0 ? joinWith(parts, "and") : "nothing is set";
}

/** "Country is Germany or France and Amount is at least 1,000 → limit 500". */
function rowText(table: DecisionTable, row: TableRow, number: number, words: Words): string {
  const told = withTitles(table.inputs, words);
  const tests = table.inputs.flatMap(
    (of) => cellText(own(row.when, of.key) ?? "-", of, cellId(number, of.key), told) ?? [],
  );
  const when = tests.length > 0 ? joinWith(tests, "and") : "in any case";
  return `${when} → ${effectsText(table, row.set, words)}`;
}

export function rowSentence(table: DecisionTable, number: number, words: Words): string {
  const row = table.rows[number - 1];
  return row
    ? asSentence(`Row ${number}: ${rowText(table, row, number, words)}`)
    : `There is no row ${number}.`;
}

const POLICY = {
  first: "The first row that holds decides.",
  unique: "Exactly one row may hold; two stop the run.",
  any: "Several rows may hold if they say the same; otherwise the run stops.",
  priority: "Of the rows that hold, the one whose result ranks highest decides.",
  rule_order: "Every row that holds counts; their values are listed in the order of the rows.",
  output_order: "Every row that holds counts; their values are listed in order of rank.",
} as const;
const COLLECTED = {
  list: "their values are listed",
  sum: "their values are added up",
  min: "the smallest value counts",
  max: "the largest value counts",
  count: "they are counted",
} as const;

export interface ToldParts {
  intro: string;
  lines: { code: string; sentence: string }[];
}

export function tableSentences(table: DecisionTable, words: Words): ToldParts {
  return {
    intro:
      table.hitPolicy === "collect"
        ? `Every row that holds counts; ${COLLECTED[table.collect ?? "list"]}.`
        : POLICY[table.hitPolicy],
    lines: [
      ...table.rows.map((row, i) => ({
        code: `Row ${i + 1}`,
        sentence: asSentence(rowText(table, row, i + 1, words)),
      })),
      ...(table.otherwise
        ? [
            {
              code: "Else",
              sentence: asSentence(`when no row holds → ${effectsText(table, table.otherwise, words)}`),
            },
          ]
        : []),
    ],
  };
}

/** Why the table answered as it did, from the pinned table and its stored result. */
export function explainTable(table: DecisionTable, result: TableResult, words: Words): string[] {
  const named = withTitles(table.inputs, words);
  const isRanked = table.hitPolicy === "priority";
  const told = isRanked ? result.matched.slice(0, 1) : result.matched;
  const beaten = isRanked && !result.isUncertain ? result.matched.slice(1) : [];
  const open = table.inputs.filter(({ key }) => own(result.seen, key) === null);
  const why =
    open.length > 0
      ? ` because ${joinWith(
          open.map(({ path }) => titleOf(path, named)),
          "and",
        )} is not known`
      : "";
  const rows = (numbers: readonly number[]) =>
    `${numbers.length === 1 ? "Row" : "Rows"} ${joinWith(numbers.map(String), "and")}`;
  return [
    ...(result.conflict ? [`${rows(result.conflict)} contradict each other.`] : []),
    ...(result.isUncertain && result.matched.length > 0
      ? [`${rows(result.matched)} ${result.matched.length === 1 ? "holds" : "hold"}.`]
      : told.map((number) => rowSentence(table, number, words))),
    ...(beaten.length > 0
      ? [
          `${rows(beaten)} ${beaten.length === 1 ? "holds" : "hold"} too, and ${beaten.length === 1 ? "ranks" : "rank"} lower.`,
        ]
      : []),
    ...(result.isDefault && table.otherwise
      ? [asSentence(`No row holds → ${effectsText(table, table.otherwise, words)}`)]
      : []),
    ...(result.unknown.length > 0
      ? [
          `${rows(result.unknown)} could not be told${why}${
            result.isUncertain
              ? result.matched.length > 0
                ? ", and could change the answer"
                : ""
              : ", and could not change the answer"
          }.`,
        ]
      : []),
    ...(result.matched.length + result.unknown.length === 0 && !result.isDefault ? ["No row holds."] : []),
  ];
}

function worthText({ points, reasonCode }: Factor["missing"], words: Words): string {
  const because = reasonCode === undefined ? "" : ` (${reasonText(reasonCode, words)})`;
  return `${pointsText(points)}${because}`;
}

function limitsText({ floor, cap }: { floor?: number | undefined; cap?: number | undefined }): string {
  if (floor === undefined && cap === undefined) return "";
  if (floor === undefined) return `; at most ${pointsText(cap!)}`;
  return cap === undefined
    ? `; at least ${pointsText(floor)}`
    : `; between ${formatNumber(floor)} and ${pointsText(cap)}`;
}

function factorSentence(factor: Factor, words: Words): string {
  const told = withTitles([factor], words);
  const bands = factor.bands.map((band, i) => {
    const test = cellText(band.when, factor, bandId(factor.key, i), told) ?? band.when;
    // The sentence has named its subject already.
    const short = test.startsWith(`${factor.title} is `) ? test.slice(factor.title.length + 4) : test;
    return `${band.title ?? short}: ${worthText(band, words)}`;
  });
  const rest = [
    `otherwise ${worthText(factor.otherwise, words)}`,
    `missing ${worthText(factor.missing, words)}`,
  ];
  return asSentence(`${factor.title}: ${[...bands, ...rest].join("; ")}${limitsText(factor)}`);
}

function bandSentence(bands: readonly TotalBand[], i: number, words: Words): string {
  const { title, from, outcome, values } = bands[i]!;
  const next = bands[i + 1]?.from;
  const range =
    from === undefined
      ? next === undefined
        ? "any total"
        : `below ${formatNumber(next)}`
      : next === undefined
        ? `${formatNumber(from)} and more`
        : `${formatNumber(from)} to ${formatNumber(next - 1)}`;
  const then = [
    ...(outcome === undefined ? [] : [`propose “${nameOf(words.outcomes, outcome)}”`]),
    ...Object.entries(values ?? {}).map(
      ([key, given]) =>
        `set ${titleOf(`values.${key}`, words)} to ${valueText(given as Literal, `values.${key}`, words)}`,
    ),
  ];
  return asSentence(`${range} is “${title}”${then.length > 0 ? `: ${joinWith(then, "and")}` : ""}`);
}

export function scorecardSentences(card: Scorecard, words: Words): ToldParts {
  const base = card.base === 0 ? "" : ` Everybody begins with ${pointsText(card.base)}.`;
  return {
    intro: `The points of ${card.factors.length} factors are added up${limitsText(card)}.${base}`,
    lines: [
      ...card.factors.map((factor) => ({ code: factor.key, sentence: factorSentence(factor, words) })),
      ...card.bands.map(({ key }, i) => ({ code: key, sentence: bandSentence(card.bands, i, words) })),
    ],
  };
}

function scoreSentence(factor: Factor, score: FactorScore, words: Words): string {
  const told = withTitles([factor], words);
  const shown =
    score.band === "missing" ? "is not known" : `is ${valueText(score.value as Literal, factor.path, told)}`;
  const limit = score.isLimited ? ", which is its limit" : "";
  return asSentence(`${factor.title} ${shown}: ${pointsText(score.points)}${limit}`);
}

/** Why the scorecard came to its total: the total first, then every factor with what it saw. */
export function explainScorecard(card: Scorecard, result: ScorecardResult, words: Words): string[] {
  const title = card.bands.find(({ key }) => key === result.band)?.title ?? result.band;
  const limit = result.isLimited ? ", which is the limit" : "";
  return [
    `The total is ${pointsText(result.total)}${limit}: “${title}”.`,
    ...result.factors.flatMap((score) => {
      const factor = card.factors.find(({ key }) => key === score.key);
      return factor ? [scoreSentence(factor, score, words)] : [];
    }),
  ];
}

const MODES = {
  half_even: "halves to even",
  half_up: "halves up",
  down: "always down",
  up: "always up",
} as const;

/** "Daily exposure is Monthly volume ÷ 30 × Delivery days, rounded to 2 decimals." */
export function formulaSentence(key: string, formula: Formula, words: Words): string {
  const says = textOf(operandParts({ formula: formula.formula }, words));
  const { decimals, mode } = formula.rounding;
  const rounded =
    decimals === undefined
      ? mode === "half_even"
        ? ""
        : `, rounded ${MODES[mode]}`
      : `, rounded to ${formatNumber(decimals)} ${decimals === 1 ? "decimal" : "decimals"} (${MODES[mode]})`;
  const unit = formula.unit === undefined ? "" : ` (${formula.unit})`;
  const fallback =
    formula.whenMissing === undefined
      ? ""
      : `; ${valueText(formula.whenMissing, `values.${key}`, words)} when something is missing`;
  return asSentence(`${formula.title}${unit} is ${says}${rounded}${fallback}`);
}
