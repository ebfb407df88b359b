import type { Metadata } from "next";
import { ConnectionsSettings } from "@/components/plugins/connections-settings";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const client = getQueryClient();
  await client.prefetchQuery(trpc.connections.list.queryOptions());
  await client.prefetchQuery(trpc.workspaces.get.queryOptions());
  return (
    <Hydrate>
      <ConnectionsSettings />
    </Hydrate>
  );
}
