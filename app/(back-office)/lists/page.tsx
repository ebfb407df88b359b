import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { ListOverview } from "@/components/lists/list-overview";
import { listsParams } from "@/components/lists/search-params";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Lists" };

const load = createLoader(listsParams);

export default async function ListsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { archived } = await load(searchParams);
  await getQueryClient().prefetchQuery(trpc.lists.list.queryOptions({ archived: archived === true }));
  return (
    <Hydrate>
      <ListOverview />
    </Hydrate>
  );
}
