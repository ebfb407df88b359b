"use client";

import { useQueryStates } from "nuqs";
import { EmptyState } from "@/components/ui/empty-state";
import { formatNumber } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import type { Tally } from "@/server/backtests/policy";
import css from "./backtests.module.css";
import { backtestParams } from "./search-params";

/** How often each rule, row and band holds: before, after, and what it gained and lost. What changed stands first. */
export function RuleHits({ tally }: { tally: Tally }) {
  const [{ rule: chosen }, setParams] = useQueryStates(backtestParams, { history: "replace" });
  const rows = Object.entries(tally.rules).sort(
    ([, a], [, b]) => b.gained + b.lost - (a.gained + a.lost) || b.after - a.after,
  );
  if (rows.length === 0)
    return (
      <Panel title="Rules">
        <EmptyState title="No rule has held yet" />
      </Panel>
    );
  const signed = (count: number, sign: string) => (count === 0 ? "0" : `${sign}${formatNumber(count)}`);
  return (
    <Panel title="Rules" note="How often each holds" flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard. */}
      <section className={css.scroll} aria-label="Rules, table" tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col" className={css.number}>
                Then
              </th>
              <th scope="col" className={css.number}>
                Now
              </th>
              <th scope="col" className={css.number}>
                Gained
              </th>
              <th scope="col" className={css.number}>
                Lost
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([hit, { title, before, after, gained, lost }]) => (
              <tr key={hit}>
                <th scope="row">
                  {gained + lost > 0 ? (
                    <button
                      type="button"
                      className={css.link}
                      aria-pressed={chosen === hit}
                      title="List the decisions where it makes a difference"
                      onClick={() =>
                        void setParams({ rule: chosen === hit ? null : hit, decided: null, replayed: null })
                      }
                    >
                      {title}
                    </button>
                  ) : (
                    title
                  )}
                </th>
                <td className={css.number}>{formatNumber(before)}</td>
                <td className={css.number}>{formatNumber(after)}</td>
                <td className={css.number}>{signed(gained, "+")}</td>
                <td className={css.number}>{signed(lost, "−")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Panel>
  );
}
