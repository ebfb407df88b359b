import type { RunData } from "@/server/engine/state";
import { parseCell } from "@/server/rules/core/cell";
import { compileCondition, type RuleSettings } from "@/server/rules/core/compile";
import { compileTable } from "@/server/rules/core/compile-table";
import { decisionTable } from "@/server/rules/core/table";

/** A table as large as policies get: 200 rows over six columns of every kind, first hit, and records that meet it. */

const COUNTRIES =
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK GB CH NO".split(" ");
const SIZES = ["micro", "small", "medium", "large"];
const SECTORS = ["travel", "games", "retail", "food", "health", "finance", "energy"];

const quoted = (list: string[]) => list.map((one) => `"${one}"`).join(", ");
const pick = <T>(list: readonly T[], i: number, count: number) =>
  Array.from({ length: count }, (_, j) => list[(i * 7 + j * 3) % list.length]!);

const table200x6 = decisionTable.parse({
  title: "Limits",
  hitPolicy: "first",
  inputs: [
    { key: "country", path: "input.country", type: "text" },
    { key: "sector", path: "input.sector", type: "text" },
    { key: "amount", path: "input.amount", type: "money", currency: "EUR" },
    { key: "years", path: "input.years", type: "number" },
    { key: "score", path: "input.score", type: "number" },
    { key: "size", path: "input.size", type: "text" },
  ],
  outputs: [
    { key: "limit", title: "Limit", kind: "value", type: "number" },
    { key: "outcome", title: "Outcome", kind: "outcome" },
  ],
  rows: Array.from({ length: 200 }, (_, i) => ({
    when: {
      country: i % 9 === 0 ? `not(${quoted(pick(COUNTRIES, i, 3))})` : quoted(pick(COUNTRIES, i, 8)),
      sector: i % 5 === 0 ? "-" : quoted(pick(SECTORS, i, 3)),
      amount: `[${i * 40}..${i * 40 + 4000})`,
      years: i % 4 === 0 ? "-" : `>= ${i % 11}`,
      score: `(${i % 60}..${(i % 60) + 45}]`,
      size: i % 3 === 0 ? "-" : quoted(pick(SIZES, i, 2)),
    },
    set: { limit: i * 10, outcome: i % 3 === 0 ? "review" : "approve" },
  })),
});

const tableSettings: RuleSettings = {
  timeZone: "Europe/Berlin",
  leapDayBirthday: "03-01",
  outcomes: ["approve", "review", "decline"],
};

/** One in twenty of the values is missing. */
export function tableRecords(count: number): RunData[] {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const maybe = <T>(value: T) => (next(20) === 0 ? undefined : value);
  return Array.from({ length: count }, () => ({
    input: JSON.parse(
      JSON.stringify({
        country: maybe(COUNTRIES[next(COUNTRIES.length)]),
        sector: maybe(SECTORS[next(SECTORS.length)]),
        amount: maybe({ amount: next(1_200_000), currency: "EUR" }),
        years: maybe(next(15)),
        score: maybe(next(1000) / 10),
        size: maybe(SIZES[next(SIZES.length)]),
      }),
    ),
    ...{ party: {}, forms: {}, nodes: {}, values: {} },
  }));
}

export const lookUp = compileTable(table200x6, tableSettings);

const cells = table200x6.rows.map(({ when }, i) =>
  table200x6.inputs.flatMap((column) => {
    const cell = parseCell(when[column.key] ?? "-", column, `r${i}.${column.key}`);
    return cell.ok && cell.condition ? [compileCondition(cell.condition, tableSettings)] : [];
  }),
);

/** The same table without its index: cell by cell, until a row holds. */
export function scan(data: RunData, at: string): { matched: number[]; unknown: number[] } {
  const unknown: number[] = [];
  for (let i = 0; i < cells.length; i++) {
    const results = cells[i]!.map((test) => test(data, at).result);
    if (results.includes(false)) continue;
    if (!results.includes("unknown")) return { matched: [i + 1], unknown };
    unknown.push(i + 1);
  }
  return { matched: [], unknown };
}
