"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { listStateOf } from "@/components/trpc/list-state";
import { tell } from "@/components/ui/tell";
import { ChangeQueue } from "./change-queue";
import { useCan } from "./member";
import { type QueueRow, QueuesTable } from "./queues-table";

/** The queues of the workspace: how fast their cases are due, and what to look at in each. */
export function QueuesSettings() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const canChange = useCan("queues.change");
  const queues = useQuery(trpc.workspaces.queues.queryOptions());
  const change = useMutation(
    trpc.workspaces.changeQueue.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.workspaces.queues.pathFilter()),
    }),
  );
  const [editing, setEditing] = useState<QueueRow>();
  const uses = useQuery(
    trpc.workspaces.queueUses.queryOptions({ key: editing?.key ?? "" }, { enabled: editing !== undefined }),
  );
  return (
    <PageFrame
      title="Queues"
      note="Made when a workflow that names them is published"
      crumbs={[{ title: "Queues" }]}
    >
      <QueuesTable state={listStateOf(queues)} onOpen={canChange ? setEditing : undefined} />
      <ChangeQueue
        queue={editing}
        uses={uses.data}
        onClose={() => setEditing(undefined)}
        send={change.mutateAsync}
        onSent={() => {
          tell("The queue was changed");
          setEditing(undefined);
        }}
      />
    </PageFrame>
  );
}
