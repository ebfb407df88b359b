import type { FieldInfo } from "@/server/rules/core/fields";
import type { Factor, Scorecard, TotalBand } from "@/server/rules/core/scorecard";

/** What is done with a scorecard, each as one step; and what can be told of it without a record. */

type FactorBand = Factor["bands"][number];

export function keyOf(title: string, taken: readonly string[]): string {
  const plain =
    title
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^[_\d]+|_+$/g, "")
      .slice(0, 50) || "part";
  for (let n = 1; ; n++) {
    const key = n === 1 ? plain : `${plain}_${n}`;
    if (!taken.includes(key)) return key;
  }
}

const TYPES: { readonly [type in FieldInfo["type"]]?: Factor["type"] } = {
  ...{ text: "text", number: "number", money: "money", boolean: "boolean", date: "date", any: "number" },
};

/** A factor reads one value, so a field of a list is none. */
export const isFactorField = ({ type, path }: FieldInfo): boolean =>
  TYPES[type] !== undefined && !path.includes("[]");

const FIRST: { readonly [type in Factor["type"]]: string } = {
  ...{ text: '"a"', number: ">= 0", money: ">= 0", boolean: "true", date: ">= 2020-01-01" },
};

/** What of a factor its field decides: a test of another kind of value would be none. */
function columnOf(field: FieldInfo): Pick<Factor, "path" | "type"> & { currency?: string } {
  const type = TYPES[field.type] ?? "number";
  return { path: field.path, type, ...(type === "money" ? { currency: field.currency ?? "EUR" } : {}) };
}

export function addFactor(card: Scorecard, field: FieldInfo): Scorecard {
  const column = columnOf(field);
  const title = field.title.slice(0, 80);
  const key = keyOf(
    title,
    card.factors.map((one) => one.key),
  );
  const none = { points: 0 };
  const bands = [{ when: firstTest(field, column.type), points: 0 }];
  return {
    ...card,
    factors: [...card.factors, { key, title, ...column, bands, missing: none, otherwise: none }],
  };
}

const firstTest = (field: FieldInfo, type: Factor["type"]): string => {
  const [choice] = Object.keys(field.choices ?? {});
  return choice === undefined ? FIRST[type] : JSON.stringify(choice);
};

/** The factor about another field; tests of another type begin anew. */
export function withField(factor: Factor, field: FieldInfo): Factor {
  const { currency: _, ...rest } = factor;
  const column = columnOf(field);
  const bands =
    column.type === factor.type ? factor.bands : [{ when: firstTest(field, column.type), points: 0 }];
  return { ...rest, ...column, bands };
}

export const changeFactor = (card: Scorecard, i: number, factor: Factor): Scorecard => ({
  ...card,
  factors: card.factors.with(i, factor),
});

export function moveIn<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  if (to < 0 || to >= list.length) return next;
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** The columns of a band as they stand in the grid. */
export const bandColumns = ["when", "title", "points", "reasonCode"] as const;
export type BandColumn = (typeof bandColumns)[number];

/** Cells as a spreadsheet copies them: rows by lines, columns by tabs. One cell alone is text like any other. */
export function cellsOf(text: string): string[][] | undefined {
  const rows = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const cells = rows.map((row) => row.split("\t").map((cell) => cell.trim()));
  return rows.length > 1 || (cells[0]?.length ?? 0) > 1 ? cells : undefined;
}

/** Cells put over the bands from a place on; below the last one bands are added. What is no number is told. */
export function pasteBands(
  factor: Factor,
  row: number,
  column: BandColumn,
  cells: readonly (readonly string[])[],
): { factor: Factor; faults: string[] } {
  const first = bandColumns.indexOf(column);
  const bands: FactorBand[] = [...factor.bands];
  const faults: string[] = [];
  cells.forEach((line, i) => {
    const at = row + i;
    if (at >= 100) {
      if (at === 100) faults.push("A factor has at most 100 bands; the rest was left out.");
      return;
    }
    let band: FactorBand = bands[at] ?? { when: FIRST[factor.type], points: 0 };
    line.forEach((cell, j) => {
      const key = bandColumns[first + j];
      if (key === "when" && cell !== "") band = { ...band, when: cellText(cell, factor.type) };
      if (key === "points" && cell !== "") {
        const points = Number(cell.replace(/[\s\u00a0,']/g, "").replace("−", "-"));
        if (Number.isInteger(points)) band = { ...band, points };
        else faults.push(`Row ${i + 1}: “${cell}” is no whole number of points.`);
      }
      if (key === "title" || key === "reasonCode") {
        const { [key]: _, ...rest } = band;
        band = cell === "" ? rest : { ...rest, [key]: cell.slice(0, key === "title" ? 80 : 64) };
      }
    });
    bands[at] = band;
  });
  return { factor: { ...factor, bands }, faults };
}

/** A test as people write one: `18-65`, `≥18`, `DE, FR`. What cannot be meant otherwise is written as the cell wants it. */
export function cellText(text: string, type: Factor["type"]): string {
  const cell = text.trim();
  if (type === "text") {
    if (cell === "" || /["<>=≠(]|^-$|^missing$/.test(cell)) return cell;
    return cell
      .split(/\s*[,;]\s*/)
      .filter(Boolean)
      .map((one) => JSON.stringify(one))
      .join(", ");
  }
  if (type === "boolean") {
    if (/^(yes|y|ja)$/i.test(cell)) return "true";
    return /^(no|n|nein)$/i.test(cell) ? "false" : cell;
  }
  if (type === "date") return cell;
  const plain = cell.replace(/(\d)[,\u00a0' ](?=\d{3}(\D|$))/g, "$1");
  const range = /^(-?\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(\d+(?:\.\d+)?)$/i.exec(plain);
  if (range) return `[${range[1]}..${range[2]}]`;
  const under = /^(?:under|below|less than)\s+(-?\d+(?:\.\d+)?)$/i.exec(plain);
  if (under) return `< ${under[1]}`;
  const over = /^(?:over|above|more than)\s+(-?\d+(?:\.\d+)?)$/i.exec(plain);
  if (over) return `> ${over[1]}`;
  const least = /^(?:at least|from)\s+(-?\d+(?:\.\d+)?)$|^(-?\d+(?:\.\d+)?)\s*\+$/i.exec(plain);
  return least ? `>= ${least[1] ?? least[2]}` : plain;
}

export interface Reach {
  least: number;
  most: number;
}

type Limits = { floor?: number | undefined; cap?: number | undefined };
const limited = (points: number, { floor, cap }: Limits): number =>
  Math.min(Math.max(points, floor ?? Number.NEGATIVE_INFINITY), cap ?? Number.POSITIVE_INFINITY);

/** The least and the most a factor can give. */
export function reachOfFactor(factor: Factor): Reach {
  const all = [...factor.bands, factor.missing, factor.otherwise].map(({ points }) =>
    limited(points, factor),
  );
  return { least: Math.min(...all), most: Math.max(...all) };
}

/** The least and the most the total can come to. */
export function reachOf(card: Scorecard): Reach {
  const sum = (of: keyof Reach) =>
    limited(
      card.factors.reduce((total, factor) => total + reachOfFactor(factor)[of], card.base),
      card,
    );
  return { least: sum("least"), most: sum("most") };
}

/** The bands of the total that nothing can come to, by their number. */
export function unreachable(card: Scorecard): ReadonlySet<number> {
  const { least, most } = reachOf(card);
  return new Set(
    card.bands.flatMap(({ from }, i) => {
      const next = card.bands[i + 1]?.from;
      const isAbove = from !== undefined && from > most;
      const isBelow = next !== undefined && next <= least;
      return isAbove || isBelow ? [i] : [];
    }),
  );
}

/** A band of the total above the last one. */
export function addTotalBand(card: Scorecard): Scorecard {
  const last = card.bands.at(-1);
  const from = (last?.from ?? Math.max(0, reachOf(card).least)) + 10;
  const title = `Band ${card.bands.length + 1}`;
  const key = keyOf(
    title,
    card.bands.map((one) => one.key),
  );
  const band: TotalBand = { key, title, from };
  return { ...card, bands: [...card.bands, band] };
}

/** Without a band; the one that is first then takes everything below. */
export function removeTotalBand(card: Scorecard, i: number): Scorecard {
  const bands = card.bands.toSpliced(i, 1).map((band, at) => {
    if (at > 0) return band;
    const { from: _, ...rest } = band;
    return rest;
  });
  return { ...card, bands };
}
