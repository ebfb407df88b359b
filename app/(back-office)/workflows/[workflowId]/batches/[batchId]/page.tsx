import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { BatchPage } from "@/components/batches/batch-page";
import { batchParams } from "@/components/batches/search-params";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Batch" };

const load = createLoader(batchParams);

interface Props {
  params: Promise<{ workflowId: string; batchId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { workflowId, batchId } = await params;
  const { rows } = await load(searchParams);
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.batches.get.queryOptions({ batchId })),
    client.prefetchInfiniteQuery(
      trpc.batches.rows.infiniteQueryOptions(
        { batchId, ...(rows !== "all" && { state: rows }) },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
  ]);
  return (
    <Hydrate>
      <BatchPage workflowId={workflowId} batchId={batchId} />
    </Hydrate>
  );
}
