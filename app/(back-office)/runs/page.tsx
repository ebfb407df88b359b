import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { RunList } from "@/components/runs/run-list";
import { runParams, runQuery } from "@/components/runs/search-params";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Runs" };

const load = createLoader(runParams);

export default async function RunsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = await load(searchParams);
  const client = getQueryClient();
  await Promise.all([
    client.prefetchInfiniteQuery(
      trpc.runs.list.infiniteQueryOptions(runQuery(filters), { getNextPageParam: (page) => page.nextCursor }),
    ),
    client.prefetchQuery(trpc.workflows.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <RunList />
    </Hydrate>
  );
}
