"use client";

import { Skeleton } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { FailureState } from "@/components/ui/failure-state";
import { CallbacksPanel } from "@/components/webhooks/callbacks-panel";
import { useCan } from "@/components/workspaces/member";
import { ConnectionActs } from "./connection-acts";
import { ConnectionDetails } from "./connection-details";
import css from "./plugins.module.css";

/** One connection: how it fares, where it leads, what opens it, who uses it. */
export function ConnectionPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const canChange = useCan("connections.change");
  const connection = useQuery(trpc.connections.get.queryOptions({ id }));
  const uses = useQuery(trpc.connections.uses.queryOptions({ id }));
  const change = useMutation(
    trpc.connections.change.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.connections.pathFilter()),
    }),
  );
  const attempt = useMutation(trpc.connections.try.mutationOptions());
  const title = connection.data?.title ?? "Connection";
  return (
    <PageFrame
      title={title}
      width="form"
      crumbs={[{ title: "Connections", href: "/settings/connections" }, { title }]}
      actions={canChange && connection.data && <ConnectionActs connection={connection.data} />}
    >
      {connection.data ? (
        <div className={css.stack}>
          <ConnectionDetails
            connection={connection.data}
            uses={uses.data}
            change={canChange ? { send: change.mutateAsync, attempt: attempt.mutateAsync } : undefined}
          />
          <CallbacksPanel connectionId={id} />
        </div>
      ) : connection.error ? (
        <FailureState {...failureOf(connection.error)} onRetry={() => connection.refetch()} />
      ) : (
        <Skeleton height={320} />
      )}
    </PageFrame>
  );
}
