import type { RuleSet } from "@/server/rules/core/ast";
import { compileRuleSet, type RuleSetResult } from "@/server/rules/core/compile";
import { explainRuleSet, type RuleReading } from "@/server/rules/core/explain";
import { humanise, joinWith } from "@/server/rules/core/words";
import type { RecordPlace } from "../field-place";

/** What a rule set comes to for a record, and which of its rules held. */
export interface SetLook {
  result: RuleSetResult;
  statusOf: ReadonlyMap<string, RuleReading["status"]>;
  readings: readonly RuleReading[];
}

export function lookAtSet(set: RuleSet, { data, at, settings, words }: RecordPlace): SetLook {
  const result = compileRuleSet(set, settings)(data, at);
  const told = explainRuleSet(set, result.trace, words);
  const readings = [...told.fired, ...told.unknown, ...told.notFired, ...told.notEvaluated];
  return { result, readings, statusOf: new Map(readings.map(({ code, status }) => [code, status])) };
}

/** What a change does to the record, in words; nothing when it does nothing. */
export function changesBetween(
  before: RuleSetResult,
  after: RuleSetResult,
  outcomeTitle: (key: string) => string,
): string[] {
  const said: string[] = [];
  const name = (key: string | null) => (key === null ? "no outcome" : `“${outcomeTitle(key)}”`);
  if (before.outcome !== after.outcome)
    said.push(`The outcome becomes ${name(after.outcome)}; it was ${name(before.outcome)}.`);
  if (before.points !== after.points)
    said.push(`It comes to ${after.points} points; it was ${before.points}.`);
  const fired = new Set(after.fired.map(({ code }) => code));
  const had = new Set(before.fired.map(({ code }) => code));
  const gained = [...fired].filter((code) => !had.has(code));
  const lost = [...had].filter((code) => !fired.has(code));
  if (gained.length > 0) said.push(`Now ${gained.join(", ")} ${gained.length === 1 ? "holds" : "hold"}.`);
  if (lost.length > 0) said.push(`${lost.join(", ")} no longer ${lost.length === 1 ? "holds" : "hold"}.`);
  const values = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
  const moved = [...values].filter(
    (key) => JSON.stringify(before.values[key]) !== JSON.stringify(after.values[key]),
  );
  if (moved.length > 0)
    said.push(
      `${moved.length === 1 ? "The value" : "The values"} ${joinWith(moved.map(humanise), "and")} ${moved.length === 1 ? "differs" : "differ"}.`,
    );
  return said;
}
