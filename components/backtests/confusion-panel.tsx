"use client";

import { Button, SegmentedControl } from "@mantine/core";
import Link from "next/link";
import { useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber } from "@/components/ui/format/words";
import { Panel } from "@/components/ui/panel";
import { type Confusion, confusionOf, type LabelSource, type Tally } from "@/server/backtests/policy";
import { outcomeOf, percent } from "./backtest-words";
import css from "./backtests.module.css";

/** Outcomes against what turned out, before and after. */
export function ConfusionPanel({
  tally,
  startedAt,
  sides = ["As decided", "As replayed"],
}: {
  tally: Tally;
  startedAt: string;
  /** What the two sides are called. Of a shadow, members' decisions are those of the live run itself. */
  sides?: readonly [string, string];
}) {
  const hasFacts = confusionOf(tally, "facts", "before").labelled > 0;
  const [chosen, setChosen] = useState<LabelSource>();
  const hasAnalysts = confusionOf(tally, "analyst", "before").labelled > 0;
  const source = chosen ?? (hasFacts || !hasAnalysts ? "facts" : "analyst");
  const before = confusionOf(tally, source, "before");
  const after = confusionOf(tally, source, "after");
  const rows = [...new Set([...before.outcomes, ...after.outcomes].map(({ outcome }) => outcome))];
  const figures: [string, (of: Confusion) => string][] = [
    ["Precision: of what is declined, bad", ({ precision }) => percent(precision)],
    ["Recall: of what is bad, declined", ({ recall }) => percent(recall)],
    ["Of what is good, let through", ({ passed }) => percent(passed)],
    ["Good and declined", ({ goodStopped }) => formatNumber(goodStopped)],
    ["Bad and let through", ({ badPassed }) => formatNumber(badPassed)],
  ];
  const cell = (of: Confusion, outcome: string, verdict: "bad" | "good") =>
    formatNumber(of.outcomes.find((row) => row.outcome === outcome)?.[verdict] ?? 0);
  return (
    <Panel
      title="Against what turned out"
      note={
        before.labelled > 0 && (
          <>
            {formatNumber(before.bad)} bad, {formatNumber(before.good)} good, as known{" "}
            <DateTimeText at={startedAt} />
          </>
        )
      }
      action={
        hasAnalysts && (
          <SegmentedControl
            size="xs"
            aria-label="What is taken for true"
            value={source}
            onChange={(next) => setChosen(next as LabelSource)}
            data={[
              { value: "facts", label: "Labels" },
              { value: "analyst", label: "Analysts" },
            ]}
          />
        )
      }
      flush
    >
      {before.labelled === 0 ? (
        <EmptyState
          title={source === "facts" ? "No decision of these has a label" : "No analyst decided one of these"}
          action={
            source === "facts" && (
              <Button component={Link} href="/workflows/labels" variant="default">
                Import labels
              </Button>
            )
          }
        >
          {source === "facts"
            ? "Chargebacks, confirmed fraud and who proved to be good tell how many of each the change would have stopped."
            : "What members approved or declined by hand would be counted here."}
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard.
        <section className={css.scroll} aria-label="Against what turned out, table" tabIndex={0}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">Measure</th>
                <th scope="col" className={css.number}>
                  {sides[0]}
                </th>
                <th scope="col" className={css.number}>
                  {sides[1]}
                </th>
              </tr>
            </thead>
            <tbody>
              {figures.map(([name, of]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className={css.number}>{of(before)}</td>
                  <td className={css.number}>{of(after)}</td>
                </tr>
              ))}
              {rows.map((outcome) => (
                <tr key={outcome}>
                  <th scope="row">{outcomeOf(tally, outcome).title}: bad, good</th>
                  {[before, after].map((of, i) => (
                    <td key={i === 0 ? "before" : "after"} className={css.number}>
                      {cell(of, outcome, "bad")}, {cell(of, outcome, "good")}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}
