"use client";

import { Button, Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { tell, tellFailure } from "@/components/ui/tell";
import { CallbacksPanel } from "@/components/webhooks/callbacks-panel";
import { useCan } from "@/components/workspaces/member";
import { ConnectionDetails } from "./connection-details";

/** One connection: how it fares, what it is opened with, and its documented test values. */
export function ConnectionPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const canChange = useCan("connections.change");
  const connection = useQuery(trpc.connections.get.queryOptions({ id }));
  const refresh = () => client.invalidateQueries(trpc.connections.pathFilter());
  const change = useMutation(trpc.connections.change.mutationOptions({ onSuccess: refresh }));
  const test = useMutation(
    trpc.connections.test.mutationOptions({
      onSettled: refresh,
      onSuccess: (result) => (result.ok ? tell(`It answered: ${result.label}`) : tellFailure(result.message)),
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  const title = connection.data?.title ?? "Connection";
  return (
    <PageFrame
      title={title}
      width="form"
      crumbs={[{ title: "Connections", href: "/settings/connections" }, { title }]}
      actions={
        canChange &&
        connection.data && (
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ id })}>
            Test the connection
          </Button>
        )
      }
    >
      {connection.data ? (
        <>
          <ConnectionDetails
            connection={connection.data}
            send={canChange ? (credentials) => change.mutateAsync({ id, credentials }) : undefined}
          />
          <CallbacksPanel connectionId={id} />
        </>
      ) : connection.error ? (
        <FailureState {...failureOf(connection.error)} onRetry={() => connection.refetch()} />
      ) : (
        <Skeleton height={320} />
      )}
    </PageFrame>
  );
}
