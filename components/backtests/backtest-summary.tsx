import { FigureRow } from "@/components/ui/figure-row";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber, formatPercent } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import { comparedOf } from "@/server/backtests/policy";
import type { BacktestFilter, BacktestView } from "@/server/backtests/schema";
import { BacktestBar } from "./backtest-bar";
import { obstacleWords, outcomeOf, whatWas } from "./backtest-words";
import css from "./backtests.module.css";

/** What was replayed over which decisions, how far it is, and what that comes to. */
export function BacktestSummary({ backtest }: { backtest: BacktestView }) {
  const { tally, done, chosen, matching, startedBy, startedAt, endedAt, sameVersions } = backtest;
  const compared = comparedOf(tally);
  const share = (part: number, of: number) => (of === 0 ? "–" : formatPercent(part / of));
  return (
    <Panel
      title="Result"
      note={
        <>
          {whatWas(backtest)}
          {backtest.version === null &&
            sameVersions.length > 0 &&
            `, published as version ${sameVersions.join(", ")}`}{" "}
          <code title={`SHA-256 of what was replayed: ${backtest.hash}`}>{backtest.hash.slice(0, 8)}</code>.
          Started by {startedBy}, <DateTimeText at={startedAt} />
          {endedAt && (
            <>
              ; ended <DateTimeText at={endedAt} />
            </>
          )}
        </>
      }
    >
      <div className={css.stack}>
        <BacktestBar done={done} chosen={chosen} size="lg" />
        <FigureRow
          isLive
          figures={[
            ["Other outcome", formatNumber(tally.flipped)],
            ["Of those compared", share(tally.flipped, compared)],
            ["Same outcome, other reasons", formatNumber(tally.changed)],
            ["The same", formatNumber(tally.same)],
            ["Not comparable", formatNumber(tally.notComparable)],
            [
              "Decided without people",
              `${share(compared - tally.people.before, compared)} → ${share(compared - tally.people.after, compared)}`,
            ],
            [
              "Questions to vendors",
              `${formatNumber(tally.calls.before)} → ${formatNumber(tally.calls.after)}`,
            ],
          ]}
        />
        <p className={css.quiet}>{filterSentence(backtest.filter, tally, chosen, matching)}</p>
        {tally.notComparable > 0 && (
          <ul className={css.faults} aria-label="Why decisions could not be replayed">
            {Object.entries(tally.reasons)
              .sort(([, a], [, b]) => b - a)
              .map(([key, count]) => {
                const [reason = "", node] = key.split(" ");
                return (
                  <li key={key}>
                    {formatNumber(count)}: {obstacleWords[reason] ?? reason}
                    {node && (
                      <>
                        {" "}
                        (<code>{node}</code>)
                      </>
                    )}
                  </li>
                );
              })}
          </ul>
        )}
      </div>
    </Panel>
  );
}

function filterSentence(
  { from, to, versions, outcomes, modes }: BacktestFilter,
  tally: BacktestView["tally"],
  chosen: number,
  matching: number,
): string {
  const parts = [
    from && `decided from ${from}`,
    to && `until ${to}`,
    versions.length > 0 && `by version ${versions.join(", ")}`,
    outcomes.length > 0 &&
      `with the outcome ${outcomes.map((key) => outcomeOf(tally, key).title).join(", ")}`,
    modes.length === 1 && `as ${modes[0]}`,
  ].filter(Boolean);
  const which = parts.length > 0 ? ` ${parts.join(", ")}` : " of this workflow";
  return chosen < matching
    ? `A sample of ${formatNumber(chosen)} of ${formatNumber(matching)} decisions${which}.`
    : `All ${formatNumber(matching)} decisions${which}.`;
}
