import type { Metadata } from "next";
import { ConnectionPage } from "@/components/plugins/connection-page";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Connection" };

type Params = Promise<{ connectionId: string }>;

export default async function Page({ params }: { params: Params }) {
  const { connectionId } = await params;
  const client = getQueryClient();
  await client.prefetchQuery(trpc.connections.get.queryOptions({ id: connectionId }));
  return (
    <Hydrate>
      <ConnectionPage id={connectionId} />
    </Hydrate>
  );
}
