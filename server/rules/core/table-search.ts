import { intersection, type Spans, union } from "./table-cover";

/** One set of atoms per column. */
export type Box = readonly Spans[];

/** How much a search may still do. Finding every gap of any table can take for ever; this says when it stops. */
export interface Budget {
  left: number;
}

/** What of a box no row covers, and whether that is all of it. */
export interface Uncovered {
  boxes: Box[];
  isWhole: boolean;
}

const keyOf = (box: Box): string => box.map((spans) => spans.join(" ")).join("|");

/**
 * The parts of a box that no row covers: column by column, values that leave the same rows are looked at together, and
 * a set of rows that was found to cover everything is not asked again.
 */
export function findUncovered(box: Box, rows: readonly Box[], most: number, budget: Budget): Uncovered {
  const width = box.length;
  budget.left -= (rows.length * width) >> 2;
  const within = rows.map((row) => row.map((spans, c) => intersection(spans, box[c]!)));
  const whole = box.map((spans) => spans.join(" "));
  // From here on the row asks nothing: nothing below can be uncovered.
  const freeFrom = within.map((row) => {
    let c = width;
    while (c > 0 && row[c - 1]!.join(" ") === whole[c - 1]) c--;
    return c;
  });
  const known = new Map<string, Uncovered>();

  const search = (c: number, active: readonly number[]): Uncovered => {
    if (active.length === 0) return { boxes: [box.slice(c)], isWhole: true };
    if (active.some((row) => freeFrom[row]! <= c)) return { boxes: [], isWhole: true };
    const key = `${c}:${active.join(",")}`;
    const before = known.get(key);
    if (before) return before;
    budget.left -= active.length;
    if (budget.left < 0) return { boxes: [], isWhole: false };
    const found = new Map<string, { spans: Spans; rest: Box }>();
    let isWhole = true;
    for (const { spans, rows } of groups(box[c]!, within, c, active, budget)) {
      const below = search(c + 1, rows);
      isWhole &&= below.isWhole;
      for (const rest of below.boxes) {
        const same = found.get(keyOf(rest));
        found.set(keyOf(rest), { spans: same ? union(same.spans, spans) : spans, rest });
      }
      if (found.size >= most || budget.left < 0) {
        isWhole = false;
        break;
      }
    }
    const boxes = [...found.values()].map(({ spans, rest }): Box => [spans, ...rest]);
    const result = { boxes, isWhole };
    known.set(key, result);
    return result;
  };
  return search(
    0,
    within.flatMap((row, i) => (row.every((spans) => spans.length > 0) ? [i] : [])),
  );
}

/** The values of one column by the rows they leave. */
function groups(
  domain: Spans,
  rows: readonly Box[],
  c: number,
  active: readonly number[],
  budget: Budget,
): Iterable<{ spans: Spans; rows: number[] }> {
  const cuts = new Set<number>(domain);
  for (const row of active) for (const cut of rows[row]![c]!) cuts.add(cut);
  const places = [...cuts].sort((a, b) => a - b);
  const starts = new Map<number, number[]>();
  const ends = new Map<number, number[]>();
  for (const row of active)
    rows[row]![c]!.forEach((cut, i) => {
      const at = i % 2 === 0 ? starts : ends;
      at.set(cut, [...(at.get(cut) ?? []), row]);
    });
  const open = new Set<number>();
  const found = new Map<string, { spans: Spans; rows: number[] }>();
  for (let i = 0; i + 1 < places.length; i++) {
    const from = places[i]!;
    for (const row of ends.get(from) ?? []) open.delete(row);
    for (const row of starts.get(from) ?? []) open.add(row);
    const spans = intersection([from, places[i + 1]!], domain);
    if (spans.length === 0) continue;
    budget.left -= open.size;
    const left = [...open].sort((a, b) => a - b);
    const same = found.get(left.join());
    found.set(left.join(), { spans: same ? union(same.spans, spans) : spans, rows: left });
  }
  // Those with the fewest rows first: a gap is likelier there.
  return [...found.values()].sort((a, b) => a.rows.length - b.rows.length);
}

/** Whether there is a place in both. Asked of every pair of rows, so it makes nothing on its way. */
export function meets(a: Box, b: Box): boolean {
  for (let c = 0; c < a.length; c++) if (!touches(a[c]!, b[c]!)) return false;
  return true;
}

function touches(a: Spans, b: Spans): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i]! < b[j + 1]! && b[j]! < a[i + 1]!) return true;
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return false;
}
