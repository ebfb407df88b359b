import type { BacktestFinding, LabelVerdict } from "@/db/enums/enums";

/** Where a replay ends that goes to people who were not asked the same: no outcome, and no guess of one. */
export const STANDS = "*stands";

/** What turned out: facts that came in later, or what a member decided. */
export const labelSources = ["facts", "analyst"] as const;
export type LabelSource = (typeof labelSources)[number];

type Counts = { [key: string]: number };
interface Side {
  before: Counts;
  after: Counts;
}

/** Sums over the decisions that were replayed, in keys and counts. */
export interface Tally {
  same: number;
  /** The same outcome for other reasons, or with other rules. */
  changed: number;
  flipped: number;
  notComparable: number;
  /** Outcome as decided → as replayed → how many. */
  matrix: { [decided: string]: Counts };
  rules: { [hit: string]: { title: string; before: number; after: number; gained: number; lost: number } };
  /** `reason node` → how many. */
  reasons: Counts;
  labels: { [S in LabelSource]: { [V in LabelVerdict]: Side } };
  /** Questions to vendors. */
  calls: { before: number; after: number };
  /** Decisions in which people had a say. */
  people: { before: number; after: number };
  /** Every outcome that was met, with the words of the version that knew it. */
  outcomes: { [key: string]: { title: string; kind: string } };
}

const side = (): Side => ({ before: {}, after: {} });

export const emptyTally = (): Tally => ({
  same: 0,
  changed: 0,
  flipped: 0,
  notComparable: 0,
  matrix: {},
  rules: {},
  reasons: {},
  labels: { facts: { bad: side(), good: side() }, analyst: { bad: side(), good: side() } },
  calls: { before: 0, after: 0 },
  people: { before: 0, after: 0 },
  outcomes: {},
});

/** What one way through a workflow came to. */
export interface Ending {
  outcome: string;
  reasonCodes: readonly string[];
  /** Rules that fired, rows that held, bands: `node/code`, each once. */
  hits: readonly string[];
  calls: number;
  byPeople: boolean;
}

export interface Comparison {
  finding: BacktestFinding | "same";
  gained: string[];
  lost: string[];
}

const differs = (a: readonly string[], b: readonly string[]) =>
  a.length !== b.length || [...a].sort().join("\n") !== [...b].sort().join("\n");

/** One decision as it was made beside what it would be. */
export function compareEndings(before: Ending, after: Ending): Comparison {
  const gained = after.hits.filter((hit) => !before.hits.includes(hit));
  const lost = before.hits.filter((hit) => !after.hits.includes(hit));
  const finding =
    before.outcome !== after.outcome
      ? "flipped"
      : gained.length + lost.length > 0 || differs(before.reasonCodes, after.reasonCodes)
        ? "changed"
        : "same";
  return { finding, gained, lost };
}

const count = (counts: Counts, key: string, by = 1): void => {
  counts[key] = (Object.hasOwn(counts, key) ? (counts[key] ?? 0) : 0) + by;
};

/** Adds one decision that could be replayed. Changes the tally in place: there may be 100,000 of them. */
export function addCompared(
  tally: Tally,
  before: Ending,
  after: Ending,
  { finding, gained, lost }: Comparison,
  labels: { [S in LabelSource]?: LabelVerdict | undefined },
): void {
  if (finding !== "not_comparable") tally[finding]++;
  if (!Object.hasOwn(tally.matrix, before.outcome)) tally.matrix[before.outcome] = {};
  count(tally.matrix[before.outcome] as Counts, after.outcome);
  const rule = (hit: string) => {
    if (!Object.hasOwn(tally.rules, hit))
      tally.rules[hit] = { title: "", before: 0, after: 0, gained: 0, lost: 0 };
    return tally.rules[hit] as Tally["rules"][string];
  };
  for (const hit of before.hits) rule(hit).before++;
  for (const hit of after.hits) rule(hit).after++;
  for (const hit of gained) rule(hit).gained++;
  for (const hit of lost) rule(hit).lost++;
  for (const source of labelSources) {
    const verdict = labels[source];
    if (!verdict) continue;
    count(tally.labels[source][verdict].before, before.outcome);
    count(tally.labels[source][verdict].after, after.outcome);
  }
  tally.calls.before += before.calls;
  tally.calls.after += after.calls;
  tally.people.before += Number(before.byPeople);
  tally.people.after += Number(after.byPeople);
}

/** Adds one that could not, and why. */
export function addNotComparable(tally: Tally, reason: string, node: string | null): void {
  tally.notComparable++;
  count(tally.reasons, `${reason} ${node ?? ""}`.trim());
}

export interface Confusion {
  /** How many decisions a label says something about. */
  labelled: number;
  bad: number;
  good: number;
  outcomes: { outcome: string; bad: number; good: number }[];
  /** Of what was stopped, the share that was bad; of what was bad, the share that was stopped. Null: nothing to divide by. */
  precision: number | null;
  recall: number | null;
  /** Of what was good, the share that was let through. */
  passed: number | null;
  goodStopped: number;
  badPassed: number;
}

const total = (counts: Counts, isMeant: (outcome: string) => boolean = () => true): number =>
  Object.entries(counts).reduce((sum, [outcome, n]) => sum + (isMeant(outcome) ? n : 0), 0);
const share = (part: number, of: number): number | null => (of === 0 ? null : part / of);

/** Outcomes against what turned out. *Stopped* is an outcome of the kind “negative”, *let through* one of “positive”. */
export function confusionOf(tally: Tally, source: LabelSource, at: "before" | "after"): Confusion {
  const { bad, good } = { bad: tally.labels[source].bad[at], good: tally.labels[source].good[at] };
  const isOf = (kind: string) => (outcome: string) => tally.outcomes[outcome]?.kind === kind;
  const badStopped = total(bad, isOf("negative"));
  const goodStopped = total(good, isOf("negative"));
  const goodPassed = total(good, isOf("positive"));
  const keys = [...new Set([...Object.keys(tally.outcomes), ...Object.keys(bad), ...Object.keys(good)])];
  return {
    labelled: total(bad) + total(good),
    bad: total(bad),
    good: total(good),
    outcomes: keys
      .map((outcome) => ({ outcome, bad: bad[outcome] ?? 0, good: good[outcome] ?? 0 }))
      .filter((row) => row.bad + row.good > 0),
    precision: share(badStopped, badStopped + goodStopped),
    recall: share(badStopped, total(bad)),
    passed: share(goodPassed, total(good)),
    goodStopped,
    badPassed: total(bad, isOf("positive")),
  };
}

export const comparedOf = ({ same, changed, flipped }: Tally): number => same + changed + flipped;
