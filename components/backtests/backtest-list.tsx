"use client";

import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PageFrame } from "@/components/shell/page-frame";
import type { Column } from "@/components/table/column";
import { DataTable } from "@/components/table/data-table";
import { useTRPC } from "@/components/trpc/client";
import { pagedStateOf } from "@/components/trpc/list-state";
import { DateTimeText } from "@/components/ui/format/moment";
import { formatNumber } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import { useCan } from "@/components/workspaces/member";
import type { BacktestView } from "@/server/backtests/schema";
import { BacktestBar } from "./backtest-bar";
import { resultSentence, stateWords, whatWas } from "./backtest-words";
import css from "./backtests.module.css";

const columns: readonly Column<BacktestView>[] = [
  {
    key: "title",
    header: "Backtest",
    phone: "title",
    cell: (backtest) => (
      <span className={css.name}>
        <b>{backtest.title}</b>
        <span className={css.quiet}>
          {whatWas(backtest)}
          {backtest.version === null &&
            backtest.sameVersions.length > 0 &&
            `, published as version ${backtest.sameVersions.join(", ")}`}
        </span>
      </span>
    ),
  },
  {
    key: "state",
    header: "Now",
    width: "130px",
    phone: "line",
    cell: ({ state }) => <StatusChip tone={stateWords[state].tone}>{stateWords[state].title}</StatusChip>,
  },
  {
    key: "progress",
    header: "Progress",
    width: "180px",
    phone: "line",
    cell: (one) => <BacktestBar {...one} />,
  },
  { key: "result", header: "Result", width: "260px", phone: "line", cell: resultSentence },
  {
    key: "uncertain",
    header: "Not comparable",
    width: "130px",
    align: "end",
    phone: "hide",
    cell: ({ tally }) => formatNumber(tally.notComparable),
  },
  {
    key: "who",
    header: "Started by",
    width: "190px",
    phone: "line",
    cell: ({ startedBy, startedAt }) => (
      <span className={css.name}>
        {startedBy}
        <span className={css.quiet}>
          <DateTimeText at={startedAt} />
        </span>
      </span>
    ),
  },
];

/** What was replayed over a workflow's decisions. */
export function BacktestList({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const lifecycle = useQuery(trpc.workflows.lifecycle.queryOptions({ workflowId }));
  const list = useInfiniteQuery({
    ...trpc.backtests.list.infiniteQueryOptions(
      { workflowId },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some((one) => one.state === "running")) ? 1_500 : false,
  });
  const canRun = useCan("backtests.run");
  const canSeeLabels = useCan("labels.view");
  const title = lifecycle.data?.workflow.title ?? "Workflow";
  const begin = canRun && (
    <Button
      component={Link}
      href={`/workflows/${workflowId}/backtests/new`}
      leftSection={<IconHistory size={16} aria-hidden />}
    >
      New backtest
    </Button>
  );
  return (
    <PageFrame
      title="Backtests"
      note={`What a change would have done to the decisions of ${title}`}
      crumbs={[{ title, href: `/workflows/${workflowId}` }, { title: "Backtests" }]}
      actions={
        <>
          {canSeeLabels && (
            <Button component={Link} href="/workflows/labels" variant="default">
              Labels
            </Button>
          )}
          {begin}
        </>
      }
    >
      <DataTable
        noun="backtests"
        columns={columns}
        state={pagedStateOf(list)}
        rowKey={({ id }) => id}
        rowName={(one) => one.title}
        href={({ id }) => `/workflows/${workflowId}/backtests/${id}`}
        density="comfortable"
        empty={{
          title: "Nothing was replayed yet",
          text: "A draft or a version is run once more over past decisions, told only what was said then. Nothing is sent, no case is opened.",
          action: begin,
          icon: IconHistory,
        }}
      />
    </PageFrame>
  );
}
