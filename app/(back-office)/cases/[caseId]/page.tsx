import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { CasePage } from "@/components/cases/case-page";
import { caseParams } from "@/components/cases/search-params";
import { given } from "@/components/ui/given";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Case" };

const load = createLoader(caseParams);

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { caseId } = await params;
  const filters = given(await load(searchParams));
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.cases.get.queryOptions({ caseId })),
    client.prefetchInfiniteQuery(
      trpc.cases.list.infiniteQueryOptions(filters, { getNextPageParam: (page) => page.nextCursor }),
    ),
    client.prefetchQuery(trpc.cases.assignees.queryOptions()),
  ]);
  return (
    <Hydrate>
      <CasePage key={caseId} caseId={caseId} />
    </Hydrate>
  );
}
