"use client";

import { Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { useCan } from "./member";
import { WorkspaceForm } from "./workspace-form";

/** How the workspace looks to applicants, and the clocks of its casework. */
export function WorkspaceSettings() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const canChange = useCan("workspace.change");
  const workspace = useQuery(trpc.workspaces.get.queryOptions());
  const change = useMutation(
    trpc.workspaces.change.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.workspaces.get.pathFilter()),
    }),
  );
  return (
    <PageFrame title="Workspace" width="form" crumbs={[{ title: "Workspace" }]}>
      {workspace.data ? (
        <Panel title={workspace.data.name} note={workspace.data.kind === "sandbox" ? "Sandbox" : "Live"}>
          <WorkspaceForm
            // One form per answer read: a refresh in the background never touches what is being typed.
            initial={workspace.data}
            canChange={canChange}
            send={change.mutateAsync}
          />
        </Panel>
      ) : workspace.error ? (
        <FailureState {...failureOf(workspace.error)} onRetry={() => workspace.refetch()} />
      ) : (
        <Skeleton height={420} />
      )}
    </PageFrame>
  );
}
