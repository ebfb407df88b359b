import type { Metadata } from "next";
import { NewBacktest } from "@/components/backtests/new-backtest";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "New backtest" };

interface Props {
  params: Promise<{ workflowId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { workflowId } = await params;
  const { of } = await searchParams;
  const client = getQueryClient();
  await Promise.all([
    client.prefetchQuery(trpc.workflows.lifecycle.queryOptions({ workflowId })),
    client.prefetchQuery(trpc.workflows.draft.queryOptions({ workflowId })),
  ]);
  return (
    <Hydrate>
      <NewBacktest workflowId={workflowId} wanted={typeof of === "string" ? of : null} />
    </Hydrate>
  );
}
