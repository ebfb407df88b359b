"use client";

import { Button } from "@mantine/core";
import { IconTableImport } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { pagedStateOf } from "@/components/trpc/list-state";
import { FailureState } from "@/components/ui/failure-state";
import { useCan } from "@/components/workspaces/member";
import { requestFields } from "@/server/decisions/policy";
import { BatchTable } from "./batch-table";

/** The files that were decided with one workflow. */
export function BatchList({ workflowId }: { workflowId: string }) {
  const trpc = useTRPC();
  const version = useQuery(trpc.workflows.version.queryOptions({ workflowId }));
  const workflow = version.data?.workflow;
  const list = useInfiniteQuery({
    ...trpc.batches.list.infiniteQueryOptions(
      { workflow: workflow?.key ?? "" },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    enabled: workflow !== undefined,
    refetchInterval: 5_000,
  });
  const canDecide = useCan("decisions.create");
  if (version.error && !version.data) {
    const { message, reference } = failureOf(version.error);
    return <FailureState message={message} reference={reference} onRetry={() => void version.refetch()} />;
  }
  const takesRequests = version.data !== undefined && requestFields(version.data.document) !== undefined;
  const begin = canDecide && takesRequests && (
    <Button
      component={Link}
      href={`/workflows/${workflowId}/batches/new`}
      leftSection={<IconTableImport size={16} aria-hidden />}
    >
      Decide a file
    </Button>
  );
  return (
    <PageFrame
      title="Batches"
      note={workflow && `Files decided with ${workflow.title}`}
      crumbs={[
        { title: workflow?.title ?? "Workflow", href: `/workflows/${workflowId}` },
        { title: "Batches" },
      ]}
      actions={begin}
    >
      <BatchTable workflowId={workflowId} state={pagedStateOf(list)} begin={begin} canBegin={takesRequests} />
    </PageFrame>
  );
}
