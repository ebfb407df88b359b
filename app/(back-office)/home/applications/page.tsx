import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { ApplicationList } from "@/components/applications/application-list";
import { applicationParams } from "@/components/applications/search-params";
import { given } from "@/components/ui/given";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Applications" };

const load = createLoader(applicationParams);

export default async function ApplicationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = given(await load(searchParams));
  await getQueryClient().prefetchInfiniteQuery(
    trpc.applications.list.infiniteQueryOptions(filters, { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <Hydrate>
      <ApplicationList />
    </Hydrate>
  );
}
