import type { Metadata } from "next";
import { BatchList } from "@/components/batches/batch-list";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Batches" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  await getQueryClient().prefetchQuery(trpc.workflows.version.queryOptions({ workflowId }));
  return (
    <Hydrate>
      <BatchList workflowId={workflowId} />
    </Hydrate>
  );
}
