import type { Metadata } from "next";
import { BacktestList } from "@/components/backtests/backtest-list";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Backtests" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.workflows.lifecycle.queryOptions({ workflowId })),
    client.prefetchInfiniteQuery(
      trpc.backtests.list.infiniteQueryOptions(
        { workflowId },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
  ]);
  return (
    <Hydrate>
      <BacktestList workflowId={workflowId} />
    </Hydrate>
  );
}
