"use client";

import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { FailureState } from "@/components/ui/failure-state";
import { FailureText } from "@/components/ui/failure-text";
import { StatusChip } from "@/components/ui/status-chip";
import { tell } from "@/components/ui/tell";
import { WorkflowSkeleton } from "@/components/workflows/workflow-skeleton";
import { useCan } from "@/components/workspaces/member";
import { BacktestRecords } from "./backtest-records";
import { BacktestSummary } from "./backtest-summary";
import { stateWords } from "./backtest-words";
import css from "./backtests.module.css";
import { ConfusionPanel } from "./confusion-panel";
import { OutcomeMatrix } from "./outcome-matrix";
import { RuleHits } from "./rule-hits";

/** One backtest: how far it is, what it has found, and each decision that would come out otherwise. */
export function BacktestPage({ workflowId, backtestId }: { workflowId: string; backtestId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const canRun = useCan("backtests.run");
  const query = useQuery(
    trpc.backtests.get.queryOptions(
      { backtestId },
      { refetchInterval: ({ state }) => (state.data?.state === "running" ? 1_000 : false) },
    ),
  );
  const cancel = useMutation(
    trpc.backtests.cancel.mutationOptions({
      onSuccess: () => {
        tell("The backtest was cancelled");
        setAsking(false);
      },
      onSettled: () => void client.invalidateQueries(trpc.backtests.pathFilter()),
    }),
  );
  if (query.error && !query.data) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <WorkflowSkeleton />;
  const backtest = query.data;
  const isRunning = backtest.state === "running";
  const { tone, title } = stateWords[backtest.state];
  return (
    <PageFrame
      title={backtest.title}
      note={<StatusChip tone={tone}>{title}</StatusChip>}
      crumbs={[
        { title: backtest.workflow.title, href: `/workflows/${workflowId}` },
        { title: "Backtests", href: `/workflows/${workflowId}/backtests` },
        { title: backtest.title },
      ]}
      actions={
        <>
          {canRun && isRunning && (
            <Button variant="default" onClick={() => setAsking(true)}>
              Cancel the backtest
            </Button>
          )}
          {canRun && !isRunning && (
            <Button
              component={Link}
              variant="default"
              href={`/workflows/${workflowId}/backtests/new?of=${backtest.version ?? "draft"}`}
            >
              Replay again
            </Button>
          )}
          <Button
            component="a"
            variant="default"
            href={`/api/backtests/${backtestId}/records`}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            CSV
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        {backtest.failure && <FailureText>{backtest.failure}</FailureText>}
        <BacktestSummary backtest={backtest} />
        <div className={css.pair}>
          <OutcomeMatrix tally={backtest.tally} />
          <RuleHits tally={backtest.tally} />
        </div>
        <ConfusionPanel tally={backtest.tally} startedAt={backtest.startedAt} />
        <BacktestRecords backtest={backtest} />
      </div>
      <Confirm
        opened={isAsking}
        onClose={() => {
          setAsking(false);
          cancel.reset();
        }}
        title={`Cancel “${backtest.title}”?`}
        verb="Cancel the backtest"
        isBusy={cancel.isPending}
        failure={cancel.error ? failureOf(cancel.error).message : undefined}
        onConfirm={() => cancel.mutate({ backtestId })}
      >
        What it has found so far stays. It does not go on later; a new one begins from the first decision.
      </Confirm>
    </PageFrame>
  );
}
