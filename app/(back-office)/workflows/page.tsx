import type { Metadata } from "next";
import { WorkflowList } from "@/components/workflows/workflow-list";
import { getQueryClient, Hydrate, trpc } from "@/server/api/hydrate";

export const metadata: Metadata = { title: "Workflows" };

export default async function WorkflowsPage() {
  await getQueryClient().prefetchQuery(trpc.workflows.list.queryOptions());
  return (
    <Hydrate>
      <WorkflowList />
    </Hydrate>
  );
}
