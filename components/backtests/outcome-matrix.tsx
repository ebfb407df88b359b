"use client";

import { useQueryStates } from "nuqs";
import { EmptyState } from "@/components/ui/empty-state";
import { formatNumber } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { Tally } from "@/server/backtests/policy";
import { outcomeOf } from "./backtest-words";
import css from "./backtests.module.css";
import { backtestParams } from "./search-params";

/** Outcome as decided against outcome as replayed; a number that changed lists its decisions. */
export function OutcomeMatrix({ tally }: { tally: Tally }) {
  const [{ decided, replayed }, setParams] = useQueryStates(backtestParams, { history: "replace" });
  const seen = new Set([
    ...Object.keys(tally.matrix),
    ...Object.values(tally.matrix).flatMap((row) => Object.keys(row)),
  ]);
  const keys = Object.keys(tally.outcomes).filter((key) => seen.has(key));
  if (keys.length === 0)
    return (
      <Panel title="From outcome to outcome">
        <EmptyState title="Nothing could be compared yet" />
      </Panel>
    );
  return (
    <Panel title="From outcome to outcome" note="Rows: as decided. Columns: as replayed" flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard. */}
      <section className={css.scroll} aria-label="From outcome to outcome, table" tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">Decided</th>
              {keys.map((key) => (
                <th key={key} scope="col" className={css.number}>
                  {outcomeOf(tally, key).title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {keys
              .filter((key) => Object.hasOwn(tally.matrix, key))
              .map((from) => (
                <tr key={from}>
                  <th scope="row">{outcomeOf(tally, from).title}</th>
                  {keys.map((to) => {
                    const count = tally.matrix[from]?.[to] ?? 0;
                    return (
                      <td key={to} className={`${css.number} ${from === to ? css.same : ""}`}>
                        {count > 0 && from !== to ? (
                          <button
                            type="button"
                            className={css.link}
                            aria-pressed={decided === from && replayed === to}
                            aria-label={`List the ${count} from ${outcomeOf(tally, from).title} to ${outcomeOf(tally, to).title}`}
                            onClick={() =>
                              void setParams({ finding: "flipped", decided: from, replayed: to, rule: null })
                            }
                          >
                            {formatNumber(count)}
                          </button>
                        ) : (
                          formatNumber(count)
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
