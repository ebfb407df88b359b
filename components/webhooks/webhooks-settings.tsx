"use client";

import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useTRPC } from "@/components/trpc/client";
import { listStateOf } from "@/components/trpc/list-state";
import { useCan } from "@/components/workspaces/member";
import { CreateEndpoint } from "./create-endpoint";
import { EndpointsTable } from "./endpoints-table";
import { PausedWebhooks } from "./paused-webhooks";

/** The addresses of the customer's own that hear what happens here. */
export function WebhooksSettings() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const canChange = useCan("webhooks.change");
  const endpoints = useQuery({ ...trpc.webhooks.list.queryOptions(), refetchInterval: 15_000 });
  const create = useMutation(
    trpc.webhooks.create.mutationOptions({
      onSuccess: () => client.invalidateQueries(trpc.webhooks.pathFilter()),
    }),
  );
  const [isCreating, setIsCreating] = useState(false);
  const openCreate = canChange ? () => setIsCreating(true) : undefined;
  return (
    <PageFrame
      title="Webhooks"
      crumbs={[{ title: "Webhooks" }]}
      actions={openCreate && <Button onClick={openCreate}>Add an endpoint</Button>}
    >
      <PausedWebhooks />
      <EndpointsTable state={listStateOf(endpoints)} onCreate={openCreate} />
      <CreateEndpoint
        opened={isCreating}
        onClose={(made) => {
          setIsCreating(false);
          if (made) router.push(`/settings/webhooks/${made}`);
        }}
        send={create.mutateAsync}
      />
    </PageFrame>
  );
}
