"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { tell, tellFailure } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import type { Act } from "./version-acts";

/** What stands and what can be done with a workflow's versions: one for every page from which it is done. */
export function useLifecycle(workflowId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = useQuery(trpc.workflows.lifecycle.queryOptions({ workflowId }, { refetchInterval: 15_000 }));
  const [act, open] = useState<Act>();
  const may = {
    edit: useCan("workflows.edit"),
    publish: useCan("workflows.publish"),
    approve: useCan("workflows.approve"),
    migrate: useCan("runs.migrate"),
    compareRuns: useCan("decisions.view"),
  };
  // The builder holds the draft itself; what it shows is not fetched again under its hands.
  const refresh = () =>
    client.invalidateQueries({
      ...trpc.workflows.pathFilter(),
      predicate: ({ queryKey: [path] }) => !heldByBuilder(path),
    });
  const onError = (error: unknown) => tellFailure(failureOf(error).message);
  const begin = useMutation(
    trpc.workflows.beginDraft.mutationOptions({
      onSuccess: () => tell("The draft was begun"),
      onError,
      onSettled: refresh,
    }),
  );
  const withdraw = useMutation(
    trpc.workflows.withdrawReview.mutationOptions({
      onSuccess: () => tell("The review was withdrawn"),
      onError,
      onSettled: refresh,
    }),
  );
  return {
    ...{ workflowId, query, view: query.data, may, act, open, refresh },
    close: () => open(undefined),
    begin: (version: number) => begin.mutate({ workflowId, version }),
    withdraw: (reviewId: string) => withdraw.mutate({ workflowId, reviewId }),
  };
}

export type Lifecycle = ReturnType<typeof useLifecycle>;

const heldByBuilder = (path: unknown): boolean =>
  Array.isArray(path) && (path[1] === "draft" || path[1] === "draftSteps");
