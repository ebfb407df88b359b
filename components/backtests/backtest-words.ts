import { formatNumber, formatPercent } from "@/components/ui/format/words";
import type { Tone } from "@/components/ui/status-chip";
import type { BacktestFinding, BacktestState } from "@/db/enums/enums";
import { comparedOf, type Tally } from "@/server/backtests/policy";
import type { BacktestView } from "@/server/backtests/schema";

export const stateWords: Record<BacktestState, { tone: Tone; title: string }> = {
  running: { tone: "waiting", title: "Replaying" },
  done: { tone: "approve", title: "Done" },
  cancelled: { tone: "neutral", title: "Cancelled" },
  failed: { tone: "incident", title: "Stopped" },
};

export const findingWords: Record<BacktestFinding, string> = {
  flipped: "Other outcome",
  changed: "Other reasons",
  not_comparable: "Not comparable",
};

/** Why a decision could not be replayed, in a sentence. */
export const obstacleWords: { readonly [reason: string]: string } = {
  asked_otherwise: "It asks a vendor what was not asked then",
  people_not_asked: "It waits for people who were not asked the same",
  people: "It goes to people who were not asked the same",
  child_not_begun: "It needs a sub-workflow that did not run then",
  answer_does_not_fit: "It cannot use the answer that was given then",
  stopped: "It stops and would need somebody's attention",
  too_long: "It goes round in circles",
  erased: "The party's data was erased",
  not_reproduced: "Its own version does not lead to what was decided",
  failed: "It could not be read",
};

export const whatWas = ({ version, revision }: Pick<BacktestView, "version" | "revision">): string =>
  version === null ? `Draft, revision ${revision}` : `Version ${version}`;

/** The result in a line: “12 of 430 would come out otherwise”. */
export function resultSentence({ tally, state }: Pick<BacktestView, "tally" | "state">): string {
  const compared = comparedOf(tally);
  if (compared + tally.notComparable === 0) return state === "running" ? "Just begun" : "Nothing replayed";
  return `${formatNumber(tally.flipped)} of ${formatNumber(compared)} come out otherwise`;
}

export const outcomeOf = ({ outcomes }: Pick<Tally, "outcomes">, key: string) =>
  outcomes[key] ?? { title: key, kind: "neutral" };

export const percent = (share: number | null): string => (share === null ? "–" : formatPercent(share));
