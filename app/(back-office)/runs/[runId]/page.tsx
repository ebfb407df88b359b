import type { Metadata } from "next";
import { RunPage } from "@/components/runs/run-page";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Run" };

export default async function Page({ params }: { params: Promise<{ runId: string }> }) {
  const { runId } = await params;
  await getQueryClient().prefetchQuery(trpc.runs.get.queryOptions({ runId }));
  return (
    <Hydrate>
      <RunPage key={runId} runId={runId} />
    </Hydrate>
  );
}
