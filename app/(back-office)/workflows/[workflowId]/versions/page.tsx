import type { Metadata } from "next";
import { VersionsPage } from "@/components/workflows/versions-page";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Versions" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  await getQueryClient().prefetchQuery(trpc.workflows.lifecycle.queryOptions({ workflowId }));
  return (
    <Hydrate>
      <VersionsPage workflowId={workflowId} />
    </Hydrate>
  );
}
