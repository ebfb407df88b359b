"use client";

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { listStateOf } from "@/components/trpc/list-state";
import { useCan } from "@/components/workspaces/member";
import { WorkflowTable } from "./workflow-table";

export function WorkflowList() {
  const trpc = useTRPC();
  const mayEdit = useCan("workflows.edit");
  const begin = mayEdit && (
    <Button component={Link} href="/workflows/new" size="xs" leftSection={<IconPlus size={16} aria-hidden />}>
      New workflow
    </Button>
  );
  const query = useQuery(trpc.workflows.list.queryOptions());
  return (
    <PageFrame
      title="Workflows"
      note={query.data && `${query.data.length} in this workspace`}
      actions={
        <>
          <Button component={Link} href="/workflows/nodes" variant="default" size="xs">
            Node types
          </Button>
          {begin}
        </>
      }
    >
      <WorkflowTable state={listStateOf(query)} begin={begin} />
    </PageFrame>
  );
}
