import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { ListPage } from "@/components/lists/list-page";
import { listParams } from "@/components/lists/search-params";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "List" };

const load = createLoader(listParams);

interface PageProps {
  params: Promise<{ key: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { key } = await params;
  const { state, search } = await load(searchParams);
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.lists.get.queryOptions({ key })),
    client.prefetchInfiniteQuery(
      trpc.lists.entries.infiniteQueryOptions(
        { key, state: state ?? "active", search: search ?? "" },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
  ]);
  return (
    <Hydrate>
      <ListPage listKey={key} />
    </Hydrate>
  );
}
