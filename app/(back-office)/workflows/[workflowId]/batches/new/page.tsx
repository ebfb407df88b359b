import type { Metadata } from "next";
import { NewBatch } from "@/components/batches/new-batch";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Decide a file" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  await getQueryClient().prefetchQuery(trpc.workflows.version.queryOptions({ workflowId }));
  return (
    <Hydrate>
      <NewBatch workflowId={workflowId} />
    </Hydrate>
  );
}
