"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { failureOf } from "@/components/trpc/failure";
import { listStateOf } from "@/components/trpc/list-state";
import { tell, tellFailure } from "@/components/ui/tell";
import { useCan } from "@/components/workspaces/member";
import { pluginCatalogue } from "@/server/plugins/catalogue";
import type { ConnectionView } from "@/server/plugins/schema";
import { ConnectionsTable } from "./connections-table";
import { CreateConnection } from "./create-connection";

/** What this workspace can reach, and whether it answers. */
export function ConnectionsSettings() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const canChange = useCan("connections.change");
  const connections = useQuery(trpc.connections.list.queryOptions());
  const workspace = useQuery(trpc.workspaces.get.queryOptions());
  const refresh = () => client.invalidateQueries(trpc.connections.pathFilter());
  const create = useMutation(trpc.connections.create.mutationOptions({ onSuccess: refresh }));
  const attempt = useMutation(trpc.connections.try.mutationOptions());
  const test = useMutation(
    trpc.connections.test.mutationOptions({
      onSettled: refresh,
      onError: (error) => tellFailure(failureOf(error).message),
    }),
  );
  const [isCreating, setIsCreating] = useState(false);

  // Sandbox vendors invent their answers: a live workspace is never offered one.
  const plugins = Object.values(pluginCatalogue).filter(
    (plugin) => !plugin.sandboxOnly || workspace.data?.kind === "sandbox",
  );
  const ask = (connection: ConnectionView) =>
    test.mutate(
      { id: connection.id },
      {
        onSuccess: (result) =>
          result.ok
            ? tell(`${connection.title} answered: ${result.label}`)
            : tellFailure(`${connection.title}: ${result.message}`),
      },
    );
  const openCreate = canChange && plugins.length > 0 ? () => setIsCreating(true) : undefined;

  return (
    <PageFrame
      title="Connections"
      crumbs={[{ title: "Connections" }]}
      actions={openCreate && <Button onClick={openCreate}>Connect</Button>}
    >
      <ConnectionsTable
        state={listStateOf(connections)}
        onTest={canChange ? ask : undefined}
        testing={test.isPending ? test.variables.id : undefined}
        onCreate={openCreate}
      />
      <CreateConnection
        opened={isCreating}
        onClose={() => setIsCreating(false)}
        plugins={plugins}
        attempt={attempt.mutateAsync}
        send={create.mutateAsync}
        onSent={(id) => router.push(`/settings/connections/${id}`)}
      />
    </PageFrame>
  );
}
