import type { Condition, Literal } from "./ast";
import { type Column, parseCell } from "./cell";
import { conditionText } from "./sentences";
import { countsAll, type DecisionTable } from "./table";
import { type Axis, axisOf } from "./table-axis";
import {
  type Cover,
  cellOf,
  coverOf,
  intersection,
  isVoid,
  missingAtom,
  type Spans,
  sampleOf,
  union,
} from "./table-cover";
import { compileHits } from "./table-hits";
import { type Box, type Budget, findUncovered, meets } from "./table-search";
import { joinWith, titleOf, valueText, type Words } from "./words";

/** Something about a table's rows that its author will want to know. Rows count from 1. */
export interface TableFinding {
  kind: "gap" | "overlap" | "unreachable";
  /** The rows it is about; none for a gap. */
  rows: number[];
  /** "No row answers when Country is Germany and Amount is at least EUR 10,000.00." */
  message: string;
  /** Cells of the place it is about, by column: of a gap, those of the row that is missing. */
  when: { [column: string]: string };
  /** A record that meets it, by column; null where there is no value, left out where any other value will do. */
  example: { [column: string]: Literal | null };
  /** The example in words. */
  instance: string;
}

export interface TableFindings {
  found: TableFinding[];
  /** There are more than are listed, or the table is too large to be looked through. */
  hasMore: boolean;
  /** A cell cannot be read, so nothing can be said yet. */
  isUnreadable?: boolean;
}

const MOST = 20;
const MOST_NAMED = 5;
/** Reading more cells than these takes too long by itself. */
const MOST_CELLS = 12_000;
/** Steps of a search: some ten milliseconds on a small server. */
const WORK = 200_000;

interface Known {
  column: Column;
  axis: Axis;
  domain: Spans;
  isWhole: boolean;
}

/** Gaps, overlaps and rows that never decide. What cannot be a fault under the table's hit policy is none. */
export function findingsOf(
  table: DecisionTable,
  words: Words,
  outcomes: readonly string[] = [],
): TableFindings {
  const { inputs, rows, hitPolicy } = table;
  if (inputs.length * rows.length > MOST_CELLS) return { found: [], hasMore: true };
  const cells = inputs.map((column) =>
    rows.map(({ when }) => conditionOf(Object.hasOwn(when, column.key) ? when[column.key]! : "-", column)),
  );
  // A cell that cannot be read is complained about by itself, and says nothing about its row until then.
  if (cells.some((column) => column.includes(undefined)))
    return { found: [], hasMore: false, isUnreadable: true };
  const known = inputs.map((column, c) => knownOf(column, cells[c]! as (Condition | null)[], words));
  const covers = rows.map((_, i) => known.map(({ axis }, c) => coverOf(cells[c]![i]!, axis)));
  const search: Search = {
    ...{ table, outcomes, known, covers },
    sure: covers.map((row): Box => row.map(({ sure }, c) => intersection(sure, known[c]!.domain))),
    tell: newTeller(known, words),
  };
  const all = [
    ...(table.otherwise === undefined && !countsAll(hitPolicy) ? [gapsIn(search)] : []),
    ...(hitPolicy === "unique" || hitPolicy === "any" ? [overlapsIn(search)] : []),
    deadIn(search),
    ...(hitPolicy === "first" || hitPolicy === "priority" ? [hiddenIn(search)] : []),
  ];
  return { found: all.flatMap(({ found }) => found), hasMore: all.some(({ hasMore }) => hasMore) };
}

interface Search {
  table: DecisionTable;
  outcomes: readonly string[];
  known: readonly Known[];
  covers: readonly (readonly Cover[])[];
  /** Where each row holds for certain. */
  sure: readonly Box[];
  tell: ReturnType<typeof newTeller>;
}

function gapsIn({ known, covers, tell }: Search): TableFindings {
  const domain = known.map(({ axis, domain }, c) =>
    // A missing value counts only where a cell asks for it: elsewhere it leaves the answer open, or repeats a gap.
    covers.some((row) => row[c]!.minds) ? domain : intersection(domain, [0, missingAtom(axis)]),
  );
  const maybe = covers.map((row): Box => row.map(({ maybe }) => maybe));
  const { boxes, isWhole } = findUncovered(domain, maybe, MOST, { left: WORK });
  return {
    found: boxes
      .flatMap((one) => apart(one, known, domain))
      .map((box) => tell("gap", [], "No row answers", box, domain)),
    hasMore: !isWhole,
  };
}

function overlapsIn({ table, outcomes, sure, tell }: Search): TableFindings {
  const { conflict } = compileHits(table, outcomes);
  const found: TableFinding[] = [];
  const why = table.hitPolicy === "unique" ? "both hold" : "both hold and say different things";
  for (let a = 0; a < sure.length; a++)
    for (let b = a + 1; b < sure.length; b++) {
      if (!meets(sure[a]!, sure[b]!) || conflict([a + 1, b + 1]) === undefined) continue;
      if (found.length === MOST) return { found, hasMore: true };
      const both = sure[a]!.map((spans, c) => intersection(spans, sure[b]![c]!));
      found.push(tell("overlap", [a + 1, b + 1], `Rows ${a + 1} and ${b + 1} ${why}`, both));
    }
  return { found, hasMore: false };
}

function deadIn({ sure, tell }: Search): TableFindings {
  const found = sure.flatMap((row, i) =>
    isDead(row) ? [tell("unreachable", [i + 1], `Row ${i + 1} can never hold.`)] : [],
  );
  return { found, hasMore: false };
}

const isDead = (row: Box): boolean => row.some((spans) => spans.length === 0);

/** Rows that hold nowhere but where others go first. */
function hiddenIn({ table, outcomes, sure, tell }: Search): TableFindings {
  const budget: Budget = { left: WORK };
  const found: TableFinding[] = [];
  let hasMore = false;
  const order = compileHits(table, outcomes).inOrder(sure.map((_, i) => i + 1));
  for (const [place, number] of order.entries()) {
    const row = sure[number - 1]!;
    if (isDead(row)) continue;
    budget.left -= place >> 3;
    if (budget.left < 0) return { found, hasMore: true };
    const ahead = order.slice(0, place).filter((other) => meets(row, sure[other - 1]!));
    const single = ahead.find((other) => row.every((spans, c) => isCovered(sure[other - 1]![c]!, spans)));
    if (single === undefined) {
      const rows = ahead.map((other) => sure[other - 1]!);
      const { boxes, isWhole } = findUncovered(row, rows, 1, budget);
      if (boxes.length === 0 && !isWhole) hasMore = true;
      if (boxes.length > 0 || !isWhole) continue;
    }
    const others = (single === undefined ? ahead : [single]).sort((a, b) => a - b);
    const named =
      others.length > MOST_NAMED
        ? "other rows go"
        : `${others.length === 1 ? "row" : "rows"} ${joinWith(others.map(String), "and")} ${others.length === 1 ? "goes" : "go"}`;
    found.push(
      tell("unreachable", [number], `Row ${number} never decides: ${named} first wherever it holds.`),
    );
  }
  return { found, hasMore };
}

/** Undefined for a cell that cannot be read. */
function conditionOf(cell: string, column: Column): Condition | null | undefined {
  const parsed = parseCell(cell, column, "cell");
  return parsed.ok ? parsed.condition : undefined;
}

const isCovered = (outer: Spans, inner: Spans): boolean => intersection(outer, inner).join() === inner.join();

function knownOf(column: Column, cells: readonly (Condition | null)[], words: Words): Known {
  const choices =
    words.choices && Object.hasOwn(words.choices, column.path) ? words.choices[column.path] : undefined;
  const values = column.type === "text" && choices ? Object.keys(choices) : undefined;
  const conditions = cells.filter((cell) => cell !== null);
  const axis = axisOf(column, conditions, "UTC", values);
  const isWhole = column.type !== "number" || (words.whole?.includes(column.path) ?? false);
  const atoms = Array.from({ length: axis.size }, (_, atom) => atom).filter(
    (atom) =>
      !isVoid(axis, atom, isWhole) &&
      !(
        values &&
        axis.kind === "choice" &&
        atom < axis.values.length &&
        !values.includes(String(axis.values[atom]))
      ),
  );
  return { column, axis, domain: union(...atoms.map((atom) => [atom, atom + 1])), isWhole };
}

/** No cell says “missing or something else” of every kind of value: such a place is told as two. */
function apart(box: Box, known: readonly Known[], domain: Box): Box[] {
  for (const [c, spans] of box.entries()) {
    const { axis } = known[c]!;
    const missing: Spans = [missingAtom(axis), axis.size];
    if (spans.join() === domain[c]!.join() || intersection(spans, missing).length === 0) continue;
    const rest = intersection(spans, [0, missingAtom(axis)]);
    if (rest.length === 0) continue;
    return [missing, rest].flatMap((part) =>
      apart(
        box.map((one, i) => (i === c ? part : one)),
        known,
        domain,
      ),
    );
  }
  return [box];
}

/** Puts a place into words: what its columns say, and one record of it. */
function newTeller(known: readonly Known[], words: Words) {
  const titles = known.flatMap(({ column: { path, title } }) => (title === undefined ? [] : [[path, title]]));
  const named: Words = { ...words, titles: { ...words.titles, ...Object.fromEntries(titles) } };
  const text = (column: Column, cell: string): string => {
    const parsed = parseCell(cell, column, "gap");
    const condition = parsed.ok ? parsed.condition : null;
    if (!condition) return "";
    if (condition.op !== "any" || condition.of.length <= MOST_NAMED) return conditionText(condition, named);
    const some = { ...condition, of: condition.of.slice(0, MOST_NAMED - 2) };
    return `${conditionText(some, named)} or in ${condition.of.length - some.of.length} more places`;
  };
  return (
    kind: TableFinding["kind"],
    rows: number[],
    message: string,
    box?: Box,
    domain: Box = known.map(({ domain }) => domain),
  ): TableFinding => {
    const when: TableFinding["when"] = {};
    const example: TableFinding["example"] = {};
    const instances: string[] = [];
    for (const [c, { column, axis, isWhole }] of known.entries()) {
      if (!box) continue;
      const spans = box[c]!;
      const isAny = spans.join() === domain[c]!.join();
      const value = sampleOf(spans, axis, column, isWhole);
      if (value !== undefined) example[column.key] = value;
      if (isAny) continue;
      when[column.key] = cellOf(spans, axis, column, isWhole);
      const shown =
        value === undefined ? "any other" : value === null ? "missing" : valueText(value, column.path, named);
      instances.push(`${titleOf(column.path, named)} ${shown}`);
    }
    const places = known.flatMap(({ column }) =>
      Object.hasOwn(when, column.key) ? [text(column, when[column.key]!)] : [],
    );
    const where = places.length > 0 ? ` when ${joinWith(places, "and")}.` : " in any case.";
    return {
      ...{ kind, rows, when, example },
      message: box ? `${message}${where}` : message,
      instance: instances.length > 0 ? `For example: ${joinWith(instances, "and")}.` : "",
    };
  };
}
