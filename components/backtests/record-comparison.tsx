"use client";

import { Anchor, Modal, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { OutcomeChip } from "@/components/decisions/outcome-chip";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { STANDS } from "@/server/backtests/policy";
import type { BacktestComparison, BacktestSide, BacktestView } from "@/server/backtests/schema";
import { obstacleWords, outcomeOf } from "./backtest-words";
import css from "./backtests.module.css";

/** One decision twice: the way it took and the way it would take, with the rules on each. */
export function RecordComparison({
  backtest,
  runId,
  onClose,
}: {
  backtest: BacktestView;
  runId: string | null;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.backtests.record.queryOptions(
      { backtestId: backtest.id, runId: runId ?? "" },
      { enabled: runId !== null, retry: false },
    ),
  );
  return (
    <Modal
      opened={runId !== null}
      onClose={onClose}
      size={980}
      title={query.data ? <bdi>{query.data.record.party}</bdi> : "One decision"}
    >
      {query.error ? (
        <FailureState
          message={failureOf(query.error).message}
          reference={failureOf(query.error).reference}
          onRetry={() => void query.refetch()}
        />
      ) : query.data ? (
        <Sides backtest={backtest} comparison={query.data} />
      ) : (
        <Skeleton height={320} aria-busy />
      )}
    </Modal>
  );
}

function Sides({ backtest, comparison }: { backtest: BacktestView; comparison: BacktestComparison }) {
  const { record, decided, replayed } = comparison;
  const says = (side: BacktestSide) =>
    new Map(side.rules.map(({ hit, sentence, status }) => [hit, `${status} ${sentence}`]));
  const steps = (side: BacktestSide) => new Set(side.steps.map(({ node, outlet }) => `${node} ${outlet}`));
  return (
    <>
      {record.finding === "not_comparable" && (
        <p>
          {obstacleWords[record.reason ?? ""] ?? record.reason}
          {record.node && `, at ${record.node.title}`}.
        </p>
      )}
      <div className={css.sides}>
        <Side
          title="As decided"
          side={decided}
          backtest={backtest}
          others={{ rules: says(replayed), steps: steps(replayed) }}
        />
        <Side
          title="As replayed"
          side={replayed}
          backtest={backtest}
          others={{ rules: says(decided), steps: steps(decided) }}
        />
      </div>
      <p>
        <Anchor component={Link} href={`/runs/${record.runId}`}>
          Open the run
        </Anchor>
      </p>
    </>
  );
}

function Side({
  title,
  side,
  backtest: { tally },
  others,
}: {
  title: string;
  side: BacktestSide;
  backtest: BacktestView;
  others: { rules: ReadonlyMap<string, string>; steps: ReadonlySet<string> };
}) {
  const told = side.rules.filter(({ status }) => status === "fired" || status === "unknown");
  const rules = side.rules.filter(
    ({ hit, status, sentence }) =>
      told.some((one) => one.hit === hit) || others.rules.get(hit) !== `${status} ${sentence}`,
  );
  return (
    <section className={css.side} aria-label={title}>
      <h3>
        {title}
        <OutcomeChip outcome={outcomeOf(tally, side.outcome ?? STANDS)} />
      </h3>
      <p className={css.quiet}>
        {[
          side.version === null ? "The draft" : `Version ${side.version}`,
          side.standsAt && `stands at ${side.standsAt.title}`,
          side.reasonCodes.length > 0 && side.reasonCodes.join(", "),
          side.score !== null && `score ${side.score}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <h4>Steps</h4>
      <ol>
        {side.steps.map(({ node, title, outlet, said }, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a step may be visited twice, and the order never changes.
            key={`${node} ${i}`}
            className={css.step}
            data-differs={!others.steps.has(`${node} ${outlet}`) || undefined}
          >
            <b>{title}</b>
            {outlet && ` → ${outlet}`}
            {said && <div className={css.quiet}>{said}</div>}
          </li>
        ))}
      </ol>
      {rules.length > 0 && <h4>Rules that fire, are open or differ</h4>}
      <ul>
        {rules.map(({ hit, status, sentence, title }) => (
          <li
            key={hit}
            className={css.step}
            data-differs={others.rules.get(hit) !== `${status} ${sentence}` || undefined}
          >
            <b>{title}</b>
            <div>{sentence}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
