import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { BacktestPage } from "@/components/backtests/backtest-page";
import { backtestParams } from "@/components/backtests/search-params";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Backtest" };

const load = createLoader(backtestParams);

interface Props {
  params: Promise<{ workflowId: string; backtestId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { workflowId, backtestId } = await params;
  const { finding, decided, replayed, rule } = await load(searchParams);
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.backtests.get.queryOptions({ backtestId })),
    client.prefetchInfiniteQuery(
      trpc.backtests.records.infiniteQueryOptions(
        {
          backtestId,
          finding,
          ...(decided !== null && { decided }),
          ...(replayed !== null && { replayed }),
          ...(rule !== null && { rule }),
        },
        { getNextPageParam: (page) => page.nextCursor },
      ),
    ),
  ]);
  return (
    <Hydrate>
      <BacktestPage workflowId={workflowId} backtestId={backtestId} />
    </Hydrate>
  );
}
