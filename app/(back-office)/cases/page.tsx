import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { CaseList } from "@/components/cases/case-list";
import { caseParams } from "@/components/cases/search-params";
import { given } from "@/components/ui/given";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Cases" };

const load = createLoader(caseParams);

export default async function CasesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = given(await load(searchParams));
  const client = getQueryClient();
  await Promise.all([
    client.prefetchInfiniteQuery(
      trpc.cases.list.infiniteQueryOptions(filters, { getNextPageParam: (page) => page.nextCursor }),
    ),
    client.prefetchQuery(trpc.cases.counts.queryOptions()),
    client.prefetchQuery(trpc.workspaces.queues.queryOptions()),
    client.prefetchQuery(trpc.cases.assignees.queryOptions()),
  ]);
  return (
    <Hydrate>
      <CaseList />
    </Hydrate>
  );
}
