import type { Metadata } from "next";
import { QueuesSettings } from "@/components/workspaces/queues-settings";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Queues" };

export default async function QueuesPage() {
  const client = getQueryClient();
  await client.prefetchQuery(trpc.workspaces.queues.queryOptions());
  return (
    <Hydrate>
      <QueuesSettings />
    </Hydrate>
  );
}
