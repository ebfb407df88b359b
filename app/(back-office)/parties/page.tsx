import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { PartyList } from "@/components/parties/party-list";
import { partyParams } from "@/components/parties/search-params";
import { given } from "@/components/ui/given";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Parties" };

const load = createLoader(partyParams);

export default async function PartiesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = given(await load(searchParams));
  await getQueryClient().prefetchInfiniteQuery(
    trpc.parties.list.infiniteQueryOptions(filters, { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <Hydrate>
      <PartyList />
    </Hydrate>
  );
}
