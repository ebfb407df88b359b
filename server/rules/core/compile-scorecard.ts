import type { Json, JsonObject, RunData } from "@/server/engine/state";
import { assertTimeZone, type CalendarSettings } from "./calendar";
import { parseCell } from "./cell";
import { compileGroups, compileLeaf, newKit } from "./condition";
import { compileClock, newEnvironment, type Test } from "./environment";
import { compileField, compileOperand } from "./operand";
import { bandId, type Factor, type Scorecard } from "./scorecard";
import { isMissing, TRUE, Unknown } from "./value";

export interface ScorecardSettings extends CalendarSettings {
  reasonCodes: { readonly [code: string]: { priority: number } };
}

export interface FactorScore {
  key: string;
  /** After its own floor and cap. */
  points: number;
  /** Which band it fell into, counted from 1. */
  band: number | "missing" | "otherwise";
  /** Its floor or cap changed the points. */
  isLimited: boolean;
  /** Points worse than the best it could have had. */
  cost: number;
  value: Json;
}

/** Plain JSON, stored as the node's output. */
export interface ScorecardResult {
  total: number;
  /** The total's floor or cap changed it. */
  isLimited: boolean;
  /** Key of the total's band. */
  band: string;
  factors: FactorScore[];
  outcome: string | null;
  /** The band's own, then those of the most costly factors, the most costly first. */
  reasonCodes: string[];
  values: JsonObject;
}

type Limits = { floor?: number | undefined; cap?: number | undefined };

export const limited = (points: number, { floor, cap }: Limits): number =>
  Math.min(Math.max(points, floor ?? Number.NEGATIVE_INFINITY), cap ?? Number.POSITIVE_INFINITY);

/** The best a factor can come to, after its own limits. */
function bestOf(factor: Factor, worse: Scorecard["worse"]): number {
  const all = [...factor.bands, factor.missing, factor.otherwise].map(({ points }) =>
    limited(points, factor),
  );
  return worse === "higher" ? Math.min(...all) : Math.max(...all);
}

/** A scorecard as a function of data and time. Data never makes it throw. */
export function compileScorecard(
  card: Scorecard,
  settings: ScorecardSettings,
): (data: RunData, at: string) => ScorecardResult {
  assertTimeZone(settings.timeZone);
  const kit = newKit(settings);
  const clock = compileClock(settings);
  const factors = card.factors.map((factor) => ({
    factor,
    best: bestOf(factor, card.worse),
    get: compileField(factor.path),
    tests: factor.bands.map(({ when }, i): Test => {
      const parsed = parseCell(when, factor, bandId(factor.key, i));
      if (!parsed.ok || !parsed.condition) return () => 0;
      return compileGroups(parsed.condition, (condition, depth) =>
        compileLeaf(condition, (operand) => compileOperand(operand, kit, depth), kit, depth),
      );
    }),
  }));
  return (data, at) => {
    const env = newEnvironment(0, 0);
    env.data = data;
    env.item = data.item;
    env.now = clock(at);
    const scores = factors.map(({ factor, best, get, tests }): FactorScore => {
      const value = get(env);
      const truths = tests.map((test) => test(env));
      const hit = truths.indexOf(TRUE);
      // A value that no band can compare is no value: it must not pass as one that lies elsewhere.
      const isUnreadable =
        isMissing(value) || value instanceof Unknown || truths.every((truth) => truth > TRUE);
      const band = isUnreadable ? "missing" : hit >= 0 ? hit + 1 : "otherwise";
      const raw = (typeof band === "number" ? factor.bands[band - 1]! : factor[band]).points;
      const points = limited(raw, factor);
      return {
        key: factor.key,
        points,
        band,
        isLimited: points !== raw,
        cost: Math.abs(points - best),
        value: shown(value),
      };
    });
    return resultOf(card, scores, settings);
  };
}

function shown(value: unknown): Json {
  if (isMissing(value) || value instanceof Unknown) return null;
  return typeof value === "object" && !("amount" in (value as object)) ? null : (value as Json);
}

function resultOf(card: Scorecard, factors: FactorScore[], settings: ScorecardSettings): ScorecardResult {
  const sum = factors.reduce((total, { points }) => total + points, card.base);
  const total = limited(sum, card);
  const band = card.bands.findLast(({ from }) => from === undefined || total >= from)!;
  const costly = costlyReasons(card, factors, settings);
  return {
    total,
    isLimited: total !== sum,
    band: band.key,
    factors,
    outcome: band.outcome ?? null,
    reasonCodes: [...new Set([...(band.reasonCodes ?? []), ...costly])],
    values: { ...(band.values ?? {}), ...(card.total === undefined ? {} : { [card.total]: total }) },
  };
}

/** Reasons of the factors that cost the most; of two that cost the same, the more important reason. */
function costlyReasons(
  { factors, reasons }: Scorecard,
  scores: readonly FactorScore[],
  { reasonCodes }: ScorecardSettings,
): string[] {
  const priority = (code: string) =>
    Object.hasOwn(reasonCodes, code) ? (reasonCodes[code]?.priority ?? 1000) : 1000;
  const found = scores.flatMap(({ band, cost }, i) => {
    const factor = factors[i]!;
    const code = (typeof band === "number" ? factor.bands[band - 1]! : factor[band]).reasonCode;
    return code === undefined || cost === 0 ? [] : [{ code, cost }];
  });
  found.sort((a, b) => b.cost - a.cost || priority(a.code) - priority(b.code));
  return [...new Set(found.map(({ code }) => code))].slice(0, reasons);
}
