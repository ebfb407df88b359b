"use client";

import { Button, Menu } from "@mantine/core";
import { IconChevronDown, IconDownload, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { Confirm } from "@/components/ui/confirm";
import { FailureState } from "@/components/ui/failure-state";
import { formatNumber } from "@/components/ui/format/words";
import { StatusChip } from "@/components/ui/status-chip";
import { tell, tellFailure } from "@/components/ui/tell";
import { WorkflowSkeleton } from "@/components/workflows/workflow-skeleton";
import { useCan } from "@/components/workspaces/member";
import { BatchProgress } from "./batch-progress";
import { BatchRows } from "./batch-rows";
import { batchTitle, batchWords } from "./batch-words";

/** One file being decided: how far it is, what is wrong in it, and its results. */
export function BatchPage({ workflowId, batchId }: { workflowId: string; batchId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const canChange = useCan("decisions.create");
  const query = useQuery(
    trpc.batches.get.queryOptions(
      { batchId },
      { refetchInterval: ({ state }) => (state.data?.status === "running" ? 1_000 : 5_000) },
    ),
  );
  const outcome = (said: string) => ({
    onSuccess: () => tell(said),
    onError: (error: unknown) => tellFailure(failureOf(error).message),
    onSettled: () => void client.invalidateQueries(trpc.batches.pathFilter()),
  });
  const pause = useMutation(trpc.batches.pause.mutationOptions(outcome("No further row is begun")));
  const resume = useMutation(trpc.batches.resume.mutationOptions(outcome("The batch goes on")));
  const cancel = useMutation(
    trpc.batches.cancel.mutationOptions({
      onSuccess: () => {
        tell("The batch was cancelled");
        setAsking(false);
      },
      onSettled: () => void client.invalidateQueries(trpc.batches.pathFilter()),
    }),
  );
  if (query.error && !query.data) {
    const { message, reference } = failureOf(query.error);
    return <FailureState message={message} reference={reference} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <WorkflowSkeleton />;
  const batch = query.data;
  const { tone, title } = batchWords[batch.status];
  const isUnderWay = batch.status === "running" || batch.status === "paused";
  const download = (format: "csv" | "jsonl") => `/api/batches/${batchId}/results?format=${format}`;
  return (
    <PageFrame
      title={batchTitle(batch)}
      note={<StatusChip tone={tone}>{title}</StatusChip>}
      crumbs={[
        { title: batch.workflow.title, href: `/workflows/${workflowId}` },
        { title: "Batches", href: `/workflows/${workflowId}/batches` },
        { title: batchTitle(batch) },
      ]}
      actions={
        <>
          {canChange && batch.status === "running" && (
            <Button
              variant="default"
              leftSection={<IconPlayerPause size={16} aria-hidden />}
              loading={pause.isPending}
              onClick={() => pause.mutate({ batchId })}
            >
              Pause
            </Button>
          )}
          {canChange && batch.status === "paused" && (
            <Button
              variant="default"
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              loading={resume.isPending}
              onClick={() => resume.mutate({ batchId })}
            >
              Resume
            </Button>
          )}
          {canChange && isUnderWay && (
            <Button variant="default" onClick={() => setAsking(true)}>
              Cancel the batch
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                leftSection={<IconDownload size={16} aria-hidden />}
                rightSection={<IconChevronDown size={16} aria-hidden />}
              >
                Results
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component="a" href={download("csv")} download>
                As a table (CSV)
              </Menu.Item>
              <Menu.Item component="a" href={download("jsonl")} download>
                As JSON lines
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <BatchProgress batch={batch} />
      <BatchRows batchId={batchId} counts={batch.counts} isMoving={batch.status === "running"} />
      <Confirm
        opened={isAsking}
        onClose={() => {
          setAsking(false);
          cancel.reset();
        }}
        title={`Cancel ${batchTitle(batch)}?`}
        verb="Cancel the batch"
        isBusy={cancel.isPending}
        failure={cancel.error ? failureOf(cancel.error).message : undefined}
        onConfirm={() => cancel.mutate({ batchId })}
      >
        The {formatNumber(batch.counts.pending)} rows that were not begun are forgotten. What was decided
        stays decided, and rows under way go on.
      </Confirm>
    </PageFrame>
  );
}
