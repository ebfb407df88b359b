"use client";

import { Button, SegmentedControl } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber } from "@/components/ui/format/words";
import type { BacktestFinding } from "@/db/enums/enums";
import type { BacktestRecordView, BacktestView } from "@/server/backtests/schema";
import { findingWords, obstacleWords, outcomeOf } from "./backtest-words";
import css from "./backtests.module.css";
import { RecordComparison } from "./record-comparison";
import { backtestParams } from "./search-params";

const columnsOf = ({ tally }: BacktestView): readonly Column<BacktestRecordView>[] => [
  {
    key: "party",
    header: "Party",
    phone: "title",
    cell: ({ party, reference, version }) => (
      <span className={css.name}>
        <b>
          <bdi>{party}</bdi>
        </b>
        <span className={css.quiet}>
          {reference ? `${reference}, ` : ""}version {version}
        </span>
      </span>
    ),
  },
  {
    key: "decided",
    header: "Decided",
    width: "200px",
    phone: "line",
    cell: ({ decided, decidedCodes }) => (
      <span className={css.name}>
        <OutcomeChip outcome={outcomeOf(tally, decided)} />
        {decidedCodes.length > 0 && <span className={css.quiet}>{decidedCodes.join(", ")}</span>}
      </span>
    ),
  },
  {
    key: "replayed",
    header: "Replayed",
    width: "240px",
    phone: "line",
    cell: ({ replayed, replayedCodes, reason, node }) => (
      <span className={css.name}>
        {replayed !== null && <OutcomeChip outcome={outcomeOf(tally, replayed)} />}
        <span className={css.quiet}>
          {[
            replayed === null && reason !== null && (obstacleWords[reason] ?? reason),
            node && `at ${node.title}`,
            replayedCodes.join(", "),
          ]
            .filter(Boolean)
            .join(", ")}
        </span>
      </span>
    ),
  },
  {
    key: "rules",
    header: "Rules that differ",
    phone: "hide",
    cell: ({ gained, lost }) => (
      <span className={css.name}>
        {gained.map((hit) => (
          <span key={`+${hit}`}>+ {tally.rules[hit]?.title ?? hit}</span>
        ))}
        {lost.map((hit) => (
          <span key={`-${hit}`}>− {tally.rules[hit]?.title ?? hit}</span>
        ))}
      </span>
    ),
  },
  {
    key: "label",
    header: "Turned out",
    width: "100px",
    phone: "line",
    cell: ({ label }) => (label === null ? "" : label === "bad" ? "Bad" : "Good"),
  },
  {
    key: "at",
    header: "When",
    width: "140px",
    phone: "line",
    cell: ({ decidedAt }) => <DateTimeText at={decidedAt} />,
  },
];

const empty: Record<BacktestFinding, { title: string; text: string }> = {
  flipped: { title: "No outcome changes", text: "Every decision that could be compared comes to the same." },
  changed: { title: "No reasons change", text: "Where the outcome is the same, the reasons are too." },
  not_comparable: { title: "Everything could be replayed", text: "No decision asked what nobody answered." },
};

/** The decisions that would come out otherwise, or could not be replayed; each opens with both its ways. */
export function BacktestRecords({ backtest }: { backtest: BacktestView }) {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(backtestParams, { history: "replace" });
  const { finding, decided, replayed, rule, record } = params;
  const { tally, id } = backtest;
  const query = useInfiniteQuery({
    ...trpc.backtests.records.infiniteQueryOptions(
      {
        backtestId: id,
        finding,
        ...(decided !== null && { decided }),
        ...(replayed !== null && { replayed }),
        ...(rule !== null && { rule }),
      },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    refetchInterval: backtest.state === "running" ? 3_000 : false,
  });
  const isNarrowed = decided !== null || replayed !== null || rule !== null;
  const clear = () => void setParams({ decided: null, replayed: null, rule: null });
  const count: Record<BacktestFinding, number> = {
    flipped: tally.flipped,
    changed: tally.changed,
    not_comparable: tally.notComparable,
  };
  return (
    <section aria-label="Decisions">
      <div className={css.choice}>
        <SegmentedControl
          size="xs"
          aria-label="Which decisions"
          value={finding}
          onChange={(next) =>
            void setParams({ finding: next as BacktestFinding, decided: null, replayed: null })
          }
          data={(["flipped", "changed", "not_comparable"] as const).map((one) => ({
            value: one,
            label: `${findingWords[one]} ${formatNumber(count[one])}`,
          }))}
        />
        {isNarrowed && (
          <Button
            size="compact-sm"
            variant="default"
            rightSection={<IconX size={14} aria-hidden />}
            onClick={clear}
            aria-label="Clear the filter"
          >
            {[
              decided !== null &&
                replayed !== null &&
                `${outcomeOf(tally, decided).title} → ${outcomeOf(tally, replayed).title}`,
              rule !== null && (tally.rules[rule]?.title ?? rule),
            ]
              .filter(Boolean)
              .join(", ")}
          </Button>
        )}
      </div>
      <DataTable
        noun="decisions"
        columns={columnsOf(backtest)}
        state={pagedStateOf(query)}
        rowKey={({ runId }) => runId}
        rowName={({ party }) => party}
        onOpen={({ runId }) => void setParams({ record: runId })}
        density="comfortable"
        empty={empty[finding]}
        clearFilters={isNarrowed ? clear : undefined}
      />
      <RecordComparison backtest={backtest} runId={record} onClose={() => void setParams({ record: null })} />
    </section>
  );
}
