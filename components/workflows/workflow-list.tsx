"use client";

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { listStateOf } from "@/components/trpc/list-state";
import { WorkflowTable } from "./workflow-table";

export function WorkflowList() {
  const trpc = useTRPC();
  const query = useQuery(trpc.workflows.list.queryOptions());
  return (
    <PageFrame
      title="Workflows"
      note={query.data && `${query.data.length} in this workspace`}
      actions={
        <Button component={Link} href="/workflows/nodes" variant="default" size="xs">
          Node types
        </Button>
      }
    >
      <WorkflowTable state={listStateOf(query)} />
    </PageFrame>
  );
}
