import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { given } from "@/components/ui/given";
import { EndpointPage } from "@/components/webhooks/endpoint-page";
import { logFilters, logParams } from "@/components/webhooks/search-params";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Webhook endpoint" };

const load = createLoader(logParams);

interface Props {
  params: Promise<{ endpointId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function Page({ params, searchParams }: Props) {
  const [{ endpointId }, search] = await Promise.all([params, load(searchParams)]);
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.webhooks.get.queryOptions({ endpointId })),
    client.prefetchInfiniteQuery(
      trpc.webhooks.deliveries.infiniteQueryOptions(
        { endpointId, ...given(logFilters(search)) },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
  ]);
  return (
    <Hydrate>
      <EndpointPage endpointId={endpointId} />
    </Hydrate>
  );
}
